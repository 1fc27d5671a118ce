"""Bantuan: every key, how a screening goes, whom to call; works without a network."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from posko_app.domain.detection.ruleset import Contact
from posko_app.i18n import Catalogue
from posko_app.ui.bantuan_model import guide_lines, trust
from posko_app.ui.key_map import WINDOW, KeySection, sections
from posko_app.ui.rincian_views import Scroll
from posko_app.ui.widgets.card import Rule
from posko_app.ui.widgets.panel import Panel, heading, roled


class BantuanPage(QWidget):
    """Three columns that scroll by keyboard; the keys begin with those of the page one was on.

    Signals:
        left: Esc was pressed, back to where one was.
    """

    left = Signal()

    def __init__(
        self,
        contacts: Sequence[Contact],
        *,
        catalogue: Catalogue,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._scrolls: dict[Panel, Scroll] = {}
        self._of = WINDOW
        self.keys = self._column(self.tr("Tombol"), self._keys(WINDOW))
        self.guide = self._column(self.tr("Satu pemeriksaan"), self._guide())
        self.contacts = self._column(
            self.tr("Nomor penting"), [self._contact(contact) for contact in contacts]
        )
        across = QHBoxLayout(self)
        across.setContentsMargins(12, 10, 12, 10)
        across.setSpacing(10)
        for column in (self.keys, self.guide, self.contacts):
            across.addWidget(column, 1)

    def focus_first(self) -> None:
        """Put the keyboard on the keys, to scroll."""
        self.keys.setFocus(Qt.FocusReason.OtherFocusReason)

    def tell_keys_of(self, page: str) -> None:
        """Begin with the keys of the page one comes from."""
        if page != self._of:
            self._of = page
            self._scrolls[self.keys].show_content(self._keys(page))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back; everything else scrolls or is the window's."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _column(self, title: str, widgets: Sequence[QWidget]) -> Panel:
        panel = Panel(title, "", self)
        scroll = Scroll(title, panel)
        scroll.show_content(widgets)
        panel.body.addWidget(scroll)
        panel.setFocusProxy(scroll)
        self._scrolls[panel] = scroll
        return panel

    def _keys(self, page: str) -> list[QWidget]:
        return [_section(section) for section in sections(self._catalogue, page)]

    def _guide(self) -> list[QWidget]:
        views: list[QWidget] = []
        for number, sentence in enumerate(guide_lines(self._catalogue), start=1):
            box = QWidget()
            line = QHBoxLayout(box)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(10)
            line.addWidget(roled(f"{number}.", "key", box), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(_wrapped(sentence, "value", box), 1)
            views.append(box)
        return views

    def _contact(self, contact: Contact) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(_wrapped(contact.name, "strong", box))
        if contact.numbers:
            column.addWidget(_wrapped("  ·  ".join(contact.numbers), "departure", box))
        what = contact.what.in_language(self._catalogue.language)
        for text in filter(None, (what, contact.hours)):
            column.addWidget(_wrapped(text, "muted", box))
        role = "hint" if contact.tested_on else "caution"
        column.addWidget(_wrapped(trust(contact, self._catalogue), role, box))
        column.addSpacing(6)
        column.addWidget(Rule(box))
        return box


def _section(section: KeySection) -> QWidget:
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 6)
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(7)
    grid.addWidget(heading(section.title, box), 0, 0, 1, 2)
    for row, (key, does) in enumerate(section.lines, 1):
        cap = roled(key, "keycap", box)
        grid.addWidget(cap, row, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        grid.addWidget(_wrapped(does, "value", box), row, 1)
    grid.setColumnStretch(1, 1)
    return box


def _wrapped(text: str, role: str, parent: QWidget) -> QLabel:
    label = roled(text, role, parent)
    label.setWordWrap(True)
    return label
