"""Whether the application is ready: it answers at its address, and the classes of its nodes are there."""

import http.client
import json
import os
import time
import urllib.error
import urllib.request

# The way to the box's own loopback needs no proxy.
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
_ONE_ANSWER_S = 20
_EVERY_S = 0.5


class Answer:
    """What was seen: `words` of what went wrong ('' when it answered), `classes` ({name: its python_module}), None without them."""

    def __init__(self, words, classes=None, reached=True):
        self.words, self.classes, self.reached = words, classes, reached


def look(url):
    """Asks once."""
    stats = _get(url, 'system_stats')
    if isinstance(stats, Answer):
        return stats
    info = _get(url, 'object_info')
    if isinstance(info, Answer):
        return info
    return Answer('', {name: str(one.get('python_module', '')) if isinstance(one, dict) else '' for name, one in info.items()})


def wait(url, until, is_hopeless):
    """Asks until it answers, `until` is over or `is_hopeless()` gives words that say so."""
    while True:
        answer = look(url)
        if not answer.words:
            return answer
        hopeless = is_hopeless()
        if hopeless:
            return Answer('%s; %s' % (hopeless, answer.words))
        if time.monotonic() > until:
            return answer
        time.sleep(_EVERY_S)


def _get(url, what):
    """The JSON object at an address, with /api before it where it is not there without; an Answer when there is none."""
    said = None
    for address in ('%s/%s' % (url, what), '%s/api/%s' % (url, what)):
        try:
            with _opener.open(address, timeout=_ONE_ANSWER_S) as response:
                value = json.loads(response.read().decode('utf-8', 'replace'))
            if isinstance(value, dict):
                return value
            said = Answer('%s is no JSON object' % address)
        except urllib.error.HTTPError as error:
            said = Answer('%s answers HTTP %d' % (address, error.code))
        except ValueError:
            said = Answer('%s answers something that is no JSON' % address)
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, 'reason', error)
            words = getattr(reason, 'strerror', None) or str(reason) or type(error).__name__
            return Answer('%s: %s' % (address, words), reached=False)
    return said


def newest_change(nodes_folder, entries, site_folders):
    """When the nodes' code or the installed packages were last changed, in seconds since 1970."""
    newest = 0.0
    for entry in entries:
        path = os.path.realpath(os.path.join(nodes_folder, entry))
        newest = max(newest, _changed(path) if os.path.isfile(path) else 0.0)
        for folder, inner, files in os.walk(path):
            inner[:] = [name for name in inner if name not in ('.git', '__pycache__', 'node_modules')]
            newest = max([newest] + [_changed(os.path.join(folder, file)) for file in files if file.endswith('.py')])
    for site in site_folders:
        for entry in os.listdir(site):
            if entry.endswith(('.dist-info', '.egg-info')):
                newest = max(newest, _changed(os.path.join(site, entry)))
    return newest


def _changed(path):
    try:
        stat = os.stat(path)
        return max(stat.st_mtime, stat.st_ctime)
    except OSError:
        return 0.0
