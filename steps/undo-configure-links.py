"""Takes the links back that configure_links has made: what was moved away from under a name comes back. Nothing is overwritten."""

import os

from box.undone import undo_with
from box.way_back import first_of, records


def put_back(undone, models, record):
    name, path = record['link'], os.path.join(models, record['link'])
    if os.path.islink(path) and os.readlink(path) == record['folder']:
        os.unlink(path)
    elif os.path.islink(path) and record['was'] == 'link' and os.readlink(path) == record['target']:
        undone.already(name, 'leads to %s as before' % record['target'])
        return
    elif os.path.lexists(path) and not (record['was'] == 'folder' and os.path.isdir(path) and not os.path.islink(path)):
        undone.not_back(name, 'is not the link to %s any more: left alone' % record['folder'])
        return
    if record['was'] == 'link':
        os.symlink(record['target'], path)
        undone.back(name, 'leads to %s again' % record['target'])
    elif record['was'] == 'folder':
        os.makedirs(path, exist_ok=True)
        bring_back(undone, models, record)
    else:
        undone.back(name, 'link removed')


def bring_back(undone, models, record):
    """What had been moved into the folder that the link led to."""
    name, back, left = record['link'], 0, []
    for entry in dict.fromkeys(one['moved'] for one in records() if 'moved' in one and one['link'] == name):
        source, target = os.path.join(models, record['folder'], entry), os.path.join(models, name, entry)
        if os.path.lexists(target):
            # Never moved, or brought back by an undo that was cut off.
            if os.path.lexists(source):
                left.append('%s is in both folders' % entry)
        elif os.path.lexists(source):
            os.rename(source, target)
            back += 1
        else:
            left.append('%s is gone' % entry)
    if left:
        undone.not_back(name, '; '.join(left))
    else:
        undone.back(name, 'a folder again, %d brought back' % back)


def remove_made(undone, models, folder):
    try:
        os.rmdir(os.path.join(models, folder))
        undone.back(folder, 'empty folder removed')
    except FileNotFoundError:
        undone.already(folder, 'is not there')
    except OSError:
        undone.partly(folder, 'was made by the step and is not empty now: left alone')


def work(undone):
    models = os.path.join(os.environ['UI_HOME'], 'models')
    links = {name: record for name, record in first_of('link').items() if 'was' in record}
    for name, record in reversed(list(links.items())):
        try:
            put_back(undone, models, record)
        except OSError as error:
            undone.not_back(name, '%s: %s' % (error.filename, error.strerror))
    for folder in reversed(list(first_of('made'))):
        remove_made(undone, models, folder)


undo_with(work)
