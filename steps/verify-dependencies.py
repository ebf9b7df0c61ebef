"""
Whether the custom nodes work, by the tree as it is now: every requirement of every node against the application's environment (what
is missing is installed, by the name of its distribution), then the application's own import check, then the restart of its service
and the question whether it is ready. A node that keeps the application from starting is set aside before the restart.

Parameters: UI_HOME, PYTHON (of the application; empty where there is none), NODES (a line per node, see box/nodes.py; without it every
folder of custom_nodes), ACCEPT, GUARD, IMPORT_LIMIT_S, SERVICE, RESTART, READY_URL, READY_LIMIT_S.
"""

import os
import re
import sys
import threading

from box import deadline, distributions, environment, import_check, nodes, report, requirements, set_aside
from box.repair import Repair
from box.service import Outcome, Service

# What is kept for the restart when the import check takes all the time that there is.
_RESERVE_S = 60


class Verification:
    def __init__(self, ui_home, all_nodes, brought):
        self.ui_home, self.nodes, self.brought = ui_home, all_nodes, brought
        self.nodes_folder = os.path.join(ui_home, 'custom_nodes')
        self.python = os.environ['PYTHON']
        self.before = environment.installed()
        self.now = distributions.Distributions()
        self.wants = {node: [] for node in all_nodes}
        self.missing = []
        self.repaired = {}
        self.guard_broken = None
        self.reinstalled = []
        self.unknown = 0
        self.verdicts = {}
        self.judged = set()
        self.imports_checked = False
        self.broken = None
        self.aside = {}
        self.outcome = Outcome()
        self.done = 0
        self.lock = threading.Lock()

    # --- rows and progress ---

    @property
    def requirements(self):
        return sum(len(lines) for lines in self.wants.values()) + self.unknown

    def progress(self, steps, current=None):
        total = self.requirements + len(self.nodes) + 1
        self.done = min(self.done + steps, total)
        report.progress(self.done, total, 'checks', current)

    def end(self, node):
        """The last word about a node."""
        with self.lock:
            if not node.ended:
                self.progress(1, node.name)
            node.ended = True
        count = len(self.wants[node])
        node.words = '%d requirement%s' % (count, '' if count == 1 else 's')
        if node in self.repaired:
            node.words += ', installed ' + ', '.join(self.repaired[node])
        if node.kind and node.folder not in self.judged:
            node.words += ', imported as part of %s' % node.folder.split('/')[0] if node.depth else ', import not checked'
        report.task(node.name, node.status, node.sentence)

    # --- requirements ---

    def read(self):
        for node in self.nodes:
            report.task(node.name, 'pending')
            folder = node.target(self.nodes_folder)
            if not os.path.isdir(folder):
                node.remark('there is no such folder in custom_nodes')
                continue
            node.kind = 'there'
            file = os.path.join(folder, node.requirements or 'requirements.txt')
            if os.path.isfile(file):
                self._read_file(node, file)
            elif node.requirements:
                node.remark('there is no %s in it' % node.requirements)
        self.progress(0)

    def _read_file(self, node, file):
        left_out, wrong = [], []
        for line in requirements.read(file, left_out, wrong):
            try:
                if not distributions.applies(line):
                    continue
            except ValueError:
                node.remark('not understood: %s' % line.text)
                continue
            if line.name is None and not self._name_by_url(line):
                node.remark('%s: nothing was installed from there, and it names no package to look for' % line.text)
                self.unknown += 1
            else:
                self.wants[node].append(line)
        for sentence in left_out:
            report.node_log(node.name, sentence)
        for sentence in wrong:
            node.remark(re.sub(r'^left out, since it is no requirement', 'not understood', sentence))

    def _name_by_url(self, line):
        found = self.now.from_url(line.text)
        line.name = found.name if found else None
        return line.name

    def lacking(self):
        """{node: {line: [Lack]}}"""
        found = {}
        for node, lines in self.wants.items():
            own = {line: self.now.lacks(line) for line in lines}
            own = {line: lacks for line, lacks in own.items() if lacks}
            if own:
                found[node] = own
        return found

    def check_requirements(self):
        if not distributions.CAN_COMPARE and self.requirements:
            report.warning('The application’s Python has neither packaging nor pip: versions were not compared.')
        lacks = self.lacking()
        repair = None
        if any(not environment.is_excluded(lack.name) for own in lacks.values() for every in own.values() for lack in every):
            for node, own in lacks.items():
                report.task(node.name, 'running', 'installing ' + ', '.join(line.text for line in own))
                for line, every in own.items():
                    report.node_log(node.name, '%s: %s' % (line.text, every[0].why))
            repair = Repair(self.ui_home, self.wants, lacks)
            if not repair.run():
                report.warning('There is neither uv nor pip on the box: nothing could be installed.')
            self.guard_broken, self.reinstalled = repair.guard_broken, repair.reinstalled
            self.now = distributions.Distributions()
        left = self.lacking()
        for node, own in left.items():
            for line, every in own.items():
                self._lacks_still(node, line, every[0], repair)
        for node, own in lacks.items():
            met = sorted({lack.name for line, every in own.items() if line not in left.get(node, {}) for lack in every})
            if met:
                self.repaired[node] = met
        self.progress(self.requirements)

    def _lacks_still(self, node, line, lack, repair):
        words = '%s: %s' % (line.text, lack.why)
        if environment.is_excluded(lack.name):
            words += ' (belongs to the application, not installed from here)'
            # Another version of torch than a node asks for usually works, and is not ours to change. None at all does not.
            if self.now.find(lack.name) and not lack.again:
                node.remark(words)
                return
        reason, said = (repair.words_for(node, line) if repair else None) or ('requirements', '')
        if said and said not in words:
            words += ' (%s)' % said
        node.problem(reason, words)
        self.missing.append({'node': node.name, 'requirement': line.text, 'reason': report.cut(words[len(line.text) + 2:], 300)})

    # --- imports ---

    def check_imports(self):
        by_entry = {node.folder: node for node in self.nodes}

        def on_loading(name):
            node = by_entry.get(name)
            if node and not node.ended:
                report.task(node.name, 'running', 'importing')

        def on_verdict(name, verdict):
            node = by_entry.get(name)
            self.judged.add(name)
            if node:
                self._take(node, verdict)
                self.end(node)

        limit = int(os.environ.get('IMPORT_LIMIT_S') or 120)
        until = deadline.until(_RESERVE_S)
        check = import_check.ImportCheck(self.ui_home, self.python, limit, until, on_loading, on_verdict)
        if not check.possible():
            report.warning('Imports were not checked: there is no main.py in %s that knows --quick-test-for-ci.' % self.ui_home)
        else:
            self.imports_checked = True
            try:
                self.verdicts = check.check()
            except import_check.ApplicationBroken as error:
                self.broken = str(error)
                self.verdicts = check.verdicts
        for node in self.nodes:
            if not node.ended:
                if self.broken and node.usable:
                    node.remark('the application does not start')
                self.end(node)
        self._tell_strangers(by_entry)

    def _take(self, node, verdict):
        for line in verdict.trace:
            report.node_log(node.name, line)
        if verdict.reason:
            node.problem(verdict.reason, 'cannot be imported: %s%s' % (verdict.words, self._whose(node, verdict.words)))
        elif verdict.classless:
            node.remark(verdict.words)
        if verdict.early:
            node.remark(verdict.early, 'import_failed')

    def _whose(self, node, words):
        """Which installed distribution says that it brings a module that is missing; a module's name alone tells nothing."""
        module = re.search(r"No module named '([A-Za-z_]\w*)", words)
        owner = next(iter(self.now.providing(module.group(1))), None) if module else None
        if not owner:
            return ''
        line = next((line.text for line in self.wants[node] if line.name == owner.name), None)
        asked = ', its requirement %s' % line if line else ''
        return ' (%s belongs to %s %s, which is installed%s)' % (module.group(1), owner.name, owner.version, asked)

    def _tell_strangers(self, by_entry):
        """What else is in custom_nodes and fails is no failure of the nodes of this step, but must be known."""
        for path, verdict in self.verdicts.items():
            if verdict.reason and path not in by_entry:
                name = os.path.basename(path)
                report.node_log(name, '\n'.join(verdict.trace))
                words = 'is no node of this step, but the application loads it, and it cannot be imported: %s' % verdict.words
                report.task(name, 'warning', words)
                report.warning('%s %s' % (name, words))

    # --- the service ---

    def restart(self):
        mode = os.environ.get('RESTART') or 'auto'
        expected = {name: verdict.classes for name, verdict in self.verdicts.items() if verdict.loaded and verdict.classes}
        url, limit = os.environ.get('READY_URL') or 'http://127.0.0.1:18188', int(os.environ.get('READY_LIMIT_S') or 120)
        service = Service(
            os.environ.get('SERVICE') or 'comfyui', url, limit, self.nodes_folder, import_check.entries(self.nodes_folder), expected)
        self._set_aside(mode != 'never' and service.before is not None)
        service.entries = import_check.entries(self.nodes_folder)
        if self.guard_broken or self.broken:
            self.outcome.words = 'not restarted'
            return
        self.progress(0, 'the application')
        self.outcome = service.settle(mode, deadline.until(15))
        self.progress(1)
        report.log('The application: %s' % ('ready' if self.outcome.ready else self.outcome.words))

    def _set_aside(self, restarts):
        by_entry = {node.folder: node for node in self.nodes}
        for name, verdict in self.verdicts.items():
            if verdict.reason not in ('import_exits', 'import_hangs') or not (restarts or name in self.brought):
                continue
            place = set_aside.put(self.nodes_folder, name)
            if not place:
                continue
            self.aside[name] = place
            words = 'set aside as custom_nodes/%s, so that the application can start' % place
            if name in by_entry:
                by_entry[name].remark(words)
                self.end(by_entry[name])
            else:
                report.warning('%s was %s.' % (name, words))

    # --- the end ---

    def finish(self):
        after = environment.installed()
        packages = environment.difference(self.before, after)
        drift = environment.drift(self.before, after)
        if drift and not self.guard_broken:
            self.guard_broken = 'packages of the application changed: %s' % environment.in_words(drift)
        changed = {name for name, (_, new) in packages.items() if new} | {name for name in self.reinstalled if name in after}
        installed = sorted('%s %s' % (name, after[name]) for name in changed)
        failed = {node for node in self.nodes if node.problems and not node.accepted}
        own = {node.name for node in self.nodes}
        report.result({
            'nodes': len(self.nodes), 'requirements': self.requirements, 'installed': installed, 'missing': self.missing[:20],
            'imports': {
                'checked': sum(verdict.reason != 'unchecked' for verdict in self.verdicts.values()) if self.imports_checked else 0,
                'failed': [
                    {'node': name, 'reason': verdict.reason, 'words': report.cut(verdict.words, 300), 'named': name in own}
                    for name, verdict in self.verdicts.items() if verdict.reason
                ][:50],
            },
            'set_aside': self.aside, 'packages': packages,
            'restarted': self.outcome.restarted, 'ready': self.outcome.ready, 'classes': self.outcome.classes,
        })
        for node in self.nodes:
            if node.status == 'warning':
                report.warning('%s: %s' % (node.name, node.sentence))
        if packages:
            report.log('Packages: %s' % environment.in_words(packages))
        wrong = self._wrongs(failed)
        if wrong:
            report.note(wrong[0][2])
            report.failure('. '.join(words[0].upper() + words[1:] for _, words, _ in wrong))
            disk_full = any(reason == 'disk_full' for node in failed for reason, _ in node.problems)
            return 16 if disk_full else wrong[0][0]
        report.note(self._note(installed))
        return 0

    def _wrongs(self, failed):
        """[(exit code, words, a short note)], the worst first."""
        wrong = []
        if self.guard_broken:
            wrong.append((18, self.guard_broken, 'packages of the application changed'))
        names = {node.name for node in failed}
        missing = [one for one in self.missing if one['node'] in names]
        if missing:
            listed = '; '.join('%s needs %s: %s' % (one['node'], one['requirement'], one['reason']) for one in missing)
            short = '%d of %d requirements are not met' % (len(missing), self.requirements)
            wrong.append((19, '%s: %s' % (short, listed), short))
        if self.broken:
            wrong.append((20, 'the application does not start, whatever its nodes: %s' % self.broken, 'the application does not start'))
        unloaded = [node for node in failed if any(reason.startswith('import_') or reason == 'unchecked' for reason, _ in node.problems)]
        if unloaded:
            listed = '; '.join('%s: %s' % (node.name, node.sentence) for node in unloaded)
            short = '%d of %d nodes cannot be imported' % (len(unloaded), len(self.nodes))
            wrong.append((20, '%s: %s' % (short, listed), short))
        if self.outcome.lacks_supervisor:
            wrong.append((13, 'the service could not be restarted: %s' % self.outcome.words, 'the service was not restarted'))
        elif self.outcome.failed:
            wrong.append((21, 'the application is not ready: %s' % self.outcome.words, 'the application is not ready'))
        return wrong

    def _note(self, installed):
        words = '%d requirements of %d nodes' % (self.requirements, len(self.nodes))
        words += ', installed ' + ', '.join(installed) if installed else '' if self.unknown else ', all present'
        if self.unknown:
            words += ', %d could not be checked' % self.unknown
        if self.outcome.ready:
            words += '; ready with %d node classes%s' % (
                self.outcome.classes, '' if self.outcome.restarted else ', ' + self.outcome.words if self.outcome.words else '')
        elif self.outcome.words:
            words += '; %s' % self.outcome.words
        return words


def find_nodes(nodes_folder):
    """The named nodes, else every folder of custom_nodes that is a node or has requirements."""
    named = nodes.read_nodes(os.environ.pop('NODES', ''))
    if named:
        return named
    found = []
    for name in sorted(os.listdir(nodes_folder)) if os.path.isdir(nodes_folder) else []:
        folder = os.path.join(nodes_folder, name)
        switched_off = name.startswith('.') or name == '__pycache__' or name.endswith('.disabled')
        if not switched_off and any(os.path.isfile(os.path.join(folder, file)) for file in ('__init__.py', 'requirements.txt')):
            found.append(nodes.Node(len(found), name))
    return found


def main():
    ui_home = os.environ['UI_HOME']
    if not os.path.isdir(ui_home):
        report.failure('There is no folder %s on the box.' % ui_home)
        return 10
    nodes_folder = os.path.join(ui_home, 'custom_nodes')
    brought = set_aside.bring_back(nodes_folder) if os.environ['PYTHON'] else []
    for name in brought:
        report.node_log(name, 'was set aside before: it gets another chance')
    all_nodes = find_nodes(nodes_folder)
    if not os.environ['PYTHON']:
        if all_nodes:
            report.failure('There is no Python of the application (%s): nothing can be verified.' % os.environ.get('BRINGUP_WANTED_PYTHON', ''))
            return 13
        report.note('there are no custom nodes')
        report.result({'nodes': 0, 'requirements': 0, 'installed': [], 'missing': []})
        return 0
    verification = Verification(ui_home, all_nodes, brought)
    verification.read()
    verification.check_requirements()
    verification.check_imports()
    verification.restart()
    return verification.finish()


sys.exit(main())
