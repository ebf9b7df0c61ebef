"""write_file: one text. Parameters: BRINGUP_PATH, BRINGUP_CONTENT or BRINGUP_CONTENT_FROM (the variable that has it), BRINGUP_MODE,
BRINGUP_MAKE_FOLDERS, BRINGUP_EXPECTED_BEFORE."""

import os
import sys

from box import report
from box.report import StepFailed
from box.whole_file import digest, read_file, remember_file, write_whole

PATH_NOT_FOUND, NOT_WRITABLE, DISK_FULL, OCCUPIED = 10, 11, 16, 24


def content():
    name = os.environ['BRINGUP_CONTENT_FROM']
    return os.environ[name or 'BRINGUP_CONTENT'].encode('utf-8', 'surrogateescape'), bool(name)


def work():
    # A link to the file stays one.
    path = os.path.realpath(os.path.expanduser(os.environ['BRINGUP_PATH']))
    (data, is_secret), mode = content(), int(os.environ['BRINGUP_MODE'], 8)
    if os.path.lexists(path) and not os.path.isfile(path):
        raise StepFailed(OCCUPIED, '%s is there and is no file: it was left alone.' % path)
    folder = os.path.dirname(path)
    if not os.path.isdir(folder):
        if not os.environ['BRINGUP_MAKE_FOLDERS']:
            raise StepFailed(PATH_NOT_FOUND, 'There is no folder %s on the box: make it, or set make_folders.' % folder)
        os.makedirs(folder, exist_ok=True)
    before, expected = read_file(path), os.environ['BRINGUP_EXPECTED_BEFORE']
    # The hash of a secret could be tried against guesses.
    facts = {'path': path, 'bytes': len(data), 'sha256': None if is_secret else digest(data)}
    if before and before == (data, mode):
        report.note('%s, unchanged' % path)
        report.result({'files': [facts], 'kind': 'unchanged'})
        return
    if expected and (not before or digest(before[0]) not in (expected, digest(data))):
        found = digest(before[0]) if before else 'not there'
        raise StepFailed(1, '%s is not what it was expected to be (%s instead of %s): it was left alone.' % (path, found, expected))
    remember_file(path, before, data)
    write_whole(path, data, mode)
    if read_file(path) != (data, mode):
        raise StepFailed(1, '%s was written, and holds something else now: somebody else writes it, too.' % path)
    kind = 'replaced' if before else 'made'
    report.note('%s %s, %d bytes' % (path, kind, len(data)))
    report.result({'files': [facts], 'kind': kind})


def main():
    try:
        work()
        return 0
    except StepFailed as error:
        report.failure(error.words)
        return error.exit_code
    except OSError as error:
        report.failure('%s: %s' % (error.filename, error.strerror))
        return DISK_FULL if error.errno == 28 else NOT_WRITABLE


if __name__ == '__main__':
    sys.exit(main())
