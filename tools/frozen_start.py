"""Runs first in every frozen process, instead of the freezer's own start for Qt.

That one loads Qt at once, also where no window is wanted: in the parent, in a command without a
window, beside a workbook somebody handed in. All that Qt needs is its plugins' place; a place
that another program left in the environment would be wrong here.
"""

import os
import sys
from pathlib import Path

# The freezer gives every frozen process the folder of its libraries.
inside = Path(sys._MEIPASS) / "PySide6"  # type: ignore[attr-defined]  # noqa: SLF001
os.environ["QT_PLUGIN_PATH"] = str(inside / ("" if sys.platform == "win32" else "Qt") / "plugins")
