"""What the harnesses interrupt: the product at work, telling what it acknowledged.

Run as `python -m tests.faults.workloads NAME ROOT ACK [CONFIGURATION]`, usually
behind the shim. Each acknowledgement is one JSON line, written after the
product's future has resolved and at no other time.
"""

import json
import os
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from posko_app.store import connection, migrations
from posko_app.store.opening import StoreFiles
from posko_app.store.store import Store
from posko_app.store.unlock import unlock
from tests.faults import desks
from tests.faults.sync_work import sync
from tests.support.low_cost import LOW

SAVES = 8
GROUP_ROWS = 18  # two transactions
SHIPPED = "shipped"
LAZY = "normal"  # WAL + NORMAL, no checkpoint: what the barrier is for
CARELESS = "off"  # synchronous = OFF
NEW_NAMES = tuple(f"CONTOH PETUGAS {name}" for name in ("DUA", "TIGA", "EMPAT"))
NEW_PASSPHRASE = "perahu sebelas gerimis tumbuh"
CHANGED_PASSPHRASE = "gunung tujuh pelita anyaman"

Ack = Callable[..., None]


def save(root: Path, ack: Ack) -> None:
    """Draft, save, correct and void, as on a morning."""
    desk = desks.desk_at(root)
    for number in range(1, SAVES + 1):
        draft = desks.draft(number)
        desk.screening.save_draft(draft).result()
        ack(did="draft", number=number, version=1)
        recorded = desk.screening.record(draft).result()
        ack(did="record", number=number, subject=recorded.subject, receipt=recorded.receipt)
        if number % 3 == 0:
            changes = {"traveller.address": "JALAN CONTOH BARU"}
            desk.screening.correct(recorded.subject, changes=changes, reason="salah tulis").result()
            ack(did="correct", number=number, subject=recorded.subject)
        if number % 4 == 0:
            desk.screening.void(recorded.subject, reason="dua kali").result()
            ack(did="void", number=number, subject=recorded.subject)
    desk.close()


def draft(root: Path, ack: Ack) -> None:
    """Type, and type on; forget one of them."""
    desk = desks.desk_at(root)
    for number in (1, 2, 3):
        for version in range(1, 6):
            desk.screening.save_draft(desks.draft(number, version)).result()
            ack(did="draft", number=number, version=version)
    desk.screening.drop_draft(desks.draft(2).id).result()
    ack(did="drop", number=2)
    recorded = desk.screening.record(desks.draft(1, 5)).result()
    ack(did="record", number=1, subject=recorded.subject, receipt=recorded.receipt)
    desk.close()


def group(root: Path, ack: Ack) -> None:
    """Type a group, save it by one act, and one of its people by himself."""
    desk = desks.desk_at(root)
    header, rows = desks.group_of(GROUP_ROWS + 1)
    for row in rows:
        desk.group.keep([header, row]).result()
        ack(did="row", number=int(row.id, 16))
    *together, alone = rows
    for saving in desk.group.record(together):
        for outcome in saving.result():
            number, recorded = int(outcome.draft_id, 16), outcome.recorded
            ack(did="record", number=number, subject=recorded.subject, receipt=recorded.receipt)
    recorded = desk.screening.record(alone).result()
    number = int(alone.id, 16)
    ack(did="record", number=number, subject=recorded.subject, receipt=recorded.receipt)
    desk.close()


def officer(root: Path, ack: Ack) -> None:
    """Add colleagues and change a passphrase: key file and journal together."""
    desk = desks.desk_at(root)
    for name in NEW_NAMES:
        desk.officers.add(name, passphrase=NEW_PASSPHRASE).result()
        ack(did="officer", name=name)
    person = desk.session.current.person
    desk.officers.change_passphrase(person, old=desks.PASSPHRASE, new=CHANGED_PASSPHRASE).result()
    ack(did="passphrase")
    desk.close()


def m0002_for_this_test(database: migrations.Connection) -> None:
    """Change the schema the way a later release might."""
    database.execute("CREATE TABLE later (only INTEGER PRIMARY KEY, word TEXT NOT NULL) STRICT")
    database.execute("INSERT INTO later SELECT position, subject FROM screenings")
    database.execute("ALTER TABLE drafts ADD COLUMN pages INTEGER")


STEPS = (*migrations.STEPS, m0002_for_this_test)


def store_at(root: Path, *, later: timedelta = timedelta(0)) -> Store:
    """Open the store itself, with the schema of a later release."""
    paths = desks.paths_of(root)
    clock = desks.clock_at(later)
    unlocked = unlock(paths.directory, passphrase=desks.PASSPHRASE, policy=LOW, now=clock())
    files = StoreFiles(paths, unlocked.store_key, unlocked.key_file)
    return Store(files, clock=clock, random_bytes=os.urandom, steps=STEPS)


def migrate(root: Path, ack: Ack) -> None:
    """Open a store of the release before."""
    store = store_at(root)
    ack(did="migrate")
    store.full_check.result()
    store.close()


def init(root: Path, ack: Ack) -> None:
    """Make a store where nothing was."""
    desks.make_store(root)
    ack(did="init")


def lazy() -> None:
    """Take the commit barrier away: the log is not synced and not emptied."""
    connection.SETTINGS = tuple(
        ("synchronous", "NORMAL", 1) if name == "synchronous" else (name, value, expected)
        for name, value, expected in connection.SETTINGS
    )
    Store._after_commit = lambda *_: None


def careless() -> None:
    """Sync nothing at all."""
    connection.SETTINGS = tuple(
        ("synchronous", "OFF", 0) if name == "synchronous" else (name, value, expected)
        for name, value, expected in connection.SETTINGS
    )


WORKLOADS = {work.__name__: work for work in (save, draft, group, officer, migrate, init, sync)}
CONFIGURATIONS = {SHIPPED: lambda: None, LAZY: lazy, CARELESS: careless}


def main(name: str, root: str, ack_path: str, configuration: str = SHIPPED) -> None:
    """Run one workload to its end."""
    CONFIGURATIONS[configuration]()
    with open(ack_path, "ab", buffering=0) as file:  # noqa: PTH123 - a path of the harness
        acknowledge = lambda **told: os.write(file.fileno(), json.dumps(told).encode())  # noqa: E731
        WORKLOADS[name](Path(root), acknowledge)


if __name__ == "__main__":
    main(*sys.argv[1:])
