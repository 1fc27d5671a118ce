"""The pinned Qt binding keeps its books: void calls must not lose references to None.

Some releases lose one per call and abort the interpreter after some thousands (decision 005).
"""

import sys

import pytest
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QWidget

pytestmark = pytest.mark.ui

CALLS = 1_000
MAY_MOVE = 50


def test_void_calls_leave_the_count_of_none_alone(qtbot):
    widget, label, line, box = QWidget(), QLabel(), QLineEdit(), QCheckBox()
    for made in (widget, label, line, box):
        qtbot.addWidget(made)
    void_calls = [
        lambda: label.setText("CONTOH"),
        label.clear,
        lambda: line.setText("CONTOH"),
        lambda: line.setPlaceholderText("CONTOH"),
        lambda: line.setMaxLength(20),
        lambda: box.setChecked(True),
        lambda: widget.setEnabled(True),
        lambda: widget.setToolTip("CONTOH"),
        lambda: widget.setWindowTitle("CONTOH"),
        widget.update,
    ]

    moved = {}
    for number, call in enumerate(void_calls):
        before = sys.getrefcount(None)
        for _ in range(CALLS):
            call()
        moved[number] = abs(sys.getrefcount(None) - before)

    assert max(moved.values()) < MAY_MOVE, moved


def test_lost_references_would_show():
    before = sys.getrefcount(None)
    kept = [None] * CALLS

    assert abs(sys.getrefcount(None) - before) >= CALLS - MAY_MOVE
    assert len(kept) == CALLS
