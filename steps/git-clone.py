"""git_clone: one repository. Parameters: URL, DESTINATION, REF, SUBMODULES, CLONE_LIMIT_S."""

import os
import sys

from box import report
from box.git import GitFailed
from box.working_copy import EXITS, WorkingCopy


def main():
    os.umask(0o022)
    folder = os.path.expanduser(os.environ['DESTINATION'])
    row = os.path.basename(folder) or folder
    copy = WorkingCopy(
        folder, os.environ['URL'], os.environ['REF'], bool(os.environ['SUBMODULES']), row, int(os.environ['CLONE_LIMIT_S']),
    )
    try:
        copy.settle()
    except GitFailed as error:
        report.task(row, 'failed', error.words)
        report.failure(error.words)
        return EXITS.get(error.reason, 1)
    report.result({'path': copy.folder, 'commit': copy.commit, 'kind': copy.kind, 'changed_files': copy.changes})
    if copy.changes:
        words = '%s has local changes in %d files: they were left as they are.' % (copy.folder, copy.changes)
        report.task(row, 'warning', '%s; local changes' % copy.words)
        report.warning(words)
    else:
        report.task(row, 'success', copy.words)
    report.note('%s %s' % (copy.folder, copy.words))
    report.log('%s %s' % (copy.folder, copy.words))
    return 0


if __name__ == '__main__':
    sys.exit(main())
