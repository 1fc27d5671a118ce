"""Asks for one thing from a short list, or for some of them; the answer is a digit."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from posko_app.ui.periksa_reasons import Wrapped
from posko_app.ui.periksa_room import Room, option_chip
from posko_app.ui.widgets.chip import Chip
from posko_app.ui.widgets.flow import FlowBox


@dataclass(frozen=True, slots=True)
class Ask:
    """A question with its answers.

    `many` lets several be marked and ends with Enter; otherwise a digit is the answer.
    `answered` gets the chosen codes.
    """

    title: str
    sentence: str
    note: str
    options: tuple[tuple[str, str], ...]  # code, label
    answered: Callable[[tuple[str, ...]], object]
    many: bool = False
    optional: bool = False  # Enter without a mark is an answer too


class AskRoom(Room):
    """Shows one Ask at a time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ask: Ask | None = None
        self._marked: set[str] = set()
        self._chips: list[Chip] = []
        self.sentence, self.note = Wrapped("question", self), Wrapped("muted", self)
        self.hints = Wrapped("caution", self)
        self._box = FlowBox(self)
        for part in (self.sentence, self._box, self.note, self.hints):
            self.lines.addWidget(part)
        self.lines.addStretch(1)

    def put(self, ask: Ask) -> None:
        """Take the next question."""
        self.ask, self._marked = ask, set()
        self.sentence.setText(ask.sentence)
        self.note.setText(ask.note)
        self.hints.setText("")
        self.setAccessibleName(f"{ask.title}. {ask.sentence}")
        for chip in self._chips:
            self._box.flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = [self._chip(place) for place in range(len(ask.options))]

    def title(self) -> str:
        """Give what this is about."""
        return self.ask.title if self.ask else ""

    def hint(self) -> str:
        """Give the keys."""
        if self.ask is not None and self.ask.many:
            return self.tr("1–9 tandai · Enter selesai · Esc batal")
        return self.tr("1–9 pilih · Esc batal")

    def is_half_done(self) -> bool:
        """A question that was put waits for its answer."""
        return self.ask is not None and not self.ask.optional

    def press(self, digit: int) -> None:
        """Choose, or mark and unmark."""
        if self.ask is None or digit > len(self.ask.options):
            return
        code = self.ask.options[digit - 1][0]
        if not self.ask.many:
            self._answer((code,))
            return
        self._marked ^= {code}
        self._chips[digit - 1].set_value(code in self._marked)
        self.hints.setText("")

    def enter(self) -> None:
        """End with what is marked."""
        if self.ask is None:
            return
        marked = tuple(code for code, _ in self.ask.options if code in self._marked)
        if marked or self.ask.optional:
            self._answer(marked)
        else:
            self.hints.setText(self.tr("Pilih dulu dengan angka; Esc membatalkan."))

    def _answer(self, codes: tuple[str, ...]) -> None:
        ask = self.ask
        if ask is not None:
            self.done.emit()
            ask.answered(codes)

    def _chip(self, place: int) -> Chip:
        label = self.ask.options[place][1] if self.ask else ""
        chip = option_chip(str(place + 1), label, parent=self)
        chip.clicked.connect(lambda: self.press(place + 1))
        chip.set_low(low=self.low)
        self._box.flow.addWidget(chip)
        chip.show()
        return chip
