"""A small look-alike of ComfyUI for tests and practice: it loads custom nodes by the same rules and prints the same lines."""

import argparse
import importlib.util
import json
import os
import sys
import time
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HERE = os.path.dirname(os.path.realpath(__file__))

parser = argparse.ArgumentParser()
parser.add_argument("--cpu", action="store_true")
parser.add_argument("--quick-test-for-ci", action="store_true")
parser.add_argument("--listen", default="127.0.0.1")
parser.add_argument("--port", type=int, default=8188)
parser.add_argument("--disable-all-custom-nodes", action="store_true")
parser.add_argument("--whitelist-custom-nodes", nargs="+", default=[])
args = parser.parse_args()

node_classes = {}


def load_custom_node(path):
    name = os.path.basename(path)
    module_name = path.replace(".", "_x_")
    try:
        if os.path.isfile(path):
            spec = importlib.util.spec_from_file_location(module_name, path)
        else:
            spec = importlib.util.spec_from_file_location(
                module_name, os.path.join(path, "__init__.py"), submodule_search_locations=[path]
            )
        module = importlib.util.module_from_spec(spec)
        sys.modules[module_name] = module
        spec.loader.exec_module(module)
    except Exception as error:
        print(traceback.format_exc(), flush=True)
        print(f"Cannot import {path} module for custom nodes: {error}", flush=True)
        return False
    mappings = getattr(module, "NODE_CLASS_MAPPINGS", None)
    if mappings is None:
        print(f"Skip {path} module for custom nodes due to the lack of NODE_CLASS_MAPPINGS.", flush=True)
        return False
    node_classes.update({key: {"name": key, "python_module": "custom_nodes." + name} for key in mappings})
    return True


def load_all():
    folder = os.path.join(HERE, "custom_nodes")
    times = []
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if name == "__pycache__" or name.startswith(".") or name.endswith(".disabled"):
            continue
        if os.path.isfile(path) and not name.endswith(".py"):
            continue
        if args.disable_all_custom_nodes and name not in args.whitelist_custom_nodes:
            continue
        start = time.perf_counter()
        success = load_custom_node(path)
        times.append((time.perf_counter() - start, path, success))
    print("\nImport times for custom nodes:", flush=True)
    for seconds, path, success in sorted(times):
        print("{:6.1f} seconds{}: {}".format(seconds, "" if success else " (IMPORT FAILED)", path), flush=True)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        path = self.path.split("?")[0].removeprefix("/api")
        body = {"/system_stats": {"system": {"comfyui_version": "look-alike"}, "devices": []}, "/object_info": node_classes}.get(path)
        data = json.dumps(body).encode()
        self.send_response(404 if body is None else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


load_all()
if args.quick_test_for_ci:
    sys.exit(0)
server = ThreadingHTTPServer((args.listen, args.port), Handler)
print(f"To see the GUI go to: http://{args.listen}:{server.server_address[1]}", flush=True)
server.serve_forever()
