"""What goes into the frozen program, and what stays out: used by build_installer.spec."""

import os.path
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import packages_distributions
from pathlib import Path, PurePath

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements" / "runtime.txt"

Entry = tuple[str, str, str]  # where it goes, what it is, what kind it is

# Of ours: the centre and its tools are other programs.
NOT_OF_THE_DESK = ["sync.server", "tests", "tools"]
NOT_NEEDED = ["idlelib", "lib2to3", "pydoc", "tkinter", "turtle", "unittest"]
# The evaluator's own command line, which detection.cel_engine keeps out; and Qt's own network,
# which nothing asks for.
NOT_NEEDED += ["cel.cli", "PySide6.QtNetwork"]
# What is asked for by those command lines only, although the lock lists it.
NOT_NEEDED += ["pip", "prompt_toolkit", "pygments", "rich", "typer", "pycparser"]

# Everything else Qt could load at run time stays out. The window asks for Fusion, draws SVG icons
# and paints PDF without a screen.
PLUGINS = {
    "platforms": {"qxcb", "qoffscreen", "qwindows"},
    "platforminputcontexts": {"composeplatforminputcontextplugin"},
    "imageformats": {"qsvg"},
    "iconengines": {"qsvgicon"},
}


def left_out() -> list[str]:
    """Name what is not followed: all that the desk's lock does not list, and some that it does."""
    listed = set(re.findall(r"^([a-z0-9-]+)==", LOCK.read_text("utf-8"), re.MULTILINE))
    foreign = [
        module
        for module, owners in packages_distributions().items()
        if not {canonical(owner) for owner in owners} & listed
    ]
    return sorted({*NOT_OF_THE_DESK, *NOT_NEEDED, *foreign})


def canonical(name: str) -> str:
    """Write a distribution's name the way the lock does."""
    return re.sub(r"[-_.]+", "-", name).lower()


def resource_files() -> list[tuple[str, str]]:
    """Pair every data file of ours with its folder in the program; sources of texts stay out."""
    found = sorted(path for path in (ROOT / "resources").rglob("*") if path.is_file())
    kept = (path for path in found if path.suffix != ".ts" and "__pycache__" not in path.parts)
    return [(str(path), str(path.parent.relative_to(ROOT))) for path in kept]


def left_behind(notes: str) -> list[str]:
    """Name modules that ours import and that are not in the program, from the freezer's notes.

    The standard library's are not meant: some of it exists on one system only.
    """
    pattern = r"^(?:missing|excluded) module named '?([\w.]+)'? - (.*)$"
    lines = re.findall(pattern, notes, re.MULTILINE)
    ours = [module for module, importers in lines if re.search(r"\b(posko_app|sync)\b", importers)]
    return [module for module in ours if module.split(".")[0] not in sys.stdlib_module_names]


def own_scripts(scripts: Iterable[Entry]) -> list[Entry]:
    """Leave out what the freezer would run before us; `frozen_start` stands in its place."""
    return [entry for entry in scripts if not entry[0].startswith("pyi_rth_")]


def wanted_files(entries: Iterable[Entry], binaries: Iterable[Entry] = ()) -> list[Entry]:
    """Leave out Qt's translations, what QML would need, plugins nobody asks for.

    Args:
        entries: what the freezer collected.
        binaries: what is kept of libraries; a link that leads to another one goes.
    """
    kept = {target for target, _, _ in binaries}
    return [
        (target, source, kind)
        for target, source, kind in entries
        if _is_wanted(PurePath(target))
        and (kind != "SYMLINK" or os.path.normpath(PurePath(target).parent / source) in kept)
    ]


def _is_wanted(target: PurePath) -> bool:
    if target.parent.name.endswith(".dist-info") or "dist-info/" in target.as_posix():
        return target.name in {"METADATA", "entry_points.txt"}  # what a package asks about itself
    if "PySide6" not in target.parts:
        return True
    if "plugins" in target.parts:
        wanted = PLUGINS.get(target.parent.name, set())
        return target.name.split(".")[0].removeprefix("lib") in wanted
    return not {"translations", "qml"} & set(target.parts)


def needed_binaries(
    entries: Iterable[Entry], libraries_of: Callable[[str], set[str]]
) -> list[Entry]:
    """Keep modules and plugins, and of the libraries those that one of them loads.

    Args:
        entries: what the freezer collected.
        libraries_of: gives the file names that a binary file asks the system for.
    """
    wanted = [entry for entry in entries if _is_wanted(PurePath(entry[0]))]
    roots = [entry for entry in wanted if entry[2] == "EXTENSION" or _is_loaded_by_name(entry)]
    sources = {PurePath(target).name: source for target, source, _ in wanted}
    reached: set[str] = set()
    waiting = [source for _, source, _ in roots]
    while waiting:
        new = {name for name in libraries_of(waiting.pop()) if name in sources} - reached
        reached |= new
        waiting += [sources[name] for name in new]
    return [entry for entry in wanted if entry in roots or PurePath(entry[0]).name in reached]


def _is_loaded_by_name(entry: Entry) -> bool:
    """Tell what the program or Qt opens while it runs from what a loader brings along."""
    target = PurePath(entry[0])
    return "plugins" in target.parts or target.name.lower().startswith(("libpython", "python3"))


class LibrariesOf:
    """Asks the freezer which libraries a binary file loads, each file once."""

    def __init__(self) -> None:
        # exists where the freezer is installed, which is no part of the program
        from PyInstaller.depend.bindepend import get_imports

        self._imports = get_imports

    def __call__(self, source: str) -> set[str]:
        """Give the file names (raises what the freezer raises)."""
        return {PurePath(name).name for name, _ in self._imports(source)}


def strip_symbols(folder: Path) -> None:
    """Take what only a debugger reads out of Linux libraries: Python's alone are 30 MB with it."""
    if not sys.platform.startswith("linux"):
        return
    for path in sorted(_libraries(folder)):
        mode = path.stat().st_mode
        path.chmod(mode | 0o200)
        subprocess.run(["strip", "--strip-debug", str(path)], check=True)
        path.chmod(mode)


def _libraries(folder: Path) -> Iterator[Path]:
    for path in (folder / "_internal").rglob("*.so*"):
        # Qt's come without symbols, and their maker's tools laid them out
        if path.is_file() and not path.is_symlink() and "PySide6" not in path.parts:
            yield path
