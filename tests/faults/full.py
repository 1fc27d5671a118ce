"""Fills the disk, or breaks it, at the n-th change, and goes on working afterwards.

Run behind the shim as `python -m tests.faults.full ROOT COUNT`; prints one JSON
tally. Each n is tried with a disk that is full until space is made, and with
one that fails once.
"""

import ctypes
import errno
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from posko_app.domain.records import ListQuery
from posko_app.errors import MachineError
from posko_app.i18n import load_catalogue
from posko_app.services.desk import Desk
from tests.faults import desks
from tests.faults.judges import Judged, claim, sound
from tests.faults.tally import Tally, Verdict

FOR_EVER = 1 << 40
WRITES, SYNCS, NAMES = 1, 2, 4
MOST_SAVES = 60  # the n-th change comes long before


@dataclass(frozen=True, slots=True)
class Trouble:
    """How the disk fails, and the sentences that may say so."""

    name: str
    error: int
    kinds: int
    count: int
    keys: frozenset[str]


TROUBLES = (
    Trouble("full", errno.ENOSPC, WRITES | NAMES, FOR_EVER, frozenset({"store.disk_full"})),
    Trouble("broken once", errno.EIO, WRITES | SYNCS, 1, frozenset({"store.disk_error"})),
)


class Shim:
    """The shim that stands in this process, told when to fail."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(None)
        self._library.shim_changes.restype = ctypes.c_long
        self._arm = self._library.shim_arm
        self._arm.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_int, ctypes.c_long]

    def arm(self, at: int, trouble: Trouble) -> None:
        """Fail from the `at`-th change on."""
        self._arm(at, trouble.count, trouble.error, trouble.kinds)

    def has_struck(self, at: int) -> bool:
        """Say whether the `at`-th change came."""
        return bool(self._library.shim_changes() >= at)

    def disarm(self) -> None:
        """Let everything through."""
        self._arm(0, 0, 0, 0)


class Officer:
    """Works at the desk through trouble, and knows what was acknowledged."""

    def __init__(self, root: Path, shim: Shim) -> None:
        self._root = root
        self._shim = shim
        self._catalogue = load_catalogue()
        self._desk = desks.desk_at(root)
        self._number = 0
        self.saved: set[str] = set()

    def meet(self, trouble: Trouble, at: int, *, restart: bool) -> None:
        """Save until the disk fails, then until it works again."""
        self._shim.arm(at, trouble)
        self._save_until_struck(trouble, at)
        self._look()
        if trouble.count == FOR_EVER:
            self._refused(trouble, lambda: self._desk.screening.record(self._draft()).result())
        self._shim.disarm()
        if restart:
            self.restart()
        self._retry()
        self._look()

    def restart(self) -> None:
        """End and begin again; verify on the way."""
        self._desk.close()
        self._desk = desks.desk_at(self._root)
        sound(desks.store_of(self._desk))

    def close(self) -> None:
        """Go home."""
        self._desk.close()

    def _save_until_struck(self, trouble: Trouble, at: int) -> None:
        """A disk that fails once may fail where nothing is lost: emptying the log, the mirror."""
        for _ in range(MOST_SAVES):
            self._number += 1
            refused = self._refused(trouble, self._save)
            if refused or (trouble.count == 1 and self._shim.has_struck(at)):
                return
        claim(False, Verdict.UNREADABLE, "the disk never failed")

    def _refused(self, trouble: Trouble, action: Callable[[], object]) -> bool:
        try:
            action()
        except MachineError as error:
            claim(error.key in trouble.keys, Verdict.UNREADABLE, f"says {error.key}")
            claim(self._catalogue.has(error.key), Verdict.UNREADABLE, f"no words: {error.key}")
            return True
        return False

    def _save(self) -> None:
        draft = self._draft()
        self._desk.screening.save_draft(draft).result()
        self._desk.screening.record(draft).result()
        self.saved.add(desks.name_of(self._number))

    def _retry(self) -> None:
        """Record again what was refused, unless it turns out to be there."""
        if desks.name_of(self._number) not in names(self._desk):
            self._save()
        self.saved.add(desks.name_of(self._number))
        open_drafts = self._desk.screening.open_drafts().result()
        claim(not open_drafts, Verdict.HALF, "saved, and still a draft")

    def _look(self) -> None:
        found = names(self._desk)
        claim(len(found) == len(set(found)), Verdict.TWICE, "a screening is there twice")
        claim(self.saved <= set(found), Verdict.LOST, "an acknowledged screening is gone")

    def _draft(self):
        return desks.draft(self._number)


def names(desk: Desk) -> list[str | None]:
    """List everybody."""
    rows = desk.screening.search(ListQuery(limit=100_000)).result().rows
    return [row.name for row in rows]


def run(root: Path, count: int) -> Tally:
    """Let the n-th change fail for each n up to `count`."""
    tally = Tally("disk full")
    shim = Shim()
    desks.make_store(root)
    officer = Officer(root, shim)
    for at in range(1, count + 1):
        for trouble in TROUBLES:
            try:
                officer.meet(trouble, at, restart=at % 5 == 0)
                tally.add(Verdict.WHOLE)
            except Judged as judged:
                shim.disarm()
                tally.add(judged.verdict, f"{judged}; {trouble.name} at change {at}")
    officer.restart()
    officer.close()
    tally.notes = {"saves": len(officer.saved)}
    return tally


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1]), int(sys.argv[2])).told()))
