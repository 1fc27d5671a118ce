"""Reading a spreadsheet: a child process opens it, this side takes texts and nothing else."""

import json
import os
import subprocess
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import BinaryIO

from posko_app.errors import OperatorError
from posko_app.program import SHEET_PROCESS, own_command
from posko_app.services.import_cells import Cell, Record, Unclear, rows_from_table
from posko_app.services.import_rows import ImportRow
from sync.protocol.limits import IMPORT_ROW_BYTES

CHECKOUT = Path(__file__).resolve().parents[2]
# Never the passphrase: the child gets no variable of ours.
PASSED_ON = ("PATH", "SYSTEMROOT", "LANG", "LC_ALL", "HOME", "TMPDIR", "TEMP")
KEYS = {11: "import.file_locked", 12: "import.several_sheets", 13: "import.file_too_large"}
EXACT_KINDS: Mapping[str, Callable[[str], Cell]] = {
    "at": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}


def read_xlsx(stream: BinaryIO) -> Iterator[ImportRow]:
    """Give every row below the column names of the only sheet that holds anything.

    Raises:
        OperatorError: no workbook, locked, several sheets, too large when unpacked.
    """
    table = table_of(stream)
    header = next((found for found in table if any(_shown(found[1]))), (1, ()))
    yield from rows_from_table(_shown(header[1]), table)


def _shown(record: Record) -> list[str]:
    cells = () if isinstance(record, str) else record
    return ["" if cell is None else str(cell) for cell in cells]


def table_of(stream: BinaryIO) -> Iterator[tuple[int, Record]]:
    """Give every row of the only sheet that holds anything, with its number from 1.

    Raises:
        OperatorError: no workbook, locked, several sheets, too large when unpacked.
    """
    stream.seek(0)
    child = subprocess.Popen(  # noqa: S603 - our own program, no argument from outside
        [*own_command(), SHEET_PROCESS],
        stdin=stream,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
    )
    with child:
        try:
            yield from enumerate(_rows(child), 1)
        finally:
            child.kill()


def _rows(child: "subprocess.Popen[bytes]") -> Iterator[Record]:
    lines = child.stdout
    if lines is None:
        return
    while line := lines.readline(2 * IMPORT_ROW_BYTES):
        yield _record(json.loads(line))
    code = child.wait()
    if code:
        raise OperatorError(KEYS.get(code, "import.file_unreadable"))


def _record(found: object) -> Record:
    if isinstance(found, list):
        return tuple(_cell(form) for form in found)
    return str(found)


def _cell(form: object) -> Cell:
    if isinstance(form, Mapping):
        kind, text = next(iter(form.items()))
        read = EXACT_KINDS.get(str(kind))
        return Unclear(str(kind)) if read is None else read(str(text))
    return form if isinstance(form, str | int | bool) else None


def _environment() -> dict[str, str]:
    passed = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return passed | {"PYTHONPATH": str(CHECKOUT), "PYTHONIOENCODING": "utf-8"}
