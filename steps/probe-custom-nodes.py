"""
Whether custom nodes are still as install_custom_nodes left them: each one's commit, and each of their requirements by the metadata
of what is installed. Neither git nor an installer is asked. Parameters: UI_HOME, PYTHON, NODES, GUARD as for the step; COMMITS ({name:
commit}) and SETTLED (names of nodes that the step itself was content with broken) as JSON; PROBE_NO.
"""

import json
import os
import sys

from box import environment, nodes, probe, requirements
from box.distributions import Distributions, applies
from box.git import Repository


def lacks_of(node, nodes_folder, commit, installed):
    """What is no longer so, as sentences; [] where all is."""
    target = node.target(nodes_folder)
    if not os.path.isdir(target):
        return ['the folder of %s is gone' % node.name]
    now = Repository(target, node.url).commit() if commit else None
    if now != commit:
        return ['%s is at %s instead of %.7s' % (node.name, '%.7s' % now if now else 'no commit', commit)]
    found = []
    path = os.path.join(target, node.requirements or 'requirements.txt')
    if installed and os.path.isfile(path):
        for line in requirements.read(path, [], []):
            if line.name and applies(line) and not environment.is_excluded(line.name):
                found += ['%s (for %s) %s' % (lack.name, node.name, lack.why) for lack in installed.lacks(line)]
    return found


def main():
    nodes_folder = os.path.join(os.environ['UI_HOME'], 'custom_nodes')
    commits, settled = json.loads(os.environ['COMMITS']), json.loads(os.environ['SETTLED'])
    installed = Distributions() if os.environ['PYTHON'] else None
    found = []
    for node in nodes.read_nodes(os.environ['NODES']):
        if node.name not in settled:
            found += lacks_of(node, nodes_folder, commits.get(node.name), installed)
    return probe.answer(found)


if __name__ == '__main__':
    sys.exit(main())
