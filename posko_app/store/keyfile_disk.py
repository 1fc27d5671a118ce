"""The key file on disk: three copies, the newest whole one counts, damage is named and mended.

The order of writing leaves at least one whole, newest copy after a power cut at any moment.
"""

import errno
import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from posko_app.errors import Defect, MachineError
from posko_app.store.keyfile import KeyFile
from posko_app.store.keyfile_codec import FILE_LIMIT_BYTES, decode, encode
from posko_app.system import write_private

CURRENT = "keys.json"
COPY = "keys.copy.json"  # the same bytes
PREVIOUS = "keys.previous.json"
NAMES = (CURRENT, COPY, PREVIOUS)
DISK_WORDS = {
    errno.ENOSPC: "store.disk_full",
    errno.EDQUOT: "store.disk_full",
    errno.EIO: "store.disk_error",
}

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FoundKeyFile:
    """The newest whole key file of a directory, and the names of copies to be mended."""

    key_file: KeyFile
    unsound: tuple[str, ...]


def has_key_file(directory: Path) -> bool:
    """Say whether any copy is there: a store was once made here (`store.no_access`)."""
    with _translated():
        return any((directory / name).exists() for name in NAMES)


def read_key_file(directory: Path) -> FoundKeyFile:
    """Read the newest whole copy. Whether it is genuine shows only at unlocking.

    Raises:
        MachineError: `vault.key_file_missing`; `vault.key_file_damaged` when no copy is whole;
            `store.no_access` when one may not be read.
        OperatorError: `vault.key_file_newer`.
    """
    whole: dict[str, KeyFile] = {}
    for name in NAMES:
        try:
            whole[name] = decode(_bytes_of(directory / name))
        except MachineError:
            continue
    if not whole:
        raise MachineError(_why_none(directory))
    newest = max(whole.values(), key=lambda key_file: key_file.revision)
    unsound = tuple(
        name for name in NAMES if name not in whole or (name != PREVIOUS and whole[name] != newest)
    )
    return FoundKeyFile(newest, unsound)


def _why_none(directory: Path) -> str:
    if not has_key_file(directory):
        return "vault.key_file_missing"
    there = [directory / name for name in NAMES if (directory / name).exists()]
    readable = all(os.access(path, os.R_OK) for path in there)
    return "vault.key_file_damaged" if readable else "store.no_access"


def write_key_file(directory: Path, key_file: KeyFile) -> None:
    """Put a new revision in place; the one before it is kept.

    Raises:
        MachineError: `store.disk_full`, `store.disk_error`, `store.no_access`; the revision before
            is still whole and in force.
        Defect: `vault.revision`; somebody else wrote in between.
    """
    before = read_key_file(directory).key_file if has_key_file(directory) else None
    if before is not None and key_file.revision <= before.revision:
        raise Defect("vault.revision")
    kept = encode(before if before is not None else key_file)
    new = encode(key_file)
    with _translated():
        write_private(directory / PREVIOUS, kept)
        _put_in_force(directory / CURRENT, new)
    try:
        write_private(directory / COPY, new)
    except OSError:  # the new revision is in force; the next start mends its copy
        log.warning("vault.copy_not_written")


def _put_in_force(path: Path, new: bytes) -> None:
    """Replace the current copy; once its name is taken the act is done, even if syncing failed."""
    try:
        write_private(path, new)
    except OSError:
        if not path.exists() or path.read_bytes() != new:
            raise


def check_revision(key_file: KeyFile, *, remembered: int) -> None:
    """Refuse a key file older than the one this store has already seen.

    A newer one is what a power cut between key file and store leaves.

    Args:
        key_file: the one that was unlocked.
        remembered: the revision noted in the store, 0 when none was.

    Raises:
        MachineError: `vault.key_file_old`.
    """
    if key_file.revision < remembered:
        raise MachineError("vault.key_file_old")


def mend_copies(directory: Path, key_file: KeyFile, unsound: Sequence[str]) -> None:
    """Write unlocked, genuine, current bytes over the copies that were not sound.

    Call it after `check_revision`, so that an old file is never spread.

    Raises:
        MachineError: `store.disk_full`, `store.disk_error`, `store.no_access`.
    """
    with _translated():
        for name in unsound:
            write_private(directory / name, encode(key_file))


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(FILE_LIMIT_BYTES)
    except OSError:
        raise MachineError("vault.key_file_missing") from None


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise MachineError(DISK_WORDS.get(error.errno or 0, "store.no_access")) from None
