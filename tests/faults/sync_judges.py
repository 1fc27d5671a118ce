"""Compares desks and centre after kills: with what was acknowledged, and with one another."""

import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

from posko_app.domain.records import ListQuery
from posko_app.services.desk import Desk
from sync.device.ports import Outcome
from sync.protocol.messages import SHARED
from tests.faults import desks
from tests.faults.judges import FTS_CHECK, Judged, claim
from tests.faults.kills import Told, compare
from tests.faults.sync_desk import alarm_codes, desk_at, look
from tests.faults.tally import Verdict
from tests.support.centres import DATABASE_FILE, Centre

ROUNDS_TO_LEVEL = 3  # each desk's, in turns, when nobody is killed any more
EVERYTHING = 100_000
AT_CENTRE = (
    "SELECT p.feed_id, p.position, p.entry_id, e.device FROM centre_position p"
    " LEFT JOIN centre_entry e ON e.id = p.entry_id ORDER BY p.feed_id, p.position"
)
ON_DESK = (
    "SELECT p.feed, p.position, e.id, e.device FROM feed_positions p"
    " LEFT JOIN entries e ON e.position = p.entry ORDER BY p.feed, p.position"
)
OWN_CHAIN = "SELECT id FROM entries WHERE device = ? ORDER BY position"

Feeds = Mapping[str, Sequence[tuple[int, str, str]]]  # feed -> position, entry, device
Promises = Sequence[tuple[Path, Told, Sequence[str]]]  # each desk's: folder, saved, sent


def held_at(centre: Centre) -> Feeds:
    """Read the feeds straight from the centre's database."""
    with closing(sqlite3.connect(centre.data / DATABASE_FILE, timeout=30)) as database:
        return _by_feed(database.execute(AT_CENTRE).fetchall())


def held_on(desk: Desk) -> Feeds:
    """Read the feeds from a desk's store."""
    return _by_feed(look(desk, lambda connection: connection.execute(ON_DESK).fetchall()))


def sent_and_absent(sent: Sequence[Sequence[str]], held: Feeds) -> tuple[Verdict, str]:
    """Judge whether the centre has what desks told to be there, each once and in their order."""
    for feed, places in held.items():
        counts = Counter(entry for _, entry, _ in places)
        if max(counts.values(), default=1) > 1:
            return Verdict.TWICE, f"an entry stands twice in {feed}"
        if [at for at, _, _ in places] != list(range(1, len(places) + 1)):
            return Verdict.LOST, f"a position of {feed} is missing"
        if any(device is None for _, _, device in places):
            return Verdict.LOST, f"a position of {feed} without its entry"
    order = {entry: at for places in held.values() for at, entry, _ in places}
    for told in sent:
        absent = [entry for entry in told if entry not in order]
        if absent:
            return Verdict.LOST, f"{len(absent)} told as sent are not at the centre"
        if sorted(told, key=order.__getitem__) != list(told):
            return Verdict.HALF, "the centre has them in another order"
    return Verdict.WHOLE, ""


def last_look(centre: Centre, promises: Promises) -> tuple[Verdict, str]:
    """Let the desks sync in peace, then check everything."""
    try:
        with ExitStack() as closing_all:
            opened = []
            for root, _, _ in promises:
                opened.append(desk_at(root))
                closing_all.callback(opened[-1].close)
            _bring_level(opened)
            held = held_at(centre)
            for desk, (_, told, _) in zip(opened, promises, strict=True):
                _whole(desk, told, held)
        _judge(sent_and_absent([sent for _, _, sent in promises], held))
        verified = centre("verify")
        claim(verified.returncode == 0, Verdict.HALF, f"the centre's verify: {verified.stdout}")
    except Judged as judged:
        return judged.verdict, str(judged)
    return Verdict.WHOLE, ""


def _bring_level(opened: Sequence[Desk]) -> None:
    for _ in range(ROUNDS_TO_LEVEL):
        reports = [desk.sync.sync_now().result() for desk in opened]
    for report in reports:
        alarms = alarm_codes(report)
        claim(not alarms, Verdict.WRONG, f"a false alarm: {alarms}")
        done = report.outcome is Outcome.DONE and not report.reason
        claim(done, Verdict.HALF, f"the last round: {report.outcome} {report.reason}")
        waits = report.waiting, report.needs_person
        claim(waits == (0, 0), Verdict.HALF, f"waiting and needing a person: {waits}")


def _whole(desk: Desk, told: Told, held: Feeds) -> None:
    """Check one desk: all it told is there, its chain stands at the centre, both feeds agree."""
    store = desks.store_of(desk)
    found = store.verify().result()
    claim(found.ok, Verdict.UNREADABLE, f"verify: {found.fault}")
    store.write(lambda unit: unit.connection.execute(FTS_CHECK).fetchall()).result()
    rows = desk.screening.search(ListQuery(limit=EVERYTHING)).result().rows
    told.fresh = [{"did": "record", "number": n, "receipt": r} for n, r in told.records.items()]
    _judge(compare({"rows": [(row.name, row.receipt) for row in rows], "drafts": []}, told))
    claim(held_on(desk) == held, Verdict.HALF, "desk and centre have other feeds")
    for feed in (desk.post, SHARED):
        claim(held.get(feed), Verdict.HALF, f"{feed} is empty")
    chain = look(desk, lambda c: c.execute(OWN_CHAIN, (desk.device,)).fetchall())
    own = [(entry,) for _, entry, device in held[desk.post] if device == desk.device]
    claim(own == chain, Verdict.HALF, "the chain stands otherwise at the centre")


def _judge(found: tuple[Verdict, str]) -> None:
    claim(found[0] is Verdict.WHOLE, *found)


def _by_feed(rows: Sequence[tuple[str, int, str, str]]) -> Feeds:
    feeds: dict[str, list[tuple[int, str, str]]] = {}
    for feed, position, entry, device in rows:
        feeds.setdefault(feed, []).append((position, entry, device))
    return feeds
