"""Real stores for tests of services: encrypted, signed, at a low cost of unlocking."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from posko_app.bootstrap import create_store, open_desk
from posko_app.domain.codes import Post
from posko_app.domain.screening import Draft
from posko_app.services.desk import Desk
from sync.protocol.entry import Deployment
from tests.support.low_cost import LOW

PENYELIA = "PENYELIA CONTOH"
SANDI = "kelapa sungai bambu lontar enam"
SANDI_DUA = "gerimis tenun pelita karang tujuh"
PETUGAS = "PETUGAS CONTOH"
START = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
DRAFT_ID = "d" * 32


@dataclass
class Clock:
    """A clock that moves one second each time somebody looks."""

    now: datetime = START
    looks: int = field(default=0)

    def __call__(self) -> datetime:
        self.looks += 1
        return self.now + timedelta(seconds=self.looks)


def make_store(directory: Path, *, clock, deployment=Deployment.TRAINING, custodians=()) -> Path:
    create_store(
        directory,
        post=Post.EL_TARI,
        deployment=deployment,
        officer=PENYELIA,
        passphrase=SANDI,
        custodians=custodians,
        policy=LOW,
        clock=clock,
    )
    return directory


@contextmanager
def opened(directory: Path, *, clock, officer=None, passphrase=SANDI, **more):
    desk = open_desk(
        directory, officer=officer, passphrase=passphrase, policy=LOW, clock=clock, **more
    )
    try:
        yield desk
    finally:
        desk.close()


def draft(clock, **answers) -> Draft:
    """A draft; double underscores in a keyword stand for the dots of a path."""
    at = clock()
    paths = {path.replace("__", "."): value for path, value in answers.items()}
    return Draft(DRAFT_ID, paths, at, at)


def record(desk: Desk, clock, **answers):
    return desk.screening.record(draft(clock, **answers)).result(timeout=20)
