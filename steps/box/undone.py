"""What an undo came to: a row for each thing, and at the end what could not be put back."""

import sys

from box import report
from box.way_back import NOTHING_TO_UNDO, records


class Undone:
    def __init__(self):
        self.put_back, self.there, self.left = [], [], []

    def back(self, name, words):
        """It was put back, and looked at afterwards."""
        self.put_back.append(name)
        report.task(name, 'success', words)
        report.node_log(name, words)

    def already(self, name, words):
        """It is as it was before the step."""
        self.there.append(name)
        report.task(name, 'success', words)
        report.node_log(name, words)

    def partly(self, name, words):
        """It was put back as far as nobody else's changes are lost."""
        self.put_back.append(name)
        report.task(name, 'warning', words)
        report.warning('%s: %s' % (name, words))

    def not_back(self, name, words):
        """It could not be put back."""
        self.left.append('%s: %s' % (name, words))
        report.task(name, 'failed', words)
        report.node_log(name, words)


def undo_with(work):
    """Runs `work(undone)` and ends the program: NOTHING_TO_UNDO where nothing was ever kept, 1 where something could not be put back."""
    if not records():
        report.note('the step had changed nothing')
        sys.exit(NOTHING_TO_UNDO)
    undone = Undone()
    work(undone)
    report.result({'put_back': undone.put_back, 'already': undone.there, 'left': undone.left})
    report.note('%d put back, %d as before already, %d not' % (len(undone.put_back), len(undone.there), len(undone.left)))
    if undone.left:
        report.failure('Not all could be put back: %s' % '; '.join(undone.left))
        sys.exit(1)
