"""Gives the file of write_file its text and mode from before, or removes it; one that somebody has changed since is left alone."""

import base64
import os

from box.undone import undo_with
from box.way_back import first_of, records
from box.whole_file import digest, read_file, write_whole


def put_back(undone, path, record):
    now = read_file(path)
    old = record['before'] and (base64.b64decode(record['before']['data']), record['before']['mode'])
    written = [one['written'] for one in records() if one.get('file') == path]
    if now == old:
        undone.already(path, 'as before')
    elif now is None:
        undone.not_back(path, 'somebody has removed it since: it was left so')
    elif digest(now[0]) not in written:
        undone.not_back(path, 'somebody has changed it since: left alone')
    elif old is None:
        os.unlink(path)
        undone.back(path, 'removed')
    else:
        write_whole(path, *old)
        undone.back(path, 'as before')


def work(undone):
    for path, record in first_of('file').items():
        try:
            put_back(undone, path, record)
        except OSError as error:
            undone.not_back(path, error.strerror)


undo_with(work)
