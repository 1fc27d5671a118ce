"""Everything that differs between operating systems: durable names, private files, limits.

Callers never ask which system they run on; this file does.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

OWNER_ONLY = 0o600
OWNER_ONLY_DIRECTORY = 0o700
REPLACE_TRIES = 10  # virus scanners hold a fresh file for some tens of milliseconds
REPLACE_PAUSE_S = 0.05
LONGEST_SOUND_S = 3.0


def fsync_directory(directory: Path) -> None:
    """Make the directory's names durable; Windows does so by itself and cannot be asked."""
    if sys.platform == "win32":
        return
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_file(source: Path, target: Path) -> None:
    """Rename over the target in one step, retrying while another program holds it open.

    Raises:
        OSError: the target still has its old content, whole.
    """
    # Elsewhere a refusal is a matter of rights, and asking again changes nothing.
    retried(lambda: source.replace(target), tries=REPLACE_TRIES if os.name == "nt" else 1)


def retried(action: Callable[[], object], *, tries: int, pause_s: float = REPLACE_PAUSE_S) -> None:
    """Do something that another program may refuse for a moment.

    Raises:
        PermissionError: it was refused every time.
    """
    for _ in range(tries - 1):
        try:
            action()
        except PermissionError:
            time.sleep(pause_s)
        else:
            return
    action()


def create_private(path: Path) -> int:
    """Make a new file that only its owner may read and give its descriptor for writing.

    Raises:
        FileExistsError: something already has that name.
    """
    binary = getattr(os, "O_BINARY", 0)
    return os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | binary, OWNER_ONLY)


def make_private_directory(directory: Path) -> None:
    """Make the directory, durably, and close an existing one to everybody but its owner."""
    missing = [path for path in (directory, *directory.parents) if not path.exists()]
    directory.mkdir(mode=OWNER_ONLY_DIRECTORY, parents=True, exist_ok=True)
    if sys.platform != "win32":
        directory.chmod(OWNER_ONLY_DIRECTORY)
    for path in missing:  # a new directory's own name lies in its parent
        fsync_directory(path.parent)


def write_private(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Replace a file's content whole or not at all; only its owner may read it.

    Args:
        path: the file; its directory exists.
        data: the new content.
        durable: wait until it outlasts a power cut. Files that may be a commit behind need not.

    Raises:
        OSError: the old content is then still there, whole.
    """
    temporary = path.with_name(path.name + ".new")
    temporary.unlink(missing_ok=True)
    with os.fdopen(create_private(temporary), "wb") as file:
        file.write(data)
        if durable:
            file.flush()
            os.fsync(file.fileno())
    replace_file(temporary, path)
    if durable:
        fsync_directory(path.parent)


def free_bytes(directory: Path) -> int:
    """Say how much the disk under a directory still takes."""
    return shutil.disk_usage(directory).free


def forbid_core_dumps() -> None:
    """Keep this process's memory, keys included, out of crash files."""
    if sys.platform == "win32":
        import ctypes  # exists everywhere, needed here only

        # SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX: no error report takes a memory image
        ctypes.windll.kernel32.SetErrorMode(0x0001 | 0x0002)
        return
    import resource  # does not exist on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def utc_now() -> datetime:
    """Give the machine's time, aware; whoever needs a clock takes one as an argument."""
    return datetime.now(UTC)


def local_utc_offset(at: datetime) -> timedelta:
    """Say what the computer's own time zone adds to UTC at a moment, to compare it with WITA."""
    return at.astimezone().utcoffset() or timedelta(0)


def play_sound(path: Path) -> None:
    """Begin to play a short WAV file and come back at once; silence where nothing can play it."""
    if sys.platform == "win32":
        import winsound  # exists there only

        with contextlib.suppress(RuntimeError):  # no sound device
            winsound.PlaySound(
                str(path),
                winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT,
            )
        return
    player = _player()
    if player is not None:
        threading.Thread(target=_run_player, args=(player, path), daemon=True).start()


@cache
def _player() -> str | None:
    return next(filter(None, map(shutil.which, ("paplay", "aplay"))), None)


def _run_player(player: str, path: Path) -> None:
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        quiet = subprocess.DEVNULL
        subprocess.run(  # noqa: S603 - a player of the system, a file of ours
            [player, str(path)], stdout=quiet, stderr=quiet, timeout=LONGEST_SOUND_S, check=False
        )
