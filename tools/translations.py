"""Gathers the window's texts into .ts files and compiles them to the .qm files it reads."""

import argparse
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "locale" / "qt"
ENGLISH = FOLDER / "posko_en.ts"


def compile_all(folder: Path = FOLDER) -> tuple[Path, ...]:
    """Compile every .ts file beside itself; gives the .qm files in order of name."""
    sources = sorted(folder.glob("*.ts"))
    compiled = tuple(source.with_suffix(".qm") for source in sources)
    for source, target in zip(sources, compiled, strict=True):
        _run("pyside6-lrelease", "-silent", str(source), "-qm", str(target))
    return compiled


def update(target: Path = ENGLISH) -> None:
    """Read the window's sources again; translations already made are kept."""
    package = ROOT / "posko_app"
    sources = [str(package / "app.py"), *sorted(str(p) for p in (package / "ui").rglob("*.py"))]
    _run(
        "pyside6-lupdate",
        *("-silent", "-no-obsolete", "-locations", "none"),
        *("-source-language", "id", "-target-language", "en"),
        *sources,
        *("-ts", str(target)),
    )


def unfinished(target: Path = ENGLISH) -> tuple[str, ...]:
    """Name the texts that have no translation yet, as `context: text`."""
    found = []
    for context in ET.parse(target).getroot().iter("context"):  # noqa: S314 - our own file
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is not None and translation.get("type") == "unfinished":
                found.append(f"{context.findtext('name')}: {message.findtext('source')}")
    return tuple(found)


def main(argv: Sequence[str]) -> int:
    """Compile; --update reads the sources first; 1 if --check finds an untranslated text."""
    parser = argparse.ArgumentParser(prog="python -m tools.translations", description=__doc__)
    parser.add_argument("--update", action="store_true", help="read the sources first")
    parser.add_argument("--check", action="store_true", help="1 if a text has no translation")
    wanted = parser.parse_args(argv)
    if wanted.update:
        update()
    compile_all()
    missing = unfinished() if wanted.check and ENGLISH.exists() else ()
    for text in missing:
        print(text, file=sys.stderr)
    return 1 if missing else 0


def _run(tool: str, *arguments: str) -> None:
    found = Path(sysconfig.get_path("scripts")) / tool
    subprocess.run([str(found), *arguments], check=True, cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
