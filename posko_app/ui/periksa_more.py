"""Everything else a record can hold, by section, behind F8."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from posko_app.domain.fields import Field, FieldType
from posko_app.ui.periksa_columns import Fields
from posko_app.ui.periksa_form import PeriksaForm
from posko_app.ui.periksa_layout import further_fields
from posko_app.ui.periksa_words import Words
from posko_app.ui.widgets.chip import Chip, ChipState
from posko_app.ui.widgets.chip_row import LETTERS, ChipRow
from posko_app.ui.widgets.panel import heading, roled
from posko_app.ui.widgets.scroller import Scroller

MARKED = (ChipState(None), ChipState(True, " ✓", "yes"))
COLUMNS = 2


class MoreFields(Scroller):
    """A long form that scrolls with the focus; two fields a line."""

    def __init__(self, form: PeriksaForm, words: Words, today: Callable[[], date]) -> None:
        inside = QWidget()
        super().__init__(inside)
        self._form, self._words = form, words
        self.fields = Fields(form, words, today)
        self.code_lists: list[ChipRow] = []
        self.first: QWidget | None = None
        lines = QVBoxLayout(inside)
        lines.setContentsMargins(0, 0, 8, 0)
        lines.setSpacing(4)
        for name, fields in further_fields().items():
            lines.addWidget(heading(words.text(f"section.{name}")))
            lines.addLayout(self._section(fields))
        lines.addStretch(1)

    def _section(self, fields: tuple[Field, ...]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(0)
        for column in range(COLUMNS):
            grid.setColumnStretch(column, 1)
        place = 0
        for field in fields:
            if field.type is FieldType.CODES:
                place += place % COLUMNS
                grid.addWidget(self._code_list(field), place // COLUMNS, 0, 1, COLUMNS)
                place += COLUMNS
            else:
                row = self.fields.row(field.path, above=True)
                self.first = self.first or row.editor
                grid.addWidget(row, place // COLUMNS, place % COLUMNS)
                place += 1
        return grid

    def _code_list(self, field: Field) -> QWidget:
        holder = QWidget()
        lines = QVBoxLayout(holder)
        lines.setContentsMargins(0, 4, 0, 6)
        lines.setSpacing(2)
        lines.addWidget(roled(self._words.label(field.path), "label"))
        chips = ChipRow()
        chips.setAccessibleName(self._words.label(field.path))
        labels = self._words.codes(field)
        chips.set_chips(
            tuple(
                (f"{field.path}.{code}", Chip(letter, labels[code], states=MARKED))
                for letter, code in zip(LETTERS, field.codes, strict=False)
            )
        )
        for path, chip in chips.chips.items():
            self._form.bind(path, chip, stop=False)
        self.code_lists.append(chips)
        lines.addWidget(chips)
        return holder
