"""A small file as a whole: read with its mode, written beside its place and renamed, remembered for an undo."""

import base64
import hashlib
import os
import stat

from box.way_back import remember


def digest(data):
    return hashlib.sha256(data).hexdigest()


def read_file(path):
    """(bytes, mode), None where there is none."""
    try:
        with open(path, 'rb') as file:
            return file.read(), stat.S_IMODE(os.fstat(file.fileno()).st_mode)
    except FileNotFoundError:
        return None


def write_whole(path, data, mode, owner_of=None):
    """
    Replaces it in one step; the owner of a file that is there stays, unless it shall be that of `owner_of`. Nobody else can read it
    before it has its mode.
    """
    owned = owner_of or path
    temporary = '%s.bringup-%d' % (path, os.getpid())
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, 'wb') as file:
            file.write(data)
            if os.path.exists(owned) and os.geteuid() == 0:
                seen = os.stat(owned)
                os.fchown(descriptor, seen.st_uid, seen.st_gid)
            os.fchmod(descriptor, mode)
            file.flush()
            os.fsync(descriptor)
        os.replace(temporary, path)
    except BaseException:
        if os.path.exists(temporary):
            os.unlink(temporary)
        raise


def remember_file(path, before, data):
    """`before` as `read_file` gives it, and what is about to be written."""
    old = {'data': base64.b64encode(before[0]).decode(), 'mode': before[1]} if before else None
    remember(file=path, before=old, written=digest(data))
