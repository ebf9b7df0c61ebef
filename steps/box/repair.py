"""Installs what requirements lack, in one pass with all that the other nodes ask for, so that nothing breaks one for another."""

from box import environment, guilty, installer, report, requirements
from box.one_pass import install_together


class Repair:
    """`wants`: {node: [line]} of all nodes, `lacks`: {node: {line: [Lack]}} of those with problems. `errors`: {node: [Unit]} afterwards."""

    def __init__(self, ui_home, wants, lacks):
        self.wants, self.lacks = wants, lacks
        self.errors, self.taken = {}, []
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
                    self.guard_broken = snapshot.settle('the requirements')
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
        install_together(self.installer, self._units(), self._blame)

    def _install_again(self):
        """Damaged ones in the same version."""
        damaged = {lack.name: lack for own in self.lacks.values() for every in own.values() for lack in every if lack.again}
        for name, lack in damaged.items():
            if environment.is_excluded(name):
                continue
            line = requirements.Line(lack.text)
            try:
                self.installer.install_again(name, lack.text.partition('==')[2])
                self.reinstalled.append(name)
            except installer.Failed as error:
                for node in [node for node, own in self.lacks.items() if any(one.name == name for every in own.values() for one in every)]:
                    unit = guilty.Unit(node, [line])
                    unit.error = error
                    self._blame(node, [unit], [])

    def _blame(self, node, blamed, taken):
        for unit in blamed:
            report.node_log(node.name, unit.error.text)
        self.errors.setdefault(node, []).extend(blamed)
        self.taken = taken

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


def _of_application(line):
    return line.name is None or environment.is_excluded(line.name)
