"""
What a step was given to change, as it was before: a journal that its undo reads. A line of JSON for each thing, written before that
thing is changed; of two lines for one thing the first counts, so a second try never takes the first one's changes for what was
there before. Without UNDO_FILE nobody wants to go back, and nothing is written.
"""

import json
import os

NOTHING_TO_UNDO = 41


def remember(**facts):
    """Adds a line; it is on the disk when this returns. Raises OSError where it cannot be: then nothing may be changed."""
    path = os.environ.get('UNDO_FILE')
    if not path:
        return
    os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, (json.dumps(facts) + '\n').encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def records():
    """All lines, in order; [] where the step never got to change something. A last line that was cut off belongs to no change."""
    found = []
    try:
        with open(os.environ['UNDO_FILE'], encoding='utf-8', errors='surrogateescape') as file:
            for line in file:
                if line.endswith('\n'):
                    found.append(json.loads(line))
    except FileNotFoundError:
        pass
    return found


def first_of(name):
    """{value: record} of the lines that have a field of this name: the first one of each value."""
    found = {}
    for record in records():
        if name in record:
            found.setdefault(record[name], record)
    return found
