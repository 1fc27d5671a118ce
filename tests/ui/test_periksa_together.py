"""F3 in every field, and Shift+F3 for people who travel together: filled only when asked."""

import pytest
from PySide6.QtCore import Qt

from posko_app.domain.fields import FieldType, field_at
from posko_app.domain.screening import Draft
from posko_app.i18n import load_catalogue
from posko_app.ui.periksa_focus import focus_on
from posko_app.ui.periksa_model import SHARED
from posko_app.ui.widgets.line_edit import LineEdit
from tests.support.fake_desk import START
from tests.support.keys import CTRL, SHIFT, press, type_text
from tests.support.periksa_looks import said

CATALOGUE = load_catalogue()
OF_TYPE = {
    FieldType.NIK: "9902015711890003",
    FieldType.DATE: "1998-07-05",
    FieldType.TIME: "07:55",
    FieldType.INSTANT: "2026-11-24T01:00:00Z",
    FieldType.PHONE: "+6281234567890",
    FieldType.INTEGER: 7,
    FieldType.BOOLEAN: True,
    FieldType.COUNTRY: "MY",
    FieldType.PASSPORT: "X0000001",
    FieldType.DEPARTURE_NUMBER: "JT691",
}
RESTS = {"id_altered_confirmed"}  # goes with the signs it confirms
BEFORE = {
    "recruiter.name": "IBU CONTOH",
    "recruiter.contact": "+6281234567890",
    "recruiter.channel": "perorangan",
    "recruiter.name_known": True,
    "journey.final_country": "MY",
    "journey.final_city": "Johor Bahru",
    "ticket.payer": "perekrut",
    "pickup.by": "kenalan",
    "traveller.name": "CONTOH NAMA SATU",
    "traveller.origin": "Kota Kupang",
    "traveller.kecamatan": "Kelapa Lima",
    "traveller.village": "Oesapa",
}


def example(path):
    field = field_at(path)
    return field.codes[0] if field.type is FieldType.CODE else OF_TYPE.get(field.type, "CONTOH")


def after(page, answers):
    """Somebody with these answers was just saved."""
    page.model.load(Draft("e" * 32, dict(answers), START, START))
    page.model.hand_over()
    page.show_all()


def editors(page):
    """Give every single editor that is in sight, by path."""
    form = page.view.form
    bound = {path: [one.editor for one in form._bindings[path]] for path in form.paths()}
    return {
        path: editor
        for path, some in bound.items()
        for editor in some
        if isinstance(editor, LineEdit) and editor.isVisible() and field_at(path) is not None
        if field_at(path).type is not FieldType.CODES
    }


@pytest.mark.parametrize("part", ["first", "departure", "more"])
def test_f3_repeats_the_last_value_in_every_field(page, part):
    if part == "departure":
        press(page, Qt.Key.Key_K, CTRL)
    elif part == "more":
        press(page, Qt.Key.Key_F8)
    paths = [path for path in editors(page) if path not in RESTS]
    last = {path: example(path) for path in paths}
    page.model._last = last
    for path in paths:
        page.model.set(path, None)
        focus_on(editors(page)[path])
        press(page, Qt.Key.Key_F3)

    repeated = page.model.draft().answers
    assert len(paths) > 6
    assert {path: repeated.get(path) for path in paths} == last


def test_f3_in_the_village_brings_what_it_lies_in_and_overwrites_nothing(page):
    after(page, BEFORE)
    page.moves.go_to("traveller.origin")
    type_text(page, "Kab. Contoh\t")
    press(page, Qt.Key.Key_F3)

    answers = page.model.answers
    assert answers["traveller.village"] == "Oesapa"
    assert answers["traveller.kecamatan"] == "Kelapa Lima"
    assert answers["traveller.origin"] == "Kab. Contoh"


def test_f3_in_the_origin_repeats_the_origin_alone(page):
    after(page, BEFORE)
    page.moves.go_to("traveller.origin")
    press(page, Qt.Key.Key_F3)

    assert page.model.answers["traveller.origin"] == "Kota Kupang"
    assert "traveller.village" not in page.model.answers


def test_shift_f3_fills_what_people_share_and_says_so(page):
    after(page, BEFORE)
    press(page, Qt.Key.Key_F3, SHIFT)

    filled = {path: value for path, value in BEFORE.items() if path in SHARED}
    answers = page.model.answers
    assert {path: answers.get(path) for path in SHARED if path in answers} == filled
    assert said(page).startswith(
        "Seperti orang sebelumnya. Lewat, Perekrut, Kontak perekrut, Tujuan"
    )
    assert page.view.form.editor_of("recruiter.name").text() == "IBU CONTOH"


def test_shift_f3_never_answers_for_a_person(page):
    after(page, {**BEFORE, "recruiter.met_in_person": False, "answers.Q2": "dijawab"})
    press(page, Qt.Key.Key_F3, SHIFT)

    own = {"traveller.name", "traveller.origin", "recruiter.name_known", "answers.Q2"}
    assert not own & page.model.answers.keys()
    assert "recruiter.met_in_person" not in page.model.answers


def test_shift_f3_fills_empty_fields_only(page):
    after(page, BEFORE)
    page.model.set("recruiter.name", "BAPAK CONTOH")
    press(page, Qt.Key.Key_F3, SHIFT)

    assert page.model.answers["recruiter.name"] == "BAPAK CONTOH"
    assert page.model.answers["journey.final_city"] == "Johor Bahru"


def test_ctrl_z_takes_it_back_but_not_what_was_changed_since(page):
    after(page, BEFORE)
    page.moves.go_to("traveller.nik")
    press(page, Qt.Key.Key_F3, SHIFT)
    page.model.set("journey.final_city", "Tawau")
    press(page, Qt.Key.Key_Z, CTRL)

    assert {path for path in SHARED if path in page.model.answers} == {"journey.final_city"}
    assert page.view.form.editor_of("recruiter.name").text() == ""


def test_without_a_person_before_nothing_is_filled(page):
    press(page, Qt.Key.Key_F3, SHIFT)

    assert not page.model.has_content()
    assert said(page).startswith(CATALOGUE.text("periksa.notice.nothing_shared"))


def test_nothing_is_carried_over_without_the_key_and_the_offer_is_in_sight(page):
    after(page, BEFORE)

    rows = {row.path: row for row in page.view.journey.fields.rows}
    assert not page.model.has_content()
    assert rows["recruiter.name"].hint.whole() == CATALOGUE.text("periksa.together")
    press(page, Qt.Key.Key_F3, SHIFT)
    assert rows["recruiter.name"].hint.whole() != CATALOGUE.text("periksa.together")
