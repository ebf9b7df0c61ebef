"""
The application's own import check (`main.py --cpu --quick-test-for-ci`) over all of its custom nodes. Its exit code says nothing, so
its list is read. A node that ends the process, or never comes back, takes the list with it: then the one that was being loaded is
run alone and the others without it, side by side, until everything that can be loaded was seen to load together.
"""

import concurrent.futures
import os
import re
import signal
import time

from box import environment, import_list, process, report
from box.import_run import Limits, Run

_OPTION, _CHOICE = '--quick-test-for-ci', '--whitelist-custom-nodes'


class Verdict:
    """What came of one node: `reason` None where it is loaded. `early`: words about its prestartup script. `classless`: it has no
    node classes. `classes`: their names, None where they are not known. `seconds` it took is in the log."""

    def __init__(self, reason=None, words='', trace=(), early=None, classless=False, classes=None):
        self.reason, self.words, self.trace, self.early = reason, words, list(trace), early
        self.classless, self.classes = classless, classes

    @property
    def loaded(self):
        return self.reason is None


class ApplicationBroken(Exception):
    """The application does not come as far as its nodes."""


def entries(nodes_folder):
    """What the application loads: everything in custom_nodes but what is switched off, and files that are no Python."""
    found = []
    for name in sorted(os.listdir(nodes_folder)) if os.path.isdir(nodes_folder) else []:
        if name == '__pycache__' or name.endswith('.disabled'):
            continue
        if os.path.isdir(os.path.join(nodes_folder, name)) or name.endswith('.py'):
            found.append(name)
    return found


class ImportCheck:
    """`on_loading(name)` and `on_verdict(name, verdict)` are called as it goes, from any thread."""

    def __init__(self, ui_home, python, node_limit, until, on_loading, on_verdict):
        self.ui_home, self.python, self.node_limit, self.until = ui_home, python, node_limit, until
        self.nodes_folder = os.path.join(ui_home, 'custom_nodes')
        self.on_loading, self.on_verdict = on_loading, on_verdict
        self.verdicts = {}
        # Choices of nodes whose list was seen.
        self.seen = set()
        self.runs = 0
        self.can_choose = False

    def possible(self):
        """The application knows the option."""
        text = ''
        for file in ('main.py', 'comfy/cli_args.py'):
            try:
                with open(os.path.join(self.ui_home, file), encoding='utf-8', errors='replace') as source:
                    text += source.read()
            except OSError:
                if file == 'main.py':
                    return False
        if _OPTION not in text:
            text = process.run([self.python, 'main.py', '--help'], 30, self.ui_home).text
        self.can_choose = _CHOICE in text
        return _OPTION in text

    def check(self):
        """{name: Verdict} of every node. Raises ApplicationBroken."""
        names = entries(self.nodes_folder)
        workers = min(environment.processors(), 4)
        with concurrent.futures.ThreadPoolExecutor(max_workers=workers) as pool:
            self._settle(pool, [Run(names, whole=True)])
            while self.can_choose and frozenset(self._loadable(names)) not in self.seen and not self.late:
                self._settle(pool, [Run(self._loadable(names), whole=False)])
        for name in names:
            if name not in self.verdicts:
                why = 'the step’s time was over' if self.can_choose else 'the check did not end, and cannot be told to leave out a node'
                self._judge(name, Verdict('unchecked', 'whether it can be imported is not known: %s' % why))
        return self.verdicts

    @property
    def late(self):
        return time.monotonic() > self.until

    def _loadable(self, names):
        bad = {name for name, verdict in self.verdicts.items() if verdict.reason in ('import_exits', 'import_hangs')}
        return [name for name in names if name not in bad]

    def _settle(self, pool, runs):
        """Runs these, and what follows from them, until each of their nodes has its verdict."""
        going = {pool.submit(self._go, run) for run in runs}
        try:
            while going:
                done, going = concurrent.futures.wait(going, return_when=concurrent.futures.FIRST_COMPLETED)
                for one in done:
                    for run in self._follow(one.result()):
                        going.add(pool.submit(self._go, run))
        except ApplicationBroken:
            self.until = 0
            raise

    def _go(self, run):
        self.runs += 1
        several = len(run.names) > 1
        known = all(name in self.verdicts for name in run.names)
        # One that holds up others goes on alone, and they without it.
        patience = min(30, self.node_limit / 2) if several and self.can_choose and not known else self.node_limit
        limits = Limits(max(60, self.node_limit), patience, min(self.until, time.monotonic() + 86400))
        report.log('$ cd %s && %s' % (self.ui_home, ' '.join(run.command(self.python))))
        return run.go(self.python, self.ui_home, limits, self.on_loading)

    # --- what follows from a run ---

    def _follow(self, run):
        said = import_list.read(run.lines)
        if run.listed:
            self._take(run, said)
            return []
        if run.over:
            return []
        if not run.names:
            if run.code != 0:
                raise ApplicationBroken(_last_line(run))
            self.seen.add(frozenset())
            return []
        known = all(name in self.verdicts for name in run.names)
        if len(run.names) == 1 or (known and run.loading in run.names) or (run.loading and not self.can_choose):
            name = run.names[0] if len(run.names) == 1 else run.loading
            if run.loading is None and run.code == 0 and name not in said.errors:
                # It was never loaded: the application leaves it out.
                self._judge(name, Verdict(classless=True, words='the application does not load it'))
            elif run.loading is None:
                raise ApplicationBroken(_last_line(run))
            else:
                self._judge(name, self._stopped(run, known and len(run.names) > 1))
            return []
        return self._split(run)

    def _split(self, run):
        if not self.can_choose or all(name in self.verdicts for name in run.names):
            raise ApplicationBroken(_last_line(run))
        if run.loading is None and run.whole:
            # Not one node was reached: is it the application itself? Then this raises.
            self._follow(self._go(Run([], whole=False)))
        if run.loading in run.names:
            groups = [[run.loading], [name for name in run.names if name != run.loading]]
        else:
            half = (len(run.names) + 1) // 2
            groups = [run.names[:half], run.names[half:]]
        words = 'held up the others' if run.slow else 'ended the application'
        report.log('%s %s while it was loaded: looking closer' % (run.loading or 'One of the nodes', words))
        return [Run(group, whole=False) for group in groups if group]

    def _take(self, run, said):
        """The list was there: each of its nodes has its verdict."""
        self.seen.add(frozenset(run.names))
        paths = {import_list.name_of(path, self.nodes_folder): path for path in said.listed}
        early = {import_list.name_of(path, self.nodes_folder): words for path, words in said.prestartup.items()}
        for name in [name for name in run.names if name not in paths]:
            self._judge(name, Verdict(classless=True, words='the application does not load it', early=early.get(name)))
        for name, path in paths.items():
            if not said.listed[path] or path in said.classless:
                classless = path in said.classless
                classes = None if not run.classes else run.classes.get(_module(name), run.classes.get(name, []))
                words = 'has no NODE_CLASS_MAPPINGS' if classless else ''
                self._judge(name, Verdict(words=words, early=early.get(name), classless=classless, classes=classes))
            else:
                error = said.errors.get(path, 'the application lists it as failed and says no more')
                self._judge(name, Verdict('import_failed', error, said.traces.get(path, ()), early.get(name)))

    def _stopped(self, run, together):
        with_others = ', loaded together with the others and not alone' if together else ''
        if run.slow is not None:
            where = _place(run, self.nodes_folder)
            words = 'its import did not end within %d s%s%s' % (self.node_limit, ': it was ' + where if where else '', with_others)
            return Verdict('import_hangs', words, run.lines[-40:])
        if run.code is not None and run.code < 0:
            where = _place(run, self.nodes_folder)
            words = 'its import ended the application by %s%s%s' % (_signal(-run.code), ' ' + where if where else '', with_others)
            return Verdict('import_exits', words, run.lines[-40:])
        return Verdict('import_exits', 'its import ended the application with exit code %s%s' % (run.code, with_others), run.lines[-20:])

    def _judge(self, name, verdict):
        fresh = name not in self.verdicts
        self.verdicts[name] = verdict
        if fresh or not verdict.loaded:
            self.on_verdict(name, verdict)


def _module(name):
    return name[:-3] if name.endswith('.py') else name


def _signal(number):
    try:
        return signal.Signals(number).name
    except ValueError:
        return 'signal %d' % number


def _place(run, nodes_folder):
    """Where in the node's files it was, in words; empty where nothing tells."""
    for file, line, function in run.last_frame:
        real = os.path.realpath(file)
        root = os.path.realpath(nodes_folder)
        if real.startswith(root + os.sep):
            return 'at line %s of %s' % (line, os.path.relpath(real, root)) + (' in %s' % function if function != '<module>' else '')
    return ''


def _last_line(run):
    lines = [line for line in run.lines if line.strip() and not re.match(r'\s|Extension modules:', line)]
    if run.slow is not None:
        return 'it did not come to its nodes in time'
    return 'exit code %s: %s' % (run.code, lines[-1] if lines else 'it said nothing')
