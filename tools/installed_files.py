"""Writes docs/installed-files.md: each file of the frozen folder with its size, as it was built."""

from collections import Counter
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "installed-files.md"
HEAD = """\
# What an installed Posko consists of

Written by `make installer`; measured on the folder that was built: {files} files,
{megabytes:.0f} MB, links not counted. Built on Linux; Qt for Windows needs no ICU and no X
libraries, so a folder built there is smaller.

| part | files | MB |
|---|---:|---:|
{parts}

## Every file

Sizes in kB, rounded up.

{listed}
"""


def write_page(folder: Path) -> None:
    """Measure the folder and write the page."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    sizes = {path.relative_to(folder).as_posix(): path.stat().st_size for path in files}
    PAGE.write_text(page_of(sizes), encoding="utf-8")


def page_of(sizes: dict[str, int]) -> str:
    """Give the page for files and their sizes in bytes."""
    counts, totals = Counter[str](), Counter[str]()
    for name, size in sizes.items():
        counts[part_of(name)] += 1
        totals[part_of(name)] += size
    parts = [
        f"| {part} | {counts[part]} | {size / 1e6:.1f} |" for part, size in totals.most_common()
    ]
    listed = [f"- `{name}` {-(-size // 1000)}" for name, size in sizes.items()]
    megabytes = sum(sizes.values()) / 1e6
    texts = {"parts": "\n".join(parts), "listed": "\n".join(listed)}
    return HEAD.format(files=len(sizes), megabytes=megabytes, **texts)


def part_of(name: str) -> str:
    """Say to which part of the program a file belongs."""
    path = PurePosixPath(name)
    if len(path.parts) == 1 or path.parts[0] != "_internal":
        return (
            "licences" if len(path.parts) > 1 else "the two programs, with our code and pure Python"
        )
    if "libicu" in path.name:
        return "ICU, for Qt on Linux"
    if path.parts[1] in {"PySide6", "shiboken6"}:
        return "Qt and its binding"
    if path.parts[1] == "resources":
        return "our data files"
    if path.parts[1].startswith(("lib", "python", "base_library")):
        return "Python and libraries of the system"
    return "compiled packages: SQLCipher, cryptography, CEL and others"
