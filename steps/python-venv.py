"""python_venv: a virtual environment. Parameters: VENV, BASE_PYTHON, PACKAGES (a line each), REQUIREMENTS, UPGRADE_PIP, RECREATE,
UI_HOME, PYTHON (of the application; empty where there is none)."""

import os
import sys

from box import report, virtual_env
from box.report import StepFailed
from box.virtual_env import VirtualEnv


def wanted():
    """What pip is to install, as its words."""
    words = [line for line in os.environ['PACKAGES'].split('\n') if line]
    file = os.path.expanduser(os.environ['REQUIREMENTS'])
    if file and not os.path.isfile(file):
        raise StepFailed(virtual_env.PATH_NOT_FOUND, 'There is no requirement file %s on the box.' % file)
    return words + (['-r', file] if file else [])


def warn_of_second(environment):
    """Nodes and what they need go to the application's own environment, whatever lies beside it."""
    application, ui_home = os.environ['PYTHON'], os.path.realpath(os.environ['UI_HOME'])
    answer = virtual_env.ask(application) if application else None
    if answer and os.path.realpath(answer[0]) != environment.path and environment.path.startswith(ui_home + os.sep):
        words = 'The application in %s uses %s: what is installed into %s does not reach it.'
        report.warning(words % (ui_home, answer[0], environment.path))


def work(begun):
    def begin(row):
        begun.append(row)
        report.task(row, 'running')

    begin('environment')
    words = wanted()
    environment = VirtualEnv(os.path.expanduser(os.environ['VENV']), os.path.expanduser(os.environ['BASE_PYTHON']))
    kind = environment.settle(bool(os.environ['RECREATE']))
    report.task('environment', 'success', '%s, Python %s' % (kind, environment.version))
    new = {}
    if os.environ['UPGRADE_PIP']:
        before = environment.packages()
        begin('pip')
        environment.upgrade_pip()
        after = environment.packages()
        new.update({} if before.get('pip') == after.get('pip') else {'pip': after.get('pip')})
        report.task('pip', 'success', after.get('pip'))
    if words:
        begin('packages')
        new.update(environment.install(words))
        report.task('packages', 'success', '%d new' % len(new) if new else 'unchanged')
    warn_of_second(environment)
    report.result({'path': environment.path, 'python': environment.python, 'version': environment.version, 'kind': kind, 'installed': new})
    report.note('%s %s%s' % (environment.path, kind, ', %d packages installed' % len(new) if new else ''))


def main():
    os.umask(0o022)
    for row in ['environment'] + (['pip'] if os.environ['UPGRADE_PIP'] else []):
        report.task(row, 'pending')
    if os.environ['PACKAGES'] or os.environ['REQUIREMENTS']:
        report.task('packages', 'pending')
    begun = []
    try:
        work(begun)
        return 0
    except StepFailed as error:
        words, code = error.words, error.exit_code
    except OSError as error:
        words = '%s: %s' % (error.filename, error.strerror)
        code = virtual_env.DISK_FULL if error.errno == 28 else virtual_env.NOT_WRITABLE
    report.task(begun[-1], 'failed', words)
    report.failure(words)
    return code


if __name__ == '__main__':
    sys.exit(main())
