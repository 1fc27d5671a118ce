"""What a look-up gave: one sentence, the list it comes from with its age, and the rows found."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QWidget

from posko_app.domain.registers import LookUp, Outcome
from posko_app.i18n import Catalogue
from posko_app.ui.kendali_model import (
    OUTCOME_STATES,
    found_words,
    origin_words,
    outcome_words,
    provenance_words,
)
from posko_app.ui.widgets.banner import Banner
from posko_app.ui.widgets.key_binding import bind_within
from posko_app.ui.widgets.key_button import KeyButton
from posko_app.ui.widgets.panel import HeadingLine, Panel, roled


class LookUpPanel(Panel):
    """Shows, and leaves it to the officer what it means; Esc closes."""

    closed = Signal()

    def __init__(
        self,
        *,
        catalogue: Catalogue,
        today: Callable[[], date],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(catalogue.text("control.lookup.result"), parent=parent)
        self._catalogue = catalogue
        self._today = today
        self._build()
        bind_within(self, "Esc", self.closed.emit)

    def show_found(self, found: LookUp) -> None:
        """Show what one list says."""
        words, provenance = self._catalogue, found.provenance
        self.outcome.say(outcome_words(found, words), OUTCOME_STATES.get(found.outcome, "hint"))
        told = provenance_words(found.register, provenance, words, self._today())
        origin = "" if provenance is None else origin_words(provenance, words)
        self.source.setText(" · ".join(text for text in (told, origin) if text))
        rows = [found_words(one, words) for one in found.found]
        if found.name_differs:
            rows.append(words.text("control.lookup.name_differs"))
        near = [found_words(one, words) for one in found.near]
        for shown, texts in ((self.rows, rows), (self.near, near)):
            shown.clear()
            shown.addItems(texts)
            shown.setVisible(bool(texts))
        self.near_head.setVisible(bool(near))
        self.decides.setVisible(found.outcome is not Outcome.ABSENT)

    def _build(self) -> None:
        word = self._catalogue.text
        self.outcome = Banner(self)
        self.source = roled("", "muted", self)
        self.source.setWordWrap(True)
        self.rows = _list(word("control.lookup.rows"), self)
        self.near_head = HeadingLine(word("control.lookup.near"), "", self)
        self.near = _list(word("control.lookup.near"), self)
        self.decides = roled(word("control.lookup.person_decides"), "muted", self)
        self.decides.setWordWrap(True)
        self.leave = KeyButton("Esc", word("control.leave"))
        self.leave.clicked.connect(self.closed)
        last = QHBoxLayout()
        last.addStretch(1)
        last.addWidget(self.leave)
        for widget in (self.outcome, self.source, self.rows, self.near_head, self.near):
            self.body.addWidget(widget, 1 if isinstance(widget, QListWidget) else 0)
        self.body.addWidget(self.decides)
        self.body.addStretch(0)
        self.body.addLayout(last)


def _list(name: str, parent: QWidget) -> QListWidget:
    made = QListWidget(parent)
    made.setProperty("role", "names")
    made.setAccessibleName(name)
    made.setWordWrap(True)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return made
