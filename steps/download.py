"""download: files from the web, some at a time. steps/box/fetch.py does one of them; here is what the whole comes to."""

import concurrent.futures
import errno
import json
import os
import sys
import time

from box import fetch, pace, report, web

PATH_NOT_FOUND, BOX_NOT_USABLE, FAILED, DISK_FULL, REFUSED, NOT_FOUND, WRONG = 10, 11, 15, 16, 21, 22, 23

# Where several files failed the first of these counts: what another try may mend before what it cannot.
EXITS = [
    (DISK_FULL, ('disk_full',)),
    (FAILED, ('unreachable', 'cut', 'slow', 'server_error', 'rate_limited', 'range', 'tls', 'redirect', 'encoded')),
    (BOX_NOT_USABLE, ('not_writable',)),
    (PATH_NOT_FOUND, ('is_folder',)),
    (WRONG, ('html', 'hash_mismatch', 'size_mismatch')),
    (REFUSED, ('unauthorized', 'forbidden', 'refused', 'secret_unusable')),
    (NOT_FOUND, ('not_found', 'gone')),
]


class Shared:
    def __init__(self, options):
        self.tries, self.pause_s, self.stall_s = options['tries'], options['pause_s'], options['stall_s']
        most = options.get('max_rate_per_s')
        self.limit, self.space, self.progress = pace.Limit(most), pace.Space(), pace.Progress()
        # A limit of our own must not look like a slow server.
        self.slow_per_s = min(1000, most / options['parallel'] / 2) if most else 1000


def absolute(path, ui_home):
    """A path as it is on the box; links on the way are followed, so that a link stays one."""
    home = os.path.expanduser('~')
    if path.startswith('~/'):
        path = os.path.join(home, path[2:])
    return os.path.realpath(os.path.join(ui_home, path))


def names_of(paths):
    """A short name for each path: its last part, or all of it where two are the same."""
    last = [os.path.basename(path) for path in paths]
    return [name if last.count(name) == 1 else path for name, path in zip(last, paths)]


def token_of(item):
    if 'bearer' not in item:
        return None
    token = os.environ.get(item['bearer'], '').strip()
    if not token or not token.isascii() or not token.isprintable() or ' ' in token:
        raise web.Trouble('secret_unusable', 'the secret %s is empty or more than one word' % item['bearer'])
    return token


def download(item, name, shared):
    """What became of one file. Never throws but for a mistake of ours."""
    work = None
    try:
        report.log('[%s] %s -> %s' % (name, web.shown(item['url']), item['path']))
        work = fetch.Fetch(item, pace.Row(name), shared, token_of(item))
        end = work.run()
    except web.Trouble as trouble:
        end = {'status': 'failed', 'reason': trouble.reason, 'words': trouble.words}
    except OSError as error:
        reason = 'disk_full' if error.errno in (errno.ENOSPC, errno.EDQUOT) else 'not_writable'
        words = '%s: %s' % (error.filename or item['path'], error.strerror or error)
        end = {'status': 'failed', 'reason': reason, 'words': words}
    status = {'downloaded': 'success', 'skipped': 'skipped', 'failed': 'failed'}[end['status']]
    report.task(name, status, end['words'], 100 if status == 'success' else None)
    report.node_log(name, '%s: %s' % (end['status'], end['words']))
    for words in work.warnings if work else []:
        report.warning(words)
    return {**end, 'received': work.received if work else 0, 'resumed_from': work.resumed_from if work else 0}


def say_result(items, ends, seconds):
    files = [
        {
            'path': item['path'],
            'status': end['status'],
            'bytes': end.get('bytes'),
            'sha256': end.get('sha256'),
            'reason': end.get('reason'),
            'resumed_from': end['resumed_from'],
        }
        for item, end in zip(items, ends)
    ]
    received = sum(end['received'] for end in ends)
    report.result({'files': files, 'bytes_received': received, 'seconds': round(seconds, 1)})
    count = {status: sum(end['status'] == status for end in ends) for status in ('downloaded', 'skipped', 'failed')}
    if count['downloaded'] or count['failed']:
        rate = ', %s/s' % pace.size(received / seconds) if received and seconds > 0 else ''
        there = '%d there already' % count['skipped'] if count['skipped'] else ''
        failed = '%d failed' % count['failed'] if count['failed'] else ''
        fetched = '%d fetched (%s%s)' % (count['downloaded'], pace.size(received), rate)
        report.note(', '.join(part for part in (fetched, there, failed) if part))
    else:
        report.note('%d files, unchanged' % len(ends) if len(ends) > 1 else 'unchanged: %s' % ends[0]['words'])


def main():
    os.umask(0o022)
    options = json.loads(os.environ.pop('BRINGUP_DOWNLOADS'))
    items = [{**item, 'path': absolute(item['path'], os.environ['UI_HOME'])} for item in options['files']]
    paths = [item['path'] for item in items]
    if len(set(paths)) < len(paths):
        twice = next(path for path in paths if paths.count(path) > 1)
        report.failure('Two files of the step are one on the box: %s.' % twice)
        return PATH_NOT_FOUND
    names, shared = names_of(paths), Shared(options)
    for name in names:
        report.task(name, 'pending')
    started = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(options['parallel']) as pool:
        ends = list(pool.map(download, items, names, [shared] * len(items)))
    shared.progress.say()
    say_result(items, ends, time.monotonic() - started)
    failed = [(name, end) for name, end in zip(names, ends) if end['status'] == 'failed']
    if not failed:
        return 0
    words = ['%s: %s' % (name, end['words']) for name, end in failed]
    more = '; and %d more' % (len(words) - 5) if len(words) > 5 else ''
    report.failure('; '.join(words[:5]) + more)
    reasons = {end['reason'] for _, end in failed}
    return next((code for code, known in EXITS if reasons.intersection(known)), 1)


if __name__ == '__main__':
    sys.exit(main())
