"""Where the focus goes: Enter to the next empty field, F4 to the next message, F6 to a panel."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

Stop = tuple[str, QWidget]


def focus_on(widget: QWidget) -> None:
    """Move the focus as the Tab key would, with everything in the field selected."""
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    if isinstance(widget, QLineEdit):  # from its end, so that a long value shows its beginning
        widget.setSelection(len(widget.text()), -len(widget.text()))


def next_empty(stops: Sequence[Stop], now: QWidget | None, *, last: QWidget) -> QWidget:
    """Give the next empty field after the one in focus, or `last` when all are filled."""
    after = stops[_place(stops, now) + 1 :]
    return next((widget for _, widget in after if is_empty(widget)), last)


def before(stops: Sequence[Stop], now: QWidget | None) -> QWidget | None:
    """Give the field before the one in focus; None at the beginning."""
    place = _place(stops, now)
    return stops[place - 1][1] if place > 0 else None


def next_of(paths: Sequence[str], stops: Sequence[Stop], now: QWidget | None) -> str | None:
    """Give the next field in form order that has something to say, going round."""
    order = [path for path, _ in stops if path in paths]
    order += [path for path in paths if path not in order]
    place = _place(stops, now)
    reached = {path for path, _ in stops[: place + 1]}
    later = [path for path in order if path not in reached]
    return next(iter(later or order), None)


def is_empty(widget: QWidget) -> bool:
    """Say whether an editor holds nothing."""
    value = getattr(widget, "value", None)
    return callable(value) and value() is None


def focused() -> QWidget | None:
    """Give the widget that has the focus."""
    return QApplication.focusWidget()


def chain(widgets: Sequence[QWidget]) -> None:
    """Store the tab order."""
    for first, second in pairwise(widgets):
        QWidget.setTabOrder(first, second)


def _place(stops: Sequence[Stop], now: QWidget | None) -> int:
    return next((at for at, (_, widget) in enumerate(stops) if widget is now), -1)
