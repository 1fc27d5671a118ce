"""A column that scrolls keeps what has the keyboard in sight."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from posko_app.ui.widgets.scroller import Scroller
from tests.support.keys import show


def test_what_grows_under_the_keyboard_is_scrolled_into_sight(qtbot):
    inside, above, pad = QWidget(), QWidget(), QWidget()
    lines = QVBoxLayout(inside)
    above.setFixedHeight(100)
    pad.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    pad.setFixedHeight(40)
    lines.addWidget(above)
    lines.addWidget(pad)
    scroller = Scroller(inside)
    scroller.resize(300, 200)
    show(qtbot, scroller)
    pad.setFocus()
    pad.setFixedHeight(150)
    qtbot.waitUntil(lambda: scroller.verticalScrollBar().maximum() > 0)
    QApplication.processEvents()

    end = pad.mapTo(scroller.viewport(), pad.rect().bottomLeft())
    assert pad.height() == 150
    assert end.y() < scroller.viewport().height()
