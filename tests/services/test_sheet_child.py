"""What the child process gives, asked in this process: there it may not write what it covered."""

import io
import json
import sys
import zipfile
from datetime import date, datetime, time, timedelta

import pytest
import xlsxwriter

from posko_app.services import sheet_child
from posko_app.services.sheet_child import (
    LOCKED,
    SEVERAL_SHEETS,
    TOO_LARGE,
    UNREADABLE,
    Refused,
    cell_form,
    main,
    rows_of_workbook,
)


def workbook(*sheets: list[list[object]]) -> io.BytesIO:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    for rows in sheets:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    made.seek(0)
    return made


def refused(stream: io.BytesIO) -> int:
    with pytest.raises(Refused) as found:
        list(rows_of_workbook(stream))
    return found.value.exit_code


def asked(monkeypatch, data: bytes) -> tuple[int, str]:
    said = io.StringIO()
    monkeypatch.setattr(sheet_child, "_limit_this_process", lambda: None)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    monkeypatch.setattr(sys, "stdout", said)
    return main(), said.getvalue()


@pytest.mark.parametrize(
    ("cell", "form"),
    [
        (True, True),
        (7.0, 7),
        (7, 7),
        (0.5, {"number": "0.5"}),
        (9.9e15, {"number": "9900000000000000.0"}),
        (datetime(2026, 11, 24, 7, 5), {"at": "2026-11-24T07:05:00"}),  # noqa: DTZ001
        (date(2026, 11, 24), {"date": "2026-11-24"}),
        (time(7, 5), {"time": "07:05:00"}),
        (timedelta(hours=30), {"duration": "1 day, 6:00:00"}),
        ("CONTOH", "CONTOH"),
        ("", None),
    ],
)
def test_every_kind_of_cell_has_its_form(cell, form):
    assert cell_form(cell) == form


def test_rows_come_as_json_lists_in_order():
    rows = list(rows_of_workbook(workbook([["paper_no", "traveller.name"], ["1", "CONTOH"]])))

    assert [json.loads(row) for row in rows] == [["paper_no", "traveller.name"], ["1", "CONTOH"]]


def test_row_over_the_limit_is_named_and_the_next_one_comes():
    rows = list(rows_of_workbook(workbook([["a" * 30_000] * 3, ["CONTOH"]])))

    assert rows[0] == '"row_too_large"'
    assert json.loads(rows[1])[0] == "CONTOH"


def test_cell_that_holds_an_error_is_not_an_empty_one():
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    book.add_worksheet().write_formula("AA1", "=1/0", None, "#DIV/0!")
    book.close()

    rows = list(rows_of_workbook(io.BytesIO(made.getvalue())))

    assert json.loads(rows[0])[26] == {"error": ""}


def test_empty_workbook_has_no_rows_and_two_full_sheets_are_refused():
    assert list(rows_of_workbook(workbook([]))) == []
    assert refused(workbook([["a"]], [["b"]])) == SEVERAL_SHEETS


def test_locked_and_swollen_workbooks_are_refused():
    swollen = io.BytesIO()
    with zipfile.ZipFile(swollen, "w") as parts:
        for number in range(sheet_child.PARTS + 1):
            parts.writestr(f"{number}", b"")

    assert refused(io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100))) == LOCKED
    assert refused(swollen) == TOO_LARGE


def test_the_exit_code_says_what_was_wrong(monkeypatch):
    whole = workbook([["paper_no"]]).getvalue()

    assert asked(monkeypatch, whole) == (0, '["paper_no"]\n')
    assert asked(monkeypatch, b"no workbook") == (UNREADABLE, "")
    assert asked(monkeypatch, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")[0] == LOCKED
