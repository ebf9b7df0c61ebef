"""What a step says on file descriptor 3: one JSON object a line, in one write, as progress.sh does for sh."""

import json
import os
import sys

# Run by hand there is no descriptor 3: then the reports go to stderr.
try:
    os.fstat(3)
    _descriptor = 3
except OSError:
    _descriptor = 2


# Lines that are kept back, None while each goes out at once.
_held = None


class together:
    """`with together():` keeps the reports back and says them at its end in one write: many small ones cost those who follow."""

    def __enter__(self):
        global _held
        _held = []

    def __exit__(self, *error):
        global _held
        lines, _held = _held, None
        _write(lines)
        sys.stdout.flush()


def cut(text, limit=900):
    """At most so many characters; what is left out shows as three dots."""
    return text if len(text) <= limit else text[: limit - 1] + '…'


def say(**line):
    text = json.dumps(line, ensure_ascii=False) + '\n'
    if _held is None:
        _write([text])
    else:
        _held.append(text)


def _write(lines):
    data = ''.join(lines).encode('utf-8', 'replace')
    while data:
        data = data[os.write(_descriptor, data):]


def task(name, status, note=None, percent=None, rate=None):
    """A row: pending, running, success, warning, failed or skipped. `rate` in bytes a second."""
    more = {'note': cut(note) if note else None, 'percent': percent, 'rate_per_s': rate}
    say(task=cut(name, 200), status=status, **{key: value for key, value in more.items() if value is not None})


def progress(done, total, unit, current=None):
    say(done=done, total=total, unit=unit, **({'current': cut(current, 200)} if current else {}))


def result(value):
    say(result=value)


def note(text):
    say(note=cut(text))


def warning(text):
    say(warning=cut(text))


def failure(text):
    say(failure=cut(text, 1800))


class StepFailed(Exception):
    """Ends a step: its exit code, and a sentence that says why."""

    def __init__(self, exit_code, words):
        super().__init__(words)
        self.exit_code, self.words = exit_code, words


def log(*words):
    """A line of the step's log."""
    print(*words, flush=_held is None)


def node_log(name, text):
    """Lines of the step's log that belong to one row: each begins with its name in brackets."""
    lines = text.splitlines() or ['']
    print('\n'.join('[%s] %s' % (name, line) for line in lines), flush=_held is None)
