"""The custom nodes of a template: what is asked for, and what came of each."""

import os

from box import report

# What a row's problem can be called by; a template may accept it (`accept` of the step).
ACCEPTED = frozenset(os.environ.get('ACCEPT', '').split())


class Node:
    """One entry of the template's list, and how it stands."""

    def __init__(self, number, name, url='', ref='', requirements='', subfolder='', optional=''):
        self.number, self.name, self.url, self.ref = number, name, url, ref
        self.requirements, self.optional = requirements, optional == '1'
        self.folder = subfolder or name
        # How its folder came about: new, there, moved, foreign (usable, but not ours); None while it is not known.
        self.kind = None
        self.commit = None
        self.words = ''
        self.lines = []
        # (reason, words): what went wrong, and what is worth a warning.
        self.problems = []
        self.remarks = []
        self.ended = False

    @property
    def depth(self):
        return self.folder.count('/')

    @property
    def usable(self):
        """Its folder is there and is a node's."""
        return self.kind is not None and not self.ended

    def target(self, nodes_folder):
        return os.path.join(nodes_folder, self.folder)

    def problem(self, reason, words):
        """Something that keeps it from being ready."""
        self.problems.append((reason, words))
        report.node_log(self.name, words)

    def remark(self, words, reason=None):
        """Something that a person should know of, though the node is ready; not if the template says that it is all right."""
        if reason not in ACCEPTED:
            self.remarks.append(words)
        report.node_log(self.name, words)

    @property
    def accepted(self):
        """The template takes what is wrong with it as it is."""
        return self.optional or all(reason in ACCEPTED for reason, _ in self.problems)

    @property
    def status(self):
        if self.problems and not self.accepted:
            return 'skipped' if self.problems[0][0] == 'skipped' else 'failed'
        return 'warning' if self.problems or self.remarks else 'success'

    @property
    def sentence(self):
        """What it came to, for its row."""
        problems = '; '.join(words for _, words in self.problems)
        if not self.problems:
            return '; '.join([self.words] + self.remarks)
        if self.accepted:
            problems += ' (accepted by the template)'
        return '; '.join([problems] + self.remarks)


def read_nodes(text):
    """The list as steps/nodes.ts writes it: a line per node, its fields apart by US."""
    return [Node(number, *line.split('\x1f')) for number, line in enumerate(filter(None, text.split('\n')))]
