"""
Takes back what install_custom_nodes has done: new nodes are moved where the application does not look, moved ones go back to their
commit, the packages to their versions from before. Nothing is deleted; what somebody has changed since is left alone and said.
"""

import os

from box import package_state, report, set_aside
from box.git import Repository, few
from box.undone import undo_with
from box.way_back import first_of, records


def put_aside(undone, nodes_folder, folder):
    if not os.path.lexists(os.path.join(nodes_folder, folder)):
        undone.already(folder, 'is not there')
        return
    undone.back(folder, 'moved to custom_nodes/%s' % set_aside.put_away(nodes_folder, folder))


def go_back(undone, nodes_folder, record, commits):
    folder, was = record['moved'], record['was']
    target = os.path.join(nodes_folder, folder)
    if not os.path.isdir(target):
        undone.not_back(folder, 'its folder is gone: it was at %.7s' % was)
        return
    repository = Repository(target, '', log=lambda line: report.node_log(folder, line))
    now, changes = repository.commit(), repository.changes()
    if now == was:
        undone.already(folder, 'at %.7s as before' % was)
    elif now not in commits:
        undone.not_back(folder, 'somebody has moved it to %s since: left alone, it was at %.7s' % (now and '%.7s' % now, was))
    elif changes is None or changes:
        undone.not_back(folder, 'has local changes (%s): left at %.7s, it was at %.7s' % (few(changes or ''), now, was))
    else:
        words = repository.go_back(was, record['branch'])
        if words:
            undone.not_back(folder, 'could not go back to %.7s: %s' % (was, report.cut(words, 300)))
        else:
            undone.back(folder, 'at %.7s again' % was)


def work(undone):
    nodes_folder = os.path.join(os.environ['UI_HOME'], 'custom_nodes')
    cloned, moved = first_of('cloned'), first_of('moved')
    # Inner ones first: a node inside another one is moved away by itself only where the outer one stays.
    for folder in reversed(list(moved)):
        if folder not in cloned:
            reached = [line['commit'] for line in records() if line.get('moved_to') == folder]
            go_back(undone, nodes_folder, moved[folder], reached)
    for folder in sorted(cloned):
        if not any(folder.startswith(outer + '/') for outer in cloned):
            try:
                put_aside(undone, nodes_folder, folder)
            except OSError as error:
                undone.not_back(folder, '%s: %s' % (error.filename, error.strerror))
    package_state.put_back(undone, os.environ['UI_HOME'])


undo_with(work)
