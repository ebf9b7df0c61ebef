"""A new clone of git_clone is moved aside, one that was moved goes back to its commit; what was changed since is left alone."""

import os

from box.free_name import free_name
from box.git import Repository, few
from box.undo_checkout import go_back, reached
from box.undone import undo_with
from box.way_back import first_of


def put_aside(undone, folder, commit):
    if not os.path.lexists(folder):
        undone.already(folder, 'is not there')
        return
    repository = Repository(folder, '')
    now, changes = repository.commit(), repository.changes()
    if now != commit:
        undone.not_back(folder, 'is at another commit than it was cloned at: left alone')
    elif changes is None or changes:
        undone.not_back(folder, 'has local changes (%s): left alone' % few(changes or ''))
    else:
        place = free_name(folder + '.bringup-undone')
        os.rename(folder, place)
        undone.back(folder, 'moved to %s' % place)


def work(undone):
    cloned = first_of('cloned')
    for folder, record in cloned.items():
        put_aside(undone, folder, record['commit'])
    for folder, record in first_of('moved').items():
        if folder not in cloned:
            go_back(undone, '/', record, reached(folder))


undo_with(work)
