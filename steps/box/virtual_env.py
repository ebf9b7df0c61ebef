"""A virtual environment in a folder of its own: looked at, made by uv or by Python itself, installed into."""

import json
import os
import re
import shutil

from box import installer, process, report
from box.free_name import free_name
from box.report import StepFailed

PATH_NOT_FOUND, NOT_WRITABLE, NO_PYTHON, NO_NETWORK, DISK_FULL, OCCUPIED = 10, 11, 13, 15, 16, 24
_NO_NETWORK = re.compile(
    r'name resolution|failed to (establish|fetch|connect)|connection (refused|reset|aborted|broken|error)|timed out|unreachable|'
    r'error sending request|dns error|cannot connect|tunnel', re.I,
)
_ASK = (
    'import json, sys, importlib.metadata as m\n'
    'print(json.dumps([sys.prefix, "%d.%d" % sys.version_info[:2], sys.prefix != sys.base_prefix, '
    '{d.metadata["Name"]: d.version for d in m.distributions() if d.metadata["Name"]}]))'
)


def ask(python):
    """(prefix, version as 3.11, whether it is a virtual environment, {distribution: version}) of a Python; None where it does
    not start."""
    try:
        end = process.run([python, '-I', '-c', _ASK], 60)
        return tuple(json.loads(end.lines[-1])) if end.ok else None
    except (OSError, ValueError, IndexError):
        return None


class VirtualEnv:
    """`limit`: seconds for each program that is run."""

    def __init__(self, path, base_python='', limit=500):
        self.path = os.path.realpath(path)
        self.python = os.path.join(self.path, 'bin', 'python')
        self.base_python, self.limit = base_python, limit
        # A virtual environment cannot be moved, so it is made in its place: this says that it is not whole yet.
        self._mark = self.path + '.bringup-unfinished'
        self.uv = installer.find_uv()
        self.version = None

    def settle(self, recreate=False):
        """Makes it where it is missing. Gives made, unchanged or recreated. Raises StepFailed."""
        base = self._base()
        if os.path.exists(self._mark):
            report.log('an interrupted run has left %s unfinished: made anew' % self.path)
            shutil.rmtree(self.path, ignore_errors=True)
        if not os.path.lexists(self.path) or (os.path.isdir(self.path) and not os.listdir(self.path)):
            self._make(base)
            return 'made'
        if not os.path.isfile(os.path.join(self.path, 'pyvenv.cfg')):
            raise StepFailed(OCCUPIED, '%s holds something that is no virtual environment.' % self.path)
        why = self._why_broken(base)
        if not why:
            return 'unchanged'
        if not recreate:
            words = '%s %s. It was left alone; with recreate it is moved aside and made anew.' % (self.path, why)
            raise StepFailed(OCCUPIED, words)
        aside = free_name(self.path + '.broken')
        os.rename(self.path, aside)
        report.warning('%s %s: it is kept as %s.' % (self.path, why, aside))
        self._make(base)
        return 'recreated'

    def _base(self):
        """(Python that makes it, its version); the version only counts where it was asked for."""
        if self.base_python:
            answer = ask(self.base_python)
            if not answer:
                raise StepFailed(NO_PYTHON, '%s does not start: there is no such Python on the box.' % self.base_python)
            return self.base_python, answer[1]
        return shutil.which('python3') or '', None

    def _why_broken(self, base):
        answer = ask(self.python)
        if not answer:
            return 'is broken: its bin/python does not start'
        prefix, self.version, is_venv, _ = answer
        if not is_venv or os.path.realpath(prefix) != self.path:
            return 'is broken: its Python takes itself for the one of %s' % prefix
        if base[1] and self.version != base[1]:
            return 'has Python %s, and %s was asked for' % (self.version, base[1])
        return None

    def _make(self, base):
        python = base[0]
        if not python:
            raise StepFailed(NO_PYTHON, 'There is no python3 on the box to make an environment with.')
        os.makedirs(os.path.dirname(self.path), exist_ok=True)
        with open(self._mark, 'w'):
            pass
        ways = [[self.uv, 'venv', '--seed', '--python', python, self.path]] if self.uv else []
        ways += [[python, '-m', 'venv', self.path], [python, '-m', 'virtualenv', self.path]]
        said = []
        for command in ways:
            shutil.rmtree(self.path, ignore_errors=True)
            end = process.run(command, self.limit, on_line=report.log)
            answer = ask(self.python) if end.ok else None
            if answer:
                self.version = answer[1]
                os.unlink(self._mark)
                return
            said += end.lines
        shutil.rmtree(self.path, ignore_errors=True)
        os.unlink(self._mark)
        if any('No space left' in line for line in said):
            raise StepFailed(DISK_FULL, '%s cannot be made: no space left on the disk.' % self.path)
        words = '%s cannot make a virtual environment (Debian and Ubuntu: apt-get install python3-venv): %s'
        raise StepFailed(NO_PYTHON, words % (python, next((line for line in reversed(said) if line.strip()), 'it said nothing')))

    def packages(self):
        """{distribution: version}."""
        answer = ask(self.python)
        return answer[3] if answer else {}

    def install(self, words, cwd=None, limit=None):
        """Installs, `words` as pip takes them; gives {distribution: version} of what is new. Raises StepFailed."""
        before = self.packages()
        command = [self.uv, 'pip', 'install', '--python', self.python] if self.uv else self.pip('install')
        self._must(command + list(words), cwd, limit)
        return {name: version for name, version in self.packages().items() if before.get(name) != version}

    def upgrade_pip(self):
        self._must([self.uv, 'pip', 'install', '--python', self.python, '-U', 'pip'] if self.uv else self.pip('install', '-U', 'pip'))

    def pip(self, *words):
        return [self.python, '-m', 'pip', '--disable-pip-version-check', '--no-input', *words]

    def _must(self, command, cwd=None, limit=None):
        limit = limit or self.limit
        own = {'PIP_USER': '0', 'NO_COLOR': '1', 'UV_NO_PROGRESS': '1', 'PYTHONUNBUFFERED': '1', 'GIT_TERMINAL_PROMPT': '0'}
        env = {**{name: value for name, value in os.environ.items() if name not in ('PYTHONPATH', 'PYTHONHOME')}, **own}
        end = process.run(command, limit, cwd, env, on_line=report.log)
        if end.ok:
            return
        if end.timed_out:
            raise StepFailed(1, 'the installation did not end within %d s' % limit)
        reason = why(end.lines)
        if 'No space left' in end.text:
            raise StepFailed(DISK_FULL, reason)
        raise StepFailed(NO_NETWORK if _NO_NETWORK.search(end.text) else 1, reason)


def why(lines):
    """An installer's reason among all that it said."""
    told = [line.strip() for line in lines if re.search(r'^ *(error|fatal)|no space left|because ', line, re.I)]
    told = told or [line.strip() for line in lines if re.search(r'cause|×|╰', line, re.I)] or [line.strip() for line in lines if line.strip()]
    return told[-1] if told else 'it said nothing'
