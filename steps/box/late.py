"""What costs more to load than a run with nothing to do takes otherwise: modules of Python that only some runs need."""

import os


def remove_tree(folder):
    """Removes a folder with all that is in it; what cannot be removed, or is not there, stays so."""
    if os.path.lexists(folder):
        import shutil

        shutil.rmtree(folder, ignore_errors=True)


def find_program(name):
    """Path of a program on PATH, or None."""
    for folder in os.environ.get('PATH', os.defpath).split(os.pathsep):
        path = os.path.join(folder, name)
        if os.path.isfile(path) and os.access(path, os.X_OK):
            return path
    return None
