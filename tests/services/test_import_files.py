import io
import os
import subprocess
import sys
import time
import zipfile
from datetime import date, datetime
from pathlib import Path

import msoffcrypto.format.ooxml
import pytest
from xlsxwriter import Workbook

from posko_app.domain.problem import Problem
from posko_app.errors import OperatorError
from posko_app.services import sheet_child
from posko_app.services.import_files import rows_of
from posko_app.services.import_rows import ImportRow
from posko_app.services.import_xlsx import CHECKOUT, table_of
from sync.protocol.limits import IMPORT_FILE_BYTES, IMPORT_ROW_BYTES

SATU = {"paper_no": "17", "traveller.name": "CONTOH NAMA SATU"}
SATU_JSON = '{"paper_no": "17", "traveller": {"name": "CONTOH NAMA SATU"}}'


def write(tmp_path: Path, name: str, content: str | bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(tmp_path: Path, name: str, content: str | bytes) -> list[ImportRow]:
    return list(rows_of(write(tmp_path, name, content)))


def refused(number: int, code: str, field: str = "") -> ImportRow:
    return ImportRow(number, {}, (Problem(field, code),))


def key_of(path: Path) -> str:
    with pytest.raises(OperatorError) as error:
        list(rows_of(path))
    return error.value.key


# JSON lines


def test_each_line_is_one_object(tmp_path):
    assert read(tmp_path, "a.jsonl", f"\ufeff{SATU_JSON}\n\n{SATU_JSON}") == [
        ImportRow(1, SATU),
        ImportRow(3, SATU),
    ]


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (b"{", "not_json"),
        (b"[]", "not_an_object"),
        (b'{"paper_no": 1.5}', "number_not_integer"),
        (b'{"a": NaN}', "number_not_integer"),
        (b'{"paper_no": "1", "paper_no": "2"}', "duplicate_key"),
        (b"\xff\xfe{}", "not_utf8"),
        (b'{"a":' * 60 + b"1" + b"}" * 60, "too_deep"),
        (b'{"a":"' + b"x" * IMPORT_ROW_BYTES + b'"}', "row_too_large"),
    ],
)
def test_a_bad_line_is_refused_and_the_next_is_read(tmp_path, bad, code):
    lines = b"\n".join([bad, SATU_JSON.encode()])

    assert read(tmp_path, "a.jsonl", lines) == [refused(1, code), ImportRow(2, SATU)]


# CSV


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_csv_is_read_with_every_usual_separator(tmp_path, separator, mark):
    text = f"{mark}paper_no,traveller.name\r\n17,CONTOH NAMA SATU\r\n".replace(",", separator)

    assert read(tmp_path, "a.csv", text) == [ImportRow(2, SATU)]


def test_csv_with_a_separator_hint_and_as_utf16_is_read(tmp_path):
    text = "paper_no\ttraveller.name\r\n17\tCONTOH NAMA SATU\r\n"

    assert read(tmp_path, "a.csv", text.encode("utf-16")) == [ImportRow(2, SATU)]
    assert read(tmp_path, "b.csv", "sep=\t\r\n" + text) == [ImportRow(2, SATU)]


def test_every_type_of_cell_is_read(tmp_path):
    text = (
        "paper_no,traveller.name_differs,companions.n,officer_ticks,escalations.coe_speaks_for,notes\n"
        '17,TRUE,3,coe_visible_injury|doc_id_altered,ya,"baris satu\nbaris, dua ""💡"""\n'
    )

    (row,) = read(tmp_path, "a.csv", text)

    assert row == ImportRow(
        2,
        {
            "paper_no": "17",
            "traveller.name_differs": True,
            "companions.n": 3,
            "officer_ticks.coe_visible_injury": True,
            "officer_ticks.doc_id_altered": True,
            "escalations.coe_speaks_for": True,
            "notes": 'baris satu\nbaris, dua "💡"',
        },
    )


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("companions.n", "banyak", "not_a_number"),
        ("companions.n", "1.5", "not_a_number"),
        ("traveller.name_differs", "mungkin", "not_yes_no"),
        ("traveller.nama", "CONTOH", "unknown_field"),
        ("", "CONTOH", "column_without_name"),
    ],
)
def test_a_cell_that_cannot_be_understood_is_named_and_nothing_is_guessed(
    tmp_path, column, cell, code
):
    rows = read(tmp_path, "a.csv", f"paper_no,{column}\n1,{cell}\n2,\n")

    assert rows == [
        ImportRow(2, {"paper_no": "1"}, (Problem(column, code),)),
        ImportRow(3, {"paper_no": "2"}),
    ]


def test_more_cells_than_columns_are_a_fault(tmp_path):
    rows = read(tmp_path, "a.csv", "paper_no\n1,lebih\n2,,,\n")

    assert [len(row.problems) for row in rows] == [1, 0]


@pytest.mark.parametrize("column", ["traveller.nik", "traveller.phone", "traveller.kk", "paper_no"])
@pytest.mark.parametrize("cell", ["9.90102E+15", '"9,90102E+15"'])
def test_a_number_that_a_csv_shows_rounded_is_not_believed(tmp_path, column, cell):
    rows = read(tmp_path, "a.csv", f"{column},notes\n{cell},1.5E+3 m\n")

    assert rows == [ImportRow(2, {"notes": "1.5E+3 m"}, (Problem(column, "digits_not_text"),))]


def test_line_ends_of_old_spreadsheets_are_line_ends(tmp_path):
    text = "paper_no,traveller.name\r17,CONTOH NAMA SATU\r\r18,CONTOH NAMA DUA\r"

    rows = read(tmp_path, "a.csv", "\ufeff" + text)

    assert rows == [
        ImportRow(2, SATU),
        ImportRow(4, {"paper_no": "18", "traveller.name": "CONTOH NAMA DUA"}),
    ]


def test_columns_that_only_an_assessment_reads_are_passed_over(tmp_path):
    text = "paper_no,port,ref_date,traveller.name\n17,ELTARI,2026-03-10,CONTOH NAMA SATU\n"

    assert read(tmp_path, "a.csv", text) == [ImportRow(2, SATU)]


def test_a_stray_quotation_mark_costs_only_its_own_row(tmp_path):
    text = 'paper_no,traveller.name\n1,"CONTOH\n' + "".join(f"{n},A\n" for n in range(2, 7))

    rows = read(tmp_path, "a.csv", text)

    assert rows[0] == refused(2, "quotation_open")
    assert [row.answers["paper_no"] for row in rows[1:]] == list("23456")


def test_quotation_marks_inside_a_plain_field_are_text(tmp_path):
    rows = read(tmp_path, "a.csv", 'paper_no,traveller.name\n1,Mes""si "C"\n2,B\n')

    assert [row.answers["traveller.name"] for row in rows] == ['Mes""si "C"', "B"]


def test_one_line_that_is_not_utf8_or_too_long_is_refused_alone(tmp_path):
    long = b"1," + b"x" * IMPORT_ROW_BYTES + b"\n"
    rows = read(tmp_path, "a.csv", b"paper_no,notes\n1,\xe9\n" + long + b"3,a\n")

    assert rows[:2] == [refused(2, "not_utf8"), refused(3, "row_too_large")]
    assert rows[2].answers == {"paper_no": "3", "notes": "a"}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("nomor;nama\n1;A\n", "import.no_columns"),
        ("", "import.no_columns"),
        ("paper_no,notes,paper_no\n", "import.column_twice"),
        ("paper_no\rnotes,decision\n", "import.file_unreadable"),
    ],
)
def test_a_file_without_clear_column_names_is_refused(tmp_path, text, key):
    assert key_of(write(tmp_path, "a.csv", text)) == key


# Spreadsheets


def workbook(tmp_path: Path, rows, *, second=None, name="a.xlsx") -> Path:
    path = tmp_path / name
    with Workbook(path, {"default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        page = book.add_worksheet("lembar")
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                page.write(number, column, cell)
        if second is not None:
            book.add_worksheet("lain").write(0, 0, second)
    return path


def test_a_spreadsheet_is_read_with_dates_numbers_and_truth_values(tmp_path):
    path = workbook(
        tmp_path,
        [
            ["paper_no", "occurred_at", "traveller.dob_ktp", "companions.n", "ticket.name_differs"],
            [17, datetime(2026, 11, 20, 8, 15), date(1998, 5, 4), 2, True],  # noqa: DTZ001
        ],
    )

    assert list(rows_of(path)) == [
        ImportRow(
            2,
            {
                "paper_no": "17",
                "occurred_at": "2026-11-20T00:15:00Z",
                "traveller.dob_ktp": "1998-05-04",
                "companions.n": 2,
                "ticket.name_differs": True,
            },
        )
    ]


@pytest.mark.parametrize("column", ["traveller.nik", "traveller.phone"])
def test_digits_that_a_spreadsheet_made_a_number_are_not_believed(tmp_path, column):
    path = workbook(tmp_path, [["paper_no", column], ["1", 9901016001080001], ["2", "0812"]])

    rows = list(rows_of(path))

    assert rows[0].problems == (Problem(column, "digits_not_text"),)
    assert rows[1].problems == ()


def test_an_error_cell_is_named_although_the_reader_calls_it_empty(tmp_path):
    path = tmp_path / "a.xlsx"
    with Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["paper_no", "notes"])
        page.write_string(1, 0, "1")
        page.write_formula(1, 1, "=1/0", None, "#DIV/0!")
        page.write_row(2, 0, ["2", "baik"])

    rows = list(rows_of(path))

    assert rows[0].problems == (Problem("notes", "cell_error"),)
    assert rows[1] == ImportRow(3, {"paper_no": "2", "notes": "baik"})


def test_empty_rows_and_columns_before_the_table_do_not_shift_it(tmp_path):
    path = workbook(tmp_path, [[], ["", "paper_no", "notes"], [], ["", "5", "a"]])

    assert list(rows_of(path)) == [ImportRow(4, {"paper_no": "5", "notes": "a"})]


def test_a_second_sheet_with_content_is_not_lost_silently(tmp_path):
    path = workbook(tmp_path, [["paper_no"], ["1"]], second="isi")

    assert key_of(path) == "import.several_sheets"


def test_a_locked_spreadsheet_says_that_it_is_locked(tmp_path):
    plain, locked = workbook(tmp_path, [["paper_no"]]), tmp_path / "b.xlsx"
    with plain.open("rb") as source, locked.open("wb") as target:
        msoffcrypto.format.ooxml.OOXMLFile(source).encrypt("contoh", target)

    assert key_of(locked) == "import.file_locked"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"paper_no\n1\n", os.urandom(4096)])
def test_what_is_no_spreadsheet_is_refused(tmp_path, content):
    assert key_of(write(tmp_path, "a.xlsx", content)) == "import.file_unreadable"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = workbook(tmp_path, [["paper_no"], ["1"]])
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as parts,
        parts.open("xl/bomb.bin", "w", force_zip64=True) as bomb,
    ):
        for _ in range(sheet_child.UNPACKED_BYTES // 2**20 + 1):
            bomb.write(bytes(2**20))
    assert path.stat().st_size < 2 * 2**20

    started = time.monotonic()

    assert key_of(path) == "import.file_too_large"
    assert time.monotonic() - started < 20


def test_a_sheet_that_claims_every_cell_there_is_ends_only_the_child(tmp_path):
    path = tmp_path / "a.xlsx"
    with Workbook(path) as book:
        page = book.add_worksheet()
        page.write_string(0, 0, "paper_no")
        page.write_string(1_048_575, 16_383, "x")

    assert key_of(path) == "import.file_unreadable"


def test_the_child_gets_no_passphrase(tmp_path, monkeypatch):
    from posko_app.services.import_xlsx import _environment

    monkeypatch.setenv("POSKO_PASSPHRASE", "canary")

    assert not any(name.startswith("POSKO_") for name in _environment())


def test_a_frozen_program_opens_a_workbook_with_its_own_file(tmp_path, monkeypatch):
    asked = tmp_path / "asked"
    program = tmp_path / "posko"
    program.write_text(f'#!/bin/sh\necho "$@" > {asked}\necho \'["paper_no"]\'\n')
    program.chmod(0o755)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))

    with (tmp_path / "a.xlsx").open("w+b") as stream:
        rows = list(table_of(stream))
    assert rows == [(1, ("paper_no",))]
    assert asked.read_text() == "--sheet-process\n"


def test_the_child_may_not_write_a_file(tmp_path):
    code = (
        "import pathlib; from posko_app.services.sheet_child import _limit_this_process as limit;"
        f"limit(); pathlib.Path({str(tmp_path / 'x')!r}).write_bytes(b'x')"
    )
    command = [sys.executable, "-c", code]

    # unmeasured: coverage would try to write where nothing may be written
    environment = {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE_")}
    done = subprocess.run(command, check=False, cwd=CHECKOUT, capture_output=True, env=environment)

    assert b"File too large" in done.stderr
    assert (tmp_path / "x").stat().st_size == 0


# Files


def test_unknown_kinds_missing_files_and_folders_are_refused(tmp_path):
    (tmp_path / "d.csv").mkdir()

    assert key_of(tmp_path / "a.ods") == "import.file_kind"
    assert key_of(tmp_path / "a.csv") == "import.file_missing"
    assert key_of(tmp_path / "d.csv") == "import.file_missing"


def test_a_file_over_the_limit_is_refused_unread(tmp_path):
    path = tmp_path / "a.jsonl"
    with path.open("wb") as stream:
        stream.truncate(IMPORT_FILE_BYTES + 1)

    assert key_of(path) == "import.file_too_large"


def test_rows_come_one_at_a_time(tmp_path):
    rows = rows_of(write(tmp_path, "a.jsonl", "{}\n{\n"))

    assert next(rows) == ImportRow(1, {})


def test_utf8_survives_any_separator(tmp_path):
    name = 'Ny. Ba\'i "Contoh"; Ndao, 💡 ' + "n" * 5000
    out = io.StringIO()
    import csv

    csv.writer(out, delimiter=";").writerows([["paper_no", "notes"], ["1", name]])

    assert read(tmp_path, "a.csv", out.getvalue())[0].answers["notes"] == name
