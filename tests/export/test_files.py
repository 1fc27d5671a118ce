import csv
import io
import re
import zipfile
from datetime import UTC, datetime

import msoffcrypto
import pytest
from python_calamine import CalamineWorkbook

from posko_app.export.csv_file import csv_bytes
from posko_app.export.sheet import Sheet
from posko_app.export.xlsx_file import xlsx_bytes

MADE_AT = datetime(2026, 11, 24, 1, 2, tzinfo=UTC)
FORMULAS = [
    blank + start + rest
    for blank in ("", " ", "\u00a0")
    for start in ("=", "+", "-", "@", "\t", "\r", "\x00", "＝", "＋", "＠")
    for rest in ("1+1", "cmd|' /C calc'!A0")
]
SHEET = Sheet(
    title="Log contoh",
    watermark="PELATIHAN",
    head=(("Pos", "El Tari"),),
    columns=("No", "Inisial", "Petugas"),
    rows=(("1", "C.S.", "CONTOH PETUGAS"), ("2", "B.'C.", "💡 Contoh")),
    totals=(("Jumlah", "2"),),
)
HOSTILE = Sheet(
    title="Log contoh",
    watermark="",
    head=(),
    columns=("No", "Inisial", "Asal", "Tujuan", "Petugas"),
    rows=tuple((str(n), t, t, t, t) for n, t in enumerate(FORMULAS, 1)),
    totals=(),
)


def csv_rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def xlsx_rows(data: bytes) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


def unlocked(data: bytes, password: str) -> bytes:
    locked = msoffcrypto.OfficeFile(io.BytesIO(data))
    locked.load_key(password=password, verify_password=True)
    plain = io.BytesIO()
    locked.decrypt(plain, verify_integrity=True)
    return plain.getvalue()


def test_csv_holds_head_rows_and_totals_in_order():
    assert csv_rows(csv_bytes(SHEET)) == [
        ["Log contoh", "PELATIHAN"],
        ["Pos", "El Tari"],
        [],
        ["No", "Inisial", "Petugas"],
        ["1", "C.S.", "CONTOH PETUGAS"],
        ["2", "B.'C.", "💡 Contoh"],
        [],
        ["Jumlah", "2"],
    ]


def test_csv_tells_a_spreadsheet_program_that_it_is_utf8():
    assert csv_bytes(SHEET).startswith(b"\xef\xbb\xbf")


def test_no_hostile_text_is_a_formula_in_csv():
    rows = csv_rows(csv_bytes(HOSTILE))[3:]

    assert [row[1:] for row in rows[:-1]] == [["'" + text] * 4 for text in FORMULAS]
    assert len(FORMULAS) == 60


def test_no_hostile_text_is_a_formula_in_xlsx_and_none_is_changed():
    data = xlsx_bytes(HOSTILE, made_at=MADE_AT, password=None)

    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        xml = b"".join(parts.read(n) for n in parts.namelist() if "worksheets" in n)
    assert not re.search(rb"<f[ >]", xml)
    assert [row[1:] for row in xlsx_rows(data)[3:63]] == [[text] * 4 for text in FORMULAS]


def test_a_workbook_with_a_formula_would_be_noticed():
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        book.add_worksheet().write(0, 0, "=1+1")

    with zipfile.ZipFile(stream) as parts:
        assert re.search(rb"<f[ >]", parts.read("xl/worksheets/sheet1.xml"))


def test_xlsx_opens_with_its_password_and_says_what_was_written():
    data = xlsx_bytes(SHEET, made_at=MADE_AT, password="lima kata contoh saja dulu")

    rows = xlsx_rows(unlocked(data, "lima kata contoh saja dulu"))

    assert rows[4][:3] == ["1", "C.S.", "CONTOH PETUGAS"]
    assert rows[0][:2] == ["Log contoh", "PELATIHAN"]


def test_xlsx_does_not_open_with_another_password():
    data = xlsx_bytes(SHEET, made_at=MADE_AT, password="lima kata contoh saja dulu")

    with pytest.raises(msoffcrypto.exceptions.InvalidKeyError):
        unlocked(data, "lima kata contoh saja duli")


def test_a_locked_xlsx_shows_nothing_of_its_content():
    locked = xlsx_bytes(SHEET, made_at=MADE_AT, password="lima kata contoh saja dulu")

    assert not zipfile.is_zipfile(io.BytesIO(locked))
    assert b"PETUGAS" not in locked


def test_a_locked_xlsx_that_was_changed_is_refused():
    data = bytearray(xlsx_bytes(SHEET, made_at=MADE_AT, password="lima kata contoh saja dulu"))
    package = bytes(data).rindex(b"</encryption>")
    data[(package + len(data)) // 2] ^= 1

    with pytest.raises(msoffcrypto.exceptions.InvalidKeyError):
        unlocked(bytes(data), "lima kata contoh saja dulu")


def test_building_a_workbook_writes_no_file(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "absent"))

    assert xlsx_bytes(SHEET, made_at=MADE_AT, password=None).startswith(b"PK")
