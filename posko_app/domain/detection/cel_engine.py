"""The one place that imports the CEL evaluator.

Its package imports its own command line, and that a terminal toolkit: 148 ms that no screening
needs. An empty module under that name keeps it out.
"""

import sys
from types import ModuleType

sys.modules.setdefault("cel.cli", ModuleType("cel.cli"))

from cel import Context, Program, compile  # noqa: A004, E402 - after the stand-in above

__all__ = ["Context", "Program", "compile"]
