"""A window made anew, in another language or with other letters, takes over what was in the first.

Pages are made anew too. What is half typed is never lost for it: Periksa hands its draft over, and
any other page in which something is typed is taken over as it is, until nothing is typed there.
"""

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from posko_app.ui.window_pages import KeepsDraft

NOTHING = object()  # a page that can simply be made anew


@runtime_checkable
class CarriesOver(Protocol):
    """A page that can hand what is typed over to another one of its kind."""

    def carry_over(self, focus: QWidget | None) -> object | None:
        """Give everything the other page has to know; None while this one cannot be left.

        Args:
            focus: what had the keyboard on this page when it was left.
        """
        ...

    def take_over(self, carried: object) -> QWidget | None:
        """Go on with it, and give what the keyboard comes back to."""
        ...


class Frame(Protocol):
    """The pages of a window, as far as carrying needs them."""

    def seen(self) -> Mapping[str, QWidget]:
        """Give the pages somebody has seen."""
        ...

    def page(self, key: str) -> QWidget:
        """Give a page, made now if nobody has seen it yet."""
        ...

    def focus_of(self, key: str) -> QWidget | None:
        """Give what had the keyboard on a page."""
        ...

    def come_back_to(self, key: str, focus: QWidget | None) -> None:
        """Put the keyboard there when the page is next shown."""
        ...

    def give_up(self, key: str) -> QWidget:
        """Let go of a page without ending it."""
        ...

    def adopt(self, key: str, page: QWidget) -> None:
        """Show a page of the former window, until nothing is typed there."""
        ...


def carried(page: QWidget, focus: QWidget | None) -> object | None:
    """Give what the page made anew has to know; None while this one cannot be left."""
    if isinstance(page, CarriesOver):
        return page.carry_over(focus)
    return None if is_half_typed(page) else NOTHING


def is_half_typed(page: QWidget) -> bool:
    """Say whether a person typed something on a page that is still to be seen there."""
    lines = [edit for edit in page.findChildren(QLineEdit) if edit.isModified() and edit.text()]
    texts = [
        edit
        for edit in page.findChildren(QPlainTextEdit)
        if edit.document().isModified() and edit.toPlainText()
    ]
    return any(edit.isVisibleTo(page) for edit in (*lines, *texts))


def carry(before: Frame, after: Frame) -> None:
    """Bring every page of one window over to the one that takes its place."""
    for key, page in tuple(before.seen().items()):
        if isinstance(page, KeepsDraft):
            page.keep_draft()
        what = carried(page, before.focus_of(key))
        if what is None:
            after.adopt(key, before.give_up(key))
        elif what is not NOTHING:
            hand_on(after, key, what)


def hand_on(frame: Frame, key: str, what: object) -> None:
    """Let a page made anew go on with what the former one had."""
    fresh = frame.page(key)
    if isinstance(fresh, CarriesOver):
        frame.come_back_to(key, fresh.take_over(what))
