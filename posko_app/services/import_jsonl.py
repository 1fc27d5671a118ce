"""Reading JSON lines: one schema object a line."""

from collections.abc import Iterator
from typing import BinaryIO

from posko_app.domain.screening import flatten
from posko_app.services.import_lines import numbered_lines
from posko_app.services.import_rows import ImportRow, refused_row
from sync.protocol.canonical import Malformed, parse_object
from sync.protocol.limits import IMPORT_ROW_BYTES


def read_jsonl(stream: BinaryIO) -> Iterator[ImportRow]:
    """Give every line that is not blank as a row; a bad line never stops the next."""
    for number, line in numbered_lines(stream):
        if line is None:
            yield refused_row(number, "row_too_large")
        elif line.strip():
            yield _row(number, line)


def _row(number: int, line: bytes) -> ImportRow:
    try:
        content = parse_object(line, limit_bytes=IMPORT_ROW_BYTES)
    except Malformed as refused:
        return refused_row(number, refused.code)
    answers, problems = flatten(content)
    return ImportRow(number, answers, problems)
