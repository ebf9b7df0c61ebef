"""
Whether files are still there and the same. Parameters: FILES (JSON: path, bytes, sha256 of each; null for what is not known), PROBE_NO.
A file that was touched since its hash was taken is read again, where that takes no more than a moment.
"""

import json
import os
import sys

from box import part_file, probe

_READ_UP_TO = 256 * 1024 * 1024


def reason(path, size, sha256):
    """What is no longer so, None where all is."""
    if not os.path.isfile(path):
        return '%s is gone' % path
    now = os.path.getsize(path)
    if size is not None and now != size:
        return '%s has %d bytes instead of %d' % (path, now, size)
    if not sha256:
        return None
    known = part_file.recall(path).get('sha256')
    if not known and now <= _READ_UP_TO:
        known = part_file.hash_file(path).hexdigest()
    return None if known in (None, sha256) else '%s has another content' % path


def main():
    files = json.loads(os.environ['FILES'])
    return probe.answer([words for words in (reason(file['path'], file['bytes'], file['sha256']) for file in files) if words])


if __name__ == '__main__':
    sys.exit(main())
