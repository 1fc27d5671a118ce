"""Packages as files: written whole or not at all, and read within their limit."""

import hashlib
from collections.abc import Callable, Collection
from pathlib import Path

from posko_app.errors import OperatorError
from posko_app.export.place import reserve
from posko_app.services.sync_state import PackageWritten
from sync.protocol.ids import RandomBytes
from sync.protocol.limits import PACKAGE_BYTES

TOKEN_BYTES = 6


class PackageFiles:
    """Puts packages where a person wants them."""

    def __init__(self, *, own_folders: Collection[Path], random_bytes: RandomBytes) -> None:
        """Take the folders in which the store itself keeps files."""
        self._own_folders = frozenset(folder.resolve() for folder in own_folders)
        self._random_bytes = random_bytes

    def write(self, out: Path, make: Callable[[], tuple[bytes, int]]) -> PackageWritten:
        """Make a package and put it in its place.

        Raises:
            OperatorError: `export.store_file`, `export.folder_not_writable`.
            MachineError: `export.disk_full`, `export.write_failed`.
        """
        if out.parent.resolve() in self._own_folders:
            raise OperatorError("export.store_file")
        with reserve(out, token=self._random_bytes(TOKEN_BYTES).hex()) as place:
            package, entries = make()
            place.publish(package)
        return PackageWritten(entries, len(package), hashlib.sha256(package).hexdigest())

    def read(self, path: Path) -> bytes:
        """Read a package.

        Raises:
            OperatorError: `sync.package.missing`, `sync.package.too_large`.
        """
        try:
            with path.open("rb") as file:
                content = file.read(PACKAGE_BYTES + 1)
        except OSError as error:
            raise OperatorError("sync.package.missing") from error
        if len(content) > PACKAGE_BYTES:
            raise OperatorError("sync.package.too_large")
        return content
