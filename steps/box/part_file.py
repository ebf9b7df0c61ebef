"""A file that is being fetched: `<path>.part` with `<path>.part.json` beside it, moved to its name when it is whole.

The part is locked as long as somebody writes it, so that two downloads of one file never mix. Which files came from here, and
with which hash, is kept below ~/.bringup/downloads: a file that was not touched since need not be read again."""

import fcntl
import hashlib
import json
import os

from box.free_name import free_name

_CHUNK = 1 << 20
_RECORDS = os.path.expanduser('~/.bringup/downloads')


def digest(text):
    return hashlib.sha256(text.encode('utf-8', 'surrogateescape')).hexdigest()


def hash_file(path, on_bytes=lambda count: None):
    """sha256 object of what is in the file."""
    made = hashlib.sha256()
    with open(path, 'rb') as file:
        for chunk in iter(lambda: file.read(_CHUNK), b''):
            made.update(chunk)
            on_bytes(len(chunk))
    return made


def _identity(seen):
    # The time of the last change of the inode cannot be set back by those who keep a file's own time.
    return [seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns]


def _read_json(path):
    try:
        with open(path, encoding='utf-8') as file:
            read = json.load(file)
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}


def _write_json(path, value):
    temporary = '%s.%d' % (path, os.getpid())
    with open(temporary, 'w', encoding='utf-8') as file:
        json.dump(value, file)
    os.replace(temporary, path)


def remember(path, **facts):
    """Keeps what is known of a file that is whole, for as long as nobody touches it. Where the home cannot be written it is
    simply read again next time."""
    try:
        os.makedirs(_RECORDS, mode=0o700, exist_ok=True)
        _write_json(os.path.join(_RECORDS, digest(path) + '.json'), {'is': _identity(os.stat(path)), **facts})
    except OSError as error:
        print('what is known of %s is not kept: %s' % (path, error.strerror), flush=True)


def recall(path):
    """What `remember` was told of this very file; {} where it is another one, or was touched since."""
    known = _read_json(os.path.join(_RECORDS, digest(path) + '.json'))
    return known if known.get('is') == _identity(os.stat(path)) else {}


class PartFile:
    """What is there of a file. A context: holds the lock."""

    def __init__(self, path, on_wait):
        self.path, self.part, self.about = path, path + '.part', path + '.part.json'
        self._on_wait, self._lock = on_wait, None

    def __enter__(self):
        while True:
            descriptor = os.open(self.part, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self._on_wait()
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            # Whoever had the lock may have moved the part to its name meanwhile.
            try:
                if os.fstat(descriptor).st_ino == os.stat(self.part).st_ino:
                    self._lock = descriptor
                    return self
            except FileNotFoundError:
                pass
            os.close(descriptor)

    def __exit__(self, *_):
        # Once the part has another name, the name `.part` may be somebody else's already.
        try:
            mine, there = os.fstat(self._lock), os.stat(self.part)
            if mine.st_ino == there.st_ino and mine.st_size == 0:
                self._forget()
                os.unlink(self.part)
        except FileNotFoundError:
            pass
        os.close(self._lock)

    def size(self):
        return os.stat(self.part).st_size

    def _forget(self):
        try:
            os.unlink(self.about)
        except FileNotFoundError:
            pass

    def known(self):
        """What `begin` was told of the bytes that are there: url (hashed), validator."""
        return _read_json(self.about) if self.size() > 0 else {}

    def begin(self, url, validator):
        """Empties the part and keeps beside it what a later try needs to go on."""
        os.truncate(self.part, 0)
        _write_json(self.about, {'url': digest(url), 'validator': validator})

    def open(self):
        """The part, to be written at its end."""
        os.lseek(self._lock, 0, os.SEEK_END)
        return open(os.dup(self._lock), 'wb', buffering=_CHUNK)

    def sync(self):
        """Waits until all of it is on the disk."""
        os.fsync(self._lock)

    def keep_as_bad(self):
        """Puts what came aside; gives the name."""
        self._forget()
        os.replace(self.part, self.path + '.bad')
        return self.path + '.bad'

    def move_into_place(self, keep_old):
        """Gives the part its name, in one step. `keep_old`: what has that name is kept under another, which is given back."""
        kept = None
        if keep_old and os.path.lexists(self.path):
            kept = free_name(self.path + '.old')
            try:
                os.link(self.path, kept, follow_symlinks=False)
            except OSError:
                os.rename(self.path, kept)
        self._forget()
        os.replace(self.part, self.path)
        self._sync_folder()
        return kept

    def _sync_folder(self):
        folder = os.open(os.path.dirname(self.path), os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
