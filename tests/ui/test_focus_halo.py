"""The ring around the focus stays where the focus is, whatever moves under it."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from posko_app.ui.theme import LIGHT
from posko_app.ui.widgets.focus_halo import FocusHalo
from posko_app.ui.widgets.line_edit import LineEdit
from tests.support.keys import show


@pytest.fixture
def window(qtbot):
    made = QWidget()
    made.resize(400, 300)
    made.page = QWidget(made)
    made.page.setGeometry(20, 20, 200, 900)
    made.field = LineEdit(made.page)
    made.field.setGeometry(10, 100, 120, 30)
    made.halo = FocusHalo(made, LIGHT.halo)
    show(qtbot, made)
    made.field.setFocus()
    qtbot.waitUntil(made.halo.isVisible)
    return made


def centre(window, field):
    return field.mapTo(window, field.rect().center())


def test_ring_moves_with_what_its_field_stands_in(window):
    window.page.move(QPoint(40, 90))

    assert window.halo.geometry().center() == centre(window, window.field)


def test_ring_survives_the_end_of_the_page_it_was_on(qtbot, window):
    other = LineEdit(window)
    other.move(250, 10)
    other.show()
    window.page.deleteLater()
    qtbot.waitUntil(lambda: len(window.findChildren(LineEdit)) == 1)
    other.setFocus()

    assert window.halo.geometry().center() == centre(window, other)
