"""What stands between a decision and its record: the child path, a private talk, one reason."""

from PySide6.QtCore import Qt

from posko_app.domain.detection.assessment import Level
from posko_app.ui.periksa_focus import focused
from posko_app.ui.periksa_gates import Gate, next_gate, open_talk_questions, talk_is_settled
from tests.support.fake_desk import FakeDetection
from tests.support.keys import ALT, press, type_text
from tests.support.periksa_looks import (
    ask_questions,
    level,
    make_child,
    make_kuning,
    make_merah,
    make_starred,
    path,
    said,
    saved,
    say_purpose,
)

BOTH = {"answers.Q7": "dijawab", "answers.Q8": "menolak"}


def test_deciding_at_a_star_opens_the_private_talk_first(page):
    make_starred(page)
    press(page, Qt.Key.Key_T, ALT)

    assert page.rooms.now is page.view.middle.talk
    assert said(page).startswith("Bicara berdua dulu.")
    assert "tiketnya saya cek satu per satu" in page.view.middle.talk.privacy.text()
    assert "decision" not in page.model.answers


def test_one_key_begins_the_talk_and_the_decision_goes_on_after_it(page):
    make_starred(page)
    press(page, Qt.Key.Key_T, ALT)
    type_text(page, "1")
    first = page.view.middle.talk.pad.question.number
    type_text(page, "d")
    before = "decision" in page.model.answers
    type_text(page, "md")

    answers = page.model.answers
    assert (first, before) == (7, False)
    assert answers["decision"] == "tunda"
    assert answers["talk.private"] is True
    states = [answers[f"answers.Q{number}"] for number in (7, 8, 10)]
    assert states == ["dijawab", "menolak", "dijawab"]
    assert path(page) == "decision_reason"


def test_enter_begins_the_talk_and_answers_its_questions(page):
    make_starred(page)
    press(page, Qt.Key.Key_B, ALT)
    type_text(page, "\n\n\n\n")

    assert page.model.answers["decision"] == "boleh"
    assert page.model.answers["answers.Q10"] == "dijawab"


def test_a_talk_that_cannot_be_held_needs_a_reason(page):
    make_starred(page)
    press(page, Qt.Key.Key_B, ALT)
    type_text(page, "2")
    undecided = page.model.answers.get("decision")
    type_text(page, "4")

    assert undecided is None
    assert page.model.answers["talk.skipped"] == "tidak_ada_penerjemah"
    assert page.model.answers["talk.private"] is False
    assert page.model.answers["decision"] == "boleh"


def test_esc_goes_back_from_the_reasons_and_then_leaves_without_a_decision(page):
    make_starred(page)
    press(page, Qt.Key.Key_B, ALT)
    type_text(page, "2")
    press(page, Qt.Key.Key_Escape)
    type_text(page, "9")  # no such choice
    press(page, Qt.Key.Key_Escape)

    assert page.rooms.now is None
    assert "decision" not in page.model.answers
    assert "talk.skipped" not in page.model.answers
    assert page.view.questions.hasFocus()


def test_what_is_said_in_the_talk_may_change_the_level_and_then_nothing_is_decided(page):
    make_starred(page)
    press(page, Qt.Key.Key_B, ALT)
    type_text(page, "1dd")
    type_text(page, "1")  # afraid, forced, or asks for help
    type_text(page, "d")

    assert "decision" not in page.model.answers
    assert said(page).startswith("Tingkat sekarang ■ MERAH. Putuskan lagi.")
    assert focused() is page.view.bar.keys


def test_a_talk_held_before_asks_nothing_again(page):
    make_starred(page)
    press(page, Qt.Key.Key_W, ALT)
    type_text(page, "1ddd")
    press(page, Qt.Key.Key_B, ALT)

    assert page.model.answers["decision"] == "boleh"
    assert page.rooms.now is None


def test_the_talk_goes_on_where_it_was_left(page):
    make_starred(page)
    press(page, Qt.Key.Key_W, ALT)
    type_text(page, "1d")
    press(page, Qt.Key.Key_Escape)
    press(page, Qt.Key.Key_W, ALT)

    assert page.view.middle.talk.pad.question.number == 8
    press(page, Qt.Key.Key_W, ALT)
    assert page.rooms.now is None


def test_f9_with_a_decision_from_before_opens_the_talk_too(qtbot, page, desk):
    type_text(page, "9902\t")
    press(page, Qt.Key.Key_B, ALT)
    make_starred(page)
    press(page, Qt.Key.Key_F9)
    opened = page.rooms.now
    type_text(page, "21")

    assert opened is page.view.middle.talk
    assert saved(qtbot, desk).answers["talk.skipped"] == "ditolak"


def test_without_a_decision_a_star_is_saved_as_undecided(qtbot, page, desk):
    make_starred(page)
    press(page, Qt.Key.Key_F9)
    press(page, Qt.Key.Key_F9)

    assert "decision" not in saved(qtbot, desk).answers


def test_a_child_is_not_saved_before_every_step_has_a_state(page, desk):
    make_child(page)
    press(page, Qt.Key.Key_F9)
    press(page, Qt.Key.Key_F9)
    room = page.rooms.now
    type_text(page, "12")
    press(page, Qt.Key.Key_F9)
    press(page, Qt.Key.Key_Escape)
    press(page, Qt.Key.Key_F9)

    assert room is page.view.middle.child
    assert page.rooms.now is room
    assert desk.screening.records == []


def test_four_digits_take_the_child_path_and_the_decision_goes_on(qtbot, page, desk):
    make_child(page)
    press(page, Qt.Key.Key_R, ALT)
    type_text(page, "1121")
    press(page, Qt.Key.Key_F9)

    answers = saved(qtbot, desk).answers
    steps = ("calm_place", "second_officer", "guardian_sought", "service_called")
    assert [answers[f"child.{step}"] for step in steps] == ["sudah", "sudah", "belum_bisa", "sudah"]
    assert (answers["decision"], answers["shown_level"]) == ("rujuk", "merah")


def test_the_child_path_says_whom_to_call_and_what_not_to_do(page):
    make_child(page)
    press(page, Qt.Key.Key_N, ALT)
    room = page.view.middle.child

    assert "Jangan kembalikan ke pendamping." in room.guidance.text()
    assert "TESA 129: 129 (belum diverifikasi)" in room.contacts.text()
    assert "jangan serahkan kembali ke pendamping" in room.contacts.text()


def test_f4_asks_with_whom_a_child_travels_and_a_stranger_begins_the_child_path(page):
    type_text(page, "9902011703140013\tCONTOH\t17032014\t")
    ask_questions(page, 1, "3")
    calm = level(page)
    press(page, Qt.Key.Key_F4)
    asked = path(page)
    type_text(page, "1\n")
    beside = path(page)
    type_text(page, "rek\n")

    assert calm.startswith("● HIJAU")
    assert (asked, beside) == ("companions.n", "companions.relation")
    assert level(page).startswith("■ MERAH")


def test_arrows_go_back_to_a_step_of_the_child_path(page):
    make_child(page)
    press(page, Qt.Key.Key_N, ALT)
    type_text(page, "2")
    press(page, Qt.Key.Key_Up)
    type_text(page, "1")
    press(page, Qt.Key.Key_Return)  # not all have a state yet

    assert page.model.answers["child.calm_place"] == "sudah"
    assert page.rooms.now is page.view.middle.child
    type_text(page, "7111")
    assert page.rooms.now is None


def test_a_decision_below_the_suggestion_asks_one_reason(qtbot, page, desk):
    make_merah(page)
    press(page, Qt.Key.Key_B, ALT)
    asked = page.rooms.now
    type_text(page, "3")
    press(page, Qt.Key.Key_F9)

    answers = saved(qtbot, desk).answers
    assert asked is page.view.middle.ask
    assert answers["override_reason"] == "penjelasan_diterima"
    assert (answers["decision"], answers["shown_level"]) == ("boleh", "merah")


def test_a_decision_above_the_suggestion_asks_one_reason_too(qtbot, page, desk):
    say_purpose(page)
    press(page, Qt.Key.Key_R, ALT)
    type_text(page, "5")
    at = path(page)
    press(page, Qt.Key.Key_F9)

    answers = saved(qtbot, desk).answers
    assert at == "decision_reason"
    assert (answers["override_reason"], answers["decision"]) == (
        "sudah_ditangani_instansi",
        "rujuk",
    )


def test_esc_leaves_the_reason_and_nothing_is_decided(page):
    make_merah(page)
    press(page, Qt.Key.Key_B, ALT)
    press(page, Qt.Key.Key_Escape)

    assert "decision" not in page.model.answers
    assert said(page).startswith("2 tanda.")


def test_f9_while_the_reason_is_asked_waits_for_it(page, desk):
    make_merah(page)
    press(page, Qt.Key.Key_B, ALT)
    press(page, Qt.Key.Key_F9)
    type_text(page, "8")  # there are seven

    assert desk.screening.records == []
    assert page.rooms.now is page.view.middle.ask


def test_a_level_that_rose_after_the_decision_asks_at_the_save(qtbot, page, desk):
    make_kuning(page)
    press(page, Qt.Key.Key_B, ALT)
    make_merah(page)
    press(page, Qt.Key.Key_F9)
    type_text(page, "7")

    assert saved(qtbot, desk).answers["override_reason"] == "lain"


def test_a_reason_for_a_difference_that_is_gone_is_not_kept(qtbot, page, desk):
    say_purpose(page)
    make_merah(page)
    press(page, Qt.Key.Key_B, ALT)
    type_text(page, "3")
    ask_questions(page, 6, "3")
    ask_questions(page, 6, "6")
    ask_questions(page, 8, "1")
    press(page, Qt.Key.Key_F9)

    answers = saved(qtbot, desk).answers
    assert answers["shown_level"] == "hijau"
    assert "override_reason" not in answers


def test_tunda_at_kuning_asks_no_second_reason(page):
    make_kuning(page)
    press(page, Qt.Key.Key_T, ALT)

    assert page.rooms.now is None
    assert path(page) == "decision_reason"


def test_the_talk_is_settled_by_three_states_or_a_reason():
    private = {"talk.private": True, **BOTH}

    assert open_talk_questions(BOTH) == (10,)
    assert not talk_is_settled(private)
    assert not talk_is_settled({**BOTH, "answers.Q10": "dijawab"})
    assert talk_is_settled({**private, "answers.Q10": "menolak"})
    assert talk_is_settled({"talk.skipped": "ditolak"})


def test_gates_come_child_first_then_talk_then_reason():
    judge = FakeDetection().judge()
    child = judge.judge({"purpose": "kerja_dn", "ages.ktp": 16})
    starred = judge.judge({"doc_holder": "koordinator"})
    plain = judge.judge({})

    def gate(assessment, decision, suggests=("boleh",), **answers):
        return next_gate(answers, assessment, decision=decision, suggests=suggests)

    assert starred.level is Level.KUNING
    assert gate(child, None) is Gate.CHILD
    assert gate(starred, "boleh") is Gate.TALK
    assert gate(starred, None) is None
    assert gate(plain, "belum_diputuskan") is None
    assert gate(plain, "rujuk") is Gate.OVERRIDE
    assert gate(plain, "boleh") is None
