"""Builds the shim with the system's compiler and starts processes behind it."""

import hashlib
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).with_name("shim.c")
BUILD = Path(__file__).parents[2] / "build" / "faults"


class NoCompiler(RuntimeError):
    """The shim cannot be built here."""


def build_shim() -> Path:
    """Compile the shim once per version of its source; give the library's path.

    Raises:
        NoCompiler: gcc is missing, so the harness cannot say anything.
    """
    compiler = shutil.which("gcc")
    if compiler is None:
        raise NoCompiler(
            "gcc is missing: the power-cut harness needs it (apt install gcc libc6-dev)"
        )
    digest = hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:16]
    library = BUILD / f"shim-{digest}.so"
    if not library.exists():
        BUILD.mkdir(parents=True, exist_ok=True)
        part = library.with_suffix(f".{os.getpid()}")
        options = ["-O2", "-Wall", "-Werror", "-shared", "-fPIC", "-o", str(part), str(SOURCE)]
        subprocess.run([compiler, *options, "-ldl", "-lpthread"], check=True)
        part.replace(library)
    return library


@dataclass(frozen=True, slots=True)
class Watch:
    """Which folder is watched, and where records and acknowledgements go."""

    root: Path
    trace: Path
    ack: Path

    def environment(self) -> dict[str, str]:
        """Variables that put a child process behind the shim."""
        return {
            "LD_PRELOAD": str(build_shim()),
            "SHIM_ROOT": str(self.root.resolve()),
            "SHIM_TRACE": str(self.trace.resolve()),
            "SHIM_ACK": str(self.ack.resolve()),
        }


def watch_below(folder: Path) -> Watch:
    """Watch `folder/root`; the records stand beside it."""
    return Watch(folder / "root", folder / "trace", folder / "ack")
