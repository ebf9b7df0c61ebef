"""The packages of a Python before and after a step, kept for its undo; and how they are put back."""

import os

from box import environment, installer, process, report, requirements
from box.way_back import records, remember


def keep_before(python, packages):
    """{name: version} of what is installed; of several tries the first one counts."""
    if python:
        remember(python=python, packages=packages)


def keep_after(packages):
    """What the step has left; of several tries the last one counts."""
    remember(packages_after=packages)


class Changes:
    """`mine`: {name: [before, after]} of what the step has changed; `foreign`: names that somebody has changed since."""

    def __init__(self, now):
        lines = records()
        first = next((line for line in lines if 'packages' in line), {'python': None, 'packages': now})
        after = next((line['packages_after'] for line in reversed(lines) if 'packages_after' in line), now)
        self.python = first['python']
        changed = environment.difference(first['packages'], after)
        self.mine = {name: pair for name, pair in changed.items() if now.get(name) == pair[1] and pair[0] != pair[1]}
        self.foreign = {name: pair for name, pair in changed.items() if now.get(name) not in pair}


def put_back(undone, ui_home=''):
    """Removes what came, installs the old version of what changed or went. One row, `packages`."""
    changes = Changes(environment.installed())
    if not changes.mine and not changes.foreign:
        return
    report.task('packages', 'running')
    pip = installer.Installer(ui_home)
    try:
        if not pip.find(os.environ.get('INSTALLER') or 'auto'):
            undone.not_back('packages', 'there is neither uv nor a pip for %s' % changes.python)
            return
        words = _install_old(pip, changes) + _remove_new(pip, changes)
    finally:
        pip.close()
    now = environment.installed()
    left = {name: [now.get(name), pair[0]] for name, pair in changes.mine.items() if now.get(name) != pair[0]}
    words += ['%s is %s and was %s' % (name, have or 'not there', was or 'not there') for name, (have, was) in left.items()]
    words += ['%s was changed by somebody else since: left alone' % name for name in changes.foreign]
    if words:
        undone.not_back('packages', '; '.join(words))
    else:
        undone.back('packages', environment.in_words({name: pair[::-1] for name, pair in changes.mine.items()}))


def _install_old(pip, changes):
    old = {name: pair[0] for name, pair in changes.mine.items() if pair[0] is not None}
    lines = [requirements.Line(pin) for pin in environment.pins(old)]
    try:
        pip.install(lines, ['--no-deps'])
    except installer.Failed as error:
        report.log(error.text)
        return ['the old versions could not be installed: %s' % report.cut((error.text.splitlines() or ['no words'])[-1], 300)]
    return []


def _remove_new(pip, changes):
    new = [name for name, pair in changes.mine.items() if pair[0] is None]
    if not new:
        return []
    end = process.run(pip.uninstall_command(new), 300, on_line=report.log)
    return [] if end.ok else ['what is new could not be removed: %s' % report.cut((end.lines or ['no words'])[-1], 300)]
