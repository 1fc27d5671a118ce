"""One row of an office's list: typed cells, or the one reason why it cannot be used."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from posko_app.domain.civil import parse_date
from posko_app.domain.contact_keys import contact_key
from posko_app.domain.registers import Register, RegisterRow, Status
from posko_app.domain.text import clean_line, search_text
from posko_app.services.import_cells import ROUNDED, Cell, Unclear
from posko_app.services.register_columns import (
    CITY,
    CONTACT,
    NAME,
    NUMBER,
    REQUIRED,
    STATUS,
    VALID_FROM,
    VALID_TO,
    Columns,
)

LONGEST = 200  # characters of a name or number
CONTACTS_APART = re.compile(r"[/;,\n]| atau | dan | or ")
_LABEL = re.compile(
    r"^\W*(?:no|nomor|telepon|telp|tlp|tel|hp|wa|whatsapp|cp|phone)\b[\s.:]*", re.IGNORECASE
)
_DAY = re.compile(r"(\d{1,2})[ -]([a-z]+)[ -](\d{4})", re.ASCII)
_MONTHS: Mapping[str, int] = MappingProxyType(
    {
        form: number
        for number, forms in enumerate(
            (
                "januari jan january",
                "februari feb february pebruari",
                "maret mar march",
                "april apr",
                "mei may",
                "juni jun june",
                "juli jul july",
                "agustus agu ags agt aug august",
                "september sep sept",
                "oktober okt oct october",
                "november nov nopember nop",
                "desember des dec december",
            ),
            1,
        )
        for form in forms.split()
    }
)
_ACTIVE = ("aktif", "berlaku", "masih", "active", "valid", "terdaftar", "registered", "ya")
_ENDED = (
    "tidak",
    "non",
    "dicabut",
    "cabut",
    "pencabutan",
    "dibekukan",
    "beku",
    "skors",
    "tunda",
    "ditunda",
    "habis",
    "berakhir",
    "kedaluwarsa",
    "kadaluarsa",
    "kadaluwarsa",
    "expired",
    "revoked",
    "suspend",
    "inactive",
    "invalid",
    "not",
)


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that was left out: its number in the file, why, in which column.

    `other` is the row it collides with; 0 when it collides with none.
    """

    number: int
    code: str
    column: str = ""
    other: int = 0


class _Refused(Exception):
    def __init__(self, code: str, column: str) -> None:
        super().__init__(code)
        self.code, self.column = code, column


def read_row(
    register: Register, number: int, record: Sequence[Cell], columns: Columns
) -> RegisterRow | RefusedRow | None:
    """Read one row; None when none of the columns we know holds anything."""
    cells = {column: columns.cell(record, column) for column in columns.at}
    if all(cell is None or cell == "" for cell in cells.values()):
        return None
    try:
        return _row(register, number, cells)
    except _Refused as why:
        return RefusedRow(number, why.code, why.column)


def _row(register: Register, number: int, cells: Mapping[str, Cell]) -> RegisterRow:
    texts = {column: _text(cells.get(column), column) for column in (NAME, NUMBER, CITY, STATUS)}
    for column in REQUIRED[register]:
        if not texts.get(column, "") and column != CONTACT:
            raise _Refused("cell_empty", column)
    valid_from, valid_to = (_day(cells.get(c), c) for c in (VALID_FROM, VALID_TO))
    if valid_from and valid_to and valid_to < valid_from:
        raise _Refused("dates_reversed", VALID_TO)
    return RegisterRow(
        name=texts[NAME],
        number=texts[NUMBER],
        contacts=_contacts(cells.get(CONTACT), needed=register is Register.OFFICES),
        city=texts[CITY],
        valid_from=valid_from,
        valid_to=valid_to,
        status=_status(texts[STATUS], register, has_end=valid_to is not None),
        source_row=number,
    )


def _text(cell: Cell, column: str) -> str:
    if isinstance(cell, Unclear):
        raise _Refused("cell_error" if cell.kind == "error" else "cell_unclear", column)
    if isinstance(cell, datetime | date):
        raise _Refused("cell_unclear", column)  # a spreadsheet took a number for a date
    text = "" if cell is None else clean_line(str(cell))
    if len(text) > LONGEST:
        raise _Refused("too_long", column)
    if column == NUMBER and ROUNDED.fullmatch(text):
        raise _Refused("digits_not_text", column)
    return text


def _day(cell: Cell, column: str) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = _text(cell, column)
    if text in {"", "-", "–"}:
        return None
    found = parse_date(text) or date_in_words(text)
    if found is None:
        raise _Refused("not_a_date", column)
    return found


def date_in_words(text: str) -> date | None:
    """Read 3 November 2025; None when it is no date of the calendar."""
    found = _DAY.fullmatch(text.casefold().replace(".", ""))
    month = None if found is None else _MONTHS.get(found[2])
    return None if found is None or month is None else parse_date(f"{found[1]}-{month}-{found[3]}")


def _contacts(cell: Cell, *, needed: bool) -> tuple[str, ...]:
    """Give the contacts as they are compared; without digits or @ it is none."""
    told = (_LABEL.sub("", one) for one in CONTACTS_APART.split(_text(cell, CONTACT)))
    keys = tuple(dict.fromkeys(key for one in told if (key := contact_key(one)) is not None))
    if needed and not keys:
        raise _Refused("no_contact", CONTACT)
    if needed and isinstance(cell, int) and not all(_is_whole(key) for key in keys):
        raise _Refused("digits_not_text", CONTACT)
    return keys


def _is_whole(key: str) -> bool:
    """Say whether a spreadsheet's number can be a whole contact: a zero in front is lost."""
    return key.startswith("+") or len(key) <= 5


def _status(text: str, register: Register, *, has_end: bool) -> Status:
    """Read what the list says; an office it names, or a row with an end, stands as long as that."""
    words = search_text(text)
    if not words:
        counts = has_end or register is Register.OFFICES
        return Status.ACTIVE if counts else Status.UNSAID
    if words.startswith(_ENDED):
        return Status.ENDED
    if words.startswith(_ACTIVE):
        return Status.ACTIVE
    raise _Refused("status_unclear", STATUS)
