"""Third-party notices: what the folder holds of others, under which terms, with the texts."""

import shutil
import sys
import sysconfig
from collections.abc import Iterable
from importlib.metadata import Distribution, PackagePath, distribution, packages_distributions
from pathlib import Path, PurePath

from tools.freezing import Entry, canonical

ROOT = Path(__file__).resolve().parent.parent
TEXTS = ROOT / "installer" / "licences"
FOLDER = "LISENSI"
INDEX = "PIHAK-KETIGA.txt"
SPOKEN = ("licen", "copying", "notice", "authors")  # names of files with terms in them
BOOTLOADER = (
    "PyInstaller's start of the two programs: GPL-2.0 with leave to ship it under any terms"
)
OPENSSL = "OpenSSL, as part of {}: Apache-2.0, the text of cryptography/LICENSE.APACHE"
HEAD = """\
Posko is under the Apache License 2.0 (LISENSI/posko.txt). This folder also holds programs of
others. Each has its own terms; the texts lie beside this file.

Qt (libraries in _internal/PySide6) is used under the GNU LGPL, version 3. You may put your own
build of Qt 6 in place of these files; Posko loads them at run time and changes nothing in them.
Their sources are published by The Qt Company under the version named below.

"""


def write_notices(folder: Path, pure: Iterable[Entry], binaries: Iterable[Entry]) -> None:
    """Write the index and copy every text into the folder."""
    target = folder / FOLDER
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    lines = [f"Python {sys.version.split()[0]}: PSF-2.0"]
    shutil.copyfile(_python_licence(), target / "python.txt")
    shutil.copyfile(ROOT / "LICENSE", target / "posko.txt")
    for path in sorted(TEXTS.iterdir()):
        shutil.copyfile(path, target / path.name)
    for name in sorted(_held(pure, binaries)):
        found = distribution(name)
        lines.append(f"{found.metadata['Name']} {found.version}: {_terms(found)}")
        _copy_texts(found, target / name)
    lines += [BOOTLOADER, "SQLCipher, as part of sqlcipher3: BSD-3-Clause (sqlcipher.txt)"]
    lines += ["SQLite, as part of sqlcipher3: public domain"]
    lines += [OPENSSL.format(name) for name in ("cryptography", "sqlcipher3", "Python")]
    lines += _system_libraries(binaries)
    (target / INDEX).write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


def _held(pure: Iterable[Entry], binaries: Iterable[Entry]) -> set[str]:
    """Find the distributions whose modules are in the folder."""
    modules = {name.split(".")[0] for name, _, _ in pure}
    modules |= {PurePath(target).parts[0].split(".")[0] for target, _, _ in binaries}
    owners = packages_distributions()
    return {canonical(owner) for module in modules for owner in owners.get(module, [])}


def _terms(found: Distribution) -> str:
    about = found.metadata
    stated = about.get("License-Expression") or about.get("License") or ""
    if stated and "\n" not in stated:
        return stated
    classes = [line for line in about.get_all("Classifier", []) if line.startswith("License ::")]
    return "; ".join(line.rsplit(" :: ", 1)[1] for line in classes) or "see its text"


def _copy_texts(found: Distribution, target: Path) -> None:
    for path in found.files or []:
        if "dist-info" in path.parts[0] and path.name.lower().startswith(SPOKEN):
            target.mkdir(exist_ok=True)
            shutil.copyfile(_located(path), target / path.name)


def _located(path: PackagePath) -> Path:
    return Path(str(path.locate()))


def _python_licence() -> Path:
    """Find the text of Python's licence, which each system keeps elsewhere."""
    places = [
        Path(sysconfig.get_path("stdlib")) / "LICENSE.txt",
        Path(sys.base_prefix) / "LICENSE.txt",
    ]
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    places.append(Path("/usr/share/doc") / version / "copyright")
    return next(place for place in places if place.is_file())


def _system_libraries(binaries: Iterable[Entry]) -> list[str]:
    """Name the libraries a Linux folder takes from the system; on Windows there are none."""
    prefixes = ("/lib/", "/usr/lib/")
    names = {PurePath(source).name for _, source, _ in binaries if source.startswith(prefixes)}
    if not names:
        return []
    return [
        "",
        "From the Linux system it was built on, terms in its /usr/share/doc:",
        *sorted(names),
    ]
