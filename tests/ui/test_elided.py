"""Labels that end in …: only where there is no room, also after their letters have changed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from posko_app.ui.widgets.elided import ElidedLabel
from tests.support.keys import press, show
from tests.support.periksa_looks import ask_questions, saved

pytestmark = pytest.mark.ui


def painted(label: QLabel) -> str:
    """Give what really stands on the screen."""
    return QLabel.text(label)


def test_a_label_fits_its_words_again_when_its_letters_change(qtbot):
    label = ElidedLabel("")
    label.say("Sebuah kalimat yang agak panjang")
    qtbot.addWidget(label)
    label.resize(label.fontMetrics().horizontalAdvance(label.whole()) + 2, 20)
    label.show()
    assert painted(label) == label.whole()
    font = label.font()

    font.setPixelSize(40)
    label.setFont(font)
    assert painted(label).endswith("…")

    font.setPixelSize(8)
    label.setFont(font)
    assert painted(label) == label.whole()


def test_the_answers_of_the_next_person_stand_whole_after_one_was_marked(qtbot, page, desk):
    show(qtbot, page)
    page.resize(1366, 680)
    ask_questions(page, 1, "25")
    press(page, Qt.Key.Key_F9)
    saved(qtbot, desk)

    captions = [chip.caption for chip in page.view.questions._options]
    qtbot.waitUntil(lambda: all(caption.width() > 0 for caption in captions))
    assert [painted(caption) for caption in captions] == [c.whole() for c in captions]
