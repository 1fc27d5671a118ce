"""The departure by a few letters: airlines, ships and ports, kept as typed where unknown."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from posko_app.services.gazetteer import places
from posko_app.ui.periksa_completers import (
    carrier_suggestions,
    city_suggestions,
    port_suggestions,
)
from tests.support.fake_group import TwoPages
from tests.support.keys import CTRL, press, show, type_text

ROUTE = ("departure.carrier", "departure.number", "departure.from", "departure.to")


def opened(page):
    press(page, Qt.Key.Key_K, CTRL)
    return QApplication.focusWidget()


def recorded(page):
    answers = page.model.draft().answers
    return tuple(answers.get(one) for one in ROUTE)


def test_codes_typed_in_full_become_the_usual_names(page):
    opened(page)
    type_text(page, "jt\nlion 0691\nkoe\nsub\n")

    assert recorded(page) == ("Lion Air", "JT691", "KOE", "SUB")


def test_rows_are_taken_with_down_and_enter(page):
    opened(page)
    type_text(page, "umsis")
    press(page, Qt.Key.Key_Down)
    type_text(page, "\n\n\nsurab")
    press(page, Qt.Key.Key_Down)
    type_text(page, "\n")

    assert recorded(page) == ("KM Umsini", None, None, "SUB")


def test_a_flight_typed_where_the_airline_stands_fills_both(page):
    opened(page)
    type_text(page, "jt 0691")
    press(page, Qt.Key.Key_Down)
    type_text(page, "\n")

    assert recorded(page)[:2] == ("Lion Air", "JT691")


def test_a_flight_typed_there_without_a_choice_is_not_cut(page):
    opened(page)
    type_text(page, "jt 0691\n")

    assert recorded(page)[:2] == ("jt 0691", None)


def test_unknown_names_stay_as_they_were_typed(page):
    opened(page)
    type_text(page, "Contoh Air\n12\nBandara Contoh\nKupang\n")

    assert recorded(page) == ("Contoh Air", "12", "Bandara Contoh", "Kupang")


def test_esc_closes_the_list_before_the_editor(page):
    first = opened(page)
    type_text(page, "li")
    press(page, Qt.Key.Key_Escape)
    still = (QApplication.focusWidget() is first, first.is_open())
    press(page, Qt.Key.Key_Escape)

    assert still == (True, False)
    assert QApplication.focusWidget() is not first


def test_ships_come_first_where_people_leave_by_sea():
    assert carrier_suggestions("si", "laut")[0].text == "KM Bukit Siguntang"
    assert port_suggestions("kupang", "laut")[0].label == "Tenau · Kupang"
    assert port_suggestions("kupang", "udara")[0].label == "KOE · Kupang · El Tari"


@pytest.mark.parametrize(
    ("typed", "label", "text"),
    [
        ("johor", "Johor Bahru", "Johor Bahru"),
        ("nunuk", "Nunukan", "Nunukan"),
        ("sidoar", "Kab. Sidoarjo, Jawa Timur", "Sidoarjo"),
    ],
)
def test_the_last_city_is_proposed_by_its_bare_name(typed, label, text):
    assert places().wait(30)
    first = city_suggestions(typed)[0]

    assert (first.label, first.text) == (label, text)
    assert city_suggestions("j") == ()


@pytest.fixture
def group(qtbot, theme, clock):
    made = TwoPages(clock)
    show(qtbot, made)
    made.show_page("rombongan")
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    return made


def test_a_place_chosen_among_a_members_exceptions_is_recorded_whole(group):
    assert places().wait(30)
    press(group, Qt.Key.Key_Escape)
    type_text(group, "9902011711890001\ncontoh satu\tasal\noesapa kel")
    press(group, Qt.Key.Key_Down)
    type_text(group, "\n")

    own = group.group.model.rows[0].own
    assert own["traveller.origin"] == "Kota Kupang"
    assert (own["traveller.village"], own["traveller.kecamatan"]) == ("Oesapa", "Kelapa Lima")


def test_a_short_code_among_them_is_written_out(group):
    press(group, Qt.Key.Key_Escape)
    type_text(group, "9902011711890001\ncontoh satu\tasal\ntts\n")

    assert group.group.model.rows[0].own["traveller.origin"] == "Kab. Timor Tengah Selatan"


def test_the_header_of_a_group_knows_ships_and_flights(group):
    header = group.group.view.header
    carrier = header.form.editor_of("departure.carrier")
    carrier.setFocus()
    type_text(group, "umsisni\n")
    ship = group.group.model.header.answers.get("departure.carrier")
    carrier.setFocus()
    carrier.clear()
    type_text(group, "jt 691")
    press(group, Qt.Key.Key_Down)
    type_text(group, "\n")

    assert ship == "KM Umsini"
    assert group.group.model.header.answers["departure.carrier"] == "Lion Air"
    assert group.group.model.header.answers["departure.number"] == "JT691"
