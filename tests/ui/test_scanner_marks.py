"""What was scanned is marked, said to screen readers, and kept when another value is typed."""

import pytest
from PySide6.QtCore import Qt

from posko_app.domain.scans.samples import NIK, card_zone
from posko_app.ui.periksa_focus import focused
from posko_app.ui.theme import Mode, apply_theme
from posko_app.ui.widgets.line_edit import LineEdit
from tests.support.keys import CTRL, press, show, type_text
from tests.support.periksa_looks import said, saved, say_purpose
from tests.support.scanned import NUMBER, PASS, READ, passport

MARKED = {"traveller.passport", "traveller.name", "traveller.sex"}


def marked(page):
    return {
        path
        for path in page.view.form.paths()
        for editor in page.view.form.editors_of(path)
        if isinstance(editor, LineEdit) and editor.is_marked()
    }


def editor(page, path):
    return page.view.form.editors_of(path)[0]


def hint(page, path):
    row = next(row for row in page.view.identity.fields.rows if row.path == path)
    return row.own[0]


def overwrite(page, path, text):
    page.moves.go_to(path)
    focused().selectAll()
    type_text(page, f"{text}\t")


def test_scanned_values_are_marked_in_sight_and_for_screen_readers(page):
    page.take_scan(passport())

    assert marked(page) == MARKED
    assert "Hasil pindai" in editor(page, "traveller.name").accessibleDescription()
    assert "05-07-1998" in hint(page, "traveller.dob_ktp")


def test_a_typed_value_takes_the_mark_away_and_keeps_what_was_scanned(page):
    page.take_scan(passport())
    overwrite(page, "traveller.name", "contoh lain")

    assert "traveller.name" not in marked(page)
    assert "Hasil pindai" not in editor(page, "traveller.name").accessibleDescription()
    assert "Pindaian: MARIA REKAAN CONTOH" in hint(page, "traveller.name")
    assert page.model.answers["scanned.name"] == READ["traveller.name"]


def test_typing_the_scanned_value_again_brings_the_mark_back(page):
    page.take_scan(passport())
    overwrite(page, "traveller.name", "contoh lain")
    overwrite(page, "traveller.name", READ["traveller.name"].lower())

    assert "traveller.name" in marked(page)


def test_both_values_are_saved(qtbot, page, desk):
    page.take_scan(passport())
    overwrite(page, "traveller.passport", "x0000009")
    say_purpose(page)
    press(page, Qt.Key.Key_F9)

    answers = saved(qtbot, desk).answers
    assert (answers["traveller.passport"], answers["scanned.passport"]) == ("X0000009", NUMBER)


def test_a_scan_is_taken_back_by_one_key(page):
    before = dict(page.model.answers)
    page.take_scan(passport())
    press(page, Qt.Key.Key_Z, CTRL)

    assert page.model.answers == before
    assert marked(page) == set()


def test_taking_back_a_scan_gives_half_a_name_back(page):
    page.moves.go_to("traveller.name")
    type_text(page, "mar")
    page.take_scan(passport())
    page.acts.remedy()

    assert page.model.answers["traveller.name"] == "MAR"


def test_what_differs_is_said_and_not_replaced(page):
    overwrite(page, "traveller.name", "budi rekaan")
    page.take_scan(passport())

    assert page.model.answers["traveller.name"] == "BUDI REKAAN"
    assert "Keduanya disimpan" in said(page)
    assert page.scan_words() == "Paspor terbaca. Angka periksa cocok."


def test_somebody_elses_passport_is_said_and_fills_nothing(page):
    page.take_scan(passport())
    before = dict(page.model.answers)
    outcome = page.take_scan(passport("P<IDNLAIN<<BUDI".ljust(44, "<"), "X0000007"))

    assert (outcome, page.model.answers) == ("attention", before)
    assert "orang lain" in said(page)
    assert "F9" in said(page)


def test_a_ticket_in_another_name_is_said(page):
    overwrite(page, "traveller.name", "budi rekaan jauh")
    page.take_scan(PASS.replace("CONTOH/MARIA REKAAN ", "LAIN/SITI AMINAH    "))

    assert "berbeda dari paspor" in said(page)


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (NIK, "NIK terbaca."),
        ("\n".join(card_zone()), "Kartu identitas atau visa terbaca."),
        ("TIKET-12345", "Disimpan sebagai nomor tiket."),
        ("P<IDNCONTOH<<MARIA", "sebagian saja"),
        (passport().replace("<1IDN", "<2IDN"), "ketik nomornya"),
    ],
)
def test_every_kind_of_scan_is_said_in_words(page, raw, sentence):
    page.take_scan(raw)

    assert sentence in said(page)


def test_a_second_ticket_number_does_not_replace_the_first(page):
    page.take_scan("TIKET-12345")
    page.take_scan("TIKET-99999")

    assert page.model.answers["ticket.booking_code"] == "TIKET-12345"
    assert page.model.answers["scanned.booking_code"] == "TIKET-99999"
    assert "berbeda" in said(page)


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_the_mark_is_seen_in_every_look(qtbot, qapp, mode, scale):
    apply_theme(qapp, mode, scale)
    edit = LineEdit()
    edit.resize(160, 34)
    show(qtbot, edit)
    plain = edit.grab().toImage()
    edit.set_marked(marked=True)
    signed = edit.grab().toImage()
    apply_theme(qapp, Mode.LIGHT)

    places = [(x, y) for x in range(signed.width()) for y in range(signed.height())]
    changed = [at for at in places if signed.pixel(*at) != plain.pixel(*at)]
    far = max(abs(lightness(signed, at) - lightness(plain, at)) for at in changed)
    assert len(changed) > 10
    assert far > 80  # of 255


def lightness(image, at):
    return image.pixelColor(*at).lightness()
