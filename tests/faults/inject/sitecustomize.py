"""Lets a harness be the keyboard of a window process; python runs this file at start.

Put its folder on the path to use it.

Only the process that was started as the window is touched, and only when the
harness names a driver. The product's own code is not changed.
"""

import importlib
import importlib.abc
import importlib.machinery
import os
import sys

DRIVER = os.environ.get("POSKO_TEST_DRIVER")
WIDGETS = "PySide6.QtWidgets"


class AfterImport(importlib.abc.MetaPathFinder):
    """Calls the driver once, right after the widgets were imported."""

    def find_spec(self, name, path, target=None):
        """Find the real module and add our call behind its loading."""
        if name != WIDGETS:
            return None
        sys.meta_path.remove(self)
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        load = spec.loader.exec_module

        def load_and_drive(module):
            load(module)
            importlib.import_module(DRIVER).install(module.QApplication)

        spec.loader.exec_module = load_and_drive
        return spec


if DRIVER and "--window-process" in sys.orig_argv:
    sys.meta_path.insert(0, AfterImport())
