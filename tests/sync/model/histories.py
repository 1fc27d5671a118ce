"""Histories of three laptops and a centre: saves, broken lines, restarts, restores, tampering.

After each history everything that was promised is looked for. Which faults a history has decides
what may be seen: without a restore or a tampering no alarm at all; with one, an alarm is due.
"""

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from sync.device.ports import AlarmCode, NoLine, Outcome, RoundReport
from sync.protocol.codec import encode
from sync.protocol.messages import SHARED, PushRequest, WireEntry
from sync.protocol.request_signing import sign_request
from tests.support.memory_folder import memory_folder
from tests.sync.model import tampering
from tests.sync.model.laptops import STARTED_AT, Laptop
from tests.sync.model.world import (
    NAMES,
    Break,
    World,
    copy_world,
    make_template,
)

LAPTOPS = st.sampled_from(sorted(NAMES))
DECISIONS = st.sampled_from(("boleh", "boleh", "boleh", "tunda", "rujuk"))
BREAKS = st.lists(st.sampled_from(Break), max_size=7)
SHIFTS = st.lists(st.tuples(LAPTOPS, st.integers(1, 3), BREAKS), min_size=3, max_size=6)
CONTACTS = 120  # of each laptop: 16 places a contact leave under 1 in 10^9 for so few entries
GUARD = "SELECT sql FROM sqlite_schema WHERE name = 'outbox_left_by_receipt_only'"
NO_REPORT = RoundReport(Outcome.DONE, STARTED_AT, STARTED_AT)
GIVEN_BACK = "SELECT 1 FROM centre_alarm WHERE code = 'put_back'"
HEALING = 4  # rounds of every laptop over a line that holds


@dataclass
class Found:
    """What a run of histories came to; a count of zero alarms proves nothing without controls."""

    histories: int = 0
    saves: int = 0
    rounds: int = 0
    restores: int = 0
    covered: int = 0  # tamperings that a laptop could notice
    noticed: int = 0
    given_back: int = 0  # of them, by a push that was under way twice: the centre says so
    stuck: int = 0  # restores that took what nobody holds
    contacts: list[int] = field(default_factory=list)  # until a tampering was noticed

    def counts(self) -> dict[str, int]:
        """Name what was counted, for the page of a soak."""
        return {
            "saves": self.saves,
            "rounds of a laptop": self.rounds,
            "restores": self.restores,
            "restores that took what nobody holds": self.stuck,
            "covered tamperings": self.covered,
            "tamperings noticed": self.noticed,
        }


@dataclass(frozen=True)
class Template:
    """An enrolled world on disk."""

    folder: Path
    laptops: Mapping[str, Laptop]


def new_template(folder: Path, *, seed: int) -> Template:
    """Make the world that every history begins with."""
    return Template(folder, make_template(folder, seed=seed))


class SyncHistory(RuleBasedStateMachine):
    """One history. Subclasses name the template; `found` counts over all of them."""

    template: Template
    found: Found

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="posko-model-", dir=memory_folder()))
        self.world: World | None = None
        self.snapshot: bytes | None = None
        self.restored = False
        self.tampered: object = None  # what a laptop can notice

    @initialize(shifts=SHIFTS)
    def begin(self, shifts: list[tuple[str, int, list[Break]]]) -> None:
        """Begin with an enrolled world in which some work was done and sent."""
        self.world = copy_world(self.template.folder, self.template.laptops, self.folder / "w")
        for name, people, breaks in shifts:
            for _ in range(people):
                self.screen(name, "boleh")
            self._round(name, *breaks)

    @rule(name=LAPTOPS, decision=DECISIONS)
    def screen(self, name: str, decision: str) -> None:
        """Save a screening."""
        self.world.laptops[name].screen(decision)
        self.found.saves += 1

    @rule(name=LAPTOPS, pick=st.integers(0, 10**6))
    def correct(self, name: str, pick: int) -> None:
        """Correct a screening that this laptop knows, whoever made it."""
        known = self.world.laptops[name].screenings()
        if known:
            self.world.laptops[name].correct(known[pick % len(known)])
            self.found.saves += 1

    @rule(name=LAPTOPS, breaks=BREAKS)
    def sync(self, name: str, breaks: list[Break]) -> None:
        """Run a round over a line that breaks."""
        self._round(name, *breaks)

    @rule(name=LAPTOPS)
    def restart_laptop(self, name: str) -> None:
        """End the shift, begin another."""
        self.world.laptops[name].close()

    @rule()
    def restart_centre(self) -> None:
        """Begin the server anew."""
        self.world.centre.restart()

    @precondition(lambda self: self.tampered is None)
    @rule()
    def take_snapshot(self) -> None:
        """Copy the centre's database."""
        self.snapshot = self.world.centre.snapshot()

    @precondition(lambda self: self.snapshot is not None and self.tampered is None)
    @rule()
    def restore(self) -> None:
        """Put the older copy back and say so, as the command does."""
        self.world.centre.put_back(self.snapshot)
        self.world.centre.say_restored()
        self.restored = True
        self.found.restores += 1

    @precondition(lambda self: self.snapshot is not None and not self._is_touched())
    @rule()
    def roll_back(self) -> None:
        """Put the older copy back in silence; whatever a laptop verified since must be missed."""
        self.world.centre.put_back(self.snapshot)
        self.world.centre.restart()
        ahead = self._verified_beyond()
        self.snapshot = None
        if ahead:
            self.tampered = ahead
            self.found.covered += 1

    @precondition(lambda self: not self._is_touched())
    @rule(pick=st.integers(0, 10**6), kind=st.sampled_from(sorted(tampering.KINDS)))
    def tamper(self, pick: int, kind: str) -> None:
        """Do something to an entry that a laptop verified."""
        targets = self._targets()
        if targets:
            self.tampered = targets[pick % len(targets)]
            tampering.KINDS[kind](self.world, self.tampered, Random(pick))
            self.found.covered += 1

    def _is_touched(self) -> bool:
        return self.restored or self.tampered is not None

    def _verified_beyond(self) -> list[tuple[str, str]]:
        """Name the laptops that verified more of a feed than the centre has now."""
        sizes = dict(self.world.centre.raw("SELECT id, size FROM centre_feed"))
        return [
            (name, feed)
            for name, laptop in self.world.laptops.items()
            for feed in (laptop.post, SHARED)
            if laptop.journal.feed(feed).size > sizes.get(feed, 0)
        ]

    def teardown(self) -> None:
        """Judge the history."""
        try:
            if self.world is not None:
                self.found.histories += 1
                self._judge()
        finally:
            if self.world is not None:
                self.world.close()
            shutil.rmtree(self.folder)

    def _judge(self) -> None:
        if self.tampered is not None:
            self._must_notice()
        else:
            self._must_heal()
        for laptop in self.world.laptops.values():
            held = {entry.header.id: entry for entry in laptop.entries()}
            for entry_id, entry in laptop.saved.items():
                assert held[entry_id].hash == entry.hash, "a saved entry is gone from its laptop"

    def _must_notice(self) -> None:
        for contact in range(CONTACTS):
            given_back = self.world.centre.raw(GIVEN_BACK)
            if given_back or self._alarms_ever():
                self.found.noticed += 1
                self.found.given_back += bool(given_back)
                self.found.contacts.append(contact)
                return
            for name in self.world.laptops:
                self._round(name)
        raise AssertionError(f"tampering with {self.tampered} was not noticed")

    def _must_heal(self) -> None:
        last = self._rounds()
        if any(report.reason == "rebuilding" for report in last):
            self.found.stuck += 1
            assert self.restored, "positions are missing though nothing was put back"
            assert any(self.world.standing().values()), "a restore that lost data is silent"
            self.world.centre.give_up_missing()
            self._rounds()
        for name, laptop in self.world.laptops.items():
            assert laptop.journal.waiting_count() == (0, 0), f"{name} still waits"
        standing = {one.alarm.code for found in self.world.standing().values() for one in found}
        assert standing <= {AlarmCode.NEW_GENERATION}, f"no cause for {standing}"
        self._centre_has_all()
        self._siblings_agree()

    def _rounds(self) -> list[RoundReport]:
        """Run rounds until none has anything to do, but no more than must suffice."""
        reports: list[RoundReport] = []
        for _ in range(HEALING):
            reports = [self._round(name) for name in self.world.laptops]
            if not any(r.alarms or r.pushed or r.pulled or r.waiting for r in reports):
                break
        return reports

    def _centre_has_all(self) -> None:
        rows = self.world.centre.raw(
            "SELECT p.feed_id, p.position, p.entry_id FROM centre_position p JOIN centre_feed f"
            " ON f.id = p.feed_id AND f.generation = p.generation ORDER BY p.feed_id, p.position"
        )
        for post in {*NAMES.values(), SHARED}:
            feed = [(position, entry) for found, position, entry in rows if found == post]
            assert [position for position, _ in feed] == list(range(1, len(feed) + 1))
            assert len({entry for _, entry in feed}) == len(feed), "an entry is there twice"
        for name in self.world.laptops:
            self._centre_has(name)

    def _centre_has(self, name: str) -> None:
        stored = dict(self.world.centre.raw("SELECT id, hash FROM centre_entry"))
        placed = set(
            self.world.centre.raw(
                "SELECT p.feed_id, p.entry_id FROM centre_position p JOIN centre_feed f"
                " ON f.id = p.feed_id AND f.generation = p.generation"
            )
        )
        laptop = self.world.laptops[name]
        for entry_id, entry in laptop.saved.items():
            assert stored.get(entry_id) == entry.hash, "an acknowledged entry is gone"
            assert (laptop.post, entry_id) in placed, "an acknowledged entry has no place"

    def _siblings_agree(self) -> None:
        one, two = self.world.laptops["satu"], self.world.laptops["dua"]
        for feed in (one.post, SHARED):
            assert _held(one, feed) == _held(two, feed), f"two laptops hold {feed} otherwise"

    def _round(self, name: str, *breaks: Break) -> RoundReport:
        report = self.world.sync(name, *breaks)
        self.found.rounds += 1
        if not self.restored and self.tampered is None:
            assert not report.alarms, f"a false alarm: {report.alarms}"
            if not breaks:
                assert report.outcome is Outcome.DONE, report.reason
        return report

    def _alarms_ever(self) -> bool:
        return any(
            laptop.open()
            .read(lambda unit: unit.connection.execute("SELECT 1 FROM alarms").fetchone())
            .result()
            for laptop in self.world.laptops.values()
        )

    def _targets(self) -> list[tampering.Target]:
        """Find screenings and corrections that a laptop verified and holds."""
        found = set()
        for laptop in self.world.laptops.values():
            rows = (
                laptop.open()
                .read(
                    lambda unit: unit.connection.execute(
                        "SELECT p.feed, p.position, e.id FROM feed_positions p"
                        " JOIN entries e ON e.position = p.entry"
                        " WHERE e.kind IN ('screening', 'correction')"
                    ).fetchall()
                )
                .result()
            )
            found.update(rows)
        return [tampering.Target(*row) for row in sorted(found)]


class CarelessHistory(SyncHistory):
    """The control: a client that takes an HTTP status for an acknowledgement."""

    def _round(self, name: str, *breaks: Break) -> RoundReport:
        wire = self.world.wires[name]
        wire.plan.clear()
        wire.plan.extend(breaks)
        careless_push(self.world.laptops[name], wire)
        return NO_REPORT

    def _judge(self) -> None:
        for name, laptop in self.world.laptops.items():
            if laptop.journal.waiting_count() == (0, 0):
                self._centre_has(name)


def careless_push(laptop: Laptop, wire: object) -> None:
    """Push once and believe the status."""
    journal = laptop.journal
    waiting = journal.waiting(limit_bytes=1 << 20)
    if not waiting:
        return
    entries = [
        WireEntry(w.entry.header_bytes, w.entry.signature, dict(w.entry.parts)) for w in waiting
    ]
    body = encode(PushRequest(entries, {}))
    headers = sign_request(
        path="/sync/v1/push",
        body=body,
        centre="0" * 64,
        key=journal.sign_key,
        nonce="",
        request_id="0" * 32,
    )
    try:
        status, _, _ = wire.post("/sync/v1/push", body, headers)
    except NoLine:
        return
    if status == 200:

        def believe(unit: object) -> None:
            ((guard,),) = unit.connection.execute(GUARD).fetchall()
            unit.connection.execute("DROP TRIGGER outbox_left_by_receipt_only")
            unit.connection.execute("DELETE FROM outbox")
            unit.connection.execute(guard)

        laptop.open().write(believe).result()
        laptop.close()


def _held(laptop: Laptop, feed: str) -> list[tuple[int, str]]:
    rows = laptop.open().read(
        lambda unit: unit.connection.execute(
            "SELECT p.position, e.id FROM feed_positions p JOIN feeds f"
            " ON f.feed = p.feed AND f.generation = p.generation"
            " LEFT JOIN entries e ON e.position = p.entry WHERE p.feed = ? ORDER BY p.position",
            (feed,),
        ).fetchall()
    )
    return rows.result()
