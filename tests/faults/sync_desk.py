"""A desk that saves and syncs by turns, in a child process that may be killed at any moment.

The parent gives orders and hears what the desk would tell its officer: what is saved, and what
has left the outbox because it is proved to be at the centre.
"""

import json
import os
import select
import signal
import time
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NoReturn

from posko_app.bootstrap import open_desk
from posko_app.services.desk import Desk
from posko_app.store.connection import Connection
from sync.device.ports import RoundReport
from tests.faults import desks
from tests.faults.kills import NEWEST, seen

Say = Callable[..., None]
READ_AT_ONCE = 65_536
# own entries that left the outbox, with their place in the feed; nothing else calls them sent
SENT = (
    "SELECT e.id, p.position FROM entries e JOIN feed_positions p ON p.entry = e.position"
    " WHERE p.feed = ?1 AND e.device = ?2 AND p.position > ?3"
    " AND e.position NOT IN (SELECT position FROM outbox) ORDER BY p.position"
)


@dataclass(frozen=True, slots=True)
class Turn:
    """What a desk is to do next: save, begin a round, save while it runs, tell how it ended."""

    first: int  # number of the first invented person
    before: int = 0
    during: int = 0
    enrol: tuple[str, str] | None = None  # address and code


class WorkingDesk:
    """A desk in a child process, as its parent sees it."""

    def __init__(self, root: Path) -> None:
        orders, self._orders = os.pipe()
        self._lines, lines = os.pipe()
        self._heard = b""
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self._orders)
            os.close(self._lines)
            _be_the_desk(root, orders, lines)
        os.close(orders)
        os.close(lines)

    def order(self, turn: Turn) -> None:
        """Let the desk take a turn."""
        os.write(self._orders, (json.dumps(asdict(turn)) + "\n").encode())

    def hear(self, until: float | None = None) -> dict | None:
        """Give the next thing it says; None when it is dead, or when that moment comes first."""
        while b"\n" not in self._heard:
            left = None if until is None else max(0.0, until - time.monotonic())
            if not select.select([self._lines], [], [], left)[0]:
                return None
            read = os.read(self._lines, READ_AT_ONCE)
            if not read:
                return None
            self._heard += read
        line, _, self._heard = self._heard.partition(b"\n")
        return json.loads(line)

    def kill(self) -> None:
        """End it as a power button does; what it said until then can still be heard."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)

    def hang_up(self) -> None:
        """Let go of a dead desk."""
        os.close(self._orders)
        os.close(self._lines)


def _be_the_desk(root: Path, orders: int, lines: int) -> NoReturn:
    def say(**told: object) -> None:
        os.write(lines, (json.dumps(told) + "\n").encode())

    try:
        with os.fdopen(orders, encoding="utf-8") as ordered:
            _work(root, map(json.loads, ordered), say)
    except BaseException:  # noqa: BLE001 - the child must never go on as if it were the parent
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _work(root: Path, orders: "map[dict]", say: Say) -> None:
    desk = desk_at(root)
    say(did="start", **seen(desk, limit=NEWEST))
    told = 0
    for order in orders:
        if order["enrol"]:
            desk.sync.enrol(*order["enrol"]).result()
        told = _take_turn(desk, Turn(**order), told, say)


def _take_turn(desk: Desk, turn: Turn, told: int, say: Say) -> int:
    during = turn.first + turn.before
    for number in range(turn.first, during):
        _save(desk, number, say)
    say(did="round")
    asked = desk.sync.sync_now()
    for number in range(during, during + turn.during):
        _save(desk, number, say)
    report = asked.result()
    sent = sent_after(desk, told)
    say(did="sent", entries=[entry for entry, _ in sent], **_ended(report))
    return sent[-1][1] if sent else told


def _ended(report: RoundReport) -> dict[str, object]:
    return {"outcome": report.outcome, "reason": report.reason, "alarms": alarm_codes(report)}


def _save(desk: Desk, number: int, say: Say) -> None:
    recorded = desk.screening.record(desks.draft(number)).result()
    say(did="record", number=number, receipt=recorded.receipt)


def desk_at(root: Path) -> Desk:
    """Open the desk the way the window does, with a clock that goes."""
    return open_desk(
        desks.paths_of(root).directory,
        officer=desks.OFFICER,
        passphrase=desks.PASSPHRASE,
        policy=desks.policy(),
    )


def alarm_codes(report: RoundReport) -> list[str]:
    """Name the alarms that stood at the end of a round."""
    return sorted({str(alarm.code) for alarm in report.alarms})


def sent_after(desk: Desk, position: int) -> list[tuple[str, int]]:
    """Give own entries that count as sent, with their places after one in the post's feed."""
    return look(desk, lambda c: c.execute(SENT, (desk.post, desk.device, position)).fetchall())


def look(desk: Desk, query: Callable[[Connection], list]) -> list:
    """Read the store below the services."""
    return desks.store_of(desk).read(lambda unit: query(unit.connection)).result()
