"""wait_for: looks until something answers. Parameters: PORT and HOST, or URL, STATUS and TEXT; EVERY_S, LIMIT_S (0: one look). As a probe
it answers no with PROBE_NO."""

import http.client
import os
import socket
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

from box import report, web

_ONE_LOOK_S = 10
_READ = 1 << 20


def port_answers():
    """None where it does, else why not."""
    try:
        with socket.create_connection((os.environ['HOST'], int(os.environ['PORT'])), _ONE_LOOK_S):
            return None
    except OSError as error:
        return error.strerror or str(error) or 'no answer within %d s' % _ONE_LOOK_S


def url_answers():
    url, text = os.environ['URL'], os.environ['TEXT']
    is_own = urllib.parse.urlsplit(url).hostname in ('localhost', '127.0.0.1', '::1')
    # The way to the box's own loopback needs no proxy.
    opener = urllib.request.build_opener(*([urllib.request.ProxyHandler({})] if is_own else []))
    try:
        answer = opener.open(urllib.request.Request(url, headers={'User-Agent': 'Bringup'}), timeout=_ONE_LOOK_S)
    except urllib.error.HTTPError as error:
        answer = error
    except (OSError, http.client.HTTPException, ValueError) as error:
        return web.unreachable(error, url, _ONE_LOOK_S).words
    try:
        with answer:
            if answer.code != int(os.environ['STATUS']):
                return 'answers %d instead of %s' % (answer.code, os.environ['STATUS'])
            if text and text not in answer.read(_READ).decode('utf-8', 'replace'):
                return 'answers, and its text does not hold %s' % text
    except (OSError, http.client.HTTPException) as error:
        return web.unreachable(error, url, _ONE_LOOK_S).words
    return None


def main():
    name = web.shown(os.environ['URL']) or '%s port %s' % (os.environ['HOST'], os.environ['PORT'])
    look = url_answers if os.environ['URL'] else port_answers
    limit, begun, said = float(os.environ['LIMIT_S']), time.monotonic(), None
    while True:
        words, waited = look(), time.monotonic() - begun
        if not words:
            report.task(name, 'success', 'answers, after %d s' % waited)
            report.note('%s answers, after %d s' % (name, waited))
            report.result({'waited_s': round(waited, 1)})
            return 0
        if waited >= limit:
            report.task(name, 'failed', words)
            report.failure('%s did not answer within %g s: %s.' % (name, limit, words) if limit else '%s: %s.' % (name, words))
            return int(os.environ.get('PROBE_NO') or 21)
        if words != said:
            report.log('%s: %s' % (name, words))
            report.task(name, 'running', words)
            said = words
        report.progress(int(waited), int(limit), 's', words)
        time.sleep(min(float(os.environ['EVERY_S']), max(0.05, limit - waited)))


if __name__ == '__main__':
    sys.exit(main())
