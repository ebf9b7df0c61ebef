"""
Whether a checkout is as it was when it was last known to be clean, without git: a process for each of many nodes takes longer than
all the rest of a run with nothing to do. A mark in .git has the commit, and size, times and inode of the index and of every tracked
file, which is what git itself goes by. Whatever differs is git's to judge.
"""

import os
import stat
import time

_MARK = 'bringup-clean'
# More files than these are looked at by git faster than from here.
_MOST_FILES = 3000
# Who changes a file within the same tick of the clock leaves its times as they are (git calls that racy).
_SETTLED_NS = 2_000_000_000


def take(folder, tracked):
    """The mark's text for a checkout as it is now; None where it can't be had. `tracked`: names of all files that git has in it."""
    git = os.path.join(folder, '.git')
    if tracked is None or not os.path.isdir(git) or len(tracked) > _MOST_FILES or '.gitmodules' in tracked:
        return None
    try:
        return '\0'.join([_head(git), _state(git, 'index')] + ['%s %s' % (_state(folder, name), name) for name in tracked])
    except OSError:
        return None


def is_settled(text):
    """No file of the mark was touched a moment ago."""
    newest = max(max(map(int, part.split(' ', 2)[:2])) for part in text.split('\0')[1:])
    return newest < time.time_ns() - _SETTLED_NS


def keep(folder, text):
    try:
        with open(os.path.join(folder, '.git', _MARK), 'w', encoding='utf-8', errors='surrogateescape') as file:
            file.write(text)
    except OSError:
        pass  # git is asked the next time, too


def holds(folder):
    """True where everything is as the mark says."""
    try:
        with open(os.path.join(folder, '.git', _MARK), encoding='utf-8', errors='surrogateescape', newline='') as file:
            text = file.read()
    except OSError:
        return False
    return bool(text) and take(folder, [part.split(' ', 5)[5] for part in text.split('\0')[2:]]) == text


def _state(folder, name):
    found = os.lstat(os.path.join(folder, name))
    if stat.S_ISDIR(found.st_mode):
        raise OSError('another repository inside, which has a state of its own')
    return '%d %d %d %d %o' % (found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino, found.st_mode)


def _head(git):
    """What HEAD says, and the commit behind it where that is a branch's own file."""
    with open(os.path.join(git, 'HEAD'), encoding='utf-8', errors='replace') as file:
        head = file.read().strip()
    if not head.startswith('ref: '):
        return head
    with open(os.path.join(git, *head[5:].split('/')), encoding='utf-8', errors='replace') as file:
        return '%s %s' % (head, file.read().strip())
