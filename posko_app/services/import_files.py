"""Opening an import file: its kind by name, its size before its content."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from posko_app.errors import OperatorError
from posko_app.services.import_csv import read_csv
from posko_app.services.import_jsonl import read_jsonl
from posko_app.services.import_rows import ImportRow
from posko_app.services.import_xlsx import read_xlsx
from sync.protocol.limits import IMPORT_FILE_BYTES

Reader = Callable[[BinaryIO], Iterator[ImportRow]]

READERS: Mapping[str, Reader] = {".jsonl": read_jsonl, ".csv": read_csv, ".xlsx": read_xlsx}


def rows_of(path: Path) -> Iterator[ImportRow]:
    """Give the rows of a JSONL, CSV or XLSX file, one at a time, in order.

    Raises:
        OperatorError: no such file, another kind, too large, or not readable at all.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise OperatorError("import.file_kind")
    try:
        _check_size(path)
        with path.open("rb") as stream:
            yield from reader(stream)
    except OSError as error:
        raise OperatorError("import.file_missing") from error


def _check_size(path: Path) -> None:
    if not path.is_file():
        raise OperatorError("import.file_missing")
    if path.stat().st_size > IMPORT_FILE_BYTES:
        raise OperatorError("import.file_too_large")
