"""Files that are there whole or not at all, also after a power cut."""

import os
import sys
from pathlib import Path

OWNER_ONLY = 0o600


def create_private(path: Path) -> None:
    """Make an empty file that only its owner may read (raises FileExistsError)."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, OWNER_ONLY))


def write_durably(path: Path, data: bytes) -> None:
    """Replace a file's content in one step: temporary file, fsync, rename, fsync directory.

    Raises:
        OSError: the old content is then still there, whole.
    """
    temporary = path.with_name(path.name + ".new")
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    rename_durably(temporary, path)


def rename_durably(source: Path, target: Path) -> None:
    """Rename over the target and make the new name outlast a power cut."""
    os.replace(source, target)
    fsync_directory(target.parent)


def fsync_directory(directory: Path) -> None:
    """Make the directory's names durable; Windows does so by itself and cannot be asked."""
    if sys.platform == "win32":
        return
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
