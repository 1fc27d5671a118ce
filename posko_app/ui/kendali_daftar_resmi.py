"""The official lists at hand with their age, and looking a number or a name up in one of them."""

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from posko_app.domain.registers import LookUp, Provenance, Register
from posko_app.errors import PoskoError
from posko_app.i18n import Catalogue
from posko_app.services.registers import RegisterService
from posko_app.ui import notices
from posko_app.ui.background import deliver
from posko_app.ui.kendali_model import age_words, origin_words, provenance_words
from posko_app.ui.theme import restyle, text_scale
from posko_app.ui.widgets.banner import Banner
from posko_app.ui.widgets.elided import ElidedLabel
from posko_app.ui.widgets.field import FieldRow
from posko_app.ui.widgets.key_button import KeyButton
from posko_app.ui.widgets.panel import HeadingLine, Panel, roled
from posko_app.ui.widgets.scroller import Scroller

ROW_HEIGHT = 44
LABEL_WIDTH = 76


class RegistersPanel(Panel):
    """Up and down choose a list; Enter in a field looks up in the chosen one."""

    import_asked = Signal()
    found = Signal(object)  # what a look-up gave

    def __init__(
        self,
        registers: RegisterService,
        *,
        catalogue: Catalogue,
        today: Callable[[], date],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(catalogue.text("control.register.title"), parent=parent)
        self._registers = registers
        self._catalogue = catalogue
        self._today = today
        self.known: Mapping[Register, Provenance] = {}
        self._asked = 0
        self._build()

    def refresh(self) -> None:
        """Read again which lists are at hand."""
        deliver(self._registers.list(), self, self._take, self._failed)

    def chosen(self) -> Register:
        """The list the cursor is on."""
        return tuple(Register)[max(0, self.lists.currentRow())]

    def look_up(self) -> None:
        """Ask the chosen list for what was typed."""
        number, name = self.number.text().strip(), self.name.text().strip()
        if not number and not name:
            self.notice.say(self._catalogue.text("control.lookup.empty"), "hint")
            return
        self._asked += 1
        asked = self._asked
        looking = self._registers.look_up(self.chosen(), number=number, name=name)
        deliver(looking, self, lambda found: self._show(found, asked), self._failed)

    def _take(self, known: Mapping[Register, Provenance]) -> None:
        self.known = known
        kept = max(0, self.lists.currentRow())
        self.lists.clear()
        for register in Register:
            self._add(register, known.get(register))
        self.lists.setCurrentRow(kept)

    def _add(self, register: Register, provenance: Provenance | None) -> None:
        today = self._today()
        view, words = QWidget(), self._catalogue
        first, second = ElidedLabel("strong", view), ElidedLabel("hint", view)
        first.say(words.text(f"control.register.long.{register}"))
        age = roled("", "hint", view)
        if provenance is None:
            second.say(provenance_words(register, None, words, today))
        else:
            second.say(origin_words(provenance, words))
            age.setText(age_words(provenance, words, today))
            restyle(age, role="caution" if provenance.is_old(today) else "hint")
        top = QHBoxLayout()
        top.addWidget(first, 1)
        top.addWidget(age)
        lines = QVBoxLayout(view)
        lines.setContentsMargins(10, 4, 10, 4)
        lines.setSpacing(1)
        lines.addLayout(top)
        lines.addWidget(second)
        item = QListWidgetItem(self.lists)
        item.setSizeHint(QSize(0, round(ROW_HEIGHT * text_scale())))
        told = provenance_words(register, provenance, words, today)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{told}. {second.whole()}")
        item.setToolTip(second.whole())
        self.lists.setItemWidget(item, view)

    def _show(self, found: LookUp, asked: int) -> None:
        if asked == self._asked:
            self.notice.clear()
            self.found.emit(found)

    def _failed(self, error: PoskoError) -> None:
        self.notice.say(notices.sentence(self._catalogue, error), "problem")

    def _build(self) -> None:
        word = self._catalogue.text
        self.notice = Banner(self)
        self.lists = QListWidget(self)
        self.lists.setAccessibleName(word("control.register.title"))
        rows = round(ROW_HEIGHT * text_scale()) * len(Register)
        self.lists.setFixedHeight(rows + 4)
        self.lists.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.take_in = KeyButton("Ctrl+I", word("control.import.button"))
        self.take_in.clicked.connect(self.import_asked)
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 2, 0)
        column.setSpacing(6)
        column.addWidget(self.notice)
        column.addWidget(self.lists)
        column.addWidget(self.take_in, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._search(inside))
        column.addStretch(1)
        self.body.addWidget(Scroller(inside, self), 1)

    def _search(self, parent: QWidget) -> QFrame:
        word = self._catalogue.text
        frame = QFrame(parent)
        self.number, self.name = QLineEdit(frame), QLineEdit(frame)
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(2)
        column.addWidget(HeadingLine(word("control.lookup.title"), word("control.lookup.hint")))
        for key, editor in (("number", self.number), ("name", self.name)):
            editor.returnPressed.connect(self.look_up)
            label = word(f"control.lookup.{key}")
            column.addWidget(FieldRow(label, editor, path=key, label_width=LABEL_WIDTH))
        return frame
