"""
Custom nodes: cloned side by side, then one pass over all their requirements, then their install.py. Whatever fails concerns its
own node only: the rest is installed, and the step says which ones failed and why.

Parameters: UI_HOME, PYTHON (of the application; empty where there is none), NODES (a line per node, see box/nodes.py), LEFT_OUT (a line
for each that names no repository), ACCEPT, GUARD, EXCLUDE_NEWER, INSTALLER, CLONE_LIMIT_S, INSTALL_PY_LIMIT_S, PARALLEL.
"""

import os
import sys

from box import environment, guilty, installer, met, nodes, package_state, report
from box.checkouts import Checkouts
from box.distributions import Distributions
from box.install_py import InstallPy
from box.late import find_program, remove_tree
from box.one_pass import install_together


def limit(name, usual):
    return int(os.environ.get(name) or usual)


class Installation:
    def __init__(self, ui_home, all_nodes):
        self.ui_home = ui_home
        self.nodes_folder = os.path.join(ui_home, 'custom_nodes')
        # ComfyUI skips folders with this ending. What an interrupted run left there goes.
        self.work = os.path.join(self.nodes_folder, '.bringup-clone.disabled')
        self.nodes = all_nodes
        self.python = os.environ['PYTHON']
        self.before = environment.installed() if self.python else {}
        package_state.keep_before(self.python, self.before)
        self.lacks_python = False
        self.guard_broken = None
        self.installer = None
        self.install_py = None

    # --- cloning ---

    def clone_all(self):
        checkouts = Checkouts(self.nodes_folder, self.work, limit('CLONE_LIMIT_S', 900))
        self.install_py = InstallPy(self.ui_home, self.nodes_folder, self.python, limit('INSTALL_PY_LIMIT_S', 600))
        for depth in sorted({node.depth for node in self.nodes}):
            # A node inside another one comes after it.
            level = [node for node in self.nodes if node.depth == depth]
            with report.together():
                known = [node for node in level if not self._failed_parent(node) and checkouts.recognise(node)]
                for node in known:
                    self._settled(node)
            self._side_by_side(checkouts, [node for node in level if node not in known])

    def _side_by_side(self, checkouts, level):
        if not level:
            return
        import queue  # see box/late.py
        import threading

        waiting, ready = queue.Queue(), queue.Queue()
        for node in level:
            waiting.put(node)

        def work():
            while True:
                try:
                    node = waiting.get_nowait()
                except queue.Empty:
                    return
                try:
                    if not self._skip_below_failed(node):
                        checkouts.settle(node)
                except BaseException as error:  # told as the node's own problem, or the step would wait for it for ever
                    node.problem('clone', 'Bringup\'s own mistake: %r' % error)
                ready.put(node)

        for _ in range(min(limit('PARALLEL', 8), len(level))):
            threading.Thread(target=work, daemon=True).start()
        for _ in level:
            self._settled(ready.get())

    def _settled(self, node):
        """Says how its folder came about; the last word is said where nothing follows."""
        if node.usable and not node.problems and (node.lines or self.install_py.is_due(node)):
            report.task(node.name, 'running', '%s, requirements next' % node.words)
        else:
            self.end(node)

    def _failed_parent(self, node):
        return next((other for other in self.nodes if node.folder.startswith(other.folder + '/') and other.problems), None)

    def _skip_below_failed(self, node):
        parent = self._failed_parent(node)
        if parent:
            node.optional = node.optional or parent.accepted
            node.problem('skipped', 'lies inside %s, which failed' % parent.name)
        return parent is not None

    # --- rows ---

    @property
    def open_nodes(self):
        return [node for node in self.nodes if not node.ended]

    def end(self, node):
        """The last word about a node."""
        node.ended = True
        report.task(node.name, node.status, node.sentence)
        report.node_log(node.name, node.status if node.problems else node.sentence)
        if node.status == 'warning':
            report.warning('%s: %s' % (node.name, node.sentence))
        self.progress(node.name)

    def progress(self, current=None):
        report.progress(sum(node.ended for node in self.nodes), len(self.nodes), 'nodes', current)

    # --- requirements ---

    def install_requirements(self):
        if not self.open_nodes:
            return
        if not self.python:
            self._lack('there is no Python for its requirements (%s)' % os.environ.get('BRINGUP_WANTED_PYTHON', ''))
            return
        own = {node: self._own_lines(node) for node in self.open_nodes}
        lines = [line for some in own.values() for line in some]
        lost = [one for one in map(Distributions().find, {line.name for line in lines if line.name}) if one and one.lost()]
        if lines and not lost and met.holds(met.describe(lines, self.before, self.ui_home)):
            report.log('All %d requirements are met, and no package has changed since that was last seen' % len(lines))
        elif lines:
            self.installer = installer.Installer(self.ui_home, os.environ.get('EXCLUDE_NEWER', ''))
            if not self.installer.find(os.environ.get('INSTALLER', 'auto')):
                self._lack('the Python %s has no pip, and there is no uv on the box' % self.python)
                return
            self._install_lines(own)
            self._install_again(lost)
        self._run_install_py()

    def _lack(self, words):
        self.lacks_python = True
        for node in self.open_nodes:
            node.problem('requirements', words)
            self.end(node)

    def _own_lines(self, node):
        """What is to be installed for a node: all but what belongs to the application."""
        kept = []
        for line in node.lines:
            if line.name and environment.is_excluded(line.name):
                report.node_log(node.name, 'left to the application: %s' % line.text)
            else:
                kept.append(line)
        return kept

    def _install_lines(self, own):
        self.progress('requirements of all nodes')
        units = [guilty.Unit(node, lines) for node, lines in own.items() if lines]
        lines = [line for unit in units for line in unit.lines]
        snapshot = None if self.installer.uv else environment.Snapshot()
        for unit in units:
            report.task(unit.owner.name, 'running', 'installing requirements')
        try:
            if install_together(self.installer, units, self._blame, self._looking):
                met.keep(met.describe(lines, environment.installed(), self.ui_home))
        finally:
            if snapshot:
                self._check_guard(snapshot, 'the requirements')

    def _install_again(self, lost):
        """Those that count as installed and have lost files, in the same version: an installer leaves them as they are."""
        for one in lost:
            report.log('%s is installed, and files of it are gone: it is installed again' % one.name)
            try:
                self.installer.install_again(one.name, one.version)
            except installer.Failed as error:
                report.log(error.text)
                report.warning('%s is damaged and could not be installed again: what the installer said is in the log.' % one.name)

    def _looking(self, unit):
        report.task(unit.owner.name, 'running', 'looking whether its requirements fit')

    def _blame(self, node, units, taken):
        for unit in units:
            report.node_log(node.name, unit.error.text)
            words = guilty.in_words(unit, taken, self.installer.guard)
            node.problem('disk_full' if 'No space left' in words else guilty.reason(unit.error.text), 'requirements: %s' % words)

    # --- install.py ---

    def _run_install_py(self):
        for node in self.open_nodes:
            if self.install_py.is_due(node) and not node.problems:
                report.task(node.name, 'running', 'install.py')
                snapshot = environment.Snapshot()
                self.install_py.run(node, self.work)
                changes = self._check_guard(snapshot, 'its install.py')
                if changes:
                    node.problem('guard', changes)
                self.end(node)
        with report.together():
            for node in self.open_nodes:
                self.end(node)

    def _check_guard(self, snapshot, who):
        """Undoes what has happened to the application's own packages; gives a sentence about it."""
        words = snapshot.settle(who)
        self.guard_broken = words or self.guard_broken
        return words

    # --- the end ---

    def finish(self):
        after = environment.installed() if self.python else {}
        packages = environment.difference(self.before, after)
        package_state.keep_after(after)
        count = {kind: sum(node.kind == kind for node in self.nodes) for kind in ('new', 'moved', 'there', 'foreign')}
        there = count['there'] + count['foreign']
        failed = [node for node in self.nodes if node.problems and not node.accepted]
        report.result({
            'total': len(self.nodes), 'cloned': count['new'], 'moved': count['moved'], 'already_there': there,
            'failed': [node.name for node in failed],
            'problems': [
                {'node': node.name, 'reason': reason, 'words': report.cut(words, 300), 'accepted': node.accepted}
                for node in self.nodes for reason, words in node.problems
            ][:50],
            'commits': {node.name: node.commit for node in self.nodes if node.commit},
            'packages': packages,
        })
        if packages:
            report.log('Packages: %s' % environment.in_words(packages))
        drift = environment.drift(self.before, after)
        if drift:
            self.guard_broken = self.guard_broken or 'packages of the application changed: %s' % environment.in_words(drift)
        if failed or self.guard_broken:
            return self._fail(failed)
        nothing = not (count['new'] or count['moved'] or packages or self.install_py.ran)
        if nothing:
            report.log('Nothing to do: %d nodes already there' % len(self.nodes))
            report.note('nothing to do: %d nodes already there' % len(self.nodes))
        else:
            counts = (len(self.nodes), count['new'], count['moved'], there)
            words = 'nodes ready: %d (%d cloned, %d moved, %d already there)' % counts
            # Where only some of it was done, a person wants to know what.
            report.note('%s; packages: %s' % (words, environment.in_words(packages)) if packages and there else words)
        return 0

    def _fail(self, failed):
        report.note('%d of %d nodes are ready' % (len(self.nodes) - len(failed), len(self.nodes)))
        said = '; '.join('%s: %s' % (node.name, node.sentence) for node in failed)
        words = ['%d of %d nodes failed: %s' % (len(failed), len(self.nodes), said)] if failed else []
        if self.guard_broken:
            words.insert(0, self.guard_broken[0].upper() + self.guard_broken[1:])
        report.failure('. '.join(words))
        if any(reason == 'disk_full' for node in failed for reason, _ in node.problems):
            return 16
        return 13 if self.lacks_python else 18


def main():
    ui_home = os.environ['UI_HOME']
    if not os.path.isdir(ui_home):
        report.failure('There is no folder %s on the box.' % ui_home)
        return 10
    all_nodes = nodes.read_nodes(os.environ.pop('NODES', ''))
    if not all_nodes:
        report.note('the template names no nodes')
        report.result({'total': 0, 'cloned': 0, 'moved': 0, 'already_there': 0, 'failed': []})
        return 0
    if not find_program('git'):
        report.failure('There is no git on the PATH of the box.')
        return 13
    installation = Installation(ui_home, all_nodes)
    try:
        remove_tree(installation.work)
        os.makedirs(installation.work)
    except OSError:
        report.failure('%s cannot be written.' % installation.nodes_folder)
        return 11
    try:
        for line in filter(None, os.environ.get('LEFT_OUT', '').split('\n')):
            report.warning('Left out: %s' % line)
        with report.together():
            for node in all_nodes:
                report.task(node.name, 'pending')
            installation.progress()
        environment.forget_snapshots()
        installation.clone_all()
        installation.install_requirements()
        return installation.finish()
    finally:
        remove_tree(installation.work)
        if installation.installer:
            installation.installer.close()


sys.exit(main())
