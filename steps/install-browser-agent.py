"""install_browser_agent: a checkout, an environment in it, a browser for it. Parameters: URL, REF, DESTINATION, MODULE, BROWSER,
BASE_PYTHON, PART_LIMIT_S. Each part is a row; what works already is not done again."""

import os
import re
import shutil
import sys

from box import process, report, virtual_env
from box.git import GitFailed, plain_url
from box.report import StepFailed
from box.virtual_env import VirtualEnv
from box.working_copy import EXITS, WorkingCopy

BROKEN = 25
# What Chromium needs of Debian and Ubuntu is playwright's to know: `install-deps` asks apt-get for it.
LIBRARY = re.compile(r'error while loading shared libraries: (\S+?):|(lib[\w.+-]+\.so[\w.]*) => not found')
LAUNCH = (
    'from playwright.sync_api import sync_playwright\n'
    'with sync_playwright() as p:\n'
    '    browser = p.chromium.launch()\n'
    '    page = browser.new_page()\n'
    '    page.set_content("<title>it works</title>")\n'
    '    assert page.title() == "it works"\n'
    '    browser.close()\n'
)


class Installation:
    def __init__(self, env):
        self.module, self.limit, self.browser = env['MODULE'], int(env['PART_LIMIT_S']), bool(env['BROWSER'])
        self.copy = WorkingCopy(os.path.expanduser(env['DESTINATION']), env['URL'], env['REF'], row='repository', limit=self.limit)
        self.environment = VirtualEnv(
            os.path.join(self.copy.folder, '.venv'), os.path.expanduser(env['BASE_PYTHON']), self.limit,
        )
        self.changed, self.warnings, self.row = False, [], None
        self.parts = [
            ('repository', self.fetch), ('environment', self.make_environment), ('requirements', self.install_requirements),
            ('package', self.install_package), ('import', self.try_import),
        ]
        if self.browser:
            self.parts += [('libraries', self.install_libraries), ('browser', self.install_browser)]

    # --- is it there? ---

    def works(self):
        """The checkout is at its ref, the module is importable, the browser starts: looked at without changing anything."""
        if not os.path.isfile(self.environment.python) or not os.path.isfile(self._mark()):
            return False
        with open(self._mark()) as file:
            installed = file.read().strip()
        repository = self.copy.make(self.copy.folder, self.copy.url, self.copy.ref)
        commit = repository.commit()
        is_it = plain_url(repository.origin()) == plain_url(self.copy.url)
        at_ref = bool(commit) and installed == commit and repository.at_ref(commit)
        return is_it and at_ref and self._imports().ok and (not self.browser or self._launches().ok)

    def _mark(self):
        return os.path.join(self.environment.path, '.bringup-installed')

    def _imports(self):
        return process.run([self.environment.python, '-I', '-c', 'import importlib, sys; importlib.import_module(sys.argv[1])', self.module], 60)

    def _launches(self):
        return process.run([self.environment.python, '-I', '-c', LAUNCH], 60)

    # --- the parts ---

    def fetch(self):
        self.copy.settle()
        if self.copy.changes:
            self.warnings.append('%s has local changes in %d files: they were left as they are.' % (self.copy.folder, self.copy.changes))
        return self.copy.words

    def make_environment(self):
        kind = self.environment.settle()
        return '%s, Python %s' % (kind, self.environment.version)

    def install_requirements(self):
        if not os.path.isfile(os.path.join(self.copy.folder, 'requirements.txt')):
            return 'there is no requirements.txt'
        return _new(self.environment.install(['-r', 'requirements.txt'], self.copy.folder))

    def install_package(self):
        names = ('pyproject.toml', 'setup.py')
        if not any(os.path.isfile(os.path.join(self.copy.folder, name)) for name in names):
            raise StepFailed(BROKEN, '%s is no Python package: neither %s nor %s is in it.' % ((self.copy.folder,) + names))
        return _new(self.environment.install(['-e', '.'], self.copy.folder))

    def try_import(self):
        end = self._imports()
        if not end.ok:
            raise StepFailed(BROKEN, '%s cannot be imported: %s' % (self.module, _last(end)))
        return self.module

    def install_libraries(self):
        """The system's libraries need root and apt-get; without them the browser says which ones lack."""
        if not self._has_playwright():
            raise StepFailed(BROKEN, 'playwright is not among what was installed: there is nothing to fetch a browser with.')
        if os.geteuid() != 0 or not shutil.which('apt-get'):
            lacks = 'the login user is not root' if os.geteuid() != 0 else 'the box has no apt-get'
            return 'skipped', 'not installed: %s' % lacks
        env = {**os.environ, 'DEBIAN_FRONTEND': 'noninteractive'}
        end = self._playwright('install-deps', 'chromium', env=env)
        if end.ok:
            return 'installed, or there already'
        # The browser may start all the same, and says what it lacks if not.
        self.warnings.append('The libraries of Chromium could not be installed: %s.' % self._reason(end))
        return 'warning', self._reason(end)

    def install_browser(self):
        end = self._playwright('install', 'chromium')
        if not end.ok:
            words = 'Chromium could not be fetched by playwright: %s' % self._reason(end)
            full = 'No space left' in end.text or 'ENOSPC' in end.text
            raise StepFailed(virtual_env.DISK_FULL if full else virtual_env.NO_NETWORK, words)
        end = self._launches()
        if not end.ok:
            lacking = sorted({one or other for one, other in LIBRARY.findall(end.text)})
            what = 'it lacks %s' % ', '.join(lacking) if lacking else _last(end)
            raise StepFailed(BROKEN, 'Chromium is there and does not start: %s' % what)
        return 'starts'

    def _has_playwright(self):
        return any(name.lower() == 'playwright' for name in self.environment.packages())

    def _playwright(self, *words, env=None):
        command = [self.environment.python, '-m', 'playwright', *words]
        return process.run(command, self.limit, env=env, on_line=report.log)

    def _reason(self, end):
        if end.timed_out:
            return 'it did not end within %d s' % self.limit
        told = [line.strip() for line in end.lines if re.match(r'\s*(\w*Error|E|Failed|error)\b', line)]
        return (told or [_last(end)])[0]

    # --- all of them ---

    def run(self):
        for row, part in self.parts:
            self.row = row
            report.task(row, 'running')
            said = part()
            status, words = said if isinstance(said, tuple) else ('success', said)
            report.task(row, status, words)
        with open(self._mark(), 'w') as file:
            file.write(self.copy.commit + '\n')

    def fail(self, words):
        report.task(self.row, 'failed', words)
        rows = [row for row, _ in self.parts]
        for row in rows[rows.index(self.row) + 1 :]:
            report.task(row, 'skipped', '%s failed' % self.row)
        report.failure('%s: %s' % (self.row, words))

    def say_result(self, kind):
        for words in self.warnings:
            report.warning(words)
        report.result({'path': self.copy.folder, 'python': self.environment.python, 'commit': self.copy.commit, 'kind': kind})
        report.note('BrowserAgent in %s %s' % (self.copy.folder, kind))


def _last(end):
    if end.timed_out:
        return 'it did not end in time'
    return next((line.strip() for line in reversed(end.lines) if line.strip()), 'it said nothing')


def _new(packages):
    return '%d new packages' % len(packages) if packages else 'unchanged'


def main():
    os.umask(0o022)
    installation = Installation(os.environ)
    for row, _ in installation.parts:
        report.task(row, 'pending')
    if installation.works():
        for row, _ in installation.parts:
            report.task(row, 'success', 'works already')
        installation.copy.commit = installation.copy.make(installation.copy.folder, '', '').commit()
        installation.say_result('unchanged')
        return 0
    try:
        installation.run()
    except StepFailed as error:
        installation.fail(error.words)
        return error.exit_code
    except GitFailed as error:
        installation.fail(error.words)
        return EXITS.get(error.reason, 1)
    except OSError as error:
        installation.fail('%s: %s' % (error.filename, error.strerror))
        return virtual_env.DISK_FULL if error.errno == 28 else virtual_env.NOT_WRITABLE
    installation.say_result('installed')
    return 0


if __name__ == '__main__':
    sys.exit(main())
