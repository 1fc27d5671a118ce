"""The band of a practice case, and the further fields of a draft that was taken up again."""

from PySide6.QtCore import Qt

from posko_app.domain.screening import Draft
from tests.support.fake_desk import START
from tests.support.keys import press, type_text


def test_a_practice_case_is_told_above_the_form_until_it_ends(page):
    before = page.view.practice.isVisible()
    page.begin_practice("Kasus 3", "Tiga puluh orang CONTOH ke perkebunan.")
    told = (page.view.practice.isVisible(), page.view.practice.story.text())
    page.end_practice()

    assert (before, page.view.practice.isVisible()) == (False, False)
    assert told == (True, "Tiga puluh orang CONTOH ke perkebunan.")


def test_the_form_takes_less_room_under_a_long_story_and_its_usual_room_after_it(page):
    usual = page.view.identity.papers_head.isVisible()
    page.begin_practice("Kasus 3", "Tiga puluh orang CONTOH ke perkebunan. " * 12)
    under = page.view.identity.papers_head.isVisible()
    page.end_practice()

    assert (usual, under) == (True, False)
    assert page.view.identity.papers_head.isVisible()


def test_a_field_that_is_gone_to_shows_the_beginning_of_a_long_value(page):
    page.view.form.editor_of("recruiter.name").setFocus()
    type_text(page, "PERUSAHAAN CONTOH DENGAN NAMA YANG PANJANG SEKALI")
    page.moves.go_to("traveller.nik")
    page.moves.go_to("recruiter.name")

    editor = page.view.form.editor_of("recruiter.name")
    assert editor.cursorPosition() == 0
    assert editor.selectedText() == editor.text()


def test_the_further_fields_show_what_a_draft_already_holds(page):
    page.model.load(Draft("a" * 32, {"traveller.kk": "9902010101010001"}, START, START))
    page.acts.replaced.emit()
    press(page, Qt.Key.Key_F8)

    assert page.view.form.editor_of("traveller.kk").value() == "9902010101010001"
