"""Ticks and verified facts: all by keys, and none without the ground it rests on."""

import pytest
from PySide6.QtCore import Qt

from posko_app.domain import codes
from posko_app.ui.periksa_questions_model import PAGES
from tests.support.keys import ALT, press, type_text
from tests.support.periksa_looks import ask_questions, level, saved

WITH_DETAIL = {
    "doc_id_altered": "id_altered_signs.bahan",
    "age_doubt_objective": "age_doubt_reasons.tahun_lulus",
    "dec_story_mismatch": "story_mismatch_facts.tiket",
}


def place_of(tick):
    """Give the page of the pad and the digit of a tick."""
    for page in PAGES:
        for digit, option in enumerate(page.options, start=1):
            if option.path == f"officer_ticks.{tick}":
                return page.number, str(digit)
    raise AssertionError(tick)


@pytest.mark.parametrize("tick", codes.TICK)
def test_every_tick_can_be_reached_by_keys_on_this_screen(page, tick):
    number, digit = place_of(tick)
    page.view.questions.setFocus()
    type_text(page, "T" if number > 10 else "")
    for _ in range(number - 1 if number <= 10 else 0):
        press(page, Qt.Key.Key_Right)
    type_text(page, digit)
    type_text(page, "1\n" if tick in WITH_DETAIL else "")

    assert page.model.answers[f"officer_ticks.{tick}"] is True
    assert page.model.answers.get(WITH_DETAIL.get(tick, f"officer_ticks.{tick}")) is True
    number <= 10 and page.model.answers[f"answers.Q{number}"] == "dijawab"


@pytest.mark.parametrize("tick", WITH_DETAIL)
def test_a_tick_that_needs_a_detail_is_not_set_without_it(page, tick):
    press(page, Qt.Key.Key_0, ALT)
    type_text(page, place_of(tick)[1])
    asked = page.rooms.now
    type_text(page, "\n")  # nothing marked
    still = page.rooms.now
    press(page, Qt.Key.Key_Escape)

    assert asked is still is page.view.middle.ask
    assert f"officer_ticks.{tick}" not in page.model.answers
    assert page.view.questions.hasFocus()


def test_the_pages_of_what_is_seen_opens_from_any_field(page):
    press(page, Qt.Key.Key_0, ALT)

    assert page.view.questions.question.number == 11
    assert "Yang dilihat petugas sendiri" in page.view.questions.sentence.text()
    type_text(page, "3m")  # an escort who slips away; nobody refuses what was only seen
    assert page.model.answers["officer_ticks.rec_escort_evades"] is True
    assert not any(p.startswith("answers.") for p in page.model.answers)


def test_several_details_are_marked_and_one_unmarked(page):
    ask_questions(page, 11, "1")
    type_text(page, "1261\n")

    assert page.model.answers["id_altered_signs.huruf"] is True
    assert page.model.answers["id_altered_signs.bukan_dirinya"] is True
    assert "id_altered_signs.bahan" not in page.model.answers


def test_confirmed_alone_is_no_physical_sign(page):
    ask_questions(page, 11, "1")
    type_text(page, "7\n")
    again = page.rooms.now
    type_text(page, "67\n")

    assert again is page.view.middle.ask
    assert page.model.answers["id_altered_confirmed"] is True
    assert level(page).startswith("■ MERAH")


def test_a_tick_taken_back_and_set_again_keeps_its_detail(page):
    ask_questions(page, 11, "1")
    type_text(page, "2\n")
    type_text(page, "1")
    taken = "officer_ticks.doc_id_altered" in page.model.answers
    type_text(page, "1")

    assert not taken
    assert page.model.answers["officer_ticks.doc_id_altered"] is True


def test_a_detail_behind_f8_is_asked_for_too_and_goes_with_its_tick(page):
    press(page, Qt.Key.Key_F8)
    page.view.more.code_lists[0].setFocus()
    type_text(page, "1")
    room = page.rooms.now
    type_text(page, "3\n")
    back = page.view.more_is_open()
    details = next(
        row for row in page.view.more.code_lists if "id_altered_signs.bahan" in row.chips
    )
    details.setFocus()
    set_before = page.model.answers["officer_ticks.doc_id_altered"]
    type_text(page, "3")

    assert room is page.view.middle.ask
    assert back
    assert set_before is True
    assert "officer_ticks.doc_id_altered" not in page.model.answers
    chip = page.view.more.code_lists[0].chips["officer_ticks.doc_id_altered"]
    assert chip.value() is None


@pytest.mark.parametrize(
    ("number", "digit", "tick"),
    [(11, "5", "coe_speaks_for"), (10, "2", "coe_held_before_departure")],
)
def test_what_makes_a_sign_strong_is_asked_at_once(page, number, digit, tick):
    ask_questions(page, number, digit)
    asked = page.rooms.now
    type_text(page, "\n")
    medium = dict(page.model.answers)
    type_text(page, f"{digit}{digit}1\n")

    assert asked is page.view.middle.ask
    assert f"escalations.{tick}" not in medium
    assert page.model.answers[f"escalations.{tick}"] is True
    type_text(page, digit)
    assert f"escalations.{tick}" not in page.model.answers


def test_a_room_on_top_of_the_talk_gives_the_talk_back(page):
    ask_questions(page, 6, "3")
    press(page, Qt.Key.Key_B, ALT)
    type_text(page, "1dd")
    type_text(page, "2")  # kept in a place: was it locked?
    above = page.rooms.now
    type_text(page, "\n")

    assert above is page.view.middle.ask
    assert page.rooms.now is page.view.middle.talk


def test_returned_papers_are_a_digit_under_their_question(page):
    ask_questions(page, 6, "36")
    held = level(page)
    type_text(page, "5")

    assert held.startswith("■ MERAH")
    assert page.model.answers["doc_returned"] is True
    assert level(page).startswith("▲ KUNING*")


def test_facts_that_would_switch_something_off_come_first(page):
    ask_questions(page, 3, "4")
    press(page, Qt.Key.Key_F, ALT)
    rows = page.view.middle.calming._rows

    assert rows[0].chip.caption.text() == "Nomor E-PMI dicek ke BP3MI"
    assert rows[0].about.whole() == "menggugurkan: Tiket dibayar perekrut/orang tak dikenal"
    assert [row.about.whole() for row in rows[-4:-2]] == ["", ""]


def test_a_fact_needs_how_and_with_which_office(qtbot, page, desk):
    ask_questions(page, 3, "4")
    type_text(page, "4")
    starting = level(page)
    press(page, Qt.Key.Key_F, ALT)
    type_text(page, "2")
    type_text(page, "1\n")  # no office yet
    unproved = [p for p in page.model.answers if p.startswith("mitigations.")]
    type_text(page, "Disnakertrans NTT\n")
    calmed = level(page)
    press(page, Qt.Key.Key_Return)
    press(page, Qt.Key.Key_F9)

    answers = saved(qtbot, desk).answers
    assert (starting[:8], unproved, calmed[:7]) == ("▲ KUNING", [], "● HIJAU")
    assert answers["mitigations.fp_spp_verified"] is True
    assert answers["calming_how.fp_spp_verified"] == "telepon_nomor_resmi"
    assert answers["calming_office.fp_spp_verified"] == "Disnakertrans NTT"


def test_esc_goes_back_step_by_step_and_records_nothing(page):
    ask_questions(page, 3, "4")
    press(page, Qt.Key.Key_F, ALT)
    room = page.view.middle.calming
    type_text(page, "11x")
    press(page, Qt.Key.Key_Escape)
    how = room._proofs.isVisible()
    press(page, Qt.Key.Key_Escape)
    listed = room._list.isVisible()
    press(page, Qt.Key.Key_Escape)

    assert (how, listed, page.rooms.now) == (True, True, None)
    assert not any(p.startswith(("mitigations", "calming")) for p in page.model.answers)


def test_a_recorded_fact_is_taken_back_with_its_proof(page):
    ask_questions(page, 3, "4")
    press(page, Qt.Key.Key_F, ALT)
    type_text(page, "11BP3MI NTT\n")
    told = page.view.middle.calming._rows[0].about.whole()
    type_text(page, "1")

    assert told == "tercatat: Telepon nomor resmi, BP3MI NTT"
    assert not any(p.startswith(("mitigations", "calming")) for p in page.model.answers)


def test_f9_in_the_middle_of_a_proof_does_not_save(page, desk):
    ask_questions(page, 3, "4")
    press(page, Qt.Key.Key_F, ALT)
    type_text(page, "1")
    press(page, Qt.Key.Key_F9)

    assert desk.screening.records == []
    assert page.rooms.now is page.view.middle.calming


def test_a_fact_ticked_behind_f8_asks_for_its_proof(page):
    press(page, Qt.Key.Key_F8)
    facts = next(
        row for row in page.view.more.code_lists if "mitigations.fp_spp_verified" in row.chips
    )
    facts.setFocus()
    type_text(page, "2")
    asked = (page.rooms.now, page.view.middle.calming.fact)
    type_text(page, "3PT Contoh\n")

    assert asked == (page.view.middle.calming, "fp_spp_verified")
    assert page.model.answers["mitigations.fp_spp_verified"] is True
    assert page.model.answers["calming_how.fp_spp_verified"] == "surat_asli"


def test_a_proof_that_is_emptied_takes_its_fact_along(page):
    ask_questions(page, 3, "4")
    press(page, Qt.Key.Key_F, ALT)
    type_text(page, "11BP3MI\n")
    press(page, Qt.Key.Key_Escape)
    page.moves.go_to("calming_office.fp_epmi_verified")
    press(page, Qt.Key.Key_Escape)

    assert "mitigations.fp_epmi_verified" not in page.model.answers


def test_the_steps_stand_in_one_line_when_all_are_marked(page):
    ask_questions(page, 1, "dddddddddd")
    chips = page.view.questions._steps.values()

    assert {chip.y() for chip in chips} == {0}


def test_a_digit_changes_no_answer_under_the_further_fields(page):
    ask_questions(page, 1, "2")
    page.view.questions.go_to(1)
    press(page, Qt.Key.Key_F8)

    press(page, Qt.Key.Key_3, ALT)

    assert page.model.answers["claimed.purpose"] == "kerja_dn"
