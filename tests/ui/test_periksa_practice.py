"""The band of a practice case, and the further fields of a draft that was taken up again."""

from PySide6.QtCore import Qt

from posko_app.domain.screening import Draft
from tests.support.fake_desk import START
from tests.support.keys import press


def test_a_practice_case_is_told_above_the_form_until_it_ends(page):
    before = page.view.practice.isVisible()
    page.begin_practice("Kasus 3", "Tiga puluh orang CONTOH ke perkebunan.")
    told = (page.view.practice.isVisible(), page.view.practice.story.text())
    page.end_practice()

    assert (before, page.view.practice.isVisible()) == (False, False)
    assert told == (True, "Tiga puluh orang CONTOH ke perkebunan.")


def test_the_further_fields_show_what_a_draft_already_holds(page):
    page.model.load(Draft("a" * 32, {"traveller.kk": "9902010101010001"}, START, START))
    page.acts.replaced.emit()
    press(page, Qt.Key.Key_F8)

    assert page.view.form.editor_of("traveller.kk").value() == "9902010101010001"
