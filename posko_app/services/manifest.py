"""A list of people that somebody hands in: XLSX, XLS, CSV, or rows from the clipboard.

Reading changes nothing and loses nothing: each row becomes a row of the group, and what could not
be read of it stands there as it was written, with what is wrong.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from posko_app.domain.civil import parse_date
from posko_app.domain.group import ROW
from posko_app.domain.problem import Problem
from posko_app.domain.screening import Answers, Value
from posko_app.domain.text import clean_line, search_text
from posko_app.errors import OperatorError
from posko_app.services.import_cells import Cell, Record, Unclear, row_from_cells
from posko_app.services.import_csv import SEPARATORS, as_utf8, records_of
from posko_app.services.import_lines import Lines, numbered_lines
from posko_app.services.import_xlsx import table_of
from posko_app.services.manifest_columns import (
    BIRTH_PLACE_AND_DATE,
    BORN,
    HEADER_WITHIN,
    SEX,
    by_content,
    headings,
    is_header,
)
from posko_app.services.register_rows import date_in_words
from sync.protocol.limits import IMPORT_FILE_BYTES, IMPORT_ROW_BYTES

MOST_PEOPLE = 3_000
LONGEST_FILE_NAME = 80
EXAMPLES = 3
SOURCE, NUMBER, FAULTS = f"{ROW}source", f"{ROW}number", f"{ROW}faults"
SHEETS = frozenset({".xlsx", ".xls"})
_SEX_WORDS = {"L": "l laki laki pria m male lk laki", "P": "p perempuan wanita f female pr"}
_SEXES = {word: code for code, words in _SEX_WORDS.items() for word in (words.split())}
_SEXES["laki laki"] = "L"


@dataclass(frozen=True, slots=True)
class ManifestColumn:
    """One column: its heading, a few values, and what it is taken for; None is left out."""

    place: int
    heading: str
    examples: tuple[str, ...] = field(repr=False)
    path: str | None


@dataclass(frozen=True, slots=True)
class Manifest:
    """A list that was read and changes nothing yet."""

    file_name: str
    columns: tuple[ManifestColumn, ...]
    records: tuple[tuple[int, Record], ...] = field(repr=False)  # numbered as a person sees them


def read_manifest(path: Path) -> Manifest:
    """Read a file and guess its columns.

    Raises:
        OperatorError: `manifest.file_kind`, `manifest.no_rows`, `manifest.too_many_rows`, and
            `import.*` for a file that cannot be read at all.
    """
    kind = path.suffix.lower()
    if kind not in SHEETS | {".csv", ".txt"}:
        raise OperatorError("manifest.file_kind")
    try:
        if not path.is_file():
            raise OperatorError("import.file_missing")
        if path.stat().st_size > IMPORT_FILE_BYTES:
            raise OperatorError("import.file_too_large")
        with path.open("rb") as stream:
            return _manifest(path.name[:LONGEST_FILE_NAME], _table(kind, stream))
    except OSError as error:
        raise OperatorError("import.file_missing") from error


def pasted_manifest(text: str) -> Manifest:
    """Read rows from the clipboard, columns apart by tabs, semicolons or commas.

    Raises:
        OperatorError: `manifest.no_rows`, `manifest.too_many_rows`.
    """
    return _manifest("", _plain(BytesIO(text.encode("utf-8", "replace"))))


def people_of(manifest: Manifest, paths: Mapping[int, str]) -> tuple[Answers, ...]:
    """Give each row as a row of the group says it, with where it came from and what is wrong.

    Args:
        manifest: from `read_manifest`.
        paths: what each column was confirmed to be, by place.
    """
    return tuple(
        answers
        for number, record in manifest.records
        if (answers := _person(number, record, paths, manifest.file_name)) is not None
    )


def _table(kind: str, stream: BinaryIO) -> Iterator[tuple[int, Record]]:
    return table_of(stream) if kind in SHEETS else _plain(as_utf8(stream))


def _plain(stream: BinaryIO) -> Iterator[tuple[int, Record]]:
    start = stream.read(IMPORT_ROW_BYTES).decode("latin-1")
    stream.seek(0)
    separator = max(reversed(SEPARATORS), key=start.count)  # a tab before a comma in a name
    return enumerate(records_of(Lines(numbered_lines(stream)), separator), 1)


def _manifest(file_name: str, table: Iterator[tuple[int, Record]]) -> Manifest:
    rows: list[tuple[int, Record]] = []
    for number, record in table:
        if isinstance(record, str) or any(map(_is_filled, record)):
            rows.append((number, record))
        if len(rows) > MOST_PEOPLE:
            raise OperatorError("manifest.too_many_rows", most=MOST_PEOPLE)
    at = _header_at(rows)
    body = rows if at is None else rows[at + 1 :]
    if not body:
        raise OperatorError("manifest.no_rows")
    header = () if at is None else rows[at][1]
    return Manifest(file_name, _columns(header, [r for _, r in body]), tuple(body))


def _header_at(rows: Sequence[tuple[int, Record]]) -> int | None:
    """Find the row with the headings; titles may stand above it."""
    for place, (_, record) in enumerate(rows[:HEADER_WITHIN]):
        if not isinstance(record, str) and is_header(record):
            return place
    return None


def _columns(header: Record, body: Sequence[Record]) -> tuple[ManifestColumn, ...]:
    names = () if isinstance(header, str) else header
    cells = [record for record in body if not isinstance(record, str)]
    known = headings(names) if names else by_content(cells)
    width = max((len(record) for record in (*cells, names)), default=0)
    made = (
        ManifestColumn(
            place,
            clean_line(str(names[place] or "")) if place < len(names) else "",
            _examples(cells, place),
            known.get(place),
        )
        for place in range(width)
    )
    return tuple(column for column in made if column.heading or column.examples)


def _examples(cells: Sequence[Sequence[Cell]], place: int) -> tuple[str, ...]:
    found = (_shown(r[place]) for r in cells if place < len(r) and _is_filled(r[place]))
    return tuple(text for _, text in zip(range(EXAMPLES), found, strict=False))


def _person(
    number: int, record: Record, paths: Mapping[int, str], file_name: str
) -> Answers | None:
    answers: dict[str, Value] = {}
    faults: list[Problem] = []
    if isinstance(record, str):
        faults.append(Problem("", record))
    else:
        for place, path in paths.items():
            cell = record[place] if place < len(record) else None
            if _is_filled(cell):
                _take(path, cell, answers, faults)
        if not answers and not faults:
            return None
    told = [[fault.field, fault.code] for fault in faults]
    notes: dict[str, Value] = {NUMBER: number, SOURCE: file_name}
    return answers | notes | ({FAULTS: json.dumps(told)} if told else {})


def _take(path: str, cell: Cell, answers: dict[str, Value], faults: list[Problem]) -> None:
    """Record a cell; one that cannot be read stays as it was written."""
    if path == BIRTH_PLACE_AND_DATE and isinstance(cell, str):
        place, cell = _place_and_date(cell)
        if place:
            answers["traveller.birth_place"] = place
        if not cell:
            return
    target = BORN if path == BIRTH_PLACE_AND_DATE else path
    row = row_from_cells(0, (target,), (_understood(target, cell),))
    answers |= row.answers
    for problem in row.problems:
        faults.append(Problem(target, problem.code))
        written = _shown(cell)
        if written:
            answers[target] = written


def _understood(path: str, cell: Cell) -> Cell:
    """Give a cell in the words our own forms use."""
    if path == SEX and isinstance(cell, str):
        return _SEXES.get(search_text(cell), cell)
    if path == BORN and isinstance(cell, str) and parse_date(clean_line(cell)) is None:
        return date_in_words(clean_line(cell)) or cell
    return cell


def _place_and_date(text: str) -> tuple[str, str]:
    """Part `Kupang, 12-03-1999`."""
    place, comma, rest = text.rpartition(",")
    if not comma:
        head, _, tail = text.rpartition(" ")
        return (head.strip(), tail.strip()) if tail[:1].isdigit() else ("", text.strip())
    return place.strip(), rest.strip()


def _shown(cell: Cell) -> str:
    if isinstance(cell, Unclear) or cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else clean_line(str(cell))


def _is_filled(cell: Cell) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None
