"""A label, its editor, and one reserved line under the editor for a hint in words."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from posko_app.ui.theme import restyle, text_scale
from posko_app.ui.widgets.elided import ElidedLabel
from posko_app.ui.widgets.notes_edit import NotesEdit
from posko_app.ui.widgets.panel import roled

LABEL_WIDTH = 92
GAP = 8
LABEL_GAP = 4  # px between a long label and its editor
VOICES = ("hint", "caution", "problem")
HINT_HEIGHT, HINT_HEIGHT_LOW = 15, 11  # at the usual text size


class HintLine(ElidedLabel):
    """The reserved line under a field; it speaks as `hint`, `caution` or `problem`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("hint", parent)
        self.set_low(low=False)

    def set_low(self, *, low: bool) -> None:
        """Reserve what one line needs at the present text size."""
        self.setFixedHeight(round((HINT_HEIGHT_LOW if low else HINT_HEIGHT) * text_scale()))

    def speak(self, text: str, kind: str) -> None:
        """Show a sentence in one of the three voices."""
        restyle(self, role=kind)
        self.say(text)


class FieldRow(QWidget):
    """One field of a form; `path` is the field's name in the record.

    The label stands left of the editor, or above it when `label_width` is None.
    """

    def __init__(
        self,
        label: str,
        editor: QWidget,
        *,
        path: str,
        label_width: int | None = LABEL_WIDTH,
        extra: tuple[QWidget, ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.path = path
        self.editor = editor
        self.own = ("", "hint")
        self._beside: list[FieldRow] = []
        self.speaker = self
        self.label = self._label(label, above=label_width is None)
        self.label.setBuddy(editor)
        self._above = label_width is None
        if label_width is not None:
            self.set_label_width(label_width)
        self.hint = HintLine(self)
        editor.setAccessibleName(label)
        self.grid = QGridLayout(self)
        self._lay_out(extra)

    def show_hint(self, text: str, kind: str = "hint") -> None:
        """Say something about the field under it; `""` clears the line and nothing moves."""
        self.own = (text, kind)
        self.speaker.speak_for_all()
        self.editor.setAccessibleDescription(text)
        restyle(self.editor, state="" if kind == "hint" or not text else kind)

    def set_low(self, *, low: bool) -> None:
        """Use the lower measures of a small screen."""
        self.hint.set_low(low=low)
        if isinstance(self.editor, NotesEdit):
            self.editor.set_low(low=low)

    def set_label_width(self, width: int, least_px: int = 0) -> None:
        """Make the label column as wide as its neighbours', and never narrower than its words.

        Nothing where the label stands above. `width` is for the usual text size, `least_px` as is.
        """
        if not self._above:
            wanted = max(self.words_px(), least_px)
            self.label.setFixedWidth(max(round(width * text_scale()), wanted))

    def words_px(self) -> int:
        """Say how wide the words of a label beside its editor are, 0 where none are shown."""
        taken_away = self.label.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
        if self._above or (taken_away and self.label.isHidden()):
            return 0
        self.label.ensurePolished()
        return self.label.fontMetrics().horizontalAdvance(self.label.text()) + LABEL_GAP

    def set_share(self, weight: int) -> None:
        """Say how much of the line the editor gets beside its neighbours."""
        self.grid.setColumnStretch(1, weight)

    def add_beside(self, other: "FieldRow", weight: int) -> None:
        """Put another field on the same line; its own label is not shown."""
        column = self.grid.columnCount()
        self.grid.addWidget(other, 0, column)
        self.grid.addWidget(self.hint, 1, 1, 1, column)
        self.grid.setColumnStretch(column, weight)
        other.setContentsMargins(GAP, 0, 0, 0)
        other.hint.hide()
        other.speaker = self
        self._beside.append(other)

    def speak_for_all(self) -> None:
        """Show what is to be said about this field and its neighbours, the gravest voice wins."""
        said = [row.own for row in (self, *self._beside) if row.own[0]]
        kind = max((own[1] for own in said), key=VOICES.index, default="hint")
        self.hint.speak(" · ".join(own[0] for own in said), kind)

    def _label(self, text: str, *, above: bool) -> QLabel:
        """A label above its editor gives way; one beside it has its own column."""
        if not above:
            return roled(text, "label", self)
        label = ElidedLabel("label", self)
        label.say(text)
        return label

    def _lay_out(self, extra: tuple[QWidget, ...]) -> None:
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(0)
        self.grid.setVerticalSpacing(0)
        line = QHBoxLayout()
        line.setSpacing(8)
        for widget in (self.editor, *extra):
            line.addWidget(widget, 1)
        top = 1 if self._above else 0
        self.label.setContentsMargins(0, 0, 0, 3 if self._above else 0)
        self.grid.addWidget(self.label, 0, 1 if self._above else 0)
        self.grid.addLayout(line, top, 1)
        self.grid.addWidget(self.hint, top + 1, 1)
        self.grid.setColumnStretch(1, 1)
