"""A small look-alike of ComfyUI for tests and practice: it loads custom nodes by the same rules and logs the same lines.

The rules are those of ComfyUI's `nodes.py` and `main.py` (read in November 2026): everything in custom_nodes is loaded
except `__pycache__`, files that are not Python, and what ends in `.disabled`; a dot in front makes no exception. The log
goes to standard error. Since 0.22 each entry begins with its level, as here with LAB_COMFYUI_LOG=levels.
"""

import argparse
import importlib.util
import json
import logging
import os
import sys
import time
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HERE = os.path.dirname(os.path.realpath(__file__))
CUSTOM_NODES = os.path.join(HERE, 'custom_nodes')
VERSION = '0.22.0+look-alike'

node_classes = {}


def parse_arguments():
    """The arguments of ComfyUI that set-up work uses."""
    parser = argparse.ArgumentParser()
    parser.add_argument('--cpu', action='store_true')
    parser.add_argument('--quick-test-for-ci', action='store_true')
    parser.add_argument('--listen', nargs='?', default='127.0.0.1', const='0.0.0.0,::')
    parser.add_argument('--port', type=int, default=8188)
    parser.add_argument('--log-stdout', action='store_true')
    parser.add_argument('--disable-auto-launch', action='store_true')
    parser.add_argument('--disable-all-custom-nodes', action='store_true')
    parser.add_argument('--whitelist-custom-nodes', nargs='+', default=[])
    return parser.parse_args()


def set_up_log(to_stdout):
    with_levels = os.environ.get('LAB_COMFYUI_LOG') == 'levels'
    handler = logging.StreamHandler(sys.stdout if to_stdout else sys.stderr)
    handler.setFormatter(logging.Formatter('[%(levelname)s] %(message)s' if with_levels else '%(message)s'))
    logging.getLogger().setLevel(logging.INFO)
    logging.getLogger().addHandler(handler)


def is_chosen(name):
    return not args.disable_all_custom_nodes or name in args.whitelist_custom_nodes


def log_times(title, times, failed):
    """The list at the end of a phase: `[(seconds, path, success)]`."""
    if not times:
        return
    logging.info('\n%s times for custom nodes:', title)
    for seconds, path, success in sorted(times):
        logging.info('{:6.1f} seconds{}: {}'.format(seconds, '' if success else ' (' + failed + ')', path))
    logging.info('')


def timed(work, path):
    start = time.perf_counter()
    success = work(path)
    return time.perf_counter() - start, path, success


def run_prestartup_script(folder):
    script = os.path.join(folder, 'prestartup_script.py')
    try:
        spec = importlib.util.spec_from_file_location(os.path.splitext(script)[0], script)
        spec.loader.exec_module(importlib.util.module_from_spec(spec))
        return True
    except Exception as error:
        logging.error(f'Failed to execute startup-script: {script} / {error}')
        return False


def run_prestartup_scripts():
    """Before torch and the nodes: what a node wants done early."""
    if args.disable_all_custom_nodes and not args.whitelist_custom_nodes:
        return
    times = []
    for name in sorted(os.listdir(CUSTOM_NODES)):
        folder = os.path.join(CUSTOM_NODES, name)
        if os.path.isfile(folder) or name.endswith('.disabled') or name == '__pycache__':
            continue
        if not os.path.exists(os.path.join(folder, 'prestartup_script.py')):
            continue
        if not is_chosen(name):
            logging.info(f'Prestartup Skipping {name} due to disable_all_custom_nodes and whitelist_custom_nodes')
            continue
        times.append(timed(run_prestartup_script, folder))
    log_times('Prestartup', times, 'PRESTARTUP FAILED')


def load_custom_node(path):
    """Imports one node; True when it has classes."""
    name = os.path.splitext(os.path.basename(path))[0] if os.path.isfile(path) else os.path.basename(path)
    is_file = os.path.isfile(path)
    module_name = os.path.splitext(path)[0] if is_file else path.replace('.', '_x_')
    try:
        source = path if is_file else os.path.join(path, '__init__.py')
        spec = importlib.util.spec_from_file_location(module_name, source)
        module = importlib.util.module_from_spec(spec)
        sys.modules[module_name] = module
        spec.loader.exec_module(module)
        mappings = getattr(module, 'NODE_CLASS_MAPPINGS', None)
        if mappings is None:
            need = 'NODE_CLASS_MAPPINGS or comfy_entrypoint (need one)'
            logging.warning(f'Skip {path} module for custom nodes due to the lack of {need}.')
            return False
        for key, node in mappings.items():
            node.RELATIVE_PYTHON_MODULE = 'custom_nodes.' + name
            node_classes[key] = node
        return True
    except Exception as error:
        logging.warning(traceback.format_exc())
        logging.warning(f'Cannot import {path} module for custom nodes: {error}')
        return False


def load_custom_nodes():
    times = []
    # The real one takes them as the file system gives them.
    for name in sorted(os.listdir(CUSTOM_NODES)):
        path = os.path.join(CUSTOM_NODES, name)
        if name == '__pycache__' or (os.path.isfile(path) and not name.endswith('.py')) or name.endswith('.disabled'):
            continue
        if not is_chosen(name):
            logging.info(f'Skipping {name} due to disable_all_custom_nodes and whitelist_custom_nodes')
            continue
        times.append(timed(load_custom_node, path))
    log_times('Import', times, 'IMPORT FAILED')


def torch_version():
    """Imports torch as ComfyUI does. It cannot live without; the look-alike can."""
    try:
        import torch
    except ImportError:
        return None
    return torch.__version__


def object_info():
    """Every node class, as `/object_info` has them; one that cannot tell about itself is left out."""
    info = {}
    for key, node in node_classes.items():
        try:
            info[key] = {
                'input': node.INPUT_TYPES(),
                'output': list(getattr(node, 'RETURN_TYPES', ())),
                'name': key,
                'display_name': key,
                'description': getattr(node, 'DESCRIPTION', ''),
                'python_module': getattr(node, 'RELATIVE_PYTHON_MODULE', 'nodes'),
                'category': getattr(node, 'CATEGORY', 'sd'),
                'output_node': getattr(node, 'OUTPUT_NODE', False),
            }
        except Exception:
            logging.error(f'[ERROR] An error occurred while retrieving information for the {key!r} node.')
            logging.error(traceback.format_exc())
    return info


def system_stats():
    system = {
        'os': sys.platform,
        'comfyui_version': VERSION,
        'python_version': sys.version,
        'pytorch_version': pytorch,
        'embedded_python': False,
        'argv': sys.argv,
    }
    return {'system': system, 'devices': [{'name': 'cpu', 'type': 'cpu', 'index': None}]}


class Handler(BaseHTTPRequestHandler):
    """The two addresses that tell whether the application is ready, also below /api."""

    def do_GET(self):
        path = self.path.split('?')[0]
        path = path[len('/api'):] if path.startswith('/api/') else path
        answer = {'/system_stats': system_stats, '/object_info': object_info}.get(path)
        data = json.dumps(answer() if answer else None).encode()
        self.send_response(200 if answer else 404)
        self.send_header('Content-Type', 'application/json; charset=utf-8')
        self.send_header('Content-Length', str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


args = parse_arguments()
set_up_log(args.log_stdout)
run_prestartup_scripts()
pytorch = torch_version()
logging.info(f'pytorch version: {pytorch}')
logging.info(f'Python version: {sys.version}')
logging.info(f'ComfyUI version: {VERSION}')
load_custom_nodes()
if args.quick_test_for_ci:
    sys.exit(0)
server = ThreadingHTTPServer((args.listen.split(',')[0], args.port), Handler)
logging.info('Starting server\n')
logging.info(f'To see the GUI go to: http://{args.listen}:{server.server_address[1]}')
server.serve_forever()
