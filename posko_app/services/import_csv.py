"""Reading CSV as people save it: comma, semicolon or tab, with or without a byte order mark.

A stray quotation mark would make the usual reader swallow every following row. Here a row
whose quotation never ends is refused alone, and reading goes on with the next line.
"""

import csv
from collections.abc import Iterator
from enum import Enum, auto
from io import BytesIO, StringIO
from typing import BinaryIO

from posko_app.errors import OperatorError
from posko_app.services.import_cells import Record, rows_from_table
from posko_app.services.import_lines import Line, Lines, numbered_lines
from posko_app.services.import_rows import ImportRow
from sync.protocol.limits import IMPORT_ROW_BYTES

SEPARATORS = ",;\t"
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
LONGEST_QUOTATION_LINES = 200
QUOTE = '"'


def read_csv(stream: BinaryIO) -> Iterator[ImportRow]:
    """Give every row below the column names; a bad row never stops the next.

    Raises:
        OperatorError: there are no column names, or one stands there twice.
    """
    lines = Lines(numbered_lines(as_utf8(stream)))
    skipped, text = _first_text(lines)
    separator = max(SEPARATORS, key=text.count)
    if text.lower().startswith("sep="):  # a hint for spreadsheet programs, not a row
        separator = text[4:5] or separator
        skipped, text = _first_text(lines)
    names = _names(text, separator)
    records = enumerate(records_of(lines, separator), skipped + 2)
    yield from rows_from_table(names, records)


def _first_text(lines: Lines) -> tuple[int, str]:
    """Give the first line that is not blank and how many blank ones came before it."""
    skipped = 0
    while (line := lines.take()) is not None:
        content = line[1] or b""
        if content.strip():
            return skipped, _header_text(content)
        skipped += 1
    return skipped, ""


def _header_text(content: bytes) -> str:
    try:
        return content.decode().strip("\r\n")
    except UnicodeDecodeError as error:
        raise OperatorError("import.file_not_utf8") from error


def _names(text: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([text], delimiter=separator), [])
    except csv.Error as error:
        raise OperatorError("import.file_unreadable") from error


def as_utf8(stream: BinaryIO) -> BinaryIO:
    """Turn a spreadsheet program's "Unicode text" (UTF-16) and its "Macintosh" line ends into ours.

    Everything else stays a stream: a row at a time, never the whole file.
    """
    start = stream.read(IMPORT_ROW_BYTES)
    stream.seek(0)
    if start.startswith(UTF16_MARKS):
        try:
            return BytesIO(stream.read().decode("utf-16").encode())
        except UnicodeDecodeError as error:
            raise OperatorError("import.file_unreadable") from error
    if b"\r" in start and b"\n" not in start:
        return BytesIO(stream.read().replace(b"\r", b"\n"))
    return stream


def records_of(lines: Lines, separator: str) -> Iterator[Record]:
    """Give each row's cells as they stand, or the code of why a row could not be read."""
    while (line := lines.take()) is not None:
        if line[1] is None:
            yield "row_too_large"
            continue
        record = _whole_record(lines, line[1], separator)
        yield "quotation_open" if record is None else _cells(record, separator)


def _whole_record(lines: Lines, first: bytes, separator: str) -> bytes | None:
    """Join the lines of a quoted field; give None and put them back if it never closes."""
    record, taken = first, list[Line]()
    state = _scan(Place.START, first, separator)
    while state is Place.QUOTED:
        following = lines.take()
        taken += [following] if following else []
        endless = len(taken) > LONGEST_QUOTATION_LINES or len(record) > IMPORT_ROW_BYTES
        if following is None or following[1] is None or endless:
            lines.put_back(taken)
            return None
        record += following[1]
        state = _scan(state, following[1], separator)
    return record


class Place(Enum):
    """Where in a CSV record the reader stands."""

    START = auto()  # of a field
    PLAIN = auto()
    QUOTED = auto()
    CLOSED = auto()  # just behind a quotation mark inside quotes: the end, or half a doubled one


def _scan(place: Place, line: bytes, separator: str) -> Place:
    if QUOTE.encode() not in line:
        return place if place is Place.QUOTED else Place.PLAIN
    for character in line.decode("latin-1"):  # every mark is ASCII, so bytes are enough
        place = _after(place, character, separator)
    return place


def _after(place: Place, character: str, separator: str) -> Place:
    if place is Place.QUOTED:
        return Place.CLOSED if character == QUOTE else Place.QUOTED
    if character == QUOTE and place is not Place.PLAIN:
        return Place.QUOTED
    return Place.START if character == separator else Place.PLAIN


def _cells(record: bytes, separator: str) -> Record:
    if len(record) > IMPORT_ROW_BYTES:
        return "row_too_large"
    try:
        rows = list(csv.reader(StringIO(record.decode(), newline=""), delimiter=separator))
    except UnicodeDecodeError:
        return "not_utf8"
    except csv.Error:
        return "row_unreadable"
    return tuple(rows[0]) if rows else ()
