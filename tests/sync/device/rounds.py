"""Running rounds of fake journals against the little centre."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sync.device.ports import Alarm, AlarmCode, CentreLink, JournalPort, Line, RoundReport
from sync.device.round import run_round
from tests.sync.device.fake_journal import FakeJournal
from tests.sync.device.little_centre import NOW_MS, LittleCentre, LittleLine
from tests.sync.device.writers import seeded_bytes

NOW = datetime.fromtimestamp(NOW_MS / 1000, UTC)


def link_to(centre: LittleCentre) -> CentreLink:
    return CentreLink(
        url="https://pusat.contoh.invalid",
        ca_pem="",
        sign_key=centre.sign_key,
        seal_key=centre.seal_key,
        lease_secret=bytes(32),
        enrolled_at=NOW,
        lease_until=NOW + timedelta(days=60),
    )


def run(journal: JournalPort, line: Line, *, stop=lambda: False) -> RoundReport:
    return run_round(
        journal,
        line,
        clock=lambda: NOW,
        random_bytes=seeded_bytes("tantangan"),
        program="uji",
        stop=stop,
    )


@dataclass
class Desk:
    """A laptop with its line."""

    journal: FakeJournal
    line: LittleLine
    reports: list[RoundReport] = field(default_factory=list)

    def sync(self) -> RoundReport:
        return run(self.journal, self.line)

    def codes(self) -> set[AlarmCode]:
        return {standing.alarm.code for standing in self.journal.standing_alarms()}


def enrolled(centre: LittleCentre, name: str = "laptop satu", *, post: str = "el-tari") -> Desk:
    journal = FakeJournal(name, post=post)
    journal.set_link(link_to(centre))
    return Desk(journal, LittleLine(centre, post, journal.device))


def only(desk: Desk) -> Alarm:
    (standing,) = desk.journal.standing_alarms()
    return standing.alarm
