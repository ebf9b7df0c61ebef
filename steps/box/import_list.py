"""What the application's log says of its custom nodes: its lists at the end, and the errors before them."""

import os
import re

# Since ComfyUI 0.22 each entry begins with its level.
_LEVEL = re.compile(r'^(?:\x1b\[[0-9;]*m)*\[(?:DEBUG|DETAIL|INFO|WARNING|ERROR|CRITICAL)\] ?')
_COLOUR = re.compile(r'\x1b\[[0-9;]*m')
_LISTED = re.compile(r'\s*[\d.]+ seconds(?: \(([A-Z ]+)\))?: (.+)')


class Said:
    """`listed`: {path: '' or 'IMPORT FAILED'}; `errors`, `traces` and `prestartup`: by path; `classless`: paths."""

    def __init__(self):
        self.listed, self.errors, self.traces, self.prestartup, self.classless = {}, {}, {}, {}, set()


def read(lines):
    """Reads a log, whatever came between its lines."""
    said, section, trace = Said(), None, []
    for line in (_COLOUR.sub('', _LEVEL.sub('', line)) for line in lines):
        listed = _LISTED.fullmatch(line)
        if re.fullmatch(r'(Import|Prestartup) times for custom nodes:\s*', line):
            section = line.split()[0]
        elif listed and section == 'Import':
            said.listed[listed.group(2)] = listed.group(1) or ''
        elif listed and section == 'Prestartup':
            if listed.group(1):
                said.prestartup.setdefault(listed.group(2), 'its prestartup_script.py failed')
        elif line.startswith('Traceback (most recent call last):'):
            trace = [line]
        else:
            trace = _sentence(said, line, trace)
    return said


def _sentence(said, line, trace):
    """One line outside of the lists; gives the traceback that is being read."""
    failed = re.match(r'Cannot import (.+?) module for custom nodes: ?(.*)', line)
    early = re.match(r'Failed to execute startup-script: (.+?)/prestartup_script\.py / ?(.*)', line)
    classless = re.match(r'Skip (.+?) module for custom nodes due to the lack of', line)
    if failed:
        path, error = failed.groups()
        said.traces[path] = trace
        said.errors[path] = _last_words(trace) or error
        return []
    if early:
        said.prestartup[early.group(1)] = 'its prestartup_script.py failed: %s' % early.group(2)
    elif classless:
        said.classless.add(classless.group(1))
    elif trace:
        return trace + [line]
    return trace


def _last_words(trace):
    """The exception's own line: the first that is not indented behind the last frame."""
    frames = [at for at, line in enumerate(trace) if line.startswith('  File "')]
    return next((line for line in trace[frames[-1]:] if line and not line[0].isspace()), '') if frames else ''


def name_of(path, nodes_folder):
    """A node's name: its entry in custom_nodes, or the whole path where it is loaded from elsewhere."""
    folder, name = os.path.split(path.rstrip('/'))
    return name if os.path.realpath(folder) == os.path.realpath(nodes_folder) else path
