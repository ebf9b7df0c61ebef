"""Installs what requirements lack, in one pass with all that the other nodes ask for, so that nothing breaks one for another."""

from box import environment, guilty, installer, report, requirements


class Repair:
    """`wants`: {node: [line]} of all nodes, `lacks`: {node: {line: [Lack]}} of those with problems. `errors`: {node: [Unit]} afterwards."""

    def __init__(self, ui_home, wants, lacks):
        self.wants, self.lacks = wants, lacks
        self.errors = {}
        self.guard_broken = None
        self.reinstalled = []
        self.installer = installer.Installer(ui_home)

    def run(self):
        """False where there is nothing to install with."""
        try:
            if not self.installer.find():
                return False
            snapshot = None if self.installer.uv else environment.Snapshot()
            try:
                self._install()
                self._install_again()
            finally:
                if snapshot:
                    self._check_guard(snapshot)
            return True
        finally:
            self.installer.close()

    def _units(self):
        """A unit per node, those that are met first: they must stay so."""
        units = []
        for node, lines in self.wants.items():
            own = self.lacks.get(node, {})
            texts = [line for line in lines if (not line.url or line in own) and not _of_application(line)]
            texts += [requirements.Line(lack.text) for every in own.values() for lack in every
                      if not lack.again and not environment.is_excluded(lack.name)]
            unique = list({line.text: line for line in texts}.values())
            if unique:
                units.append(guilty.Unit(node, unique))
        return sorted(units, key=lambda unit: unit.owner in self.lacks)

    def _install(self):
        needed = [lack for own in self.lacks.values() for every in own.values() for lack in every]
        if not any(not lack.again and not environment.is_excluded(lack.name) for lack in needed):
            return
        units = self._units()
        lines = [line for unit in units for line in unit.lines]
        try:
            self.installer.install_all(lines)
        except installer.Failed:
            report.log('The requirements do not go together as they are: looking for the nodes that do not fit.')
            self._install_what_fits(units)

    def _install_what_fits(self, units):
        accepted = []
        guilty.sort_out(units, accepted, self.installer.plan)
        for unit in [unit for unit in units if unit.error]:
            if guilty.is_outage(unit.error.text):
                self._blame(unit.owner, [unit], units)
                continue
            # Of a node that does not fit as a whole, the lines that do.
            parts = [guilty.Unit(unit.owner, [line]) for line in unit.lines]
            guilty.sort_out(parts, accepted, self.installer.plan)
            self._blame(unit.owner, [part for part in parts if part.error] or [unit], units)
        taken = [unit for unit in units if not unit.error]
        try:
            self.installer.install_all(accepted)
        except installer.Failed:
            # What resolves may still fail when it is built.
            guilty.sort_out(taken, [], self.installer.install)
            for unit in [unit for unit in taken if unit.error]:
                self._blame(unit.owner, [unit], units)

    def _install_again(self):
        """Damaged ones in the same version."""
        damaged = {lack.name: lack for own in self.lacks.values() for every in own.values() for lack in every if lack.again}
        for name, lack in damaged.items():
            if environment.is_excluded(name):
                continue
            line = requirements.Line(lack.text)
            more = ['--reinstall-package', name] if self.installer.uv else ['--force-reinstall']
            try:
                self.installer.install([line], more + ['--no-deps'])
                self.reinstalled.append(name)
            except installer.Failed as error:
                for node in [node for node, own in self.lacks.items() if any(one.name == name for every in own.values() for one in every)]:
                    unit = guilty.Unit(node, [line])
                    unit.error = error
                    self._blame(node, [unit], [])

    def _blame(self, node, blamed, units):
        for unit in blamed:
            report.node_log(node.name, unit.error.text)
        self.errors.setdefault(node, []).extend(blamed)
        self.taken = [unit for unit in units if not unit.error]

    taken = ()

    def words_for(self, node, line):
        """(reason, words) of the installer about a line of a node that is still not met; None where it said nothing of it."""
        units = self.errors.get(node, [])
        unit = next((unit for unit in units if any(own.text == line.text for own in unit.lines)), units[0] if units else None)
        if not unit:
            return None
        text = unit.error.text
        if 'No space left on device' in text:
            return 'disk_full', 'No space left on device'
        return guilty.reason(text), guilty.in_words(unit, self.taken, self.installer.guard)

    def _check_guard(self, snapshot):
        changes = snapshot.drift()
        if changes:
            left = snapshot.restore()
            end = 'they could not be put back (%s)' % environment.in_words(left) if left else 'they were put back'
            self.guard_broken = 'the requirements changed packages of the application (%s): %s' % (environment.in_words(changes), end)
        environment.forget_snapshots()


def _of_application(line):
    return line.name is None or environment.is_excluded(line.name)
