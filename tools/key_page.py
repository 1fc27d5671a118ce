"""Writes the tables of docs/keys.md from the map of keys; the words around them are kept."""

import sys
from collections.abc import Sequence
from pathlib import Path

from posko_app.i18n import load_catalogue
from posko_app.ui.key_map import sections

PAGE = Path(__file__).resolve().parent.parent / "docs" / "keys.md"
BEGIN, END = "<!-- keys: begin -->", "<!-- keys: end -->"


def tables() -> str:
    """Give every section as a table, in Indonesian as the window shows it."""
    parts = []
    for section in sections(load_catalogue()):
        rows = "\n".join(f"| {key} | {does} |" for key, does in section.lines)
        parts.append(f"### {section.title}\n\n| tombol | guna |\n|---|---|\n{rows}")
    return "\n\n".join(parts)


def written(page: str) -> str:
    """Give the page with its tables anew."""
    head, _, rest = page.partition(BEGIN)
    tail = rest.partition(END)[2]
    return f"{head}{BEGIN}\n\n{tables()}\n\n{END}{tail}"


def main(argv: Sequence[str]) -> int:
    """Write the page; with --check say 1 if it is not as it would be written."""
    now = PAGE.read_text(encoding="utf-8")
    if "--check" in argv:
        return int(now != written(now))
    PAGE.write_text(written(now), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
