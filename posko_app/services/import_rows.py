"""One row of an import file, before anybody asked whether it can be saved."""

from dataclasses import dataclass, field

from sync.protocol.canonical import JsonObject

WHOLE_ROW = ""  # the field of a problem that concerns no single field


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with one field of a row; `code` is a message key."""

    field: str
    code: str


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A row as a schema object, and what its file form already made impossible.

    `number` is what a person sees: the line of a JSONL file, the row of a spreadsheet
    whose column names stand in row 1.
    """

    number: int
    content: JsonObject = field(repr=False)
    faults: tuple[RowFault, ...] = ()


def refused_row(number: int, code: str) -> ImportRow:
    """Give a row that could not be read at all."""
    return ImportRow(number, {}, (RowFault(WHOLE_ROW, code),))
