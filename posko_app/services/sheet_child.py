"""The child process that opens a spreadsheet somebody handed in, and nothing else.

A hostile workbook may eat memory or time or break the reader: that ends this process, which
has no keys, no store, no right to write a file, and a limit on memory and time. It reads the
workbook from its standard input and writes one JSON list a row; `cell_form` says how cells look.
"""

import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import BinaryIO
from xml.etree import ElementTree as ET

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    ZipError,
)

from sync.protocol.limits import IMPORT_ROW_BYTES

MEMORY_BYTES = 1024 * 1024 * 1024
PROCESSOR_SECONDS = 60
UNPACKED_BYTES = 256 * 1024 * 1024
PARTS = 1_000
EXACT_NUMBER = 10**15  # a spreadsheet keeps 15 digits; a longer number is not what was typed

RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
ERROR_CELL = re.compile(rb'<(?:\w+:)?c\b(?=[^>]*\bt="e")[^>]*\br="([A-Z]{1,3})([0-9]{1,7})"')

UNREADABLE, LOCKED, SEVERAL_SHEETS, TOO_LARGE = 10, 11, 12, 13  # exit codes

CellForm = str | int | bool | None | dict[str, str]


class Refused(Exception):
    """The workbook is not one to be read; `exit_code` says why."""

    def __init__(self, exit_code: int) -> None:
        super().__init__(exit_code)
        self.exit_code = exit_code


def main() -> int:
    """Read the workbook on standard input; give the exit code."""
    _limit_this_process()
    try:
        for row in rows_of_workbook(sys.stdin.buffer):
            sys.stdout.write(row + "\n")
    except Refused as refused:
        return refused.exit_code
    except PasswordError:
        return LOCKED
    except (CalamineError, ZipError, zipfile.BadZipFile, ET.ParseError, KeyError, OSError):
        return UNREADABLE
    sys.stdout.flush()
    return 0


def rows_of_workbook(stream: BinaryIO) -> Iterator[str]:
    """Give each row of the only visible sheet that holds anything, as JSON, from row 1.

    Raises:
        Refused: too large when unpacked, or several sheets hold something.
    """
    if stream.read(8) == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        yield from _rows_of_old_workbook(stream)
        return
    with zipfile.ZipFile(stream) as parts:
        _check_size(parts)
        stream.seek(0)
        workbook = CalamineWorkbook.from_filelike(stream)
        found = _only_sheet(workbook)
        if found is None:
            return
        index, sheet = found
        errors = _error_cells(parts, index)
    yield from _rows(sheet, errors)


def _rows_of_old_workbook(stream: BinaryIO) -> Iterator[str]:
    """Read an XLS; a password turns an XLSX into the same kind of container.

    The reader gives error cells of such a file as empty.
    """
    stream.seek(0)
    whole = stream.read()
    is_old = any(name in whole for name in (_utf16("Workbook"), _utf16("Book")))
    if _utf16("EncryptedPackage") in whole or not is_old:
        raise Refused(LOCKED)
    found = _only_sheet(CalamineWorkbook.from_filelike(io.BytesIO(whole)))
    if found is not None:
        yield from _rows(found[1], frozenset())


def _rows(sheet: CalamineSheet, errors: frozenset[tuple[int, int]]) -> Iterator[str]:
    for number, cells in enumerate(sheet.to_python(skip_empty_area=False)):
        forms = [
            {"error": ""} if (number, column) in errors else cell_form(cell)
            for column, cell in enumerate(cells)
        ]
        text = json.dumps(forms, ensure_ascii=False)
        yield text if len(text.encode()) <= IMPORT_ROW_BYTES else '"row_too_large"'


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


def cell_form(cell: object) -> CellForm:
    """Give a cell as JSON: text, whole number, truth value, null, or a map of kind to text."""
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, float):
        exact = cell.is_integer() and abs(cell) < EXACT_NUMBER
        return int(cell) if exact else {"number": repr(cell)}
    if isinstance(cell, datetime):
        return {"at": cell.isoformat(timespec="seconds")}
    if isinstance(cell, date):
        return {"date": cell.isoformat()}
    if isinstance(cell, time):
        return {"time": cell.isoformat(timespec="seconds")}
    if isinstance(cell, timedelta):
        return {"duration": str(cell)}
    return cell if isinstance(cell, int) else str(cell) or None


def _check_size(parts: zipfile.ZipFile) -> None:
    entries = parts.infolist()
    if len(entries) > PARTS or sum(entry.file_size for entry in entries) > UNPACKED_BYTES:
        raise Refused(TOO_LARGE)


def _only_sheet(workbook: CalamineWorkbook) -> tuple[int, CalamineSheet] | None:
    found = [
        (index, sheet)
        for index, about in enumerate(workbook.sheets_metadata)
        if about.typ == SheetTypeEnum.WorkSheet and about.visible == SheetVisibleEnum.Visible
        if (sheet := workbook.get_sheet_by_index(index)).start is not None
    ]
    if len(found) > 1:
        raise Refused(SEVERAL_SHEETS)
    return found[0] if found else None


def _error_cells(parts: zipfile.ZipFile, index: int) -> frozenset[tuple[int, int]]:
    """Find the cells that hold an error such as #REF!, which the reader gives as empty."""
    book = ET.fromstring(parts.read("xl/workbook.xml"))  # noqa: S314 - limited process
    sheets = [element for element in book.iter() if element.tag.endswith("}sheet")]
    relations = ET.fromstring(parts.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {element.get("Id"): element.get("Target", "") for element in relations}
    target = targets[sheets[index].get(RELATION)]
    name = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return frozenset(
        (int(row) - 1, _column_index(letters))
        for letters, row in ERROR_CELL.findall(parts.read(name))
    )


def _column_index(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - ord("A") + 1
    return index - 1


def _limit_this_process() -> None:
    if sys.platform == "win32":
        return
    import resource  # does not exist on Windows

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
