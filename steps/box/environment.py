"""The application's Python environment: what is installed, what no node may change, and how that is put back."""

import os
import re
import sys

from box.late import remove_tree
from box.requirements import normal

# Packages that belong to the application: no node may replace its torch. Versions with a local part (+cu128) are not to be had
# from PyPI, so a replaced one would be lost.
_TORCH = r'torch|torchvision|torchaudio|torchcodec|triton|pytorch-triton(?:-.*)?|xformers|nvidia-.*|cuda-.*'
TORCH = ('torch', 'torchvision', 'torchaudio', 'torchcodec', 'triton', 'pytorch-triton', 'xformers')
_OWN = {normal(name) for name in os.environ.get('GUARD', '').split()}
_TORCH_PATTERN = re.compile('(?:%s)\\Z' % _TORCH)

# All of them write the folder cv2: only one may be there.
OPENCV = ('opencv-python', 'opencv-python-headless', 'opencv-contrib-python', 'opencv-contrib-python-headless')


def is_excluded(name):
    """Belongs to the application altogether: asked for by a node, it is left out."""
    return bool(_TORCH_PATTERN.match(name)) or name in _OWN


def is_guarded(name):
    """Must be the same afterwards. numpy's versions may be asked for, but what is installed stays: torch is built against it."""
    return is_excluded(name) or name == 'numpy'


def site_folders():
    return [folder for folder in dict.fromkeys(sys.path) if os.path.isdir(folder)]


def installed():
    """{normal name: version}, from the names of the folders: reading all metadata takes a hundred times as long."""
    found = {}
    for folder in site_folders():
        for name, version, _ in _distributions(folder):
            found.setdefault(name, version)
    return found


def distributions():
    """(normal name, version, site folder, folder of its metadata) of all that is installed; what comes first is what is imported."""
    for folder in site_folders():
        for name, version, info in _distributions(folder):
            yield name, version, folder, info


def _distributions(folder):
    for entry in os.listdir(folder):
        stem, kind = os.path.splitext(entry)
        if kind in ('.dist-info', '.egg-info') and '-' in stem:
            name, version = stem.split('-')[:2]
            # Half a removal leaves a folder without metadata.
            if kind == '.egg-info' or os.path.exists(os.path.join(folder, entry, 'METADATA')):
                yield normal(name), version, os.path.join(folder, entry)


def guarded(versions):
    return {name: version for name, version in versions.items() if is_guarded(name)}


def pins(versions):
    """Lines of a constraints file."""
    return ['%s==%s' % pair for pair in sorted(versions.items())]


def difference(before, after):
    """{name: [version before, version after]}, None where there was or is none."""
    names = sorted(name for name in {**before, **after} if before.get(name) != after.get(name))
    return {name: [before.get(name), after.get(name)] for name in names}


def drift(before, after):
    """Guarded packages that are no longer as they were, of {name: version} before and after; what came beside them has replaced nothing."""
    own = guarded(before)
    return difference(own, {name: after[name] for name in own if name in after})


def in_words(changes):
    def one(name, old, new):
        if old is None:
            return '%s %s came' % (name, new)
        return '%s %s went' % (name, old) if new is None else '%s %s became %s' % (name, old, new)

    return ', '.join(one(name, *versions) for name, versions in changes.items())


_KEPT = '.bringup-guard'


def forget_snapshots():
    """What a killed run has left of them."""
    for site in site_folders():
        remove_tree(os.path.join(site, _KEPT))


class Snapshot:
    """
    The guarded packages' files as hard links beside them: no space, no time, and what replaces a file leaves the link alone.
    A package whose folder is not on one file system with its site-packages cannot be kept; `lacks` names it.
    """

    def __init__(self):
        self.versions = guarded(installed())
        self.lacks = []
        self.kept = {}
        for folder in site_folders():
            for name, _, info in _distributions(folder):
                if name in self.versions and name not in self.kept:
                    self._keep(name, folder, info)

    def _keep(self, name, site, info):
        store = os.path.join(site, _KEPT, name)
        try:
            remove_tree(store)
            for file in _files(info):
                if os.path.isfile(os.path.join(site, file)):
                    os.makedirs(os.path.dirname(os.path.join(store, file)), exist_ok=True)
                    os.link(os.path.join(site, file), os.path.join(store, file))
            self.kept[name] = (site, store)
        except OSError:
            self.lacks.append(name)

    def drift(self):
        """What is no longer as it was: {name: [before, after]}. One that came beside them has replaced nothing."""
        return drift(self.versions, installed())

    def settle(self, who):
        """Puts back what `who` has changed; gives a sentence about it, None where nothing was. The snapshot is gone then."""
        changes = self.drift()
        left = self.restore() if changes else {}
        forget_snapshots()
        if not changes:
            return None
        end = 'they could not be put back (%s)' % in_words(left) if left else 'they were put back'
        return '%s changed packages of the application (%s): %s' % (who, in_words(changes), end)

    def restore(self):
        """Puts back what has changed. Gives what could not be undone."""
        for name in self.drift():
            for site in site_folders():
                for found, _, info in list(_distributions(site)):
                    if found == name:
                        _remove(site, info)
            if name in self.kept:
                site, store = self.kept[name]
                for folder, _, files in os.walk(store):
                    for file in files:
                        source = os.path.join(folder, file)
                        target = os.path.join(site, os.path.relpath(source, store))
                        os.makedirs(os.path.dirname(target), exist_ok=True)
                        if os.path.lexists(target):
                            os.remove(target)
                        os.link(source, target)
        return self.drift()


def _files(info):
    """Files of a distribution inside its site folder, by its RECORD (or what lies in the folder of its metadata)."""
    record = os.path.join(info, 'RECORD')
    if not os.path.isfile(record):
        base = os.path.basename(info)
        return [os.path.join(base, entry) for entry in os.listdir(info)] if os.path.isdir(info) else []
    with open(record, encoding='utf-8', errors='replace') as file:
        names = [line.rsplit(',', 2)[0].strip('"') for line in file if line.strip()]
    return [name for name in names if not os.path.isabs(name) and not name.startswith('..')]


def _remove(site, info):
    for file in _files(info):
        try:
            os.remove(os.path.join(site, file))
        except OSError:
            pass
    if os.path.isdir(info):
        remove_tree(info)


def processors():
    """Processors that the box really gives, by its cgroup: pools sized by what is visible die of the limit of processes."""
    visible = len(os.sched_getaffinity(0)) if hasattr(os, 'sched_getaffinity') else os.cpu_count() or 1
    try:
        with open('/sys/fs/cgroup/cpu.max') as file:
            quota, period = file.read().split()
        return max(1, min(visible, int(quota) // int(period))) if quota != 'max' else visible
    except (OSError, ValueError):
        return visible
