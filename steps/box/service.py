"""Restarts the application where supervisor has it, and finds out whether it is ready: it answers, with the classes of its nodes."""

import os
import time

from box import environment, readiness, report
from box.supervisor import Supervisor, started_at

# btime of /proc/stat is whole seconds.
_CLOCK_S = 2
_LOG = '/var/log/portal/%s.log'


class Outcome:
    """`ready`: True, False, or None where nothing was there to be asked; `classes`: how many of the nodes answer for."""

    def __init__(self):
        self.ready, self.restarted, self.classes, self.words, self.failed = None, False, None, '', False
        self.lacks_supervisor = False


class Service:
    """`expected`: the classes that the import check saw, by node ({name: [class]})."""

    def __init__(self, program, url, limit_s, nodes_folder, entries, expected):
        self.supervisor = Supervisor(program)
        self.program, self.url, self.limit_s = program, url, limit_s
        self.nodes_folder, self.entries, self.expected = nodes_folder, entries, expected
        self.before = self.supervisor.status()
        self.log_from = self._log_size()

    def settle(self, restart, until):
        """`restart` is auto, never or always. `until`: when (time.monotonic) the step has no more time."""
        outcome = Outcome()
        if restart == 'never' or not self.before:
            outcome.words = '' if restart == 'never' else 'not restarted (%s)' % self.supervisor.why_not
            outcome.lacks_supervisor = outcome.failed = restart == 'always'
            self._ask_only(outcome)
            return outcome
        until = min(until, time.monotonic() + self.limit_s)
        if restart == 'auto' and self._runs_with_this_tree():
            outcome.words = 'it was already running with this tree'
        else:
            outcome.words = self._restart()
            outcome.restarted = True
            if outcome.words:
                self._fail(outcome, outcome.words)
                return outcome
        answer = readiness.wait(self.url, until, self._hopeless)
        missing = None if answer.words else self._missing(answer.classes)
        if answer.words:
            self._fail(outcome, answer.words)
        elif missing:
            self._fail(outcome, missing)
        else:
            outcome.ready, outcome.classes = True, self._count(answer.classes)
        return outcome

    def _ask_only(self, outcome):
        """It was not restarted: what answers may be of an older tree, or nothing of ours at all."""
        answer = readiness.look(self.url)
        if not answer.reached:
            unknown = 'whether it is ready was not checked: nothing was started, and nothing answers at %s' % self.url
            outcome.words = '; '.join(filter(None, [outcome.words, unknown]))
            return
        missing = answer.words or self._missing(answer.classes)
        outcome.ready = not missing
        outcome.classes = None if answer.classes is None else self._count(answer.classes)
        if missing:
            outcome.words = '; '.join(filter(None, [outcome.words, 'what answers at %s was not restarted: %s' % (self.url, missing)]))

    def _runs_with_this_tree(self):
        started = started_at(self.before.pid) if self.before.state == 'RUNNING' and self.before.pid else None
        if started is None:
            return False
        if started - _CLOCK_S <= readiness.newest_change(self.nodes_folder, self.entries, environment.site_folders()):
            return False
        answer = readiness.look(self.url)
        if answer.words:
            return False
        gone = {home.split('.', 2)[1] for home in answer.classes.values() if home.startswith('custom_nodes.')}
        gone -= {entry[:-3] if entry.endswith('.py') else entry for entry in self.entries}
        return not gone and not self._missing(answer.classes)

    def _restart(self):
        """Stops it, sees that nobody answers, starts it. Gives '' or what went wrong."""
        wrong = self.supervisor.tell('stop')
        if wrong:
            return wrong
        until = time.monotonic() + 10
        while readiness.look(self.url).reached:
            if time.monotonic() > until:
                self.supervisor.tell('start')
                return 'something else than the program %s answers at %s: it did so while that was stopped' % (self.program, self.url)
            time.sleep(0.2)
        # A program that dies at once is told by its status, with its log.
        self.supervisor.tell('start')
        self.looked = time.monotonic()
        return ''

    looked = 0.0
    pids = frozenset()
    exited = 0

    def _hopeless(self):
        """Words when supervisor has given it up, or starts it again and again. Each question is a process, so not too often."""
        if time.monotonic() - self.looked < 2:
            return ''
        self.looked = time.monotonic()
        status = self.supervisor.status()
        if not status:
            return self.supervisor.why_not
        if status.pid:
            self.pids |= {status.pid}
        if len(self.pids) > 2:
            return 'it ends soon after each start'
        # Where supervisor starts it again, it is EXITED for a moment only.
        self.exited = self.exited + 1 if status.state == 'EXITED' else 0
        return status.text if status.state in ('FATAL', 'STOPPED') or self.exited > 2 else ''

    def _missing(self, classes):
        """Words about nodes none of whose classes are there; '' where all nodes are."""
        lost = [node for node, names in self.expected.items() if names and not any(name in classes for name in names)]
        if not lost:
            fewer = sorted(name for names in self.expected.values() for name in names if name not in classes)
            if fewer:
                report.warning('The application does not have every class that its import check had: %s' % report.cut(', '.join(fewer), 300))
            return ''
        return 'it answers, but without the classes of %s' % report.cut(', '.join(lost), 300)

    def _count(self, classes):
        return sum(home.startswith('custom_nodes.') for home in classes.values())

    # --- its log ---

    def _log_path(self):
        return _LOG % self.program.rpartition(':')[2]

    def _log_size(self):
        try:
            return os.path.getsize(self._log_path())
        except OSError:
            return None

    def _fail(self, outcome, words):
        outcome.ready, outcome.failed, outcome.words = False, True, words
        lines = self._new_log() or self.supervisor.tail()
        for line in lines[-40:]:
            report.log('[%s] %s' % (self.program, line))
        said = [line for line in lines if line.strip()][-3:]
        if said:
            outcome.words += '; its log ends with: %s' % report.cut(' / '.join(line.strip() for line in said), 500)

    def _new_log(self):
        """What was written since we came: older lines prove nothing."""
        if self.log_from is None:
            return []
        try:
            with open(self._log_path(), 'rb') as file:
                size = os.path.getsize(self._log_path())
                start = self.log_from if size >= self.log_from else 0
                file.seek(max(start, size - 20_000))
                return file.read().decode('utf-8', 'replace').splitlines()
        except OSError:
            return []
