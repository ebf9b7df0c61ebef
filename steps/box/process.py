"""Child processes with a limit: their output by line while they run, nothing of them left when the time is over."""

import os
import re

# git and pip draw their progress over one line: a carriage return ends a line, too.
_LINE_END = re.compile(rb'[\r\n]')


class End:
    """How a process ended: its exit code (None when it was ended for taking too long), and what it said."""

    def __init__(self, code, lines, timed_out):
        self.code = code
        self.lines = lines
        self.timed_out = timed_out

    @property
    def ok(self):
        return self.code == 0

    @property
    def text(self):
        return '\n'.join(self.lines)


def run(command, limit=None, cwd=None, env=None, on_line=None, on_progress=None, on_start=None):
    """
    Runs a command (a list of words) without input. `on_line` gets every whole line, `on_progress` what a carriage return ends.
    `on_start` gets its pid, which is its process group, too. After `limit` seconds the whole group is killed. Raises OSError where
    the program is not there.
    """
    # A run with nothing to do needs no process, and these take a tenth of its time.
    import subprocess
    import threading

    child = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=cwd, env=env, start_new_session=True,
    )
    if on_start:
        on_start(child.pid)
    late = threading.Event()

    def give_up():
        late.set()
        kill_group(child.pid)

    timer = threading.Timer(limit, give_up) if limit else None
    if timer:
        timer.daemon = True
        timer.start()
    try:
        lines = _read(child.stdout, on_line, on_progress)
        code = child.wait()
    finally:
        if timer:
            timer.cancel()
    # What it left behind would hold the step open.
    if late.is_set():
        kill_group(child.pid)
    return End(None if late.is_set() else code, lines, late.is_set())


def kill_group(pid):
    """Ends a process and all that it has started, unless that has left its group."""
    import signal

    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def _read(stream, on_line, on_progress):
    lines, rest = [], b''
    while True:
        data = os.read(stream.fileno(), 65536)
        rest += data
        while True:
            end = _LINE_END.search(rest)
            if not end:
                break
            line, rest = rest[: end.start()].decode('utf-8', 'replace').rstrip(), rest[end.end():]
            if end.group() == b'\r' and not rest.startswith(b'\n'):
                if on_progress and line:
                    on_progress(line)
                continue
            lines.append(line)
            if on_line:
                on_line(line)
        if not data:
            break
    stream.close()
    last = rest.decode('utf-8', 'replace').rstrip()
    if last:
        lines.append(last)
        if on_line:
            on_line(last)
    return lines
