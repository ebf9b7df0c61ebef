"""A node's own install.py, as ComfyUI-Manager runs it: with the application's Python, in the node's folder, once per commit."""

import os

from box import environment, process, report


class InstallPy:
    def __init__(self, ui_home, nodes_folder, python, seconds):
        self.ui_home, self.nodes_folder, self.python, self.seconds = ui_home, nodes_folder, python, seconds
        self.ran = False

    def _mark(self, node):
        return os.path.join(node.target(self.nodes_folder), '.git', 'bringup-installed')

    def is_due(self, node):
        if node.kind in (None, 'foreign') or not os.path.isfile(os.path.join(node.target(self.nodes_folder), 'install.py')):
            return False
        try:
            with open(self._mark(node)) as file:
                return file.read().strip() != '%s %s' % (node.commit, self.python)
        except OSError:
            return True

    def run(self, node, work):
        """Runs it; a failure becomes the node's problem. In the folder `work` lies what its own calls of pip have to keep."""
        self.ran = True
        constraints = os.path.join(work, 'guard.txt')
        with open(constraints, 'w') as file:
            file.write('\n'.join(environment.pins(environment.guarded(environment.installed()))))
        env = {**os.environ, 'COMFYUI_PATH': self.ui_home, 'PYTHONUNBUFFERED': '1', 'GIT_TERMINAL_PROMPT': '0'}
        env['PATH'] = os.path.dirname(self.python) + os.pathsep + env.get('PATH', '')
        # The variable takes no path with blanks.
        if not any(character.isspace() for character in constraints):
            env.update(PIP_CONSTRAINT=constraints, UV_CONSTRAINT=constraints)
        folder = node.target(self.nodes_folder)
        report.node_log(node.name, 'install.py')
        end = process.run([self.python, 'install.py'], self.seconds, folder, env, lambda line: report.node_log(node.name, line))
        if end.timed_out:
            node.problem('install_py', 'install.py did not end within %d s' % self.seconds)
        elif not end.ok:
            said = next((line for line in reversed(end.lines) if line.strip()), 'it said nothing')
            node.problem('install_py', 'install.py ended with exit code %s: %s' % (end.code, said))
        elif os.path.isdir(os.path.dirname(self._mark(node))):
            with open(self._mark(node), 'w') as file:
                file.write('%s %s\n' % (node.commit, self.python))
