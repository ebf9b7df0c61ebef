"""
Whether packages are still installed for a Python, by their metadata: versions, what they need in turn, and files of theirs that are
gone. Parameters: PYTHON, PACKAGES (a requirement a line), REQUIREMENTS (a file on the box, or nothing), PROBE_NO.
"""

import os
import sys

from box import probe, requirements
from box.distributions import Distributions, applies


def wanted():
    for line in filter(None, os.environ['PACKAGES'].split('\n')):
        yield requirements.Line(line)
    file = os.path.expanduser(os.environ['REQUIREMENTS'])
    if file:
        yield from requirements.read(file, [], [])


def reasons():
    python = os.environ['PYTHON']
    if not python or os.path.abspath(python) != os.path.abspath(os.environ['BRINGUP_WANTED_PYTHON']):
        return ['the Python %s is gone' % os.environ['BRINGUP_WANTED_PYTHON']]
    file = os.path.expanduser(os.environ['REQUIREMENTS'])
    if file and not os.path.isfile(file):
        return ['the requirement file %s is gone' % file]
    installed = Distributions()
    lines = [line for line in wanted() if line.name and applies(line)]
    return ['%s: %s' % (lack.name, lack.why) for line in lines for lack in installed.lacks(line)]


if __name__ == '__main__':
    sys.exit(probe.answer(reasons()))
