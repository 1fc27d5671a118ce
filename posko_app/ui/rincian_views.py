"""The two columns of a screening's page: what holds now, and everything stated so far."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from posko_app.ui.rincian_model import Change, Conflict, Event, Group
from posko_app.ui.widgets.card import Rule
from posko_app.ui.widgets.key_button import KeyButton
from posko_app.ui.widgets.panel import heading, roled

LABEL_WIDTH = 200
MOST_ON_BUTTON = 44  # characters


class Scroll(QScrollArea):
    """A scrolling column whose content is replaced as a whole."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_content(self, widgets: Sequence[QWidget]) -> None:
        """Show these, one under the other."""
        inner = QWidget(self)
        inner.setProperty("role", "plain")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        for widget in widgets:
            column.addWidget(widget)
        column.addStretch(1)
        self.setWidget(inner)


def group_view(group: Group) -> QWidget:
    """Show one section's fields, label beside value."""
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(3)
    grid.addWidget(heading(group.title, box), 0, 0, 1, 2)
    for number, line in enumerate(group.lines, start=1):
        label = _wrapped(line.label, "label", box)
        label.setFixedWidth(LABEL_WIDTH)
        grid.addWidget(label, number, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(_wrapped(line.value, "value", box), number, 1, Qt.AlignmentFlag.AlignTop)
    grid.setColumnStretch(1, 1)
    return box


def event_view(event: Event) -> QWidget:
    """Show one entry: what, when, who, its receipt, why, and what it changed."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(3)
    column.addWidget(roled(event.title, "strong", box))
    column.addWidget(_wrapped(f"{event.when} · {event.who}", "muted", box))
    column.addWidget(_wrapped(f"{event.receipt} · {event.sending}", "hint", box))
    if event.reason:
        column.addWidget(_wrapped(f"“{event.reason}”", "value", box))
    for change in event.changes:
        column.addWidget(change_view(change, box))
    if event.erased:
        column.addWidget(_wrapped(event.erased, "caution", box))
    column.addSpacing(6)
    column.addWidget(Rule(box))
    return box


def change_view(change: Change, parent: QWidget) -> QLabel:
    """Show one field before and after."""
    return _wrapped(f"{change.label}:  {change.before} → {change.after}", "value", parent)


def conflict_view(conflict: Conflict, buttons: Sequence[KeyButton]) -> QWidget:
    """Show rival values side by side, each with the key that takes it."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(roled(conflict.label, "strong", box))
    across = QHBoxLayout()
    across.setSpacing(20)
    for rival, button in zip(conflict.rivals, buttons, strict=True):
        side = QVBoxLayout()
        side.setSpacing(2)
        side.addWidget(button)
        side.addWidget(_wrapped(f"{rival.who} · {rival.when}", "hint", box))
        across.addLayout(side, 1)
    column.addLayout(across)
    return box


def shortened(words: str) -> str:
    """Give words that fit on a button; two of them stand side by side."""
    return words if len(words) <= MOST_ON_BUTTON else f"{words[: MOST_ON_BUTTON - 1]}…"


def _wrapped(text: str, role: str, parent: QWidget) -> QLabel:
    label = roled(text, role, parent)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    return label
