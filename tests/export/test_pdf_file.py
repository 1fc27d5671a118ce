"""PDF files read back by another program's reader."""

import ast
import io
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pypdf
import pytest

from posko_app.errors import Defect
from posko_app.export import pdf_file
from posko_app.export.page_words import PageWords
from posko_app.export.pdf_file import begin_qt, pdf_bytes
from posko_app.export.sheet import Block, Sheet
from posko_app.i18n import load_catalogue

MADE_AT = datetime(2026, 11, 24, 1, 2, tzinfo=UTC)
WORDS = PageWords.of(load_catalogue())
PASSWORD = "lima kata contoh saja dulu"
COLUMNS = ("No", "Waktu", "NIK", "Asal", "Tingkat", "Tanda", "Petugas")
SHEET = Sheet(
    title="Log contoh 24-11-2026",
    watermark="PELATIHAN - bukan data orang sungguhan",
    head=(("Pos", "El Tari"),),
    columns=COLUMNS,
    rows=tuple(
        (str(n), "09:00", "9902********0003", "Kab. Contoh", "▲ Kuning*", f"tanda {n}", "CONTOH")
        for n in range(1, 501)
    ),
    totals=(("Diperiksa", "500"),),
    blocks=(Block("Lewat tanpa catatan", (("Antrean penuh", "12"),)),),
    legend=(Block("Arti tingkat", (("▲ Kuning", "Beri saran dan periksa."),)),),
    footer="El Tari · CONTOH PENYELIA",
)


def made(sheet=SHEET, password=None) -> bytes:
    return pdf_bytes(sheet, words=WORDS, made_at=MADE_AT, password=password)


def pages(data: bytes, password=None) -> list[str]:
    reader = pypdf.PdfReader(io.BytesIO(data), password=password)
    return [page.extract_text() for page in reader.pages]


@pytest.fixture(scope="module")
def whole(qapp_cls):
    assert qapp_cls.instance() or qapp_cls([])
    return pages(made())


def test_five_hundred_rows_are_all_there_under_a_head_on_each_page(whole):
    lines = [line for page in whole for line in page.splitlines()]

    assert [line for line in lines if line.startswith("tanda ")] == [
        f"tanda {n}" for n in range(1, 501)
    ]
    assert len(whole) > 5
    rows = [page for page in whole if "tanda " in page]
    assert all(column in page.splitlines() for page in rows for column in COLUMNS)


def test_each_page_says_which_it_is_whose_it_is_and_that_it_is_practice(whole):
    for number, page in enumerate(whole, 1):
        lines = page.splitlines()
        assert f"Halaman {number} dari {len(whole)}" in lines
        assert {SHEET.title, SHEET.footer} <= set(lines)
        assert lines.count(SHEET.watermark) == 2  # at the top and across the page


def test_head_totals_blocks_and_legend_are_there(whole):
    first, last = whole[0].splitlines(), whole[-1].splitlines()

    assert {"Pos", "El Tari", "Diperiksa", "500", "Lewat tanpa catatan", "12"} <= set(first)
    assert {"Arti tingkat", "▲ Kuning", "Beri saran dan periksa."} <= set(last)


def test_real_people_have_no_mark(qapp):
    (page,) = pages(made(Sheet("Log", "", (), ("No",), (("1",),), ())))

    assert "PELATIHAN" not in page


def test_words_can_be_searched_for_as_they_were_written(qapp):
    hard = "fi ffi fl · Ba'i Ndolu-Contoh (é) 99,4 % @ ● ▲ ■ – „contoh“"

    (page,) = pages(made(Sheet("Log", "", (), ("Asal",), ((hard,),), ())))

    assert hard in page.splitlines()
    assert "\t" not in page


def test_a_text_too_long_for_a_page_says_that_it_was_cut(qapp):
    long = Sheet("Log", "", (), ("Asal", "No"), (("kata " * 9000, "1"), ("pendek", "2")), ())

    text = "".join(pages(made(long))).replace("\n", " ")

    assert "[dipotong, lengkapnya di penyimpanan]" in text
    assert "pendek" in text


def test_what_has_no_shape_or_no_end_is_still_a_row(qapp):
    strange = ("satu\ndua", "\x00\x07💡\ud83d", "9" * 400, "")
    columns = ("A", "B", "C", "D")

    (page,) = pages(made(Sheet("Log", "", (), columns, (strange,), ())))

    assert {"satu", "dua"} <= set(page.splitlines())
    assert page.count("9") == 400


def test_a_locked_pdf_opens_with_its_password_only(qapp):
    data = made(password=PASSWORD)

    reader = pypdf.PdfReader(io.BytesIO(data))
    assert reader.is_encrypted
    assert reader.decrypt("lima kata contoh saja duli") == pypdf.PasswordType.NOT_DECRYPTED
    assert b"/AESV3" in data  # AES-256
    assert b"CONTOH" not in data
    assert pages(data, PASSWORD) == pages(made())


def test_the_file_knows_its_title_and_the_time_of_the_desk(qapp):
    info = pypdf.PdfReader(io.BytesIO(made())).metadata

    assert (info.title, info.creation_date) == (SHEET.title, MADE_AT)


def test_pages_are_painted_on_another_thread_too(qapp):
    found: list[bytes] = []
    thread = threading.Thread(target=lambda: found.append(made()))
    thread.start()
    thread.join(60)

    assert pages(found[0]) == pages(made())


def test_qt_begins_on_the_main_thread_or_not_at_all(monkeypatch, qapp):
    begin_qt()  # there is one already
    assert pdf_file.KEPT == []
    monkeypatch.setattr(pdf_file.QGuiApplication, "instance", lambda: None)
    found: list[BaseException] = []

    def begin():
        try:
            begin_qt()
        except Defect as error:
            found.append(error)

    thread = threading.Thread(target=begin)
    thread.start()
    thread.join(20)

    assert [error.key for error in found] == ["export.qt_on_another_thread"]


def test_only_qtcore_and_qtgui_are_imported_and_only_by_what_paints():
    folder = Path(pdf_file.__file__).parent
    found = {
        (path.name, node.module)
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("PySide6")
    }

    assert found == {("pdf_file.py", "PySide6.QtCore"), ("pdf_file.py", "PySide6.QtGui")}


def test_the_other_formats_load_neither_qt_nor_the_pdf_library():
    script = (
        "import sys, posko_app.services.exports, posko_app.export.csv_file,"
        " posko_app.export.xlsx_file;"
        "print([m for m in ('PySide6', 'pypdf', 'posko_app.export.pdf_file') if m in sys.modules])"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"
