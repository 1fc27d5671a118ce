"""What differs from the header in one row: chosen by a few letters, then typed where it must be."""

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from posko_app.domain.field import Field, FieldType
from posko_app.domain.fields import field_at
from posko_app.domain.screening import Value
from posko_app.ui.periksa_editors import editor_for
from posko_app.ui.periksa_focus import focus_on
from posko_app.ui.periksa_words import Words
from posko_app.ui.widgets.code_box import CodeBox
from posko_app.ui.widgets.completer_edit import CompleterEdit
from posko_app.ui.widgets.line_edit import LineEdit
from posko_app.ui.widgets.notes_edit import NotesEdit

# what differs most often comes first: equal letters find it first
CHOSEN = (
    "ticket.payer",
    "pickup.by",
    "doc_holder",
    "companions.relation",
    "recruiter.channel",
    "recruiter.relation",
    "claimed.purpose",
    "job.kind",
    "money.owes_to",
    "traveller.id_shown",
    "traveller.sex",
    *(f"docs.{paper}" for paper in ("ktp", "kk", "paspor", "perjanjian_kerja", "izin_keluarga")),
    *(f"docs.{paper}" for paper in ("surat_desa", "spp_akad", "daftar_nama")),
    "officer_ticks",
    "journey.final_country",
)
TYPED = (
    "traveller.phone",
    "traveller.address",
    "traveller.village",
    "traveller.dob_ktp",
    "traveller.age_stated",
    "traveller.origin",
    "traveller.kk",
    "journey.final_city",
    "ticket.payer_name",
    "ticket.payer_contact",
    "pickup.name",
    "pickup.contact",
    "recruiter.name",
    "recruiter.contact",
    "employer.name",
    "ticket.seat",
    "notes",
)
IS, ASKS = "=", "?"


def options(words: Words) -> dict[str, str]:
    """Give everything that can be chosen, each with its words, in the order it is offered."""
    found: dict[str, str] = {}
    for path in CHOSEN:
        field = _field(path)
        for code, label in words.codes(field).items():
            found[f"{path}{IS}{code}"] = f"{label} ({words.label(path).lower()})"
    for path in TYPED:
        found[f"{path}{ASKS}"] = words.label(path)  # equal letters find it before any code
    return found


def in_words(exceptions: Mapping[str, Value], words: Words) -> str:
    """Say what differs in one line."""
    return " · ".join(_one(path, value, words) for path, value in exceptions.items())


def _one(path: str, value: Value, words: Words) -> str:
    field = field_at(path)
    if field is None:
        return str(value)
    if field.type is FieldType.CODES:
        return words.codes(field).get(path.rpartition(".")[2], path)
    if field.type in {FieldType.CODE, FieldType.COUNTRY}:
        return f"{words.label(path)}: {words.codes(field).get(str(value), str(value)).lower()}"
    if field.type is FieldType.BOOLEAN:
        return (
            f"{words.label(path)}: {words.text('periksa.yes' if value else 'periksa.no').lower()}"
        )
    return f"{words.label(path)}: {value}"


class ExceptionEdit(QStackedWidget):
    """Enter takes what is chosen; a field that must be typed opens in the same place.

    Signals:
        taken: path and value; the same once more takes it away.
        filled: what came with a suggestion, by path; it takes nothing away.
        done: Enter where nothing is chosen.
    """

    taken = Signal(str, object)
    filled = Signal(object)
    done = Signal()

    def __init__(
        self, words: Words, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._words, self._today = words, today
        found = options(words)
        self.box = CodeBox(tuple(found), found)
        self.box.setPlaceholderText(words.text("group.entry.exceptions"))
        self.box.setAccessibleName(words.text("group.entry.exceptions"))
        self.addWidget(self.box)
        self.setFocusProxy(self.box)
        self._typed: tuple[str, LineEdit | NotesEdit] | None = None

    def clear(self) -> None:
        """Be empty for the next person."""
        self.box.set_value(None)
        self._close()

    def is_empty(self) -> bool:
        """Say whether nothing is chosen or half typed."""
        return self.box.value() is None and self._typed is None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the choice with Enter; Esc goes back to the list."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._enter()
        elif event.key() == Qt.Key.Key_Escape and not self.is_empty():
            self.clear()
            focus_on(self.box)
        else:
            event.ignore()

    def _enter(self) -> None:
        if self._typed is not None:
            path, editor = self._typed
            value = editor.value()
            self._close()
            focus_on(self.box)
            if value is not None:
                self.taken.emit(path, value)
            return
        chosen = self.box.code()
        if chosen is None:
            self.done.emit()
            return
        self.box.set_value(None)
        if chosen.endswith(ASKS):
            self._open(chosen.removesuffix(ASKS))
            return
        path, _, code = chosen.partition(IS)
        if _field(path).type is FieldType.CODES:
            self.taken.emit(f"{path}.{code}", True)
        else:
            self.taken.emit(path, code)

    def _open(self, path: str) -> None:
        editor = editor_for(_field(path), words=self._words, today=self._today)
        editor.setPlaceholderText(self._words.label(path))
        editor.setAccessibleName(self._words.label(path))
        if isinstance(editor, CompleterEdit):
            editor.filled.connect(self.filled)
        self._typed = (path, editor)
        self.addWidget(editor)
        self.setCurrentWidget(editor)
        focus_on(editor)

    def _close(self) -> None:
        if self._typed is not None:
            editor, self._typed = self._typed[1], None
            self.setCurrentWidget(self.box)
            self.removeWidget(editor)
            editor.deleteLater()


def _field(path: str) -> Field:
    field = field_at(path)
    if field is None:
        raise KeyError(path)
    return field
