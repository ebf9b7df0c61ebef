"""Puts the packages back that python_packages has changed. Parameters: UI_HOME, PYTHON, GUARD, INSTALLER."""

import os

from box import package_state
from box.undone import undo_with

undo_with(lambda undone: package_state.put_back(undone, os.environ['UI_HOME']))
