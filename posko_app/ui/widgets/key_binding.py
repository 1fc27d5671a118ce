"""Binds a key to an action, for a page and all in it or for one widget alone.

The context is set after the shortcut is made: PySide6 ignores it in the constructor that takes
a function, and every key would then be taken from the whole window.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def bind_within(owner: QWidget, keys: str, act: Callable[[], object]) -> QShortcut:
    """Bind a key while the focus is on a widget or on anything in it."""
    return _bound(owner, keys, act, Qt.ShortcutContext.WidgetWithChildrenShortcut)


def bind_on(owner: QWidget, keys: str, act: Callable[[], object]) -> QShortcut:
    """Bind a key while the focus is on this very widget."""
    return _bound(owner, keys, act, Qt.ShortcutContext.WidgetShortcut)


def _bound(
    owner: QWidget, keys: str, act: Callable[[], object], context: Qt.ShortcutContext
) -> QShortcut:
    shortcut = QShortcut(QKeySequence(keys), owner)
    shortcut.setContext(context)
    shortcut.activated.connect(act)
    return shortcut
