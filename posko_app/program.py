"""How this program starts itself again: what was frozen by its own file, a checkout as a module.

A switch as the first word says which process it shall be. Nobody types one.
"""

import sys
from pathlib import Path

WINDOW_PROCESS = "--window-process"
SHEET_PROCESS = "--sheet-process"


def own_command() -> list[str]:
    """Give the command that starts this program again, frozen or from a checkout."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-m", "posko_app"]


def program_folder() -> Path | None:
    """Give the folder an installer put the frozen program into; None for a checkout or a wheel."""
    return Path(sys.executable).resolve().parent if getattr(sys, "frozen", False) else None
