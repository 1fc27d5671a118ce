"""The day's log as a spreadsheet, locked with a password.

Everything is written as text: a name that starts with "=" stays a name. The workbook is built
in memory, because constant-memory mode would put readable rows into temporary files; a day is
a few thousand rows, about two kilobytes of memory each.
"""

import io
from datetime import datetime
from typing import TYPE_CHECKING

from posko_app.export.sheet import Sheet

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
WIDEST_COLUMN = 40
ROOM = 2


def xlsx_bytes(sheet: Sheet, *, made_at: datetime, password: str | None) -> bytes:
    """Render the sheet; with a password it is encrypted (agile, AES-256)."""
    plain = _workbook_bytes(sheet, made_at)
    return plain if password is None else _encrypted(plain, password)


def _encrypted(plain: bytes, password: str) -> bytes:
    from msoffcrypto.format.ooxml import OOXMLFile  # slow import, only for exports

    locked = io.BytesIO()
    OOXMLFile(io.BytesIO(plain)).encrypt(password, locked)
    return locked.getvalue()


def _workbook_bytes(sheet: Sheet, made_at: datetime) -> bytes:
    from xlsxwriter import Workbook  # slow import, only for exports

    stream = io.BytesIO()
    workbook = Workbook(stream, OPTIONS)
    naive = made_at.replace(tzinfo=None)  # the format knows no time zones
    workbook.set_properties({"title": sheet.title, "created": naive})
    _fill(workbook, sheet)
    workbook.close()
    return stream.getvalue()


def _fill(workbook: "Workbook", sheet: Sheet) -> None:
    page = workbook.add_worksheet()
    bold, mark = workbook.add_format({"bold": True}), _mark_format(workbook)
    _write(page, 0, (sheet.title,), bold)
    page.write_string(0, 1, sheet.watermark, mark)
    row = 1
    for pair in sheet.opening:
        row = _write(page, row, pair, mark if pair is sheet.attention else None)
    row = _write(page, row + 1, sheet.columns, bold)
    page.freeze_panes(row, 0)
    page.repeat_rows(row - 1)
    for line in sheet.rows:
        row = _write(page, row, line, None)
    row += 1
    for pair in sheet.totals:
        row = _write(page, row, pair, None)
    for block in (*sheet.blocks, *sheet.legend):
        row = _write(page, row + 1, (block.title,), bold)
        for pair in block.lines:
            row = _write(page, row, pair, None)
    _lay_out(page, sheet)


def _mark_format(workbook: "Workbook") -> "Format":
    return workbook.add_format({"bold": True, "font_color": "#B00020"})


def _write(page: "Worksheet", row: int, texts: tuple[str, ...], style: "Format | None") -> int:
    for column, text in enumerate(texts):
        page.write_string(row, column, text, style)
    return row + 1


def _lay_out(page: "Worksheet", sheet: Sheet) -> None:
    lines = (*sheet.opening, sheet.columns, *sheet.rows, *sheet.totals)
    for column in range(len(sheet.columns)):
        widest = max(len(line[column]) for line in lines if len(line) > column)
        page.set_column(column, column, min(widest, WIDEST_COLUMN) + ROOM)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    shown = sheet.watermark.replace("&", "&&")
    page.set_header(f"&C{shown}")
