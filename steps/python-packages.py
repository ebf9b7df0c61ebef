"""python_packages: requirements for one Python, in one pass. Parameters: UI_HOME, PYTHON, PACKAGES (a line each), REQUIREMENTS, GUARD,
EXCLUDE_NEWER, INSTALLER."""

import os
import sys

from box import environment, guilty, installer, package_state, report, requirements
from box.distributions import Distributions, applies
from box.report import StepFailed

PATH_NOT_FOUND, TOOL_MISSING, NO_NETWORK, DISK_FULL = 10, 13, 15, 16


def wanted():
    """Requirement lines that apply here, without those of the application."""
    file = os.path.expanduser(os.environ['REQUIREMENTS'])
    if file and not os.path.isfile(file):
        raise StepFailed(PATH_NOT_FOUND, 'There is no requirement file %s on the box.' % file)
    wrong, left_out = [], []
    try:
        lines = [requirements.Line(text) for text in filter(None, os.environ['PACKAGES'].split('\n'))]
    except ValueError as error:
        raise StepFailed(1, '%s is no requirement.' % error) from None
    lines += requirements.read(file, left_out, wrong) if file else []
    for words in left_out + wrong:
        report.warning(words)
    kept = []
    for line in filter(applies, lines):
        if line.name and environment.is_excluded(line.name):
            report.warning('%s belongs to the application: it stays as it is.' % line.text)
        else:
            kept.append(line)
    return kept


def install(lines):
    pip = installer.Installer(os.environ['UI_HOME'], os.environ['EXCLUDE_NEWER'])
    try:
        if not pip.find(os.environ['INSTALLER']):
            raise StepFailed(TOOL_MISSING, 'The Python %s has no pip, and there is no uv on the box.' % os.environ['PYTHON'])
        snapshot = None if pip.uv else environment.Snapshot()
        try:
            pip.install_all(lines)
        finally:
            words = snapshot.settle('the packages') if snapshot else None
        if words:
            raise StepFailed(1, words)
    except installer.Failed as error:
        words = error.text.splitlines() or ['no words']
        code = DISK_FULL if 'No space left' in error.text else NO_NETWORK if guilty.is_outage(error.text) else 1
        raise StepFailed(code, 'The packages could not be installed: %s' % report.cut(words[-1], 600)) from None
    finally:
        pip.close()


def work():
    if not os.environ['PYTHON']:
        raise StepFailed(TOOL_MISSING, 'There is no Python %s on the box.' % os.environ['BRINGUP_WANTED_PYTHON'])
    lines, before = wanted(), environment.installed()
    installed = Distributions()
    lacks = [line for line in lines if not line.name or line.url or installed.lacks(line)]
    if lacks:
        package_state.keep_before(os.environ['PYTHON'], before)
        try:
            install(lines)
        finally:
            package_state.keep_after(environment.installed())
    changes = environment.difference(before, environment.installed())
    report.result({'python': os.environ['PYTHON'], 'packages': changes})
    report.note(environment.in_words(changes) if changes else 'unchanged: %d requirements are met' % len(lines))


def main():
    report.task('packages', 'running')
    try:
        work()
        report.task('packages', 'success')
        return 0
    except StepFailed as error:
        report.task('packages', 'failed', error.words)
        report.failure(error.words)
        return error.exit_code


if __name__ == '__main__':
    sys.exit(main())
