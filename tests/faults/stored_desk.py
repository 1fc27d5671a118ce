"""A desk with its real encrypted store, as the harness of the line sees it."""

import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from posko_app.store.sync_journal import StoreJournal
from tests.sync.model.laptops import Laptop, make_laptop

NOT_ACKNOWLEDGED = "SELECT e.id FROM outbox o JOIN entries e USING (position)"
OWN = "SELECT id FROM entries WHERE device = ? ORDER BY position"
EVER = "SELECT code FROM alarms"


def now() -> datetime:
    """Give the time of this machine: the centre under test lives by it too."""
    return datetime.now(UTC)


class StoredDesk:
    """A founded store of a post, open until `close`."""

    def __init__(self, folder: Path, *, post: str) -> None:
        made: Laptop = make_laptop(folder, post=post, clock=now, random=Random(os.urandom(8)))
        self._laptop = made

    @property
    def journal(self) -> StoreJournal:
        return self._laptop.journal

    def record(self, count: int = 1) -> None:
        """Save invented screenings."""
        for _ in range(count):
            self._laptop.screen()

    def own(self) -> list[str]:
        """Give the ids of everything this desk wrote, in order."""
        return [row[0] for row in self._rows(OWN, self.journal.device)]

    def acknowledged(self) -> set[str]:
        """Give the ids of what the store takes to have arrived: nothing waits for it any more."""
        return set(self.own()) - {row[0] for row in self._rows(NOT_ACKNOWLEDGED)}

    def alarms_ever(self) -> set[str]:
        """Give the codes of all alarms, also of those that ended."""
        return {row[0] for row in self._rows(EVER)}

    def close(self) -> None:
        """Close the store."""
        self._laptop.close()

    def _rows(self, sql: str, *params: object) -> Iterable[tuple[str, ...]]:
        store = self._laptop.open()
        return store.read(lambda unit: unit.connection.execute(sql, params).fetchall()).result()
