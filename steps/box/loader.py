"""Runs a step's program whose modules came along as text: `from box import report` finds them here, not in a folder."""

import sys

if sys.version_info < (3, 8):
    sys.exit('The Python %s is too old: 3.8 or newer is needed.' % sys.version.split()[0])

import importlib.abc
import importlib.machinery


class Sources(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    def __init__(self, texts):
        self.texts = texts

    def find_spec(self, name, path=None, target=None):
        if name == 'box':
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        if name.startswith('box.') and name[4:] in self.texts:
            return importlib.machinery.ModuleSpec(name, self, origin='steps/box/%s.py' % name[4:])
        return None

    def get_source(self, name):
        return '' if name == 'box' else self.texts[name[4:]]


def run(texts, file):
    sys.meta_path.insert(0, Sources(texts))
    exec(compile(texts['__main__'], 'steps/' + file, 'exec'), {'__name__': '__main__', '__file__': file})
