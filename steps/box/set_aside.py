"""Nodes that keep the application from starting are put where it does not look, and get another chance at the next look."""

import os

from box import report
from box.free_name import free_name

# ComfyUI skips folders with this ending.
FOLDER = '.bringup-set-aside.disabled'
# Where an undo puts nodes: nobody brings these back by himself.
UNDONE = '.bringup-undone.disabled'


def put(nodes_folder, name):
    """Moves a node's folder out of the way; gives its new path below custom_nodes, or None where that was not possible."""
    place = os.path.join(FOLDER, name)
    try:
        os.makedirs(os.path.join(nodes_folder, FOLDER), exist_ok=True)
        if os.path.lexists(os.path.join(nodes_folder, place)):
            return None
        os.rename(os.path.join(nodes_folder, name), os.path.join(nodes_folder, place))
        return place
    except OSError as error:
        report.node_log(name, 'could not be set aside: %s' % error.strerror)
        return None


def put_away(nodes_folder, folder):
    """Moves a node that an undo takes back out of the way, for good; gives its new path below custom_nodes. Raises OSError."""
    place = free_name(os.path.join(nodes_folder, UNDONE, folder.replace('/', '-')))
    os.makedirs(os.path.dirname(place), exist_ok=True)
    os.rename(os.path.join(nodes_folder, folder), place)
    return os.path.relpath(place, nodes_folder)


def bring_back(nodes_folder, name=None):
    """Moves what was set aside (or one node of it) back to its place, unless another one is there by now. Gives the names."""
    folder = os.path.join(nodes_folder, FOLDER)
    back = []
    for entry in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
        target = os.path.join(nodes_folder, entry)
        if name in (None, entry) and not os.path.lexists(target):
            os.rename(os.path.join(folder, entry), target)
            back.append(entry)
    try:
        os.rmdir(folder)
    except OSError:
        pass
    return back
