"""A push: entries in chain order, taken in one transaction, the same answer at every try.

Each entry is one of: known, with the same bytes; another one at a taken place, which is a fork;
one that the log has although its row is gone, which is put back; or new, and then it must fit its
chain. The first that fits nowhere ends the batch; what came before it stays.

Basis: SRC-FORMAT, "Feeds and log at the centre".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sync.protocol.canonical import Malformed
from sync.protocol.chain import ChainChecker
from sync.protocol.entry import UUID, Entry, Header
from sync.protocol.limits import ENTRY_BYTES
from sync.protocol.messages import SHARED, PushAnswer, PushRequest, PushResult, State, Stopped
from sync.server.alarms import CentreAlarm, Finding, end_alarms, raise_alarm
from sync.server.answers import about, check_version
from sync.server.centre import Centre
from sync.server.chain_state import checker_of, remember
from sync.server.content import doubt_about, is_storable
from sync.server.device_auth import check_may_send
from sync.server.feed import ensure_feed, lock_feed
from sync.server.forks import branch_fault, keep_branch, parts_fit, suspend_forked
from sync.server.heads_entry import state_growth
from sync.server.known import Known, Row, look_up
from sync.server.log import leaves_since
from sync.server.lost_rows import lost_parts, note_back
from sync.server.models import Device, Feed
from sync.server.placing import Placing
from sync.server.revocations import Revocations, revocations_of
from sync.server.rows import in_transaction
from sync.server.storing import Arrival

Erased = Mapping[str, str]


@dataclass(slots=True)
class Batch:
    """A push while it is looked at, entry by entry."""

    centre: Centre
    device: Device
    entries: Sequence[Entry]
    erased: Sequence[Erased]
    checker: ChainChecker
    known: Known
    revocations: Revocations
    placing: Placing = field(default_factory=Placing)
    again: list[Entry] = field(default_factory=list)  # known ones
    taken: list[tuple[str, State]] = field(default_factory=list)  # entry ids in order
    arrived: set[str] = field(default_factory=set)  # those that this very batch brought
    forked: Sequence[Entry] = ()
    stopped: Stopped | None = None

    def look_through(self) -> None:
        """Take entry after entry, until one fits nowhere."""
        for at, (entry, erased) in enumerate(zip(self.entries, self.erased, strict=True)):
            code = self._take_next(entry, erased)
            if code is not None:
                self.stopped = Stopped(_id_of(entry), code)
                self.forked = self.entries[at:] if code == CentreAlarm.FORK else ()
                return

    def _take_next(self, entry: Entry, erased: Erased) -> str | None:
        try:
            header = entry.header
        except Malformed:
            return "header_malformed"
        code = self._form_fault(entry, header, erased)
        if code is not None:
            return code
        row = self.known.row_at(header)
        if row is not None and header.device == self.device.fingerprint:
            return self._take_known(entry, erased, row)
        if header.id in self.known.taken_ids:
            return "id_taken"
        if self.known.was_lost(entry):
            return self._take_lost(entry)
        if self.known.is_of_another(entry):  # lost now, but it may come back
            return "id_taken"
        return self._take_new(entry, erased)

    def _form_fault(self, entry: Entry, header: Header, erased: Erased) -> str | None:
        """Say what no table could hold, or what belongs to another deployment."""
        if not is_storable(header):
            return "header_malformed"
        if not all(UUID.fullmatch(by) for by in erased.values()):
            return "part_missing"
        if not set(erased) <= set(header.parts):
            return "part_differs"
        if entry.size_bytes > ENTRY_BYTES:
            return "entry_too_large"
        return None if header.deployment == self.centre.deployment else "deployment_differs"

    def _take_known(self, entry: Entry, erased: Erased, row: Row) -> str | None:
        if row.hash != entry.hash:
            return branch_fault(entry, self.checker.book) or CentreAlarm.FORK.value
        if not parts_fit(entry):
            return "part_differs"
        if row.id not in self.arrived and row.id not in self.known.positions:
            fault = self.checker.check(entry, erased=erased)
            if fault is not None:
                return fault.code
            self.placing.order.append(entry)
            self.arrived.add(row.id)
        if row.id not in self.arrived:
            self.again.append(entry)
        self.taken.append((row.id, row.state))
        return None

    def _take_lost(self, entry: Entry) -> str | None:
        if not parts_fit(entry):
            return "part_differs"
        # he need not be its author, and it came before its signer was revoked, as far as we know
        self._arrives(Arrival(entry, {}, doubt_about(entry)), self.placing.lost)
        header = entry.header
        if header.epoch == self.checker.epoch and header.seq == self.checker.seq + 1:
            self.checker.seq, self.checker.hash = header.seq, entry.hash
        return None

    def _take_new(self, entry: Entry, erased: Erased) -> str | None:
        fault = self.checker.check(entry, erased=erased)
        if fault is not None:
            return fault.code
        doubt = doubt_about(entry) or self.revocations.doubt(entry, self.checker.book.signers)
        self._arrives(Arrival(entry, erased, doubt), self.placing.new)
        self.placing.order.append(entry)
        return None

    def _arrives(self, arrival: Arrival, where: list[Arrival]) -> None:
        entry, header = arrival.entry, arrival.entry.header
        where.append(arrival)
        self.known.at[header.epoch, header.seq] = Row(header.id, entry.hash, arrival.state)
        self.known.taken_ids.add(header.id)
        self.arrived.add(header.id)
        self.taken.append((header.id, arrival.state))


def take(device: Device, request: PushRequest, centre: Centre, now: datetime) -> PushAnswer:
    """Store a push and say where each entry stands.

    Raises:
        RequestRefused: the device may not send (any more), or a feed is being rebuilt. Nothing
            was stored then.
    """
    check_version(request.v)
    entries = [wire.entry for wire in request.entries]
    headers = _headers(entries)  # read before the feed is locked: others may go on meanwhile
    answer = in_transaction(centre, lambda: _take(device, request, entries, headers, centre, now))
    state_growth(centre, now)
    return answer


def _take(
    device: Device,
    request: PushRequest,
    entries: Sequence[Entry],
    headers: Sequence[Header],
    centre: Centre,
    now: datetime,
) -> PushAnswer:
    feed = lock_feed(device.post_id, centre)
    device = check_may_send(device, feed)
    checker = checker_of(device)
    signers = dict(checker.book.signers)
    batch = Batch(
        centre=centre,
        device=device,
        entries=entries,
        erased=[wire.erased for wire in request.entries],
        checker=checker,
        known=look_up(feed, headers, device.fingerprint),
        revocations=revocations_of(headers, device.fingerprint),
    )
    batch.look_through()
    positions = batch.placing.place(feed, centre, now) | batch.known.positions
    remember(device, signers, checker)
    _note(batch, feed, now)
    feeds = (feed, ensure_feed(SHARED, centre))
    return PushAnswer(
        **about(centre, feeds, now),
        results=[PushResult(one, positions[one], state) for one, state in batch.taken],
        leaves=leaves_since(feeds, request.sizes),
        stopped=batch.stopped,
    )


def _note(batch: Batch, feed: Feed, now: datetime) -> None:
    """Raise what a person must see of a batch, and end what it proves to be over."""
    device, stopped = batch.device, batch.stopped
    back = [arrival.entry.header.id for arrival in batch.placing.lost]
    if batch.again:
        back += lost_parts(batch.centre, batch.again)
    for entry_id in back:
        note_back(feed, batch.known.positions.get(entry_id, 0), now)
    if batch.forked:
        keep_branch(batch.centre, device, batch.forked, now)
        first = batch.forked[0]
        place = first.header.epoch, first.header.seq
        suspend_forked(device, epoch=place[0], seq=place[1], offered=first.hash, now=now)
    elif stopped is not None:
        detail = {"code": stopped.code, "entry": stopped.id}
        raise_alarm(
            Finding(CentreAlarm.STOPPED, feed.id, device=device.fingerprint, detail=detail), now
        )
    elif batch.placing.new:
        end_alarms(CentreAlarm.STOPPED, device=device.fingerprint, now=now)


def _headers(entries: Sequence[Entry]) -> list[Header]:
    """Give the headers up to the first that cannot be read: nothing after it is looked at."""
    headers = []
    for entry in entries:
        try:
            headers.append(entry.header)
        except Malformed:
            break
    return headers


def _id_of(entry: Entry) -> str:
    try:
        return entry.header.id
    except Malformed:
        return ""
