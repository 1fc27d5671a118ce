"""A window of two pages, Periksa and Rombongan, over a desk that keeps everything in memory."""

from concurrent.futures import Future
from pathlib import Path

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget

from posko_app.errors import PoskoError
from posko_app.i18n import load_catalogue
from posko_app.services.group import RowKept, RowSaved
from posko_app.services.manifest import read_manifest
from posko_app.ui.periksa import PeriksaPage
from posko_app.ui.rombongan import RombonganPage
from posko_app.ui.rombongan_link import GroupLink
from posko_app.ui.rombongan_ports import GroupPorts
from posko_app.ui.theme import LIGHT
from tests.support.fake_desk import FakeDesk, Ids, around, done, failed, recorded


class FakeGroup:
    """Headers and rows in memory; `refuses` names rows that cannot be saved, and why."""

    def __init__(self, groups=()):
        self.groups = tuple(groups)
        self.drafts = {}
        self.kept = []
        self.records = []
        self.refuses: dict[str, PoskoError] = {}
        self.fails_with: PoskoError | None = None
        self.waits: list[Future] | None = None  # a list: saves stay unfinished until a test says so

    def open_groups(self):
        return done(self.groups)

    def keep(self, drafts):
        if self.fails_with:
            return failed(self.fails_with)
        self.kept.append(tuple(drafts))
        self.drafts |= {draft.id: draft for draft in drafts}
        return done(None)

    def drop(self, draft_ids):
        for draft_id in draft_ids:
            self.drafts.pop(draft_id, None)
        return done(None)

    def read_manifest(self, path):
        try:
            return done(read_manifest(path))
        except PoskoError as error:
            return failed(error)

    def record(self, rows):
        if self.waits is not None:
            self.waits.append(Future())
            return (self.waits[-1],)
        return (done(tuple(map(self.outcome, rows))),)

    def outcome(self, row):
        name = row.answers.get("traveller.name")
        if name in self.refuses:
            return RowKept(row.id, self.refuses[name])
        self.records.append(row)
        self.drafts.pop(row.id, None)
        return RowSaved(row.id, recorded(row, len(self.records)))


class TwoPages(QStackedWidget):
    """Enough of the window: pages by name, and the keys that change between them."""

    def __init__(self, clock, *, group=None, desk=None, departures=()):
        super().__init__()
        self.desk, self.store = desk or FakeDesk(), group or FakeGroup()
        catalogue, ids = load_catalogue(), Ids()
        self._clock = clock
        ports = GroupPorts(
            self.store,
            self.desk.detection,
            self.desk.people,
            last_departure=self.desk.screening.last_departure,
            departures=lambda: done(departures),
            clock=clock,
            new_id=lambda: f"f{ids()[1:]}",
            kind="udara",
            folder=Path.home(),
        )
        self.link = GroupLink(self)
        self.group = RombonganPage(ports, catalogue=catalogue, theme=LIGHT)
        self.link.made(self.group)
        self.link.attach(self)
        self._pages = {"rombongan": self.group}
        self.addWidget(self.group)
        self._keys = [
            self._key(keys, name) for keys, name in (("Ctrl+1", "periksa"), ("Ctrl+2", "rombongan"))
        ]
        self.resize(1366, 640)

    def _key(self, keys, name):
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.activated.connect(lambda: self.show_page(name))
        return shortcut

    @property
    def periksa(self):
        """The other page, made when a test first needs it."""
        return self.page("periksa")

    def page(self, key):
        if key not in self._pages:
            surroundings = around(self._clock)
            made = PeriksaPage(self.desk, load_catalogue(), LIGHT, around=surroundings)
            self._pages[key] = made
            self.addWidget(made)
            self.link.hear(made)
        return self._pages[key]

    def show_page(self, key):
        self.setCurrentWidget(self.page(key))
        if key == "rombongan":
            self.group.focus_first()
        else:
            self.periksa.moves.first()
