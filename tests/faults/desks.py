"""The product's own desk over a training store, with a key cost that only tests can make."""

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from posko_app.bootstrap import create_store, open_desk, store_paths
from posko_app.domain.codes import Post
from posko_app.domain.screening import Draft
from posko_app.paths import STATE_VARIABLE, DataPaths
from posko_app.services.desk import Desk
from posko_app.store.journal import Clock
from posko_app.store.kdf import SHIPPED, KdfPolicy
from posko_app.store.store import Store
from sync.protocol.entry import Deployment
from tests.support.low_cost import LOW

OFFICER = "CONTOH PENYELIA SATU"
PASSPHRASE = "kenari sembilan layar wangsit"
STARTED_AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


REAL_COST_VARIABLE = "POSKO_TEST_REAL_KDF"


def policy() -> KdfPolicy:
    """Give the cheap cost only tests can make, or the shipped one where a run asks for it."""
    return SHIPPED if os.environ.get(REAL_COST_VARIABLE) == "1" else LOW


def data_of(root: Path) -> Path:
    """The data directory of a harness."""
    return root / "data"


def paths_of(root: Path) -> DataPaths:
    """Move the state directory of this process below a folder; say where everything lies."""
    os.environ[STATE_VARIABLE] = str(root / "state")
    return store_paths(data_of(root))


def clock_at(later: timedelta = timedelta(0)) -> Clock:
    """Give a clock that stands still."""
    return lambda: STARTED_AT + later


def make_store(root: Path) -> None:
    """Make a training store with one penyelia."""
    create_store(
        paths_of(root).directory,
        post=Post.EL_TARI,
        deployment=Deployment.TRAINING,
        officer=OFFICER,
        passphrase=PASSPHRASE,
        policy=policy(),
        clock=clock_at(),
    )


def desk_at(
    root: Path,
    *,
    officer: str | None = OFFICER,
    passphrase: str = PASSPHRASE,
    later: timedelta = timedelta(0),
) -> Desk:
    """Open the desk the way the window does."""
    return open_desk(
        paths_of(root).directory,
        officer=officer,
        passphrase=passphrase,
        policy=policy(),
        clock=clock_at(later),
    )


def store_of(desk: Desk) -> Store:
    """Reach below the services, as somebody with the key could."""
    return desk.integrity._store


def draft(number: int, version: int = 1, *, name: str | None = None) -> Draft:
    """Give what an officer has typed about an invented person."""
    answers = {
        "traveller.name": name or name_of(number),
        "traveller.nik": f"99{number:014d}",
        "traveller.origin": "KABUPATEN CONTOH",
        "traveller.address": f"JALAN CONTOH {number}",
        "recruiter.name": f"CONTOH PEREKRUT {number}",
        "journey.final_country": "MY",
        "claimed.purpose": "wisata",
        "decision": "boleh",
        "notes": f"versi {version}",
    }
    return Draft(f"{number:032x}", answers, STARTED_AT, STARTED_AT + timedelta(seconds=version))


def group_of(count: int) -> tuple[Draft, tuple[Draft, ...]]:
    """Give the header of a group and its rows, in order."""
    group = "e" * 32
    header = Draft(group, {"group.id": group}, STARTED_AT, STARTED_AT)
    rows = (draft(number) for number in range(1, count + 1))
    return header, tuple(
        replace(row, answers={**row.answers, "group.id": group}, started_at=row.updated_at)
        for row in rows
    )


def name_of(number: int) -> str:
    """Give the name that only this draft has."""
    letters = "".join(chr(ord("A") + int(digit)) for digit in f"{number:06d}")
    return f"CONTOH ORANG {letters}"
