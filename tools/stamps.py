"""What tells one build from another: the version file in the folder, and whether to build anew."""

import hashlib
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from posko_app import __version__

ROOT = Path(__file__).resolve().parent.parent
VERSION_FILE = "VERSI.txt"
SOURCES = ("posko_app", "resources", "sync/device", "sync/protocol", "installer/licences")
OF_THE_BUILD = ("freezing", "frozen_start", "icon", "installer", "notices", "stamps")
SINGLE = ("build_installer.spec", "requirements/runtime.txt", "requirements/dev.txt", "LICENSE")


def write_version(folder: Path) -> None:
    """Say in the folder which program this is, from which sources, and what it runs on."""
    lines = {
        "posko": __version__,
        "sumber": commit() or "-",
        "tanggal sumber": source_date().strftime("%Y-%m-%d %H:%M UTC"),
        "sistem": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "qt": version("PySide6-Essentials"),
        "isi": inputs_hash(),
    }
    text = "".join(f"{name}: {value}\n" for name, value in lines.items())
    (folder / VERSION_FILE).write_text(text, encoding="utf-8", newline="\r\n")


def version_of(folder: Path) -> dict[str, str]:
    """Read what `write_version` wrote; nothing where there is no such folder."""
    try:
        lines = (folder / VERSION_FILE).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    return dict(line.split(": ", 1) for line in lines)


def source_date() -> datetime:
    """Give SOURCE_DATE_EPOCH, or when the sources were committed; never the time of the build."""
    given = os.environ.get("SOURCE_DATE_EPOCH") or _git("log", "-1", "--format=%ct") or "0"
    return datetime.fromtimestamp(int(given), tz=UTC)


def commit() -> str:
    """Name the commit of the sources, with a plus when files differ from it; empty without git."""
    found = _git("rev-parse", "--short=12", "HEAD")
    return found + "+" if found and _git("status", "--porcelain", "-uno") else found


def inputs_hash() -> str:
    """Hash everything the folder is made from, and the Python that makes it."""
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted(_inputs()):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(ROOT).as_posix()} {content}\n".encode())
    return digest.hexdigest()


def _inputs() -> list[Path]:
    found = [path for source in SOURCES for path in (ROOT / source).rglob("*") if path.is_file()]
    single = [*SINGLE, *(f"tools/{name}.py" for name in OF_THE_BUILD)]
    kept = [path for path in found if "__pycache__" not in path.parts]
    return kept + [ROOT / name for name in single]


def _git(*arguments: str) -> str:
    try:
        asked = ["git", "-C", str(ROOT), *arguments]
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
