"""uv, or pip where there is no way to uv: one pass over all requirements, with the application's own packages kept out of it."""

import os
import re
import sys

from box import environment, pip_settings, process, report, requirements
from box.late import find_program, remove_tree

# Old source distributions need pkg_resources, which setuptools 80 and newer no longer have.
_BUILD_CONSTRAINTS = ['setuptools<80']
_CHANGE = re.compile(r'\s*([+~-]) ([A-Za-z0-9._-]+)==(\S+)')
_PASS_LIMIT = 1500


class Failed(Exception):
    """An installer's refusal: its whole output."""

    def __init__(self, text):
        super().__init__(text)
        self.text = text


class Installer:
    """
    Resolves and installs lists of requirement lines. `plan` says what an installation would change and raises Failed where it
    cannot be; with pip, which resolves too slowly to be asked twice, it installs at once.
    """

    def __init__(self, ui_home, exclude_newer=''):
        import tempfile  # see box/late.py

        self.folder = tempfile.mkdtemp(prefix='bringup-requirements-')
        self.exclude_newer = exclude_newer
        self.uv, self.can_exclude = None, True
        there = environment.installed()
        self.opencv, self.dropped = None, ()
        self.opencv_before = [name for name in there if name in environment.OPENCV]
        self.guard = environment.guarded(there)
        self.application = list(_application_lines(ui_home))
        self.runs = 0

    def find(self, wanted='auto'):
        """Looks for uv, and brings it where the box has none. Gives False where there is no pip either."""
        if wanted != 'pip':
            self.uv = find_uv() or bring_uv()
        return bool(self.uv) or has_pip()

    @property
    def environment(self):
        processors = str(environment.processors())
        own = {
            'PYTHONUNBUFFERED': '1', 'PIP_DISABLE_PIP_VERSION_CHECK': '1', 'PIP_NO_INPUT': '1', 'NO_COLOR': '1', 'UV_NO_PROGRESS': '1',
            'GIT_TERMINAL_PROMPT': '0', 'GIT_HTTP_LOW_SPEED_LIMIT': '1000', 'GIT_HTTP_LOW_SPEED_TIME': '20',
            'MAX_JOBS': processors, 'UV_CONCURRENT_BUILDS': processors, 'UV_CONCURRENT_INSTALLS': processors,
        }
        return {**pip_settings.for_uv(os.environ), **own, **os.environ}

    def plan(self, lines):
        """{name: version} of what would be installed anew."""
        return self._run(lines, dry_run=bool(self.uv))

    def install(self, lines, more=()):
        """Installs; gives {name: version} of what is new."""
        return self._run(lines, more=more)

    def install_again(self, name, version):
        """A damaged one in the same version, and nothing else."""
        more = ['--reinstall-package', name] if self.uv else ['--force-reinstall']
        return self.install([requirements.Line('%s==%s' % (name, version))], more + ['--no-deps'])

    def _run(self, lines, dry_run=False, more=()):
        if not lines:
            return {}
        command = (self._uv(lines) if self.uv else self._pip(lines)) + list(more) + (['--dry-run'] if dry_run else [])
        quiet = dry_run and self.runs > 0
        self.runs += 1
        end = process.run(command, _PASS_LIMIT, env=self.environment, on_line=None if quiet else report.log)
        if not end.ok and self.uv and self.can_exclude and "'--excludes'" in end.text:
            self.can_exclude = False  # an old uv
            return self._run(lines, dry_run, more)
        if not end.ok:
            raise Failed(end.text if not end.timed_out else 'error: it did not end within %d s' % _PASS_LIMIT)
        changes = [found.groups() for found in map(_CHANGE.match, end.lines) if found]
        pip = re.search(r'^Successfully installed (.+)$', end.text, re.M)
        new = {requirements.normal(name): version for sign, name, version in changes if sign != '-'}
        if pip and not self.uv:
            new = {requirements.normal(name): version for name, _, version in (one.rpartition('-') for one in pip.group(1).split())}
        return new

    def _write(self, name, lines):
        path = os.path.join(self.folder, name)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(''.join('%s\n' % line for line in lines))
        return path

    def _uv(self, lines):
        command = [self.uv, 'pip', 'install', '--python', sys.executable, '-r', self._write('requirements.txt', unique(lines))]
        command += ['--build-constraints', self._write('build.txt', _BUILD_CONSTRAINTS)]
        excluded = set(environment.TORCH) | {name for name in self.guard if environment.is_excluded(name)} | set(self.dropped)
        pinned = {name: version for name, version in self.guard.items() if not environment.is_excluded(name)}
        if self.can_exclude:
            command += ['--excludes', self._write('excludes.txt', sorted(excluded))]
        else:
            command += ['--overrides', self._write('overrides.txt', environment.pins(self.guard))]
        constraints = environment.pins(pinned) + [line for line in self.application if line.name not in excluded | set(pinned)]
        if constraints:
            command += ['--constraints', self._write('constraints.txt', constraints)]
        return command + (['--exclude-newer', self.exclude_newer] if self.exclude_newer else [])

    def _pip(self, lines):
        command = [sys.executable, '-m', 'pip', 'install', '-r', self._write('requirements.txt', unique(lines))]
        return command + (['-c', self._write('constraints.txt', environment.pins(self.guard))] if self.guard else [])

    def install_all(self, lines):
        """
        Installs in one pass: an index that forbids caching is asked for everything again by each. One variant of opencv comes
        instead of several that overwrite each other's files: the one that is there, unless contrib is asked for and it is not contrib.
        """
        settled, replaced = self._settle_opencv(lines, [line.name for line in lines])
        if replaced:
            self.plan(settled)
            self._uninstall(replaced)
        self.install(settled)
        if self.uv:
            # Another package may have brought one that nobody asked for by name.
            settled, replaced = self._settle_opencv(settled, [])
            if replaced:
                self._uninstall(replaced + [self.opencv])
                self.install(settled)

    def _settle_opencv(self, lines, asked):
        """The lines for one variant, and what is installed of the others. Afterwards no other variant is resolved."""
        there = [name for name in environment.installed() if name in environment.OPENCV]
        every = sorted({name for name in asked if name in environment.OPENCV} | set(there))
        if len(every) < 2:
            # What another package asks for is not brought beside the one that is there.
            self.dropped = tuple(name for name in environment.OPENCV if there and name not in there)
            return lines, []
        contrib = any('contrib' in name for name in every)
        keep = [name for name in self.opencv_before if 'contrib' in name or not contrib]
        chosen = keep[0] if keep else 'opencv-contrib-python-headless' if contrib else 'opencv-python-headless'
        report.log('%s are asked for, and write the same files: %s is installed for all' % (' and '.join(every), chosen))
        self.opencv, self.dropped = chosen, tuple(name for name in environment.OPENCV if name != chosen)
        lines = [line.renamed(chosen) if line.name in environment.OPENCV else line for line in lines]
        replaced = [name for name in there if name != chosen] if self.uv else []
        return lines + [requirements.Line(chosen)], replaced

    def _uninstall(self, names):
        process.run(self.uninstall_command(names), 120, on_line=report.log)

    def uninstall_command(self, names):
        """Words of a command that removes distributions."""
        if self.uv:
            return [self.uv, 'pip', 'uninstall', '--python', sys.executable] + names
        return [sys.executable, '-m', 'pip', 'uninstall', '--yes'] + names

    def close(self):
        remove_tree(self.folder)


def unique(lines):
    return list(dict.fromkeys(line.text for line in lines))


def _application_lines(ui_home):
    """What the application itself asks for must hold, whatever a node wants."""
    path = os.path.join(ui_home, 'requirements.txt')
    if not os.path.isfile(path):
        return
    for line in requirements.read(path, [], []):
        if line.specifier and not line.url:
            yield requirements.Line(line.name + line.specifier + ('; ' + line.marker if line.marker else ''))


def find_uv():
    home = os.path.expanduser('~')
    places = [find_program('uv'), os.path.join(os.path.dirname(sys.executable), 'uv')]
    places += [os.path.join(home, *parts) for parts in (('.local', 'bin', 'uv'), ('.cargo', 'bin', 'uv'), ('.bringup', 'uv', 'bin', 'uv'))]
    return next((place for place in places if place and os.access(place, os.X_OK)), None)


def has_pip():
    return process.run([sys.executable, '-I', '-m', 'pip', '--version'], 60).ok


def bring_uv():
    """uv into a folder of its own below ~/.bringup, by the first pip that the box has; None where that fails."""
    target = os.path.join(os.path.expanduser('~'), '.bringup', 'uv')
    for python in dict.fromkeys([sys.executable, find_program('python3')]):
        if not python:
            continue
        report.log('There is no uv on the box: bringing it to %s' % target)
        try:
            command = [python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input', '--upgrade', '--target', target, 'uv']
            end = process.run(command, 120, on_line=report.log)
        except OSError as error:
            report.log('%s: %s' % (python, error.strerror))
            continue
        found = os.path.join(target, 'bin', 'uv')
        if end.ok and os.path.exists(found):
            return found
    report.log('uv could not be brought: going on with pip')
    return None
