"""Files that only their owner may read, made once or replaced whole, durably."""

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path

OWNER_ONLY = 0o600
OWNER_ONLY_DIRECTORY = 0o700
NO_LINKS = frozenset({errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL})


def make_private_directory(directory: Path) -> None:
    """Make the directory, and close an existing one to everybody but its owner."""
    directory.mkdir(mode=OWNER_ONLY_DIRECTORY, parents=True, exist_ok=True)
    if sys.platform != "win32":
        directory.chmod(OWNER_ONLY_DIRECTORY)


def write_once(path: Path, content: bytes) -> bytes:
    """Write a file that is not there yet and give what stands in it in the end.

    Of two processes that start at the same time one wins; the other gets the winner's bytes. So
    no key is ever replaced by a second first one.

    Raises:
        OSError: the place takes no file.
    """
    if not path.exists():
        temporary = _written_beside(path, content)
        with suppress(FileExistsError):
            give_name(temporary, path)
    return path.read_bytes()


def write_new(path: Path, content: bytes) -> None:
    """Write a file under a name that is free, whole or not at all.

    Raises:
        FileExistsError: the name is taken; nothing was replaced.
        OSError: the place takes no file.
    """
    give_name(_written_beside(path, content), path)


def give_name(temporary: Path, path: Path) -> None:
    """Give a finished file its name, and take its temporary one away whatever happens.

    Raises:
        FileExistsError: the name is taken; nothing was replaced.
        OSError: the place takes no file.
    """
    try:
        _link(temporary, path)  # fails where a rename would replace
    finally:
        temporary.unlink(missing_ok=True)
    _sync_directory(path.parent)


def _link(temporary: Path, path: Path) -> None:
    try:
        os.link(temporary, path)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        # a stick's file system: take the name first, so that the rename replaces nothing but that
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY))
        temporary.replace(path)


def replace_whole(path: Path, content: bytes) -> None:
    """Replace a file's content whole or not at all (raises OSError; the old one is then there)."""
    _written_beside(path, content).replace(path)
    _sync_directory(path.parent)


def _written_beside(path: Path, content: bytes) -> Path:
    temporary = path.with_name(f"{path.name}.{os.getpid()}.new")
    temporary.unlink(missing_ok=True)
    binary = getattr(os, "O_BINARY", 0)
    descriptor = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY | binary, OWNER_ONLY)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return temporary


def _sync_directory(directory: Path) -> None:
    if sys.platform == "win32":  # does so by itself and cannot be asked
        return
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
