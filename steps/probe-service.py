"""Whether the application answers at READY_URL. Its nodes are not imported again: that takes too long for a look. PROBE_NO."""

import os
import sys

from box import readiness, report


def main():
    answer = readiness.look(os.environ['READY_URL'])
    if not answer.words:
        return 0
    report.failure('The application is no longer ready: %s' % answer.words)
    return int(os.environ['PROBE_NO'])


if __name__ == '__main__':
    sys.exit(main())
