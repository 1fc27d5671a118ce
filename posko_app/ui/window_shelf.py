"""The pages of a window: made when first shown, remembered, given up, taken over from another."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QMetaObject, QObject, Signal
from PySide6.QtWidgets import QWidget

from posko_app.ui.periksa_focus import focused
from posko_app.ui.widgets.page_stack import PageStack
from posko_app.ui.window_carry import NOTHING, carried, hand_on
from posko_app.ui.window_pages import KeepsDraft, PageSpec


class PageShelf(QObject):
    """Knows every page by its key.

    Signals:
        made: a page is there for the first time.
        changed: a page wrote something to the store; its key.
        lock_asked: a page wants the process that holds the keys to end.
        record_asked: subject of a screening that a page wants to be shown whole.
        to_work: a page has nothing more to do; the next traveller comes.
    """

    made = Signal(QWidget)
    changed = Signal(str)
    lock_asked = Signal()
    record_asked = Signal(str)
    to_work = Signal()

    def __init__(self, specs: Sequence[PageSpec], stack: PageStack) -> None:
        super().__init__(stack)
        self._specs = {spec.key: spec for spec in specs}
        self._stack = stack
        self._pages: dict[str, QWidget] = {}
        self._focus: dict[str, QWidget] = {}
        self._ties: dict[str, list[QMetaObject.Connection]] = {}
        self._former: set[str] = set()

    def seen(self) -> Mapping[str, QWidget]:
        """Give the pages somebody has seen."""
        return self._pages

    def page(self, key: str) -> QWidget:
        """Give a page, made now if nobody has seen it yet."""
        if key not in self._pages:
            self._take_in(key, self._specs[key].factory())
        return self._pages[key]

    def renew(self, key: str) -> None:
        """Let go of a page, with what is half typed kept; it is made anew when next shown."""
        if key in self._pages:
            page = self.give_up(key)
            if isinstance(page, KeepsDraft):
                page.keep_draft()
            page.deleteLater()

    def exchange(self, key: str) -> None:
        """Make a page of a former window anew once nothing is typed there."""
        self.note_focus(key)
        what = carried(self._pages[key], self.focus_of(key)) if key in self._former else None
        if what is not None:
            self.renew(key)
            if what is not NOTHING:
                hand_on(self, key, what)

    def note_focus(self, key: str) -> None:
        """Remember what has the keyboard on a page."""
        focus, page = focused(), self._pages.get(key)
        if focus is not None and page is not None and page.isAncestorOf(focus):
            self._focus[key] = focus

    def focus_of(self, key: str) -> QWidget | None:
        """Give what had the keyboard on a page when it was last noted."""
        return self._focus.get(key)

    def come_back_to(self, key: str, focus: QWidget | None) -> None:
        """Put the keyboard there when the page is next shown."""
        if focus is not None:
            self._focus[key] = focus

    def give_up(self, key: str) -> QWidget:
        """Let go of a page without ending it."""
        page = self._pages.pop(key)
        self._focus.pop(key, None)
        self._former.discard(key)
        for tie in self._ties.pop(key, []):
            QObject.disconnect(tie)
        self._stack.removeWidget(page)
        return page

    def adopt(self, key: str, page: QWidget) -> None:
        """Show a page of the former window, until nothing is typed there."""
        self.renew(key)
        self._take_in(key, page)
        self._former.add(key)

    def former(self) -> frozenset[str]:
        """Name the pages that still are as they were in the former window."""
        return frozenset(self._former)

    def _take_in(self, key: str, page: QWidget) -> None:
        self._pages[key] = page
        self._stack.addWidget(page)
        ties = self._ties.setdefault(key, [])
        changed = getattr(page, "changed", None)
        if changed is not None:
            ties.append(changed.connect(lambda _what: self.changed.emit(key)))
        tied = (
            ("lock_asked", self.lock_asked),
            ("record_asked", self.record_asked),
            ("to_work", self.to_work),
        )
        for asked, told in tied:
            signal = getattr(page, asked, None)
            if signal is not None:
                ties.append(signal.connect(told))
        self.made.emit(page)
