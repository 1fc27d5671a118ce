"""The papers of this person's way of being placed: seen, missing, later, or not owed at all."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from posko_app.domain import codes
from posko_app.domain.detection.assessment import CheckedPaper, Checklist, PaperState
from posko_app.domain.detection.ruleset import LegalStatus
from posko_app.ui.periksa_reasons import Wrapped
from posko_app.ui.periksa_room import Room, option_chip
from posko_app.ui.periksa_words import Words
from posko_app.ui.theme import restyle
from posko_app.ui.widgets.chip import Chip
from posko_app.ui.widgets.flow import FlowBox

SHAPES = {
    PaperState.SEEN: "✓",
    PaperState.MISSING: "!",
    PaperState.LATER: "○",
    PaperState.NOT_OWED: "–",
    PaperState.NOT_RECORDED: "?",
}
SHOWN_FIRST = (
    PaperState.MISSING,
    PaperState.NOT_RECORDED,
    PaperState.SEEN,
    PaperState.LATER,
)
SCHEME = "placement.scheme"
COLUMNS = 2


class PaperLine(QWidget):
    """One paper: its state in a shape and a word, and where the duty stands."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self.about = Wrapped("paper", self), Wrapped("hint", self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(0)
        grid.addWidget(self.name, 0, 0)
        grid.addWidget(self.about, 1, 0)

    def show_paper(self, name: str, about: str, state: PaperState) -> None:
        """Show one."""
        self.name.setText(name)
        self.about.setText(about)
        self.about.setVisible(bool(about))
        restyle(self.name, state=state.value)


class ChecklistRoom(Room):
    """A digit states the scheme; the same digit again takes it back to what the facts suggest."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.shown: Checklist | None = None
        self.scheme = Wrapped("question", self)
        self._box = FlowBox(self)
        self._chips: list[Chip] = [
            option_chip(str(digit), words.text(f"code.scheme.{code}"), parent=self._box)
            for digit, code in enumerate(codes.SCHEME, start=1)
        ]
        for digit, chip in enumerate(self._chips, start=1):
            chip.clicked.connect(lambda digit=digit: self.press(digit))
            self._box.flow.addWidget(chip)
        self._papers: list[PaperLine] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(4)
        for column in range(COLUMNS):
            self._grid.setColumnStretch(column, 1)
        self.rest = Wrapped("muted", self)
        self.legend = Wrapped("hint", self)
        self.legend.setText(words.text("periksa.checklist.legend"))
        self.lines.addWidget(self.scheme)
        self.lines.addWidget(self._box)
        self.lines.addLayout(self._grid)
        self.lines.addWidget(self.rest)
        self.lines.addWidget(self.legend)
        self.lines.addStretch(1)

    def title(self) -> str:
        """Give the heading."""
        return self.tr("Ceklis surat")

    def hint(self) -> str:
        """Give the keys."""
        return self.tr("1–7 jalur · Esc kembali")

    def show_checklist(self, checklist: Checklist) -> None:
        """Show the scheme and its papers."""
        if checklist == self.shown:
            return
        self.shown = checklist
        self.scheme.setText(self._scheme_words(checklist))
        for chip, code in zip(self._chips, codes.SCHEME, strict=True):
            chip.set_value(code == checklist.scheme)
        owed = [paper for paper in checklist.papers if paper.state is not PaperState.NOT_OWED]
        ordered = sorted(owed, key=lambda paper: SHOWN_FIRST.index(paper.state))
        self._show_papers(ordered)
        rest = [self._label(paper) for paper in checklist.papers if paper not in owed]
        names = ", ".join(rest)
        self.rest.setText(self._words.text("periksa.checklist.rest", papers=names) if rest else "")
        self.rest.setVisible(bool(rest))
        self.setAccessibleName(f"{self.scheme.text()} {self.spoken()}")

    def spoken(self) -> str:
        """Say every paper in one line."""
        shown = [line for line in self._papers if line.isVisibleTo(self)]
        said = [line.name.text() for line in shown]
        return "; ".join([*said, self.rest.text()] if self.rest.text() else said)

    def press(self, digit: int) -> None:
        """State the scheme, or take it back."""
        if digit > len(codes.SCHEME):
            return
        code = codes.SCHEME[digit - 1]
        stated = self.shown is not None and self.shown.is_stated and self.shown.scheme == code
        self.changed.emit({SCHEME: None if stated else code})

    def enter(self) -> None:
        """End."""
        self.done.emit()

    def _show_papers(self, papers: Sequence[CheckedPaper]) -> None:
        while len(self._papers) < len(papers):
            place = len(self._papers)
            self._papers.append(PaperLine(self))
            top = Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(self._papers[-1], place // COLUMNS, place % COLUMNS, top)
        for place, line in enumerate(self._papers):
            line.setVisible(place < len(papers))
            if place < len(papers):
                paper = papers[place]
                line.show_paper(self._name(paper), self._about(paper), paper.state)

    def _scheme_words(self, checklist: Checklist) -> str:
        if checklist.scheme is None:
            return self._words.text("periksa.checklist.none")
        label = self._words.of(self._words.rules.schemes[checklist.scheme].label)
        key = "stated" if checklist.is_stated else "suggested"
        return self._words.text(f"periksa.checklist.{key}", scheme=label)

    def _name(self, paper: CheckedPaper) -> str:
        state = self._words.text(f"periksa.paper_state.{paper.state.value}")
        return f"{SHAPES[paper.state]} {self._label(paper)} · {state}"

    def _label(self, paper: CheckedPaper) -> str:
        return self._words.text(f"field.docs.{paper.paper}")

    def _about(self, paper: CheckedPaper) -> str:
        row = paper.row
        if row is None:
            return ""
        text = self._words.text
        confirmed = row.basis.status is LegalStatus.IN_FORCE
        said = [self._words.of(row.basis.text) + ("" if confirmed else " *")]
        if row.need != "wajib":
            said.append(text("periksa.checklist.supporting"))
        if row.owed_by != "pekerja":
            said.append(text("periksa.checklist.by_company"))
        if row.note is not None and paper.state is PaperState.MISSING:
            said.append(self._words.of(row.note))
        return " · ".join(said)
