"""Pictures of every screen, state and look, from invented data, written to build/screens/."""

import argparse
import os
import sys
from collections.abc import Sequence

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything loads Qt

from tests.support.pictures import LOOKS, OUT, take_all


def main(argv: Sequence[str]) -> int:
    """Take all pictures, or those of the looks named."""
    parser = argparse.ArgumentParser(prog="python -m tools.screens", description=__doc__)
    names = [look.name for look in LOOKS]
    parser.add_argument("look", nargs="*", help=f"one of {', '.join(names)}; all without one")
    wanted = parser.parse_args(argv).look
    for name, count in take_all(wanted).items():
        print(f"{name}: {count}")
    print(OUT)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
