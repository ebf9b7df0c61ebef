"""One file of a download step: is it here, else fetch it, as often as it takes, check it, move it into place."""

import errno
import hashlib
import http.client
import os
import time

from box import pace, part_file, report, web

_CHUNK = 1 << 20
_MAX_WAIT_S = 300
_MAX_PAUSE_S = 60
_MAX_TRIES = 100


class Fetch:
    """`item` as steps/download.ts has it, with `path` absolute; `shared`: options, limit, space, progress of the whole step."""

    def __init__(self, item, row, shared, token):
        self.url, self.path, self.row, self.shared, self.token = item['url'], item['path'], row, shared, token
        self.sha256, self.size = item.get('sha256'), item.get('size')
        self.resumed_from, self.received = 0, 0
        self.warnings = []
        # What is here cannot be gone on from.
        self.from_start = False

    def run(self):
        """What became of it: status, words, bytes, sha256. Throws web.Trouble, and OSError where the box does not let us write."""
        if os.path.isdir(self.path):
            raise web.Trouble('is_folder', '%s is a folder' % self.path)
        found = self._what_is_there()
        if found['is'] == 'right':
            return self._skipped(found)
        os.makedirs(os.path.dirname(self.path), exist_ok=True)
        try:
            with part_file.PartFile(self.path, self._says_it_waits) as part:
                # Whoever had the lock may have fetched it.
                found = self._what_is_there()
                if found['is'] == 'right':
                    return self._skipped(found)
                return self._fetch(part, found)
        finally:
            self.shared.space.release(self.path)

    def log(self, words):
        report.node_log(self.row.name, words)

    def _says_it_waits(self):
        self.log('another download of %s is at work: waiting for its end' % self.path)
        self.row.says('another download of this file is at work: waiting for its end')

    def _what_is_there(self):
        """is: none, right, or other: then `ours` says whether it came from here, `known` whether anything could be compared."""
        try:
            seen = os.stat(self.path)
        except FileNotFoundError:
            return {'is': 'none'}
        known = part_file.recall(self.path)
        found = {'is': 'other', 'size': seen.st_size, 'ours': bool(known), 'known': True}
        if self.size is not None and seen.st_size != self.size:
            return found
        if self.sha256:
            digest = known.get('sha256')
            if not digest:
                self.row.says('comparing with what is there')
                digest = part_file.hash_file(self.path).hexdigest()
            if digest != self.sha256:
                return found
            if not known:
                part_file.remember(self.path, sha256=digest, url=None)
            return {'is': 'right', 'size': seen.st_size, 'sha256': digest, 'words': 'is there, same sha256'}
        if known.get('url') == part_file.digest(self.url):
            words = 'is there, untouched since it was fetched from there'
            return {'is': 'right', 'size': seen.st_size, 'sha256': known.get('sha256'), 'words': words}
        if self.size is not None:
            return {'is': 'right', 'size': seen.st_size, 'words': 'is there, same size; no sha256 to compare'}
        return {**found, 'known': bool(known)}

    def _skipped(self, found):
        return {'status': 'skipped', 'bytes': found['size'], 'sha256': found.get('sha256'), 'words': found['words']}

    def _fetch(self, part, found):
        fruitless = 0
        furthest, restarted = part.size(), False
        for _ in range(_MAX_TRIES):
            try:
                return self._try(part, found)
            except web.Trouble as trouble:
                if not trouble.again:
                    raise
                if self.from_start and not restarted:
                    self.log('%s: from the start again' % trouble.words)
                    restarted = True
                    continue
                came = part.size()
                fruitless = 1 if came > furthest else fruitless + 1
                furthest = max(furthest, came)
                if fruitless >= self.shared.tries or (trouble.wait or 0) > _MAX_WAIT_S:
                    asked = ' (it asks to wait %d s)' % trouble.wait if trouble.wait else ''
                    raise web.Trouble(trouble.reason, trouble.words + asked, again=True) from None
                self._pause(trouble, fruitless, came)
        raise web.Trouble('cut', 'it was cut %d times' % _MAX_TRIES, again=True)

    def _pause(self, trouble, fruitless, came):
        wait = trouble.wait
        if wait is None:
            wait = min(_MAX_PAUSE_S, self.shared.pause_s * 2 ** (fruitless - 1))
        words = '%s; again in %s, from %s on' % (trouble.words, pace.duration(wait), pace.size(came))
        self.log(words)
        self.row.says(words)
        time.sleep(wait)

    def _try(self, part, found):
        offset, headers = self._resume(part)
        answer = web.get(self.url, headers, self.token, self.shared.stall_s)
        with answer:
            if answer.code == 416:
                return self._nothing_more(part, answer, found, offset)
            offset, total = self._begin(part, answer, offset)
            if found['is'] == 'other' and not found['known'] and total == found['size']:
                words = 'is there, same size as over there; no sha256 to compare'
                return {'status': 'skipped', 'bytes': total, 'sha256': None, 'words': words}
            made = self._made(part, offset)
            self._read(part, answer, made, offset, total)
        return self._finish(part, made, total, found)

    def _resume(self, part):
        """(bytes that may stay, headers to ask for the rest): only where it can be known that both belong together."""
        there, known = part.size(), part.known()
        if there == 0 or self.from_start or known.get('url') != part_file.digest(self.url):
            return 0, {}
        if known.get('validator'):
            return there, {'Range': 'bytes=%d-' % there, 'If-Range': known['validator']}
        return (there, {'Range': 'bytes=%d-' % there}) if self.sha256 else (0, {})

    def _nothing_more(self, part, answer, found, offset):
        """416: all of it is here already, or what is here is of another file."""
        said = web.content_range(answer.headers)
        if offset and said and said[1] == offset:
            return self._finish(part, self._made(part, offset), offset, found)
        if not offset or self.from_start:
            raise web.Trouble('range', '%s answered 416 to a request for the whole file' % web.shown(self.url))
        self.from_start = True
        raise web.Trouble('range', 'what is here does not fit the file over there any more', again=True)

    def _begin(self, part, answer, offset):
        """(first byte that comes, whole size or None); refuses what cannot be the file before a byte of it is read."""
        if answer.headers.get('Content-Encoding', 'identity') not in ('identity', ''):
            raise web.Trouble('encoded', '%s sends it packed, though asked not to' % web.shown(self.url))
        if answer.code == 206:
            first, total = web.content_range(answer.headers) or (None, None)
            if first != offset:
                self.from_start = True
                raise web.Trouble('range', '%s sent another part than asked for' % web.shown(self.url), again=True)
        else:
            if offset:
                self.log('%s does not send the rest alone: from the start again' % web.shown(self.url))
            offset = 0
            length = answer.headers.get('Content-Length', '')
            total = int(length) if length.isdigit() else None
        return offset, total

    def _check_size(self, total):
        if self.size is not None and total is not None and total != self.size:
            words = 'it has %d bytes over there, %d were expected' % (total, self.size)
            raise web.Trouble('size_mismatch', words)

    def _made(self, part, offset):
        """sha256 of what stays of earlier tries."""
        made, self.resumed_from = hashlib.sha256(), offset
        if offset:
            self.log('going on from %d' % offset)
            self.row.says('reading what is there')
            made = part_file.hash_file(part.part)
        return made

    def _read(self, part, answer, made, offset, total):
        shared, done = self.shared, offset
        since, before = time.monotonic(), offset
        head = b'' if offset else self._head(answer, total)
        self._check_size(total)
        expected = self.size if total is None else total
        if not offset:
            part.begin(self.url, web.strong_validator(answer.headers))
        lacking = shared.space.reserve(os.path.dirname(self.path), self.path, (expected or 0) - done)
        if lacking:
            words = '%s are to come, and %s of room lack' % (pace.size(expected - done), pace.size(lacking))
            raise web.Trouble('disk_full', words)
        with part.open() as file:
            while True:
                chunk, head = head or self._next(answer, total, done), b''
                if not chunk:
                    return
                self._write(file, chunk)
                made.update(chunk)
                done += len(chunk)
                self.received += len(chunk)
                shared.space.written(self.path, len(chunk))
                self.row.came(len(chunk), done, expected)
                shared.progress.at(self.row.name, done, expected, len(chunk))
                shared.limit.pay(len(chunk))
                now = time.monotonic()
                if now - since >= shared.stall_s:
                    if done - before < shared.slow_per_s * (now - since):
                        file.flush()
                        words = 'only %s came in %s' % (pace.size(done - before), pace.duration(now - since))
                        raise web.Trouble('slow', words, again=True)
                    since, before = now, done

    def _head(self, answer, total):
        head = self._next(answer, total, 0)
        title = web.page_instead(answer.headers, head, self.path)
        if title is not None:
            named = ' ("%s")' % title if title else ''
            raise web.Trouble('html', '%s sent a page%s instead of the file' % (web.shown(self.url), named))
        return head

    def _next(self, answer, total, done):
        # More than was announced is never read.
        most = self.shared.limit.chunk(_CHUNK if total is None else min(_CHUNK, total - done))
        try:
            return answer.read1(most) if most > 0 else b''
        except (OSError, http.client.HTTPException) as error:
            raise web.unreachable(error, self.url, self.shared.stall_s) from None

    def _write(self, file, chunk):
        try:
            file.write(chunk)
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            raise web.Trouble('disk_full', 'the disk of %s is full' % self.path) from None

    def _finish(self, part, made, total, found):
        there = part.size()
        if total is not None and there < total:
            raise web.Trouble('cut', 'cut after %d of %d bytes' % (there, total), again=True)
        if self.size is not None and there != self.size:
            raise self._bad(part, 'size_mismatch', '%d bytes came, %d were expected' % (there, self.size))
        digest = made.hexdigest()
        if self.sha256 and digest != self.sha256:
            if self.resumed_from and not self.from_start:
                # The two halves may be of two files: the whole may still be right.
                self.from_start = True
                raise web.Trouble('hash_mismatch', 'the parts do not fit together', again=True)
            raise self._bad(part, 'hash_mismatch', 'its sha256 is %s, expected %s' % (digest, self.sha256))
        part.sync()
        if total is None and not self.sha256 and self.size is None:
            self.warnings.append('%s: the server did not say how long it is, so that a cut cannot be told.' % self.path)
        kept = part.move_into_place(keep_old=found['is'] == 'other' and not found['ours'])
        if kept:
            self.warnings.append('%s was another file: that one is kept as %s.' % (self.path, kept))
        part_file.remember(self.path, sha256=digest, url=part_file.digest(self.url))
        return {'status': 'downloaded', 'bytes': there, 'sha256': digest, 'words': pace.size(there)}

    def _bad(self, part, reason, words):
        return web.Trouble(reason, '%s; what came is kept as %s' % (words, part.keep_as_bad()))
