"""
Puts the files back that set_ui_home has written. Where somebody else has changed one since, only the part of Bringup is taken back
and their changes stay.
"""

import os
import re
import stat

from box.undone import undo_with
from box.way_back import first_of
from box.whole_file import write_whole

_BLOCK = re.compile(r'^# >>> bringup >>>\n.*?^# <<< bringup <<<\n', re.M | re.S)
_OWN = re.compile(r'^(?:# Written by Bringup.*|export UI_HOME=.*|set -gx UI_HOME .*)\n', re.M)
_OLDER = re.compile(r'^[ \t]*(?:export[ \t]+)?UI_HOME=.*\n', re.M)


def read(path):
    try:
        with open(path, encoding='utf-8', errors='surrogateescape', newline='') as file:
            return file.read()
    except FileNotFoundError:
        return None


def parts_of(text, whole):
    """(what others have written, what belongs to Bringup). `whole`: the file is Bringup's own altogether."""
    pattern = _OWN if whole else _BLOCK
    return pattern.sub('', text), ''.join(pattern.findall(text))


def write(path, text, like):
    """Replaces a file in one step, with the mode and owner of `like`."""
    write_whole(path, text.encode('utf-8', 'surrogateescape'), stat.S_IMODE(os.stat(like).st_mode), owner_of=like)


def put_back(undone, path, copy):
    before, now = read(copy) if copy else None, read(path)
    if copy and before is None:
        undone.not_back(path, 'its copy %s is gone' % copy)
        return
    if now == before:
        undone.already(path, 'as before')
        return
    whole = path.endswith(('/.bringup/env', '/conf.d/bringup.fish'))
    others_before, own_before = parts_of(before or '', whole)
    others_now, _ = parts_of(now or '', whole)
    if others_now.strip('\n') in (others_before.strip('\n'), _OLDER.sub('', others_before).strip('\n')):
        if before is None:
            os.remove(path)
        else:
            write(path, before, copy)
        undone.back(path, 'removed' if before is None else 'as before')
    else:
        write(path, others_now + own_before, path if now is not None else copy)
        undone.partly(path, 'somebody has changed it since: only what Bringup had written was taken back')


def work(undone):
    for path, record in first_of('file').items():
        try:
            put_back(undone, path, record['copy'])
        except OSError as error:
            undone.not_back(path, error.strerror)


undo_with(work)
