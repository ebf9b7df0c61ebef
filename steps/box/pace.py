"""How fast bytes come, may come, and fit: rates, a limit for all together, room on the disk, live rows."""

import os
import threading
import time

from box import report

_WINDOW_S = 5.0
_SAY_EVERY_S = 0.5


class Limit:
    """At most so many bytes a second, for all threads together; without a number as many as come."""

    def __init__(self, per_second):
        self._per_second, self._lock, self._free_at = per_second, threading.Lock(), 0.0

    def chunk(self, usual):
        """How many bytes to ask for at once, so that no wait is long."""
        return usual if not self._per_second else max(1, min(usual, self._per_second // 10))

    def pay(self, count):
        if not self._per_second:
            return
        with self._lock:
            now = time.monotonic()
            self._free_at = max(self._free_at, now) + count / self._per_second
            wait = self._free_at - now
        time.sleep(wait)


class Meter:
    """Bytes a second over the last few seconds."""

    def __init__(self):
        self._marks = [(time.monotonic(), 0)]

    def add(self, count):
        now, total = time.monotonic(), self._marks[-1][1] + count
        # Ten marks a second will do, however many pieces come.
        if len(self._marks) > 1 and now - self._marks[-2][0] < 0.1:
            self._marks.pop()
        self._marks.append((now, total))
        while len(self._marks) > 2 and now - self._marks[1][0] > _WINDOW_S:
            self._marks.pop(0)

    def rate(self):
        (since, before), (until, total) = self._marks[0], self._marks[-1]
        return (total - before) / max(until - since, 0.001)


class Space:
    """Room on the disks: what is still to come of all files is counted, so that two of them do not both take the last room."""

    def __init__(self):
        self._lock, self._to_come = threading.Lock(), {}

    def reserve(self, folder, path, count):
        """Bytes that lack for `count` more; 0 where there is room."""
        seen = os.statvfs(folder)
        device = os.stat(folder).st_dev
        with self._lock:
            others = sum(more for name, (where, more) in self._to_come.items() if where == device and name != path)
            lacking = max(0, count + others - seen.f_bavail * seen.f_frsize)
            if not lacking:
                self._to_come[path] = (device, count)
        return lacking

    def written(self, path, count):
        with self._lock:
            if path in self._to_come:
                device, more = self._to_come[path]
                self._to_come[path] = (device, max(0, more - count))

    def release(self, path):
        with self._lock:
            self._to_come.pop(path, None)


class Progress:
    """What is here and what is known to come of all files, said at most twice a second."""

    def __init__(self):
        self._lock, self._files, self._meter, self._said = threading.Lock(), {}, Meter(), 0.0

    def at(self, name, done, total, came=0):
        """`name` has `done` of `total` bytes (None: not known); `came`: how many of them just now."""
        with self._lock:
            self._files[name] = (done, total)
            self._meter.add(came)
            now = time.monotonic()
            if now - self._said < _SAY_EVERY_S:
                return
            self._said = now
            self._say(name)

    def say(self):
        with self._lock:
            self._say(None)

    def _say(self, name):
        done = sum(one for one, _ in self._files.values())
        known = all(total is not None for _, total in self._files.values())
        total = sum(one for _, one in self._files.values()) if known else None
        rate = self._meter.rate()
        eta = {} if not total or rate < 1 else {'eta_s': round((total - done) / rate)}
        report.say(done=done, total=total, unit='bytes', rate_per_s=round(rate), **({'current': name} if name else {}), **eta)


class Row:
    """One file's row, said at most twice a second while bytes come."""

    def __init__(self, name):
        self.name, self._meter, self._said = name, Meter(), 0.0

    def came(self, count, done, total):
        self._meter.add(count)
        now = time.monotonic()
        if now - self._said < _SAY_EVERY_S:
            return
        self._said = now
        rate = self._meter.rate()
        left = ', %s left' % duration((total - done) / rate) if total and rate >= 1 else ''
        words = '%s of %s%s' % (size(done), size(total), left) if total else size(done)
        percent = min(100, int(100 * done / total)) if total else None
        report.task(self.name, 'running', words, percent, round(rate))

    def says(self, words):
        report.task(self.name, 'running', words)


def size(count):
    """A number of bytes for people."""
    for unit in ('B', 'kB', 'MB', 'GB'):
        if count < 1000 or unit == 'GB':
            return '%d %s' % (count, unit) if unit == 'B' else '%.1f %s' % (count, unit)
        count /= 1000
    raise AssertionError


def duration(seconds):
    """A time for people."""
    seconds = round(seconds)
    if seconds < 60:
        return '%d s' % seconds
    if seconds < 3600:
        return '%d min %d s' % divmod(seconds, 60)
    return '%d h %d min' % divmod(seconds // 60, 60)
