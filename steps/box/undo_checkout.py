"""A checkout that a step has moved goes back to its commit; one that somebody has changed since is left alone."""

import os

from box import report
from box.git import Repository, few
from box.way_back import records


def reached(folder):
    """Commits that the step has moved it to."""
    return [line['commit'] for line in records() if line.get('moved_to') == folder]


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
