"""One run of the application's import check over some nodes: what it says of each, and where it stopped if it did not end by itself."""

import json
import os
import re
import shutil
import signal
import tempfile
import threading
import time

from box import import_trace, process

_POLL_S = 0.1
# For what the application does after its nodes are loaded.
_END_LIMIT_S = 30


class Limits:
    """How long what may take, in seconds: the way to the first node, one node, and everything (a time of time.monotonic)."""

    def __init__(self, start, node, until):
        self.start, self.node, self.until = start, node, until


class Run:
    """
    `names` are the nodes that it loads. Afterwards: `lines`, `code`, `listed` (its list was there), `loading` (the node that was
    being loaded last), `slow` (who was killed for taking too long: a node, '' for the application, None), `classes` by node.
    """

    def __init__(self, names, whole):
        self.names, self.whole = names, whole
        self.lines, self.code, self.listed = [], None, False
        self.loading, self.slow, self.classes = None, None, {}
        self.over = False

    def command(self, python):
        words = [python, 'main.py', '--cpu', '--quick-test-for-ci']
        if not self.whole:
            words += ['--disable-all-custom-nodes']
            words += ['--whitelist-custom-nodes'] + self.names if self.names else []
        return words

    def go(self, python, ui_home, limits, on_loading):
        """Runs it. `on_loading(name)` is told which node is being loaded."""
        folder = tempfile.mkdtemp(prefix='bringup-import-')
        trace = os.path.join(folder, 'trace')
        try:
            with open(os.path.join(folder, 'sitecustomize.py'), 'w') as file:
                file.write(import_trace.TEXT)
            open(trace, 'w').close()
            ended = threading.Event()
            watch = []

            def on_start(pid):
                watch.append(threading.Thread(target=self._watch, args=(pid, trace, limits, on_loading, ended), daemon=True))
                watch[0].start()

            end = process.run(
                self.command(python), None, ui_home, _environment(folder, trace, ui_home), self._on_line, on_start=on_start)
            ended.set()
            watch[0].join()
            self.lines, self.code = end.lines, end.code
            self._read(trace)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        return self

    def _on_line(self, line):
        if re.search(r'Import times for custom nodes:\s*$', line):
            self.listed = True

    def _watch(self, pid, trace, limits, on_loading, ended):
        since, seen, listed = time.monotonic(), None, None
        while not ended.wait(_POLL_S):
            now = time.monotonic()
            if _is_over(pid):
                # What a node has left running holds our end of the pipe.
                process.kill_group(pid)
                return
            self._read(trace)
            if self.loading != seen:
                since, seen = now, self.loading
                on_loading(seen)
            if self.listed:
                listed = listed or now
                late = now - listed > _END_LIMIT_S
            else:
                late = now - since > (limits.node if seen else limits.start)
            self.over = now > limits.until
            if late or self.over:
                if not self.listed and not self.over:
                    self.slow = seen or ''
                self._stop(pid, ended)
                return

    @staticmethod
    def _stop(pid, ended):
        """ABRT makes Python say where it is; then everything of it goes."""
        try:
            os.kill(pid, signal.SIGABRT)
        except ProcessLookupError:
            pass
        until = time.monotonic() + 3
        while time.monotonic() < until and not _is_over(pid) and not ended.wait(_POLL_S):
            pass
        process.kill_group(pid)

    def _read(self, trace):
        with open(trace) as file:
            for line in file:
                if line.endswith('\n'):
                    kind, value = json.loads(line)
                    if kind == 'loads':
                        self.loading = value
                    else:
                        self.classes = value

    @property
    def last_frame(self):
        """Where it was when it was ended by a signal, innermost first, as (file, line, function)."""
        text = '\n'.join(self.lines)
        current = re.search(r'(?:Current thread|Thread) .*most recent call first\):\n((?:\s+File .*\n?)+)', text)
        return re.findall(r'File "(.+?)", line (\d+) in (.+)', current.group(1)) if current else []


def _environment(folder, trace, ui_home):
    roots = dict.fromkeys(os.path.join(home, 'custom_nodes') for home in (ui_home, os.path.realpath(ui_home)))
    before = os.environ.get('PYTHONPATH', '')
    own = {
        'PYTHONPATH': os.pathsep.join(filter(None, [folder, before])), 'BRINGUP_PYTHONPATH': before, 'BRINGUP_TRACE': trace,
        'BRINGUP_ROOTS': ':'.join(roots), 'PYTHONUNBUFFERED': '1', 'GIT_TERMINAL_PROMPT': '0',
    }
    return {**os.environ, **own}


def _is_over(pid):
    """It has ended, though nobody has waited for it yet."""
    try:
        with open('/proc/%d/stat' % pid) as file:
            return file.read().rpartition(')')[2].split()[0] == 'Z'
    except OSError:
        return True
