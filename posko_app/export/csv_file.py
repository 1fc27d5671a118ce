"""The day's log as CSV: for programs, in codes, and only without names.

The separator is a comma (RFC 4180): whoever opens the log in a spreadsheet takes the XLSX.
A byte order mark lets a spreadsheet program see that the text is UTF-8.
"""

import csv
import io
from collections.abc import Iterator, Sequence

from posko_app.export.formula import guard_text
from posko_app.export.sheet import Sheet

SEPARATOR = ","
ENCODING = "utf-8-sig"


def csv_bytes(sheet: Sheet) -> bytes:
    """Render the sheet: head lines, columns and rows, totals, then each block with its heading.

    A blank line stands between them.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=SEPARATOR, lineterminator="\r\n")
    for line in _lines(sheet):
        writer.writerow([guard_text(text) for text in line])
    return stream.getvalue().encode(ENCODING)


def _lines(sheet: Sheet) -> Iterator[Sequence[str]]:
    yield [sheet.title, sheet.watermark] if sheet.watermark else [sheet.title]
    yield from sheet.opening
    yield []
    yield sheet.columns
    yield from sheet.rows
    yield []
    yield from sheet.totals
    for block in (*sheet.blocks, *sheet.legend):
        yield []
        yield [block.title]
        yield from block.lines
