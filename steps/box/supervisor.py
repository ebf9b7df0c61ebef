"""The application as a program of supervisor, asked and told through its own supervisorctl."""

import os
import re
import shutil
import sys

from box import process, report

# Stopping waits for the old process, starting until the new one has lived for its startsecs.
_LIMIT_S = 60


class Status:
    """`state` as supervisor calls it (RUNNING, FATAL ...), `pid` where there is a process, `text` as it was said."""

    def __init__(self, state, pid, text):
        self.state, self.pid, self.text = state, pid, text


class Supervisor:
    """`program`: its name for supervisor, maybe with its group. The configuration is found as supervisorctl finds it."""

    def __init__(self, program):
        self.program, self.tool = program, None
        self.why_not = 'there is no supervisorctl'

    def status(self):
        """How the program is, or None where no supervisor has it (`why_not` says so)."""
        for tool in [self.tool] if self.tool else _tools():
            text = process.run([tool, 'status', self.program], 30).text.strip()
            found = re.search(r'^(?:%s:)?%s\s+([A-Z]+)\b(.*)$' % ((re.escape(self.program),) * 2), text, re.M)
            if found:
                self.tool = tool
                pid = re.search(r'pid (\d+)', found.group(2))
                return Status(found.group(1), int(pid.group(1)) if pid else None, re.sub(r'\s+', ' ', found.group(0)))
            self.why_not = 'supervisor knows no program %s: %s' % (self.program, report.cut(text or 'it says nothing', 200))
        return None

    def tell(self, word):
        """`start` or `stop`. Gives '' or why that could not be."""
        report.log('$ %s %s %s' % (self.tool, word, self.program))
        end = process.run([self.tool, word, self.program], _LIMIT_S, on_line=report.log)
        if end.timed_out:
            return 'supervisor did not %s it within %d s' % (word, _LIMIT_S)
        # That it is stopped, or runs, already is what was wanted.
        return next((line for line in end.lines if 'ERROR' in line and 'not running' not in line and 'already' not in line), '')

    def tail(self):
        """The last lines that supervisor keeps of its output."""
        lines = []
        for stream in ('stdout', 'stderr'):
            lines += process.run([self.tool, 'tail', '-4000', self.program, stream], 30).lines
        return [line for line in lines if line.strip() and ': ERROR (' not in line]


def _tools():
    places = [shutil.which('supervisorctl'), os.path.join(os.path.dirname(sys.executable), 'supervisorctl')]
    places += ['/usr/bin/supervisorctl', '/usr/local/bin/supervisorctl', os.path.expanduser('~/.local/bin/supervisorctl')]
    return list(dict.fromkeys(place for place in places if place and os.access(place, os.X_OK)))


def started_at(pid):
    """When a process started, in seconds since 1970; None where it is gone."""
    try:
        with open('/proc/%d/stat' % pid) as file:
            ticks = int(file.read().rpartition(')')[2].split()[19])
        with open('/proc/stat') as file:
            boot = next(int(line.split()[1]) for line in file if line.startswith('btime'))
    except (OSError, StopIteration):
        return None
    return boot + ticks / os.sysconf('SC_CLK_TCK')
