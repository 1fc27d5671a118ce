"""Small files rewritten at every save: one sector, in place, never waited for.

Replacing such a file by renaming makes the file system flush it, which costs as
much as the save itself. One sector is written whole or not at all; a power cut
may leave the file a few saves behind.
"""

import os
from pathlib import Path

from posko_app.errors import Defect
from posko_app.system import OWNER_ONLY

SECTOR_BYTES = 512


def write_sector(path: Path, data: bytes) -> None:
    """Overwrite a file of one sector, padded with blanks; make it when it is missing.

    Raises:
        OSError: the directory is missing, or the disk is full before the file exists.
        Defect: `store.sector`, more than fits.
    """
    if len(data) > SECTOR_BYTES:
        raise Defect("store.sector")
    flags = os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, OWNER_ONLY)
    try:
        os.write(descriptor, data.ljust(SECTOR_BYTES))
    finally:
        os.close(descriptor)
