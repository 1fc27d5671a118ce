"""Koreksi: change fields of a screening that is already stated, and say why."""

from collections.abc import Callable
from concurrent.futures import Future

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from posko_app.domain.records import ScreeningHistory
from posko_app.domain.screening import Answers
from posko_app.errors import PoskoError
from posko_app.i18n import Catalogue
from posko_app.services.screening import Recorded
from posko_app.ui import notices
from posko_app.ui.background import deliver
from posko_app.ui.rincian_koreksi_model import (
    AFTER,
    BEFORE,
    LABEL,
    PATH_ROLE,
    Choice,
    CorrectionTable,
    choices_of,
)
from posko_app.ui.rincian_reason import ReasonBar
from posko_app.ui.rincian_views import Scroll, change_view
from posko_app.ui.rincian_words import rival_words, value_words
from posko_app.ui.widgets.elided import TitleLabel
from posko_app.ui.widgets.key_binding import bind_on, bind_within
from posko_app.ui.widgets.key_button import KeyButton
from posko_app.ui.widgets.panel import Panel, roled
from posko_app.ui.widgets.pickers import ChoiceBox
from posko_app.ui.widgets.rows import set_up_rows

LABEL_WIDTH = 330
Index = QModelIndex | QPersistentModelIndex
Save = Callable[[str, Answers, str, tuple[str, ...]], "Future[Recorded]"]


class CorrectionPage(QWidget):
    """All fields in one table; Enter changes one, F9 states all changes together."""

    closed = Signal()
    saved = Signal(object)  # what the service gave back

    def __init__(self, save: Save, *, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._save = save
        self._catalogue = catalogue
        self._history: ScreeningHistory | None = None
        self._leaving = False  # Esc was pressed once over unsaved changes
        self.model: CorrectionTable | None = None
        self._build()
        self._bind_keys()

    @property
    def subject(self) -> str:
        """The screening being corrected."""
        return self._history.row.subject if self._history else ""

    def start(self, history: ScreeningHistory) -> None:
        """Begin a correction of this screening."""
        self._history = history
        old = self.model
        self.model = CorrectionTable(
            history.values,
            catalogue=self._catalogue,
            rivals=rival_words(history.conflicts, self._catalogue),
            parent=self,
        )
        self.model.edited.connect(self._show_changes)
        self.model.refused.connect(self.trouble.setText)
        self.table.setModel(self.model)
        if old is not None:
            old.deleteLater()
        self._fix_header()
        self.title.say(history.row.name or self._catalogue.text("pages.list.no_name"))
        self.filter.clear()
        self.trouble.clear()
        self.reason.hide()
        self.foot.show()
        self._show_changes()

    def focus_first(self) -> None:
        """Put the keyboard into the field search."""
        self.filter.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_reason(self) -> None:
        """All changes are made: ask why."""
        if self.model is None or not self.model.changes:
            self.trouble.setText(self._catalogue.text("pages.correction.nothing"))
            return
        self._leaving = False
        self.trouble.clear()
        number = len(self.model.changes)
        question = self._catalogue.text("pages.correction.why", number=number)
        self.foot.hide()  # F9 and Esc belong to the reason now
        self.reason.ask(question, verb=self.tr("Simpan koreksi"))

    def leave(self) -> None:
        """Go back; unsaved changes are thrown away by the second Esc, not by the first."""
        number = len(self.model.changes) if self.model is not None else 0
        if number and not self._leaving:
            self._leaving = True
            self.trouble.setText(self._catalogue.text("pages.correction.leave", number=number))
            return
        self.closed.emit()

    def _confirmed(self, reason: str) -> None:
        if self.model is None or self._history is None:
            return
        history = self._history
        saving = self._save(history.row.subject, self.model.changes, reason, history.frontier)
        deliver(saving, self, self.saved.emit, self._failed)

    def _left_reason(self) -> None:
        self.foot.show()
        self.focus_first()

    def _failed(self, error: PoskoError) -> None:
        self.reason.say(notices.sentence(self._catalogue, error))

    def _show_changes(self) -> None:
        lines = self.model.change_lines() if self.model else ()
        self._leaving = False
        self.trouble.clear()
        empty = roled(self._catalogue.text("pages.correction.none_yet"), "muted", self)
        empty.setWordWrap(True)
        views: list[QWidget] = [change_view(line, self) for line in lines]
        self.changes.show_content(views or [empty])
        if views:
            empty.deleteLater()

    def _narrow(self, text: str) -> None:
        if self.model is not None:
            self.model.narrow(text)
            self._fix_header()

    def _to_table(self) -> None:
        if self.model is None or not self.model.rowCount():
            return
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        # the focus alone gives a table a current row that nobody can see
        flags = QItemSelectionModel.SelectionFlag
        row = self.model.index(max(self.table.currentIndex().row(), 0), AFTER)
        self.table.selectionModel().setCurrentIndex(row, flags.ClearAndSelect | flags.Rows)

    def _edit(self) -> None:
        row = self.table.currentIndex().row()
        if self.model is not None and row >= 0:
            self.table.edit(self.model.index(row, AFTER))

    def _bind_keys(self) -> None:
        bind_within(self, "F9", self.ask_reason)
        bind_within(self, "Esc", self.leave)
        self.table.edit_asked.connect(self._edit)
        bind_on(self.filter, "Down", self._to_table)
        self.filter.returnPressed.connect(self._to_table)

    def _fix_header(self) -> None:
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.share_width()
        header.setSectionResizeMode(BEFORE, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(AFTER, QHeaderView.ResizeMode.Stretch)

    def _build(self) -> None:
        self.title = TitleLabel(parent=self)
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(self.tr("Cari isian, misalnya: nama, tujuan, tiket …"))
        self.filter.setAccessibleName(self.tr("Cari isian"))
        self.filter.textChanged.connect(self._narrow)
        self.table = self._make_table()
        self.changes = Scroll(self.tr("Perubahan"), self)
        self.trouble = roled("", "problem", self)
        self.trouble.setWordWrap(True)
        self.reason = ReasonBar(self)
        self.reason.confirmed.connect(self._confirmed)
        self.reason.left.connect(self._left_reason)
        self.foot = self._foot()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 10, 12, 10)
        whole.setSpacing(8)
        whole.addWidget(self.title)
        whole.addLayout(self._columns(), 1)
        whole.addWidget(self.trouble)
        whole.addWidget(self.reason)
        whole.addWidget(self.foot)

    def _make_table(self) -> "FieldTable":
        table = FieldTable(self)
        table.setItemDelegate(ChangeDelegate(self._catalogue, table))
        table.setAccessibleName(self.tr("Isian"))
        set_up_rows(table)
        table.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        return table

    def _columns(self) -> QHBoxLayout:
        left = Panel(self.tr("Koreksi"), self.tr("Enter mengubah baris"), self)
        left.body.addWidget(self.filter)
        left.body.addWidget(self.table, 1)
        right = Panel(self.tr("Perubahan"), "", self)
        right.body.addWidget(self.changes)
        columns = QHBoxLayout()
        columns.setSpacing(10)
        columns.addWidget(left, 2)
        columns.addWidget(right, 1)
        return columns

    def _foot(self) -> QWidget:
        back = KeyButton("Esc", self.tr("Kembali tanpa mengubah"))
        back.clicked.connect(self.leave)
        save = KeyButton("F9", self.tr("Simpan koreksi"), primary=True)
        save.clicked.connect(self.ask_reason)
        foot = QWidget(self)
        line = QHBoxLayout(foot)
        line.setContentsMargins(0, 0, 0, 0)
        line.addStretch(1)
        line.addWidget(back)
        line.addWidget(save)
        return foot


class FieldTable(QTableView):
    """A table whose Enter edits the row, except while a row is being edited."""

    # not a shortcut: that one would take Enter away from the open editor, and the value with it
    edit_asked = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.share_width()

    def share_width(self) -> None:
        """Give the names of the fields what they need, but never more than two fifths."""
        width = min(LABEL_WIDTH, self.viewport().width() * 2 // 5)
        self.horizontalHeader().resizeSection(LABEL, width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and self.state() != QAbstractItemView.State.EditingState:
            self.edit_asked.emit()
            return
        super().keyPressEvent(event)


class ChangeDelegate(QStyledItemDelegate):
    """A list to pick from for coded fields, a line to type in for the rest."""

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        del option
        choices = choices_of(index.data(PATH_ROLE), self._catalogue)
        editor = ChoiceBox(parent) if choices else QLineEdit(parent)
        if isinstance(editor, ChoiceBox):
            for choice in choices:
                editor.addItem(choice.words, choice)
        editor.setAccessibleName(str(index.sibling(index.row(), LABEL).data()))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        model = index.model()
        if not isinstance(model, CorrectionTable):
            return
        path = index.data(PATH_ROLE)
        words = value_words(path, model.current(path), self._catalogue)
        if isinstance(editor, ChoiceBox):
            editor.setCurrentText(words)
        elif isinstance(editor, QLineEdit):
            value = model.current(path)
            editor.setText("" if value is None else words)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, ChoiceBox) and isinstance(editor.currentData(), Choice):
            model.setData(index, editor.currentData())
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text())
