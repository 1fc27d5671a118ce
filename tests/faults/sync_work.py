"""A laptop at the line: what the centre proved and what it pulled must outlive a power cut."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from posko_app.domain.records import ListQuery
from posko_app.services.desk import Desk
from posko_app.store import taking_in
from posko_app.store.sync_journal import StoreJournal
from sync.device.ports import Acknowledged, FeedState, Grown, Placed
from sync.protocol.entry import Kind
from tests.faults import desks
from tests.sync.device.little_centre import LittleCentre, LittleLine, wire_of
from tests.sync.device.rounds import link_to, run
from tests.sync.device.writers import DeskWriter

ROUNDS = 3
SISTERS = 6  # screenings of another laptop before each round
FEED = "el-tari"

Ack = Callable[..., None]


class TellingJournal(StoreJournal):
    """Tells what is durable, once the store said so and at no other time."""

    def __init__(self, desk: Desk, ack: Ack) -> None:
        super().__init__(desks.store_of(desk))
        self._ack = ack

    def settle(
        self,
        grown: Sequence[Grown],
        acknowledged: Sequence[Acknowledged] = (),
        stopped: Mapping[str, str] | None = None,
    ) -> int:
        left = super().settle(grown, acknowledged, stopped)
        sizes = {growth.state.feed: growth.state.size for growth in grown}
        self._ack(did="settled", sizes=sizes, entries=[one.entry_id for one in acknowledged])
        return left

    def store_page(self, state: FeedState, entries: Sequence[Placed]) -> int:
        new = super().store_page(state, entries)
        ids = [placed.entry.header.id for placed in entries]
        self._ack(did="pulled", feed=state.feed, cursor=state.cursor, entries=ids)
        return new


def sync(root: Path, ack: Ack) -> None:
    """Save, send and pull, with another laptop of the post at work too."""
    taking_in.SLICE_S = 0.0  # each entry is a transaction: more places to cut
    desk = desks.desk_at(root)
    centre, sister = LittleCentre(), DeskWriter("laptop saudara")
    journal = TellingJournal(desk, ack)
    journal.set_link(link_to(centre))
    ack(did="link")
    for entry in sister.first_two():
        centre.log(FEED).append(wire_of(entry))
    for number in range(1, ROUNDS + 1):
        recorded = desk.screening.record(desks.draft(number)).result()
        ack(did="record", subject=recorded.subject, receipt=recorded.receipt)
        _sister_works(centre, sister)
        run(journal, LittleLine(centre, FEED, journal.device))
    desk.close()


def _sister_works(centre: LittleCentre, sister: DeskWriter) -> None:
    made = [sister.screened() for _ in range(SISTERS)]
    name = {"identity": {"traveller": {"name": "CONTOH LAIN"}}}
    made.append(
        sister.entry(Kind.CORRECTION, sister.officer_key, name, subject=made[0].header.subject)
    )
    made.append(sister.erasure(made[1].header.id, ["identity"]))
    for entry in made:
        centre.log(FEED).append(wire_of(entry))


WAITS = "SELECT 1 FROM outbox o JOIN entries e ON e.position = o.position WHERE e.id = ?"
HELD = (
    "SELECT 1 FROM entries e JOIN feed_positions p ON p.entry = e.position"
    " WHERE e.id = ? AND p.feed = ?"
)
FEED_AT = "SELECT size, cursor FROM feeds WHERE feed = ?"


def lost(desk: Desk, told: Mapping[str, object]) -> str | None:
    """Say what is gone of one acknowledgement; None when all is there."""
    store = desks.store_of(desk)

    def look(sql: str, *params: object) -> tuple | None:
        return store.read(lambda u: u.connection.execute(sql, params).fetchone()).result()

    match told["did"]:
        case "link":
            return None if StoreJournal(store).link() is not None else "the centre"
        case "record":
            rows = desk.screening.search(ListQuery(limit=10_000)).result().rows
            kept = (told["subject"], told["receipt"]) in {(r.subject, r.receipt) for r in rows}
            return None if kept else "a screening"
        case "settled":
            sizes: dict[str, int] = told["sizes"]  # type: ignore[assignment]
            short = any((look(FEED_AT, f) or (0, 0))[0] < size for f, size in sizes.items())
            waits = [e for e in told["entries"] if look(WAITS, e) or not look(HELD, e, FEED)]
            return "a verified leaf" if short else ("a receipt" if waits else None)
        case "pulled":
            feed, cursor = told["feed"], told["cursor"]
            short = (look(FEED_AT, feed) or (0, 0))[1] < cursor
            gone = [e for e in told["entries"] if not look(HELD, e, feed)]
            return "a pulled entry" if short or gone else None
    raise ValueError(told["did"])
