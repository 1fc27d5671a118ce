"""Putting a finished file into its place: whole or not at all, readable by its owner only."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BufferedWriter
from pathlib import Path

from posko_app.errors import MachineError, OperatorError
from posko_app.system import create_private, fsync_directory, replace_file

PART_SUFFIX = ".part"
LONGEST_NAME = 100  # of the target's name kept in the temporary one; file systems stop at 255


class PlacedFile:
    """A reserved, still empty file beside the target; `publish` gives it bytes and its name."""

    def __init__(self, target: Path, part: Path, stream: BufferedWriter) -> None:
        self._target = target
        self._part = part
        self._stream = stream

    def publish(self, content: bytes) -> None:
        """Write, flush to the disk, and take the final name in one step.

        Raises:
            MachineError: the disk is full or failed; what stood at the target still stands.
        """
        try:
            with self._stream as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            replace_file(self._part, self._target)
            fsync_directory(self._target.parent)
        except OSError as error:
            raise MachineError(_key(error)) from error


@contextmanager
def reserve(target: Path, *, token: str) -> Iterator[PlacedFile]:
    """Open an empty file beside the target; it is removed if it was never published.

    Nothing is written before `publish`: an export that was not yet stated leaves no bytes.

    Args:
        target: where the file shall stand; an older file there is replaced only by `publish`.
        token: random text that keeps two exports apart.

    Raises:
        OperatorError: the folder is missing or not writable, or no file stands at the target.
    """
    part = target.parent / f".{target.name[:LONGEST_NAME]}.{token}{PART_SUFFIX}"
    stream = _open_new(target, part)
    try:
        yield PlacedFile(target, part, stream)
    finally:
        with suppress(OSError):
            stream.close()
        with suppress(FileNotFoundError):
            part.unlink()


def _open_new(target: Path, part: Path) -> BufferedWriter:
    try:
        if target.exists() and not target.is_file():  # a folder, a device, a pipe
            raise FileExistsError(errno.EEXIST, "target")
        return os.fdopen(create_private(part), "wb")
    except OSError as error:
        raise OperatorError("export.folder_not_writable") from error


def _key(error: OSError) -> str:
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    return "export.disk_full" if full else "export.write_failed"
