"""The left and middle columns: fields in rows, each with its reserved line for a hint."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posko_app.domain.fields import field_at
from posko_app.errors import Defect
from posko_app.ui.periksa_editors import editor_for, paper_states
from posko_app.ui.periksa_form import PeriksaForm
from posko_app.ui.periksa_layout import IDENTITY, JOURNEY, PAPER_LETTERS, WEIGHTS
from posko_app.ui.periksa_words import Words
from posko_app.ui.widgets.chip import Chip
from posko_app.ui.widgets.chip_row import ChipRow
from posko_app.ui.widgets.field import FieldRow
from posko_app.ui.widgets.panel import HeadingLine, Panel
from posko_app.ui.widgets.scroller import Scroller

LABEL_WIDTH, LABEL_WIDTH_LOW = 90, 74


class Fields:
    """Makes rows of bound editors and remembers them, to change their measures together."""

    def __init__(self, form: PeriksaForm, words: Words, today: Callable[[], date]) -> None:
        self._form, self._words, self._today = form, words, today
        self.rows: list[FieldRow] = []

    def row(
        self, path: str, *, label: str | None = None, bare: bool = False, above: bool = False
    ) -> FieldRow:
        """Make one field.

        Args:
            path: the field.
            label: other words than its own, where it speaks for a neighbour too.
            bare: without a label of its own.
            above: the label stands above the editor.
        """
        field = field_at(path)
        if field is None:
            raise Defect("periksa.no_such_field")
        name = self._words.label(path)
        editor = editor_for(field, words=self._words, today=self._today)
        made = FieldRow(
            label or name, editor, path=path, label_width=None if above else LABEL_WIDTH
        )
        editor.setAccessibleName(name)
        made.label.setVisible(not bare)
        if bare:
            editor.setPlaceholderText(name)
        self._form.bind(path, editor, hint=made.show_hint)
        self.rows.append(made)
        return made

    def line(self, paths: Sequence[str]) -> QWidget:
        """Put one or two fields of the same label on a line."""
        if len(paths) == 1:
            return self.row(paths[0])
        holder = QWidget()
        across = QHBoxLayout(holder)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        first = self.row(paths[0], label=self._words.text(f"periksa.pair.{paths[0]}"))
        across.addWidget(first)
        first.set_share(WEIGHTS[paths[0]][0])
        for path, weight in zip(paths[1:], WEIGHTS[paths[0]][1:], strict=True):
            first.add_beside(self.row(path, bare=True), weight)
        return holder

    def set_low(self, *, low: bool) -> None:
        """Use the smaller measures of a low screen."""
        widest = max((row.words_px() for row in self.rows), default=0)
        for row in self.rows:
            row.set_low(low=low)
            row.set_label_width(LABEL_WIDTH_LOW if low else LABEL_WIDTH, widest)


class IdentityColumn(Panel):
    """Who stands at the desk, and the papers in their hand."""

    def __init__(self, form: PeriksaForm, words: Words, today: Callable[[], date]) -> None:
        super().__init__()
        self.fields = Fields(form, words, today)
        self.head.title.setText(self.tr("Identitas"))
        self.head.hint.say(self.tr("Enter isian kosong berikutnya"))
        self.head.show()
        self.inside = QWidget()
        rows = QVBoxLayout(self.inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for paths in IDENTITY:
            rows.addWidget(self.fields.line(paths))
        self.papers_head = HeadingLine(self.tr("Dokumen"), self.tr("Alt+huruf"))
        rows.addWidget(self.papers_head)
        self.papers = ChipRow()
        self.papers.setAccessibleName(self.tr("Dokumen"))
        self.papers.set_chips(tuple(_paper_chips(words)))
        for path, chip in self.papers.chips.items():
            form.bind(path, chip, stop=False)
        rows.addSpacing(2)
        rows.addWidget(self.papers)
        rows.addStretch(1)
        self.body.addWidget(Scroller(self.inside), 1)

    def set_low(self, *, low: bool) -> None:
        """Use the smaller measures of a low screen."""
        self.set_tight(tight=low)
        self.fields.set_low(low=low)
        self.papers_head.setVisible(not low)
        self.papers.set_low(low=low)


class JourneyFields(QWidget):
    """Where to, for what, who arranged it, who pays, who waits there."""

    def __init__(self, form: PeriksaForm, words: Words, today: Callable[[], date]) -> None:
        super().__init__()
        self.fields = Fields(form, words, today)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for pair in JOURNEY:
            across = QHBoxLayout()
            across.setSpacing(12)
            for path in pair:
                across.addWidget(self.fields.row(path), 1)
            rows.addLayout(across)


def _paper_chips(words: Words) -> list[tuple[str, Chip]]:
    chips = []
    for path, letter in PAPER_LETTERS:
        field = field_at(path)
        if field is not None:
            chips.append((path, Chip(letter, words.label(path), states=paper_states(field, words))))
    return chips
