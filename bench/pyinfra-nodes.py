"""
The same set-up as pyinfra's own documentation would have it: a repository and a requirements file per node, desired state, over SSH.
pyinfra INVENTORY pyinfra-nodes.py --data nodes=FILE --data ui_home=FOLDER --data venv=FOLDER, FILE being JSON: [{name, url, requirements}].
"""

import json

from pyinfra import host
from pyinfra.operations import git, pip

with open(host.data.nodes) as file:
    nodes = json.load(file)

for node in nodes:
    folder = '%s/custom_nodes/%s' % (host.data.ui_home, node['name'])
    git.repo(name='Clone %s' % node['name'], src=node['url'], dest=folder, depth=1)
    if node['requirements']:
        pip.packages(
            name='Install requirements of %s' % node['name'],
            requirements='%s/%s' % (folder, node['requirements']),
            virtualenv=host.data.venv,
        )
