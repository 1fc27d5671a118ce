"""Builds the frozen program into dist/posko, and the setup program for Windows around it.

    python -m tools.installer --folder    the folder only, and only when something in it changed
    python -m tools.installer             the folder as of now, the setup program, the list in docs

A setup program that is not made on Windows holds a Linux folder: it shows that the script is
right, and its name and first words say that it is no program for a post.
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from posko_app import __version__
from tools.freezing import left_behind
from tools.icon import write_icon, write_side_picture
from tools.installed_files import write_page
from tools.setup_lists import write_lists
from tools.stamps import commit, inputs_hash, source_date, version_of

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"
FOLDER = DIST / "posko"
WORK = ROOT / "build" / "freeze"
WINDOWS = sys.platform == "win32"


class Incomplete(Exception):
    """What was frozen lacks a module that ours import."""


def main(arguments: Sequence[str]) -> int:
    """Build what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tools.installer")
    parser.add_argument("--folder", action="store_true", help="only the folder, if it is stale")
    asked = parser.parse_args(arguments)
    stamped = version_of(FOLDER)
    fresh = stamped.get("isi") == inputs_hash()
    if not fresh or (not asked.folder and stamped.get("sumber") != commit()):
        build_folder()
    if asked.folder:
        return 0
    write_page(FOLDER)
    print(make_setup(FOLDER, DIST))
    return 0


def build_folder() -> None:
    """Freeze the program; the folder that was there is replaced once the new one is whole.

    Raises:
        Incomplete: a package is imported that the lock of the desk does not list.
    """
    made = WORK / "dist"
    places = ["--distpath", str(made), "--workpath", str(WORK)]
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR", *places]
    subprocess.run(
        [*command, "build_installer.spec"], cwd=ROOT, env=build_environment(os.environ), check=True
    )
    (notes,) = WORK.glob("*/warn-*.txt")
    behind = left_behind(notes.read_text(encoding="utf-8"))
    if behind:
        raise Incomplete(f"not in requirements/runtime.txt or left out: {', '.join(behind)}")
    DIST.mkdir(exist_ok=True)
    shutil.rmtree(FOLDER, ignore_errors=True)
    (made / "posko").rename(FOLDER)


def build_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Fix what would differ from one build to the next: the order of sets, and the time."""
    fixed = {
        "PYTHONHASHSEED": "0",
        "PYINSTALLER_CONFIG_DIR": str(WORK / "cache"),
        "SOURCE_DATE_EPOCH": f"{source_date().timestamp():.0f}",
    }
    return {**environment, **fixed, "PYTHONPATH": str(ROOT)}


def make_setup(folder: Path, target: Path, *, quick: bool = False) -> Path:
    """Build the setup program around a folder; give its path.

    Args:
        folder: the frozen program.
        target: where the setup program goes.
        quick: pack loosely, for a test of the script.
    """
    windows = (folder / "posko.exe").is_file()
    lists = WORK / "setup"
    kilobytes = write_lists(folder, lists)
    name = f"posko-{__version__}-setup.exe" if windows else f"posko-{__version__}-percobaan.exe"
    suffix = ".exe" if windows else ""
    told = {
        "VERSION": __version__,
        "OUTFILE": str(target / name),
        "ICON": str(write_icon(lists / "posko.ico")),
        "SIDE": str(write_side_picture(lists / "side.bmp")),
        "LISTS": str(lists),
        "TERMINAL": f"posko{suffix}",
        "WINDOW": f"posko-meja{suffix}",
        "KILOBYTES": str(kilobytes),
    }
    told |= {} if windows else {"STANDIN": "1"}
    told |= {"QUICK": "1"} if quick else {}
    defined = [f"-D{key}={value}" for key, value in told.items()]
    script = str(ROOT / "installer" / "posko.nsi")
    command = ["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", *defined, script]
    subprocess.run(command, env=build_environment(os.environ), check=True)
    return target / name


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
