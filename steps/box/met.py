"""
The requirements that an environment was last seen to meet: the same ones are met as long as the same packages are there in the same
versions, and no installer has to say so again.
"""

import json
import os
import sys

from box import environment

_FILE = os.path.join(sys.prefix, '.bringup-met')


def describe(lines, packages, ui_home):
    """
    Requirement lines, {name: version} of what is installed and what the application asks for, as one text; None where a line names no version of its own, since
    what stands behind a URL can be another thing each time.
    """
    if any(line.url for line in lines):
        return None
    try:
        with open(os.path.join(ui_home, 'requirements.txt'), encoding='utf-8', errors='replace') as file:
            application = file.read()
    except OSError:
        application = ''
    asked = sorted({line.text for line in lines})
    guard = sorted(environment.guarded(packages))
    return json.dumps([sys.version, os.environ.get('EXCLUDE_NEWER', ''), application, guard, asked, packages], sort_keys=True)


def holds(text):
    try:
        with open(_FILE, encoding='utf-8') as file:
            return file.read() == text
    except OSError:
        return False


def keep(text):
    try:
        with open(_FILE, 'w', encoding='utf-8') as file:
            file.write(text or '')
    except OSError:
        pass  # the installer is asked the next time, too
