"""What the application's import check is watched with: a sitecustomize.py for its process. The application itself runs unchanged."""

# Every top-level file of a node tells its start in a line of its own, so that the one which never comes back, or takes the process
# with it, is known by name; at the end the node classes by node.
TEXT = r'''
import atexit
import faulthandler
import json
import os
import sys
import _thread

_trace = os.open(os.environ.pop('BRINGUP_TRACE'), os.O_WRONLY | os.O_APPEND)
_roots = tuple(root + '/' for root in os.environ.pop('BRINGUP_ROOTS').split(':'))
_main = _thread.get_ident()


def _node(file):
    for root in _roots:
        if file.startswith(root):
            inner = file[len(root):].split('/')
            if len(inner) == 1 or len(inner) == 2 and inner[1] in ('__init__.py', 'prestartup_script.py'):
                return inner[0]
    return None


def _tell(kind, value):
    os.write(_trace, (json.dumps([kind, value]) + '\n').encode())


def _audit(event, given):
    if event == 'exec' and _thread.get_ident() == _main:
        code = given[0]
        if getattr(code, 'co_name', None) == '<module>':
            node = _node(code.co_filename)
            if node:
                _tell('loads', node)


def _classes():
    found = {}
    for module in list(sys.modules.values()):
        try:
            own = module.__dict__
            node = _node(own.get('__file__') or '')
            if node and isinstance(own.get('NODE_CLASS_MAPPINGS'), dict):
                found.setdefault(node, set()).update(map(str, own['NODE_CLASS_MAPPINGS']))
        except Exception:
            pass
    every = getattr(sys.modules.get('nodes'), 'NODE_CLASS_MAPPINGS', None)
    for name, one in every.items() if isinstance(every, dict) else ():
        home = str(getattr(one, 'RELATIVE_PYTHON_MODULE', ''))
        if home.startswith('custom_nodes.'):
            found.setdefault(home[len('custom_nodes.'):], set()).add(str(name))
    _tell('classes', {node: sorted(names) for node, names in found.items()})


def _shadowed():
    """The sitecustomize.py that this one stands before."""
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [folder for folder in sys.path if os.path.abspath(folder) != here]
    before = os.environ.pop('BRINGUP_PYTHONPATH')
    os.environ.pop('PYTHONPATH', None)
    if before:
        os.environ['PYTHONPATH'] = before
    from importlib.machinery import PathFinder
    from importlib.util import module_from_spec
    spec = PathFinder.find_spec('sitecustomize', sys.path)
    if spec and spec.loader:
        spec.loader.exec_module(module_from_spec(spec))


try:
    import resource
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
except Exception:
    pass
faulthandler.enable()
_shadowed()
atexit.register(_classes)
sys.addaudithook(_audit)
'''
