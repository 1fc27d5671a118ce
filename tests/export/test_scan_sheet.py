"""The test sheet: what is on it can be scanned, and reads as the words beside it say."""

import io
from datetime import UTC, date, datetime

import pypdf
import pytest

from posko_app.domain.scans import samples
from posko_app.domain.scans.scan import ScanKind, read_scan
from posko_app.errors import OperatorError
from posko_app.export.drawing import A4_HEIGHT, A4_WIDTH
from posko_app.export.scan_sheet import PITCH, scan_sheet, sheet_dates
from posko_app.i18n import LANGUAGES, load_catalogue
from posko_app.services.scan_sheet import FILE_NAME, write_scan_sheet

ON = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("\n".join(samples.passport_zone()), ScanKind.MRZ),
        ("\n".join(samples.card_zone()), ScanKind.MRZ),
        (samples.boarding_pass(ON), ScanKind.BCBP),
        (samples.NIK, ScanKind.NIK),
    ],
)
def test_every_sample_reads_without_a_problem(raw, kind):
    scan = read_scan(raw, on=ON)

    assert (scan.kind, scan.problems) == (kind, ())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_can_be_read_and_names_what_each_code_says(tmp_path, qapp, language):
    path = write_scan_sheet(tmp_path, load_catalogue(language), AT)

    page = pypdf.PdfReader(io.BytesIO(path.read_bytes())).pages[0]
    text = page.extract_text()
    assert path == tmp_path / FILE_NAME
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
    for told in ("MARIA REKAAN CONTOH", "31-12-2030", "24-11-2026", "9902 0157", "CONTOH-00012345"):
        assert told in text, told


def drawn():
    catalogue = load_catalogue()
    names = ("passport", "card", "boarding", "nik", "ticket")
    keys = ("title", "lead", "foot", "passport_zone", *names, *(f"{name}_says" for name in names))
    told = {**sheet_dates(ON), "at": "24-11-2026"}
    return scan_sheet({key: catalogue.text(f"scan.sheet.{key}", **told) for key in keys}, on=ON)


def test_nothing_lies_outside_the_page_or_on_something_else():
    sheet = drawn()

    boxes = []
    for code in sheet.squares:
        size = len(code.rows) * code.module
        boxes.append((code.left, code.top, code.left + size, code.top + size))
    for text in sheet.texts:
        width = len(text.text) * (text.pitch or text.points * 0.2)
        boxes.append((text.left, text.top, text.left + width, text.top + text.points * 0.353))
    for box in boxes:
        assert box[0] >= 0 <= box[1]
        assert box[2] <= A4_WIDTH
        assert box[3] <= A4_HEIGHT
    pairs = [(a, b) for place, a in enumerate(boxes) for b in boxes[place + 1 :]]
    assert not [(a, b) for a, b in pairs if overlap(a, b)]


def overlap(a, b):
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def test_the_zone_stands_at_ten_letters_to_the_inch():
    lines = [text for text in drawn().texts if text.pitch]

    assert [text.text for text in lines] == list(samples.passport_zone())
    assert {text.pitch for text in lines} == {PITCH}


def test_a_folder_that_is_not_there_is_said(tmp_path, qapp):
    with pytest.raises(OperatorError):
        write_scan_sheet(tmp_path / "absent" / "sheet.pdf", load_catalogue(), AT)
