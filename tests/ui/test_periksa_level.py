"""The level line: recomputed at every key, said aloud, saved beside the answers."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from posko_app.domain.records import ScreeningRow
from posko_app.i18n import load_catalogue
from posko_app.ui.periksa import PeriksaPage
from tests.support.fake_desk import around, recorded
from tests.support.keys import ALT, press, show, type_text
from tests.support.periksa_looks import (
    ask_questions,
    level,
    make_kuning,
    make_starred,
    path,
    said,
    saved,
    say_purpose,
)


def test_every_level_has_its_shape_its_word_and_its_sentence(page):
    seen = [level(page)]
    type_text(page, "9902015711890003")
    seen.append(level(page))
    say_purpose(page)
    seen.append(level(page))
    ask_questions(page, 3, "5")
    ask_questions(page, 4, "4")
    seen.append(level(page))
    ask_questions(page, 3, "5")
    ask_questions(page, 4, "4")
    make_starred(page)
    seen.append(level(page))
    ask_questions(page, 6, "6")
    seen.append(level(page))

    assert seen == [
        "Belum dinilai",
        "Belum dinilai · tujuan belum ditanya",
        "● HIJAU Silakan berangkat",
        "▲ KUNING Beri saran dan periksa",
        "▲ KUNING* Beri saran dan periksa · bicara berdua",
        "■ MERAH Rujuk sekarang",
    ]


def test_the_level_goes_down_again_with_the_answer(page):
    say_purpose(page)
    make_starred(page)
    starred = level(page)
    ask_questions(page, 6, "3")

    assert starred.startswith("▲ KUNING*")
    assert level(page).startswith("● HIJAU")


def test_the_level_speaks_english_with_the_program(qtbot, theme, desk, clock):
    page = PeriksaPage(desk, load_catalogue("en"), theme, around=around(clock))
    show(qtbot, page)
    make_starred(page)

    assert level(page) == "▲ YELLOW* Advise and check · talk in private"


def test_a_change_of_level_is_said_aloud_once(page, monkeypatch):
    heard = []
    announce = QAccessible.updateAccessibility
    monkeypatch.setattr(
        QAccessible,
        "updateAccessibility",
        lambda event: heard.append(event.message()) or announce(event),
    )
    type_text(page, "9902")
    say_purpose(page)

    assert heard == ["Belum dinilai · tujuan belum ditanya", "HIJAU Silakan berangkat"]


def test_beside_the_level_stand_the_counts_and_the_next_step(page):
    make_kuning(page)

    assert said(page).startswith("2 tanda. Bicara berdua paling lama 10 menit")


def test_the_person_before_gives_way_to_the_signs_of_the_next(qtbot, page, desk):
    type_text(page, "\ncontoh nama satu")
    press(page, Qt.Key.Key_B, ALT)
    press(page, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: said(page).startswith("Tersimpan"))
    say_purpose(page)
    calm = said(page)
    make_starred(page)

    assert calm.startswith("Orang sebelumnya")
    assert said(page) == "1 tanda. Alt+W mulai bicara berdua."


def test_before_a_purpose_is_known_f9_asks_and_one_key_decides(qtbot, page, desk):
    type_text(page, "9902015711890003")
    resting = said(page)
    press(page, Qt.Key.Key_F9)
    asked = said(page)
    type_text(page, "t")
    at = path(page)
    press(page, Qt.Key.Key_F9)

    answers = saved(qtbot, desk).answers
    assert resting.startswith("Tanyakan tujuan (Q1). F9 menanyakan keputusan.")
    assert asked.startswith("Keputusan?")
    assert (at, answers["decision"]) == ("decision_reason", "tunda")
    assert not {"shown_level", "override_reason"} & set(answers)


def test_boleh_before_a_purpose_is_known_is_saved_at_once_without_a_level(qtbot, page, desk):
    type_text(page, "9902015711890003")
    press(page, Qt.Key.Key_F9)
    type_text(page, "b")

    answers = saved(qtbot, desk).answers
    assert answers["decision"] == "boleh"
    assert "shown_level" not in answers


def test_no_next_step_is_told_before_a_purpose_is_known(page):
    type_text(page, "9902")
    before = [line.head for line in page.shown._reasons(page.judging.now).lines]
    say_purpose(page)
    after = [line.head for line in page.shown._reasons(page.judging.now).lines]

    assert ("Langkah:" in before, "Langkah:" in after) == (False, True)


def test_a_purpose_taken_away_takes_the_level_with_it(page):
    say_purpose(page)
    there = level(page)
    say_purpose(page)

    assert there.startswith("● HIJAU")
    assert level(page) == "Belum dinilai · tujuan belum ditanya"


def test_who_does_not_tell_a_purpose_has_no_level_and_is_not_called_unasked(page):
    ask_questions(page, 1, "m")

    assert level(page) == "Belum dinilai · tujuan tidak dijawab"
    assert said(page).startswith("Tidak menjawab bukan tanda.")


def test_a_sign_gives_a_level_without_a_purpose(page):
    ask_questions(page, 3, "5")

    assert level(page).startswith("● HIJAU")


def test_at_hijau_f9_alone_records_boleh(qtbot, page, desk):
    type_text(page, "9902015711890003")
    say_purpose(page)
    press(page, Qt.Key.Key_F9)

    answers = saved(qtbot, desk).answers
    assert (answers["decision"], answers["shown_level"]) == ("boleh", "hijau")


def test_the_draft_carries_the_level_that_was_shown(qtbot, page, desk):
    make_kuning(page)
    press(page, Qt.Key.Key_B, ALT)
    press(page, Qt.Key.Key_F9)

    answers = saved(qtbot, desk).answers
    assert (answers["decision"], answers["shown_level"]) == ("boleh", "kuning")
    assert "override_reason" not in answers


def test_a_record_that_comes_back_no_longer_says_what_was_shown(qtbot, page, desk):
    desk.screening.waits = []
    type_text(page, "9902")
    say_purpose(page)
    press(page, Qt.Key.Key_F9)
    draft = desk.screening.records[0]
    page.acts.put_back(draft)

    assert draft.answers["shown_level"] == "hijau"
    assert "shown_level" not in page.model.answers


@pytest.mark.parametrize("typed", ["", "9"])
def test_a_level_that_differs_at_the_save_is_named(qtbot, page, desk, typed):
    desk.screening.waits = []
    type_text(page, "9902")
    say_purpose(page)
    press(page, Qt.Key.Key_F9)
    result = recorded(desk.screening.records[0], 1)
    row: ScreeningRow = replace(result.row, level="kuning")
    type_text(page, typed)
    desk.screening.waits[0].set_result(replace(result, row=row))

    qtbot.waitUntil(lambda: "▲ KUNING, tadi ● HIJAU" in said(page))
    assert "abcdefghij" in said(page)


def test_a_second_f9_takes_no_receipt_away(qtbot, page, desk):
    type_text(page, "9902")
    say_purpose(page)
    press(page, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: "abcdefghij" in said(page))
    press(page, Qt.Key.Key_F9)

    assert "abcdefghij" in said(page)
    assert len(desk.screening.records) == 1


@pytest.mark.parametrize("keys", ["1ddd", "21"])
def test_nobody_is_sent_to_a_private_talk_that_is_noted_already(page, keys):
    make_starred(page)
    assert level(page) == "▲ KUNING* Beri saran dan periksa · bicara berdua"
    assert "Alt+W mulai bicara berdua." in said(page)

    press(page, Qt.Key.Key_W, ALT)
    type_text(page, keys)

    assert level(page) == "▲ KUNING* Beri saran dan periksa"
    assert "Bicara berdua sudah dicatat." in said(page)
    assert "Alt+W" not in said(page)
