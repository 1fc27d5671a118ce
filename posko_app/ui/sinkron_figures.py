"""Figures under each other: label, value, and a quiet remark at the end of the line."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from posko_app.ui.sinkron_model import Figure, spoken
from posko_app.ui.theme import restyle, text_scale
from posko_app.ui.widgets.elided import ElidedLabel
from posko_app.ui.widgets.panel import Panel, roled

LABEL_WIDTH = 118
GOOD = "✓"


class FigurePanel(Panel):
    """A titled block of figures; lines are made once and then only change their words."""

    def __init__(self, title: str, *, value_width: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(title, parent=parent)
        self.shown: tuple[Figure, ...] = ()
        self._title = title
        self._value_width = value_width
        self._lines: list[tuple[QLabel, QLabel, ElidedLabel]] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(2, 1)
        self.body.addLayout(self._grid)
        self.body.addStretch(1)

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """Show these; nothing is painted when they are the same as before."""
        if tuple(figures) == self.shown:
            return
        self.shown = tuple(figures)
        while len(self._lines) < len(self.shown):
            self._lines.append(self._line(len(self._lines)))
        for number, widgets in enumerate(self._lines):
            figure = self.shown[number] if number < len(self.shown) else Figure("", "")
            _tell(widgets, figure)
        self.setAccessibleDescription(spoken(self.shown))

    def set_tight(self, *, tight: bool) -> None:
        """Use the smaller measures of a low screen."""
        super().set_tight(tight=tight)
        self._grid.setVerticalSpacing(1 if tight else 5)

    def _line(self, number: int) -> tuple[QLabel, QLabel, ElidedLabel]:
        label = roled("", "label", self)
        label.setMinimumWidth(round(LABEL_WIDTH * text_scale()))
        value = roled("", "figure", self)
        value.setMinimumWidth(round(self._value_width * text_scale()))
        remark = ElidedLabel("mark", self)
        for column, widget in enumerate((label, value, remark)):
            self._grid.addWidget(widget, number, column, Qt.AlignmentFlag.AlignVCenter)
        return label, value, remark


def _tell(widgets: tuple[QLabel, QLabel, ElidedLabel], figure: Figure) -> None:
    label, value, remark = widgets
    label.setText(figure.label)
    value.setText(figure.value)
    remark.say(figure.remark)
    restyle(value, state=figure.state)
    restyle(remark, state=figure.state or ("good" if figure.remark.startswith(GOOD) else ""))
    for widget in widgets:
        widget.setVisible(bool(figure.label))
