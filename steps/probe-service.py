"""Whether the application answers at READY_URL. Its nodes are not imported again: that takes too long for a look. PROBE_NO."""

import os
import sys

from box import probe, readiness


def main():
    words = readiness.look(os.environ['READY_URL']).words
    return probe.answer(['The application is no longer ready: %s' % words] if words else [])


if __name__ == '__main__':
    sys.exit(main())
