"""The signs that stand, one under the other; arrows choose one, Enter goes to where it came from.

A row that no sign needs any more waits, hidden, for the next one: making it takes most of the time
a key has. All others stay as they are painted.
"""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from posko_app.ui.periksa_reasons_model import Line, Reason, Reasons
from posko_app.ui.theme import restyle
from posko_app.ui.widgets.panel import roled

MARK_PX = 10


class Wrapped(QLabel):
    """Plain words over as many lines as they need at the width they get."""

    def __init__(self, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        """Any width will do; the height follows it."""
        return QSize(0, super().minimumSizeHint().height())


class ReasonRow(QFrame):
    """One sign: a mark, its name, what it was read from and why it matters."""

    picked = Signal(str)  # id of the sign

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "reason")
        self.reason: Reason | None = None
        self.mark = QFrame(self)
        self.mark.setProperty("role", "bullet")
        self.title, self.about = Wrapped("reason_title", self), Wrapped("hint", self)
        self.detail = Wrapped("detail", self)
        self.detail.hide()
        grid = QGridLayout(self)
        grid.setContentsMargins(4, 4, 4, 5)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(1)
        grid.addWidget(self.mark, 0, 0, Qt.AlignmentFlag.AlignTop)
        for line, label in enumerate((self.title, self.about, self.detail)):
            grid.addWidget(label, line, 1)
        grid.setColumnStretch(1, 1)

    def show_reason(self, reason: Reason) -> None:
        """Show a sign; nothing is painted when it is the same as before."""
        if reason == self.reason:
            return
        self.reason = reason
        restyle(self.mark, state=reason.look)
        self.title.setText(reason.title)
        self.about.setText(reason.about)
        self.detail.setText("\n".join(reason.detail))
        self.setAccessibleName(f"{reason.title}. {reason.about}")

    def unfold(self, *, chosen: bool) -> None:
        """Show or hide how it can be wrong and what to ask."""
        restyle(self, chosen=chosen)
        self.detail.setVisible(chosen and bool(self.detail.text()))

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """Choose it."""
        if self.reason is not None:
            self.picked.emit(self.reason.id)


class OpenEnds(QWidget):
    """What is open and what to do: a bold head and its words, line by line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Line, ...] = ()
        self._labels: list[QLabel] = []
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(4, 2, 4, 0)
        self._lines.setSpacing(3)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these; a line that is the same is left alone."""
        shown = tuple(lines)
        if shown == self._shown:
            return
        self._shown = shown
        while len(self._labels) < len(shown):
            self._labels.append(self._label())
        for place, label in enumerate(self._labels):
            label.setVisible(place < len(shown))
            if place < len(shown):
                label.setText(_two_voices(shown[place]))

    def texts(self) -> tuple[str, ...]:
        """Say what stands here."""
        return tuple(f"{line.head} {line.words}" for line in self._shown)

    def _label(self) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setWordWrap(True)
        label.setProperty("role", "open_ends")
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._lines.addWidget(label)
        return label


class ReasonList(QWidget):
    """All signs of a reading; one of them can be chosen."""

    chosen = Signal(str)  # path to go to
    moved = Signal(object)  # the row to bring into sight
    folded = Signal()  # nobody looks at a single sign any more

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "reasons")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(self.tr("Alasan"))
        self.rows: dict[str, ReasonRow] = {}
        self._spare: list[ReasonRow] = []
        self.at = ""  # id of the chosen sign
        self.nothing = roled("", "muted", self)
        self.nothing.setWordWrap(True)
        self.ends = OpenEnds(self)
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        self._lines.addWidget(self.nothing)
        self._lines.addWidget(self.ends)

    def show_reasons(self, reasons: Reasons, nothing: str) -> None:
        """Show a reading; `nothing` is said when no sign stands."""
        self._remove({reason.id for reason in reasons.signs})
        for place, reason in enumerate(reasons.signs):
            self._row_at(place, reason.id).show_reason(reason)
        self.nothing.setText(nothing)
        self.nothing.setVisible(not reasons.signs and bool(nothing))
        self.ends.show_lines(reasons.lines)
        restyle(self, empty=not self.rows)
        if self.at not in self.rows:
            self._choose("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer arrows and Enter; pass the rest on."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._step(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._path():
            self.chosen.emit(self._path())
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Unfold the first sign."""
        super().focusInEvent(event)
        if not self.at and self.rows:
            self._choose(next(iter(self._ids())))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Fold again."""
        super().focusOutEvent(event)
        self._choose("")
        self.folded.emit()

    def _ids(self) -> list[str]:
        """Give the signs from top to bottom."""
        return sorted(self.rows, key=lambda sign: self._lines.indexOf(self.rows[sign]))

    def _step(self, by: int) -> None:
        ids = self._ids()
        if not ids:
            self.moved.emit(self.ends)
            return
        place = (ids.index(self.at) if self.at in ids else -1) + by
        if place >= len(ids):
            self.moved.emit(self.ends)
        else:
            self._choose(ids[max(0, place)])

    def _choose(self, sign: str) -> None:
        for known, row in self.rows.items():
            row.unfold(chosen=known == sign)
        self.at = sign
        if sign:
            row = self.rows[sign]
            self.setAccessibleDescription(f"{row.title.text()}. {row.about.text()}")
            self.moved.emit(row)

    def _path(self) -> str:
        row = self.rows.get(self.at)
        return row.reason.path if row is not None and row.reason is not None else ""

    def _pick(self, sign: str) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._choose(sign)

    def _remove(self, kept: set[str]) -> None:
        for sign in [sign for sign in self.rows if sign not in kept]:
            row = self.rows.pop(sign)
            self._lines.removeWidget(row)
            row.hide()
            self._spare.append(row)

    def _row_at(self, place: int, sign: str) -> ReasonRow:
        row = self.rows.get(sign)
        if row is None:
            row = self.rows[sign] = self._spare.pop() if self._spare else self._new_row()
        if self._lines.indexOf(row) != place:
            self._lines.insertWidget(place, row)
            row.show()
        return row

    def _new_row(self) -> ReasonRow:
        row = ReasonRow(self)
        row.picked.connect(self._pick)
        return row


def _two_voices(line: Line) -> str:
    words = line.words.replace("&", "&amp;").replace("<", "&lt;")
    return f"<b>{line.head}</b> {words}"
