"""The correction form without its widgets: every field, its value now, and what it shall become."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from posko_app.domain.fields import FIELDS, FieldType, field_at, value_paths
from posko_app.domain.fields_scanned import SCANNED_PATHS
from posko_app.domain.problem import Problem
from posko_app.domain.screening import Answers, Value
from posko_app.i18n import Catalogue
from posko_app.ui.rincian_model import Change
from posko_app.ui.rincian_words import field_words, problem_words, read_words, value_words

Index = QModelIndex | QPersistentModelIndex
NOT_CORRECTED = SCANNED_PATHS | {"correction_reason", "voided"}
COLUMNS = 3
LABEL, BEFORE, AFTER = range(COLUMNS)
PATH_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that can be picked for a field."""

    value: Value
    words: str


def correctable_paths() -> tuple[str, ...]:
    """Give the paths an officer may correct, in the order of the form."""
    fields = (field for field in FIELDS if not field.derived and field.path not in NOT_CORRECTED)
    return tuple(path for field in fields for path in value_paths(field))


def choices_of(path: str, catalogue: Catalogue) -> tuple[Choice, ...]:
    """Give what can be picked for a field; empty when it is typed."""
    field = field_at(path)
    if field is None:
        return ()
    values: tuple[Value, ...] = ()
    if field.type in (FieldType.BOOLEAN, FieldType.CODES):
        values = (None, True, False)
    elif field.type in (FieldType.CODE, FieldType.COUNTRY):
        values = (None, *field.codes)
    return tuple(Choice(value, value_words(path, value, catalogue)) for value in values)


class CorrectionTable(QAbstractTableModel):
    """Three columns: field, now, new; only changed values leave it."""

    refused = Signal(str)  # why what was typed is no value
    edited = Signal()

    def __init__(
        self,
        before: Answers,
        *,
        catalogue: Catalogue,
        rivals: Mapping[str, str] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._before = dict(before)
        self._rivals = dict(rivals or {})  # fields that disagree, all their values in words
        self._after: dict[str, Value] = {}
        self._catalogue = catalogue
        self._paths = correctable_paths()
        self._labels = {path: field_words(path, catalogue) for path in self._paths}
        self._shown: list[str] = list(self._paths)

    @property
    def changes(self) -> Answers:
        """The fields that shall change, with their new values; None withdraws."""
        return dict(self._after)

    def change_lines(self) -> tuple[Change, ...]:
        """The changes in words, in the order of the form."""
        return tuple(
            Change(
                self._labels[path],
                self._now(path),
                value_words(path, self._after[path], self._catalogue),
            )
            for path in self._paths
            if path in self._after
        )

    def narrow(self, text: str) -> None:
        """Show only fields whose name or value holds every typed word; nothing typed shows all."""
        words = text.casefold().split()
        self.beginResetModel()
        self._shown = [path for path in self._paths if self._matches(path, words)]
        self.endResetModel()

    def path_at(self, row: int) -> str:
        """The field of a row."""
        return self._shown[row]

    def change(self, path: str, value: Value) -> None:
        """Set a field's new value; the value it has now takes the change back."""
        if value == self._before.get(path):
            self._after.pop(path, None)
        else:
            self._after[path] = value
        if path in self._shown:
            row = self._shown.index(path)
            self.dataChanged.emit(self.index(row, 0), self.index(row, COLUMNS - 1))
        self.edited.emit()

    def type_in(self, path: str, text: str) -> bool:
        """Read a typed value and set it; False when it is none."""
        field = field_at(path)
        if field is None:
            return False
        read = read_words(field, text)
        if isinstance(read, Problem):
            self.refused.emit(problem_words(read, self._catalogue))
            return False
        self.change(path, read)
        return True

    def current(self, path: str) -> Value:
        """The value a field will have."""
        return self._after[path] if path in self._after else self._before.get(path)

    def _matches(self, path: str, words: Sequence[str]) -> bool:
        text = f"{self._labels[path]} {self._now(path)}".casefold()
        return all(word in text for word in words)

    # Qt's own names from here on.

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else COLUMNS

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = super().flags(index)
        return usual | Qt.ItemFlag.ItemIsEditable if index.column() == AFTER else usual

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        path = self._shown[index.row()]
        if role == PATH_ROLE:
            return path
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._words(path, index.column())
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or role != Qt.ItemDataRole.EditRole or index.column() != AFTER:
            return False
        path = self._shown[index.row()]
        if isinstance(value, Choice):
            self.change(path, value.value)
            return True
        return self.type_in(path, str(value or ""))

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._catalogue.text(f"pages.correction.column.{section}")
        return None

    def _words(self, path: str, column: int) -> str:
        if column == LABEL:
            return self._labels[path]
        if column == BEFORE:
            return self._now(path)
        return value_words(path, self._after[path], self._catalogue) if path in self._after else ""

    def _now(self, path: str) -> str:
        disputed = self._rivals.get(path)
        return disputed or value_words(path, self._before.get(path), self._catalogue)
