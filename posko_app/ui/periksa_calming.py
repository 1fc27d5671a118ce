"""Verified facts that switch a sign off: which, how it was checked, and with which office.

A fact without its proof is not recorded. Basis: SRC-INDICATORS 3.4.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from posko_app.domain import codes
from posko_app.domain.detection.ruleset import CalmingFact
from posko_app.domain.screening import Answers
from posko_app.ui.periksa_grounds import FACTS, proof_paths
from posko_app.ui.periksa_judging import Judged
from posko_app.ui.periksa_reasons import Wrapped
from posko_app.ui.periksa_room import Room, option_chip
from posko_app.ui.periksa_words import Words
from posko_app.ui.widgets.chip import Chip
from posko_app.ui.widgets.elided import ElidedLabel
from posko_app.ui.widgets.flow import FlowBox
from posko_app.ui.widgets.suggest_edit import SuggestEdit


class FactLine(QWidget):
    """One fact: its digit, its words, what it switches off now."""

    def __init__(self, digit: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chip: Chip = option_chip(str(digit), "", parent=self)
        self.about = ElidedLabel("hint", self)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 2)
        lines.setSpacing(1)
        lines.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addWidget(self.about)

    def show_fact(self, label: str, about: str, *, recorded: bool) -> None:
        """Show a fact and its state."""
        self.chip.rename(label)
        self.chip.set_value(recorded)
        self.about.say(about)
        self.about.setVisible(bool(about))


class CalmingRoom(Room):
    """A digit takes a fact; then one digit for how, then the office in words."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._answers: Answers = {}
        self._judged: Judged | None = None
        self._order: tuple[str, ...] = ()
        self.fact, self._how = "", ""  # what is being proved, and how
        self.lead, self.proof = Wrapped("question", self), Wrapped("muted", self)
        self._list = QWidget(self)
        self._rows = [FactLine(digit, self._list) for digit in range(1, 10)]
        lines = QVBoxLayout(self._list)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(2)
        for row in self._rows:
            row.chip.clicked.connect(lambda row=row: self.press(self._rows.index(row) + 1))
            lines.addWidget(row)
        self._proofs = FlowBox(self)
        for digit, code in enumerate(codes.PROOF, start=1):
            chip = option_chip(str(digit), words.text(f"code.proof.{code}"), parent=self._proofs)
            chip.clicked.connect(lambda digit=digit: self.press(digit))
            self._proofs.flow.addWidget(chip)
        self.office = SuggestEdit(_offices(words), {}, self)
        self.office.setAccessibleName(words.text("periksa.calming.office"))
        for part in (self.lead, self.proof, self._list, self._proofs, self.office):
            self.lines.addWidget(part)
        self.lines.addStretch(1)

    def title(self) -> str:
        """Give the heading."""
        return self.tr("Fakta penenang")

    def hint(self) -> str:
        """Give the keys."""
        return self.tr("1–9 pilih · Esc kembali")

    def begin(self) -> None:
        """List the facts, those first that would switch something off now."""
        self._order = self._by_use()
        self._list_facts()
        super().begin()

    def prove(self, fact: str) -> None:
        """Ask for the proof of one fact at once."""
        self.begin()
        self._ask_how(fact)

    def is_half_done(self) -> bool:
        """Say whether a proof is being asked for."""
        return bool(self.fact)

    def show_answers(self, answers: Answers) -> None:
        """Show which facts are recorded."""
        self._answers = answers
        if not self.fact:
            self._show_rows()

    def show_judged(self, judged: Judged | None) -> None:
        """Show what each would switch off now."""
        self._judged = judged
        if not self.fact:
            self._show_rows()

    def press(self, digit: int) -> None:
        """Take a fact, or say how it was checked."""
        if not self.fact:
            if digit <= len(self._order):
                self._toggle(self._order[digit - 1])
        elif not self._how and digit <= len(codes.PROOF):
            self._ask_office(codes.PROOF[digit - 1])

    def enter(self) -> None:
        """Record the fact with its proof; in the list, end."""
        if not self.fact:
            self.done.emit()
            return
        office = self.office.value()
        if self._how and office:
            how, where = proof_paths(self.fact)
            self.changed.emit({f"{FACTS}{self.fact}": True, how: self._how, where: str(office)})
            self._list_facts()
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def back(self) -> None:
        """One step back; from the list, away."""
        if not self.fact:
            super().back()
        elif self._how:
            self._ask_how(self.fact)
        else:
            self._list_facts()

    def _toggle(self, fact: str) -> None:
        if self._answers.get(f"{FACTS}{fact}") is True:
            self.changed.emit(dict.fromkeys((f"{FACTS}{fact}", *proof_paths(fact))))
        else:
            self._ask_how(fact)

    def _list_facts(self) -> None:
        self.fact = self._how = ""
        self.lead.setText(self._words.text("periksa.calming.which"))
        self.proof.setText(self._words.text("periksa.calming.rule"))
        self._show_parts(self._list)
        self._show_rows()

    def _ask_how(self, fact: str) -> None:
        self.fact, self._how = fact, ""
        known = self._words.rules.calming[fact]
        label = self._words.of(known.label)
        self.lead.setText(self._words.text("periksa.calming.how", fact=label))
        self.proof.setText(self._words.of(known.proof))
        self._show_parts(self._proofs)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_office(self, how: str) -> None:
        self._how = how
        self.lead.setText(self._words.text("periksa.calming.office"))
        self.proof.setText(self._words.text("periksa.calming.office_rule"))
        self._show_parts(self.office)
        self.office.set_value(None)
        self.office.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_parts(self, shown: QWidget) -> None:
        for part in (self._list, self._proofs, self.office):
            part.setVisible(part is shown)
        self.setAccessibleName(f"{self.title()}. {self.lead.text()}")

    def _show_rows(self) -> None:
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(self._order))
            if place < len(self._order):
                self._show_fact(row, self._words.rules.calming[self._order[place]])

    def _show_fact(self, row: FactLine, fact: CalmingFact) -> None:
        recorded = self._answers.get(f"{FACTS}{fact.id}") is True
        off = "; ".join(
            self._words.of(self._words.rules.indicators[s].label) for s in self._off(fact)
        )
        key = "recorded" if recorded else "would" if off else ""
        how, office = (self._answers.get(path) for path in proof_paths(fact.id))
        proof = self._words.text(f"code.proof.{how}") if how in codes.PROOF else ""
        about = (
            self._words.text(
                f"periksa.calming.{key}", signs=off, how=proof, office=str(office or "")
            )
            if key
            else ""
        )
        row.show_fact(self._words.of(fact.label), about, recorded=recorded)

    def _off(self, fact: CalmingFact) -> Sequence[str]:
        if self._judged is None:
            return ()
        standing = [sign.id for sign in self._judged.assessment.fired]
        able = self._words.rules.indicators
        return [s for s in standing if s in fact.switches_off and able[s].is_calmed]

    def _by_use(self) -> tuple[str, ...]:
        facts = self._words.rules.calming
        return tuple(sorted(facts, key=lambda fact: not self._off(facts[fact])))


def _offices(words: Words) -> tuple[str, ...]:
    return tuple(contact.name for contact in words.rules.contacts.values())
