"""The setup program's lists: what it puts where, and what its uninstaller takes away again."""

from collections.abc import Iterable
from pathlib import Path, PureWindowsPath

INSTALL, REMOVE = "install.nsh", "remove.nsh"


def write_lists(folder: Path, target: Path) -> int:
    """Write both lists for the files in a folder; give their size in kilobytes.

    Links of a Linux folder are left out: the files they lead to are there.
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    target.mkdir(parents=True, exist_ok=True)
    names = [path.relative_to(folder).as_posix() for path in files]
    (target / INSTALL).write_text(install_list(folder, names), encoding="utf-8-sig")
    (target / REMOVE).write_text(remove_list(names), encoding="utf-8-sig")
    return sum(path.stat().st_size for path in files) // 1024


def install_list(folder: Path, names: Iterable[str]) -> str:
    """Say for each file into which folder it goes."""
    lines: list[str] = []
    before = None
    for name in names:
        place = _installed(name).parent
        if place != before:
            lines.append(f'SetOutPath "{place}"')
            before = place
        lines.append(f'File "{folder / name}"')  # read when packing: no variable in it
    return "\n".join(lines) + "\n"


def remove_list(names: Iterable[str]) -> str:
    """Delete each file, then each folder that is empty then, the deepest first."""
    places = [_installed(name) for name in names]
    root = PureWindowsPath("$INSTDIR")
    folders = {above for place in places for above in place.parents if root in above.parents}
    deepest_first = sorted(folders, key=lambda path: (-len(path.parts), str(path)))
    lines = [f'Delete "{place}"' for place in places]
    return "\n".join([*lines, *(f'RMDir "{path}"' for path in deepest_first)]) + "\n"


def _installed(name: str) -> PureWindowsPath:
    return PureWindowsPath("$INSTDIR", _escaped(name))


def _escaped(text: str) -> str:
    """A dollar begins a variable in NSIS."""
    return text.replace("$", "$$")
