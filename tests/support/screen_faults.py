"""What can be wrong with a screen as it stands: cut words, inputs without a name, too large."""

from collections import Counter

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QPushButton,
    QScrollArea,
    QWidget,
)

from posko_app.ui.widgets.elided import ElidedLabel

CONTEXT = Qt.ShortcutContext
SLACK_PX = 1  # rounding of a scaled font


def visible(window: QWidget, kind: type[QWidget]) -> list:
    """Give what can be seen of one kind."""
    return [widget for widget in window.findChildren(kind) if widget.isVisible()]


def cut_words(window: QWidget) -> list[str]:
    """Name the texts that do not fit where they stand; an ElidedLabel says so itself with `…`."""
    labels = [label for label in visible(window, QLabel) if not isinstance(label, ElidedLabel)]
    buttons = [*visible(window, QPushButton), *visible(window, QComboBox)]
    cut = [label.text() for label in labels if label.text() and _is_cut(label, window)]
    cut += [
        words
        for button in buttons
        if (words := _words_of(button)) and _least(button) > button.width() + SLACK_PX
    ]
    return cut + [words for head in visible(window, QHeaderView) for words in _cut_heads(head)]


def _words_of(button: QPushButton | QComboBox) -> str:
    return button.currentText() if isinstance(button, QComboBox) else button.text()


def _least(button: QPushButton | QComboBox) -> int:
    if isinstance(button, QComboBox):
        return button.fontMetrics().horizontalAdvance(button.currentText()) + 40
    return button.sizeHint().width() - 12  # a little air may go


def _is_cut(label: QLabel, window: QWidget) -> bool:
    inner = label.contentsRect()
    if label.wordWrap():
        is_cut = label.heightForWidth(label.width()) > label.height() + SLACK_PX
    else:
        # sizeHint knows margins and padding of the stylesheet
        wanted = label.sizeHint()
        is_cut = (
            wanted.width() > label.width() + SLACK_PX
            or label.fontMetrics().height() > inner.height() + 3
        )
    return is_cut or _is_outside(label, window)


def _is_outside(widget: QWidget, window: QWidget) -> bool:
    """Say whether a part lies where nobody can scroll to."""
    corner = widget.mapTo(window, QPoint(0, 0))
    area = QRect(corner, widget.size())
    at = widget.parentWidget()
    while at is not None and at is not window:
        bounds = QRect(at.mapTo(window, QPoint(0, 0)), at.size())
        scrolled = isinstance(at.parentWidget(), QAbstractScrollArea)
        if scrolled:
            wide = at.parentWidget()
            sideways = (
                isinstance(wide, QScrollArea)
                and wide.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            )
            return sideways and (area.right() > bounds.right() + SLACK_PX)
        if not bounds.adjusted(-SLACK_PX, -SLACK_PX, SLACK_PX, SLACK_PX).contains(area):
            return True
        at = at.parentWidget()
    return not window.rect().contains(area)


def _cut_heads(head: QHeaderView) -> list[str]:
    model = head.model()
    if model is None or head.orientation() is not Qt.Orientation.Horizontal:
        return []
    found = []
    for column in range(head.count()):
        words = model.headerData(column, Qt.Orientation.Horizontal)
        seen = words and not head.isSectionHidden(column)
        if seen and head.sectionSize(column) < head.sectionSizeHint(column):
            found.append(str(words))
    return found


def inputs(window: QWidget) -> list[QWidget]:
    """Give everything the Tab key may stop at now."""
    return [
        widget
        for widget in visible(window, QWidget)
        if widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and not (isinstance(widget, QComboBox) and widget.isEditable())
    ]


def spoken(widget: QWidget) -> str:
    """Give the name a screen reader says of a widget."""
    accessible = QAccessible.queryAccessibleInterface(widget)
    return accessible.text(QAccessible.Text.Name) if accessible else ""


def nameless(window: QWidget) -> list[str]:
    """Name the inputs a screen reader has no name for.

    A drop-down's name on this platform is its value: the name set or its label's is asked for.
    """
    found = []
    for widget in inputs(window):
        own = isinstance(widget, QComboBox)
        name = widget.accessibleName() or _buddy_of(widget, window) if own else spoken(widget)
        if not name.strip():
            found.append(f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}")
    return found


def _buddy_of(widget: QWidget, window: QWidget) -> str:
    names = [label.text() for label in window.findChildren(QLabel) if label.buddy() is widget]
    return names[0] if names else ""


def too_large(window: QWidget, width: int, height: int) -> list[str]:
    """Say how much more room a window demands than there is."""
    least = window.minimumSizeHint().expandedTo(window.minimumSize())
    is_fitting = least.width() <= width and least.height() <= height
    return [] if is_fitting else [f"{least.width()} x {least.height()}"]


def keys_now(window: QWidget) -> list[str]:
    """Name every key that something would answer with the focus where it is."""
    answered = shortcuts_now(window)
    texts = [
        widget.text()
        for kind in (QLabel, QAbstractButton)
        for widget in window.findChildren(kind)
        if widget.isVisible() and may_click(widget)
    ]
    return answered + [key for text in texts if (key := QKeySequence.mnemonic(text).toString())]


def shortcuts_now(window: QWidget) -> list[str]:
    """Name the keys that shortcuts would answer, letters of buttons left out."""
    focus = QApplication.focusWidget()
    return [
        shortcut.key().toString()
        for shortcut in window.findChildren(QShortcut)
        if hears(shortcut, focus)
    ]


def may_click(widget: QLabel | QAbstractButton) -> bool:
    """Labels answer their letter for their buddy only."""
    return widget.buddy() is not None if isinstance(widget, QLabel) else widget.isEnabled()


def hears(shortcut: QShortcut, focus: QWidget | None) -> bool:
    """Say whether a shortcut would be triggered now."""
    owner = shortcut.parent()
    if not shortcut.isEnabled() or not isinstance(owner, QWidget) or not owner.isVisible():
        return False
    if shortcut.context() is CONTEXT.WidgetShortcut:
        return owner is focus
    if shortcut.context() is CONTEXT.WidgetWithChildrenShortcut:
        return focus is not None and (owner is focus or owner.isAncestorOf(focus))
    return True


def twice(window: QWidget) -> list[str]:
    """Name the keys with more than one owner."""
    return [key for key, owners in Counter(keys_now(window)).items() if owners > 1]
