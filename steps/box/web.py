"""Asks a web server for a file, and says in words why it did not come. Only urllib: it knows the proxies of the box."""

import email.utils
import http.client
import socket
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request

MAX_REDIRECTS = 10


class Trouble(Exception):
    """Why something did not come. `reason` is one word of download.py's table; `again`: another try may help, after `wait` s."""

    def __init__(self, reason, words, again=False, wait=None):
        super().__init__(words)
        self.reason, self.words, self.again, self.wait = reason, words, again, wait


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Each step of the way is looked at here: a secret goes to the first host and to no other."""

    def redirect_request(self, *_):
        return None


_opener = urllib.request.build_opener(_NoRedirect)


def shown(url):
    """A URL as it may stand in a log: what comes behind ? may let somebody in."""
    return url.split('?')[0].split('#')[0]


def _place(url):
    parts = urllib.parse.urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or {'http': 80, 'https': 443}.get(parts.scheme)


def _quoted(url):
    """Letters that are no ASCII as %XX, all else as it is."""
    return urllib.parse.quote(url.split('#')[0], safe="%/:=&?~#+!$,;'@()*[]")


def get(url, headers=None, bearer=None, timeout=30):
    """The answer to a GET, redirects followed, with status 200, 206 or 416; Trouble for anything else."""
    first = current = _quoted(url)
    for _ in range(MAX_REDIRECTS + 1):
        request = urllib.request.Request(current, headers={'User-Agent': 'Bringup', 'Accept-Encoding': 'identity'})
        for name, value in (headers or {}).items():
            request.add_header(name, value)
        if bearer and _place(current) == _place(first):
            request.add_unredirected_header('Authorization', 'Bearer ' + bearer)
        try:
            answer = _opener.open(request, timeout=timeout)
        except urllib.error.HTTPError as error:
            answer = error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise unreachable(error, current, timeout) from None
        if answer.code in (301, 302, 303, 307, 308) and answer.headers.get('Location'):
            answer.close()
            current = _next(current, answer.headers['Location'])
            continue
        if answer.code in (200, 206, 416):
            return answer
        with answer:
            raise _refusal(answer, current, bool(bearer))
    raise Trouble('redirect', '%s leads on and on' % shown(url))


def _next(url, location):
    following = _quoted(urllib.parse.urljoin(url, location))
    if _place(following)[0] not in ('http', 'https') or not _place(following)[1]:
        raise Trouble('redirect', '%s leads to something that is no web address' % shown(url))
    if _place(url)[0] == 'https' and _place(following)[0] == 'http':
        raise Trouble('redirect', '%s leads from https to http' % shown(url))
    return following


def unreachable(error, url, timeout):
    """The Trouble that an exception means: before the answer came, or while it was read."""
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    host = urllib.parse.urlsplit(url).netloc
    if isinstance(cause, (socket.timeout, TimeoutError)):
        return Trouble('unreachable', '%s sent nothing for %g s' % (host, timeout), again=True)
    if isinstance(cause, ssl.SSLCertVerificationError):
        return Trouble('tls', 'the certificate of %s is not good: %s' % (host, cause.verify_message))
    if isinstance(cause, socket.gaierror):
        return Trouble('unreachable', 'the name %s is not known (%s)' % (host, cause.strerror), again=True)
    if isinstance(cause, http.client.IncompleteRead):
        return Trouble('cut', 'the connection to %s was cut' % host, again=True)
    if isinstance(cause, http.client.HTTPException) and not isinstance(cause, ConnectionError):
        return Trouble('unreachable', '%s does not answer as a web server (%s)' % (host, type(cause).__name__), again=True)
    if isinstance(cause, ValueError):
        return Trouble('refused', '%s cannot be asked for: %s' % (shown(url), cause))
    words = getattr(cause, 'strerror', None) or str(cause) or type(cause).__name__
    return Trouble('unreachable', '%s cannot be reached: %s' % (host, words), again=True)


def _refusal(answer, url, with_secret):
    status = answer.code
    said = '%s answered %d' % (shown(url), status)
    if status == 401:
        what = 'it did not take the secret' if with_secret else 'it wants a login, and no secret was named for it'
        return Trouble('unauthorized', '%s: %s' % (said, what))
    if status == 403:
        page = _is_page(answer.headers)
        what = 'with a page: it wants a person, or a right that is missing' if page else 'it does not give out this file'
        return Trouble('forbidden', '%s: %s' % (said, what))
    if status == 404:
        return Trouble('not_found', '%s: there is no such file' % said)
    if status == 410:
        return Trouble('gone', '%s: the file was taken away for good' % said)
    if status == 429:
        return Trouble('rate_limited', '%s: too many requests' % said, again=True, wait=retry_after(answer.headers))
    if status in (408, 425, 500, 502, 503, 504) or status > 505:
        return Trouble('server_error', said, again=True, wait=retry_after(answer.headers))
    return Trouble('refused', said)


def _is_page(headers):
    return headers.get_content_type() in ('text/html', 'application/xhtml+xml')


def page_instead(headers, head, path):
    """The title of a page for people that came instead of the file, '' for one without; None where it is no such page."""
    if path.lower().endswith(('.html', '.htm', '.xhtml')):
        return None
    text = head.lstrip(b'\xef\xbb\xbf \t\r\n').lower()
    if not text.startswith((b'<!doctype html', b'<html')) and not (_is_page(headers) and text.startswith(b'<')):
        return None
    start, end = text.find(b'<title>'), text.find(b'</title>')
    title = head.lstrip(b'\xef\xbb\xbf \t\r\n')[start + 7 : end] if 0 <= start < end else b''
    return ' '.join(title.decode('utf-8', 'replace').split())[:80]


def retry_after(headers):
    """Seconds that the server asks to wait; None where it does not say."""
    value = headers.get('Retry-After', '').strip()
    if value.isdigit():
        return int(value)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except (TypeError, ValueError, IndexError):
        return None


def content_range(headers):
    """(first byte, whole size or None) of a partial answer; None where it does not say."""
    try:
        unit, _, rest = headers.get('Content-Range', '').partition(' ')
        span, _, total = rest.partition('/')
        first = None if span == '*' else int(span.split('-')[0])
        return None if unit != 'bytes' else (first, None if total == '*' else int(total))
    except ValueError:
        return None


def strong_validator(headers):
    """What proves that a rest belongs to the same file: a strong ETag, else the time of the last change; or None."""
    etag = headers.get('ETag', '')
    if etag.startswith('"'):
        return etag
    return headers.get('Last-Modified')
