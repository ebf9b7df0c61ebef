"""
Takes back what install_custom_nodes has done: new nodes are moved where the application does not look, moved ones go back to their
commit, the packages to their versions from before. Nothing is deleted; what somebody has changed since is left alone and said.
"""

import os

from box import package_state, set_aside
from box.undo_checkout import go_back, reached
from box.undone import undo_with
from box.way_back import first_of


def put_aside(undone, nodes_folder, folder):
    if not os.path.lexists(os.path.join(nodes_folder, folder)):
        undone.already(folder, 'is not there')
        return
    undone.back(folder, 'moved to custom_nodes/%s' % set_aside.put_away(nodes_folder, folder))


def work(undone):
    nodes_folder = os.path.join(os.environ['UI_HOME'], 'custom_nodes')
    cloned, moved = first_of('cloned'), first_of('moved')
    # Inner ones first: a node inside another one is moved away by itself only where the outer one stays.
    for folder in reversed(list(moved)):
        if folder not in cloned:
            go_back(undone, nodes_folder, moved[folder], reached(folder))
    for folder in sorted(cloned):
        if not any(folder.startswith(outer + '/') for outer in cloned):
            try:
                put_aside(undone, nodes_folder, folder)
            except OSError as error:
                undone.not_back(folder, '%s: %s' % (error.filename, error.strerror))
    package_state.put_back(undone, os.environ['UI_HOME'])


undo_with(work)
