"""Ties editors to answers: a change in one place shows in every other place of that field."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from posko_app.domain.screening import Answers, Value
from posko_app.ui.widgets.completer_edit import CompleterEdit


class Editor(Protocol):
    """What line edits, code boxes and chips have in common."""

    def value(self) -> Value:
        """Give the stored value."""
        ...

    def set_value(self, value: object) -> None:
        """Show a stored value without announcing it."""
        ...


@dataclass(frozen=True, slots=True)
class Binding:
    """One editor of one field, and where its hint is said."""

    path: str
    editor: Editor
    hint: Callable[[str, str], None] | None = None


class PeriksaForm(QObject):
    """All bindings of the screen, in tab order as they were added."""

    edited = Signal(str, object)  # path, value
    filled = Signal(object)  # values by path: what came with a suggestion that was taken

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bindings: dict[str, list[Binding]] = {}
        self._order: list[tuple[str, QWidget]] = []
        self._paths: dict[QWidget, str] = {}

    def bind(
        self,
        path: str,
        editor: QWidget,
        *,
        hint: Callable[[str, str], None] | None = None,
        stop: bool = True,
    ) -> None:
        """Add an editor; with `stop` it is one stop of the Enter key."""
        self._bindings.setdefault(path, []).append(Binding(path, editor, hint))  # type: ignore[arg-type]
        editor.value_changed.connect(  # type: ignore[attr-defined]
            lambda value: self.edited.emit(path, value)
        )
        self._paths[editor] = path
        if isinstance(editor, CompleterEdit):
            editor.filled.connect(self.filled)
        if stop:
            self._order.append((path, editor))

    def show(self, answers: Answers, paths: Iterable[str] | None = None) -> None:
        """Show answers; without `paths` in every editor."""
        for path in self._bindings if paths is None else paths:
            for binding in self._bindings.get(path, ()):
                if binding.editor.value() != answers.get(path):
                    binding.editor.set_value(answers.get(path))

    def say(self, path: str, text: str, kind: str) -> None:
        """Put words under a field wherever it stands."""
        for binding in self._bindings.get(path, ()):
            if binding.hint is not None:
                binding.hint(text, kind)

    def paths(self) -> tuple[str, ...]:
        """Name the fields on the screen."""
        return tuple(self._bindings)

    def path_of(self, widget: QWidget | None) -> str:
        """Name the field a widget edits, `""` for none."""
        return "" if widget is None else self._paths.get(widget, "")

    def stops(self) -> tuple[tuple[str, QWidget], ...]:
        """Give the editors the Enter key may go to, in order, only those in sight."""
        return tuple((path, editor) for path, editor in self._order if editor.isVisible())

    def editors_of(self, path: str) -> tuple[QWidget, ...]:
        """Give every editor of a field there is, in sight or not."""
        found = (binding.editor for binding in self._bindings.get(path, ()))
        return tuple(editor for editor in found if isinstance(editor, QWidget))

    def all_stops(self) -> tuple[tuple[str, QWidget], ...]:
        """Give every editor the Enter key may ever go to, in order."""
        return tuple(self._order)

    def editor_of(self, path: str) -> QWidget | None:
        """Give the editor of a field that is in sight."""
        return next((editor for name, editor in self.stops() if name == path), None)
