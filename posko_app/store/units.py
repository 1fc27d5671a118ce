"""What a task may do with the store: a unit of reading, or of writing within one transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from posko_app.domain.civil import civil_date
from posko_app.domain.day import DayRow
from posko_app.domain.departures import Departure
from posko_app.domain.detection.assessment import Assessment
from posko_app.domain.detection.prior import PriorQuery
from posko_app.domain.detection.ruleset import Ruleset
from posko_app.domain.held import OpenCase
from posko_app.domain.records import (
    Counts,
    Found,
    ListQuery,
    OfficerRecord,
    Page,
    PaperMatch,
    RulesetRecord,
    ScreeningHistory,
    ScreeningRow,
)
from posko_app.domain.screening import Answers, Draft
from posko_app.domain.shift import Shift
from posko_app.domain.watch import WatchEntry
from posko_app.errors import OperatorError
from posko_app.store import (
    day_log,
    drafts,
    feed_rows,
    folding,
    history,
    link_rows,
    officer_rows,
    open_cases,
    outbox,
    paper,
    person_link_rows,
    prior_lookup,
    queries,
    readable,
    rulesets,
    shift_rows,
    tally_rows,
    watch_rows,
)
from posko_app.store.connection import Connection
from posko_app.store.journal import Clock, Journal, NewEntry
from posko_app.store.officers_fold import revoked_keys
from posko_app.store.projection import insert_screened, screened
from posko_app.store.roles import Roles, roles_of
from posko_app.store.statements import (
    Stated,
    StoredEntry,
    entries_after,
    entries_of_kind,
    last_position,
    latest_recorded_at,
)
from sync.protocol.entry import Entry, Kind, fingerprint

META = "SELECT value FROM meta WHERE key = ?"
SET_META = (
    "INSERT INTO meta (key, value) VALUES (?, ?)"
    " ON CONFLICT (key) DO UPDATE SET value = excluded.value"
)


@dataclass(slots=True)
class Contact:
    """When the centre last proved itself, at hand so that no save looks for it."""

    last_at: datetime | None = None
    clock_offset: timedelta | None = None  # the centre's clock minus this laptop's, at that moment


@dataclass(frozen=True, slots=True)
class Shared:
    """What all units of one opened store have in common; used on the store thread only."""

    journal: Journal
    tally: outbox.OutboxTally
    clock: Clock
    shelf: rulesets.RulesetShelf = field(default_factory=rulesets.RulesetShelf)
    contact: Contact = field(default_factory=Contact)

    def look_again(self, connection: Connection) -> None:
        """Take over what the next entry and the lock page say of the centre."""
        self.journal.seen = feed_rows.seen(connection)
        link = link_rows.read_link(connection)
        offset_ms = None if link is None else link.clock_offset_ms
        self.contact.last_at = None if link is None else link.last_contact_at
        self.contact.clock_offset = None if offset_ms is None else timedelta(milliseconds=offset_ms)


class ReadUnit:
    """Reads on the store thread; all calls within one task see the same state."""

    def __init__(self, connection: Connection, shared: Shared) -> None:
        self.connection = connection
        self.shared = shared

    @property
    def post(self) -> str:
        """The post this store belongs to."""
        return self.shared.journal.device.post

    def list_screenings(self, query: ListQuery) -> Page[ScreeningRow]:
        """Give a page of a list or search, newest first."""
        return queries.list_screenings(self.connection, query)

    def history(self, subject: str) -> ScreeningHistory:
        """Give everything stated about one screening.

        Raises:
            OperatorError: `store.no_such_screening`.
        """
        return history.history(self.connection, subject)

    def day_rows(self, on: date) -> tuple[DayRow, ...]:
        """Give all screenings of a civil day, voided ones too, in order of time."""
        return day_log.day_rows(self.connection, on)

    def tallies(self, on: date) -> dict[str, int]:
        """Count by reason who was let through without a record on a civil day."""
        return day_log.count_tallies(self.connection, on)

    def officers(self) -> tuple[OfficerRecord, ...]:
        """Give every officer's key, also those replaced or removed, and of other laptops."""
        own = self.shared.journal.device.fingerprint
        return officer_rows.all_officers(self.connection, own=own)

    def revoked_officers(self) -> frozenset[str]:
        """Give the officers' keys that the centre has revoked, as far as it told this laptop."""
        link = link_rows.read_link(self.connection)
        centres = () if link is None else tuple(map(fingerprint, link.sign_keys))
        stated = entries_of_kind(self.connection, Kind.CONFIRMATION.value)
        return revoked_keys((stored.entry for stored in stated), centres)

    def drafts(self, officer: str) -> tuple[Draft, ...]:
        """Give an officer's open drafts (person, 32 hex), the last touched first."""
        return drafts.drafts_of(self.connection, officer)

    def counts(self) -> Counts:
        """Give the figures of the status line; today is the civil day at the posko."""
        today = civil_date(self.shared.clock())
        return Counts(
            waiting=self.shared.tally.waiting,
            oldest_waiting_at=outbox.oldest_waiting_at(self.connection),
            needs_person=self.shared.tally.needs_person,
            drafts=drafts.count_drafts(self.connection),
            today=day_log.count_decisions(self.connection, today),
        )

    def entries(self, *, after: int = 0, limit: int = 100) -> tuple[StoredEntry, ...]:
        """Give the next entries after a journal position, in order."""
        return entries_after(self.connection, after, limit=limit)

    def entries_of(self, kind: Kind) -> tuple[StoredEntry, ...]:
        """Give all entries of a kind of which there are few (never screenings), in order.

        Also those of other laptops; see `own_entries_of` for what has authority here.
        """
        return entries_of_kind(self.connection, kind.value)

    def own_entries_of(self, kind: Kind) -> tuple[StoredEntry, ...]:
        """Give the same of this laptop only."""
        device = self.shared.journal.device.fingerprint
        return entries_of_kind(self.connection, kind.value, device=device)

    def roles(self) -> Roles:
        """Give who was a penyelia of this laptop at which place of the journal."""
        return roles_of(self.connection, self.shared.journal.device.fingerprint)

    def count_set_aside(self) -> int:
        """Count the entries that wait for a newer program, or for a person at the centre."""
        return readable.count_set_aside(self.connection)

    def last_position(self) -> int:
        """Give the newest entry's journal position; 0 in an empty journal."""
        return last_position(self.connection)

    def latest_recorded_at(self, *, among: int) -> datetime | None:
        """Give the latest time among this laptop's newest entries; None when it cannot be read."""
        device = self.shared.journal.device
        return latest_recorded_at(
            self.connection, device=device.fingerprint, epoch=device.epoch, among=among
        )

    def paper_match(self, on: date, *, paper_no: str, content_hash: str) -> PaperMatch | None:
        """Find the screening of this post that holds a paper form's number; None when free.

        `content_hash` is `projection.content_hash` of the parts that would be stored.
        """
        key = paper.PaperKey(self.post, on, paper_no)
        return paper.paper_match(self.connection, key, content_hash=content_hash)

    def rulesets(self) -> tuple[RulesetRecord, ...]:
        """Give every ruleset the store holds, the first that came here first."""
        return rulesets.all_rulesets(self.connection)

    def ruleset(self, hash_: str) -> Ruleset | None:
        """Give a ruleset by its hash; None when it is not here.

        Raises:
            MachineError: `store.ruleset_damaged`, `store.ruleset_unreadable`.
        """
        return self.shared.shelf.ruleset(self.connection, hash_)

    def judge(self, answers: Answers, ruleset: str) -> Assessment | None:
        """Judge answers with the ruleset of this hash; None when it cannot be had."""
        return self.shared.shelf.assessment(self.connection, answers, ruleset)

    def prior(
        self, query: PriorQuery, *, subject: str | None, repeats_days: int, split_days: int
    ) -> Found:
        """Count what other screenings share with a person, and look at the watch list.

        Args:
            query: what the person shares, from `detection.prior.prior_query`.
            subject: the screening it is about, once it is saved: it never counts itself.
            repeats_days: window of `xr_contact_repeats`.
            split_days: window of `xr_split_departures`.
        """
        return prior_lookup.prior_found(
            self.connection,
            query,
            subject=subject,
            windows=prior_lookup.Windows(repeats_days, split_days),
            today=civil_date(self.shared.clock()),
        )

    def watch_entries(self) -> tuple[WatchEntry, ...]:
        """Give every contact ever watched, the newest first, ended and expired ones too."""
        return watch_rows.watch_entries(self.connection)

    def shifts(self, since: date) -> tuple[Shift, ...]:
        """Give the shifts of the post that began on a civil day or later, of every laptop."""
        return shift_rows.shifts_since(self.connection, since)

    def departures(self, since: date) -> tuple[Departure, ...]:
        """Give the departures of a civil day or later that were not withdrawn."""
        return shift_rows.departures_since(self.connection, since)

    def open_cases(self, since: date) -> tuple[OpenCase, ...]:
        """Give all drafts, and the screenings of a civil day or later that have no end."""
        return open_cases.open_cases(self.connection, since)

    def meta(self, key: str) -> str | None:
        """Give a note of the store about itself; None when there is none."""
        row: tuple[str] | None = self.connection.execute(META, (key,)).fetchone()
        return None if row is None else row[0]


class WriteUnit(ReadUnit):
    """Writes within one transaction, which the store commits after the task returned."""

    def __init__(self, connection: Connection, shared: Shared) -> None:
        super().__init__(connection, shared)
        self.appended: list[Entry] = []
        self.after_commit: list[Callable[[], None]] = []  # what memory learns once it is true

    def append(self, new: NewEntry) -> Entry:
        """Sign and store one entry, fold its projection, queue it for the centre.

        Raises:
            Malformed: a part holds what the format forbids, or the whole is over 64 KiB.
            OperatorError: `store.no_such_screening`, `store.no_such_watch`,
                `store.no_such_tally`, it is about something unknown.
        """
        entry = self.shared.journal.append(self.connection, new)
        position = self.last_position()
        outbox.queue_entry(self.connection, position)
        if new.kind is Kind.SCREENING:
            stated = (_as_stated(entry, new, position),)
            insert_screened(self.connection, screened(stated, post=self.post, judge=self.judge))
        elif new.kind is Kind.CORRECTION:
            folded = folding.fold_again(
                self.connection, new.subject, post=self.post, judge=self.judge
            )
            if not folded:
                raise OperatorError("store.no_such_screening")
        elif new.kind is Kind.WATCH:
            watch_rows.state_watch(self.connection, new.subject)
        elif new.kind is Kind.TALLY:
            tally_rows.state_tally(self.connection, position, new.parts.get("facts", {}))
        elif new.kind is Kind.SHIFT:
            shift_rows.refold_shift(self.connection, new.subject)
        elif new.kind is Kind.LINK:
            person_link_rows.take_in_link(self.connection, position, new.parts.get("facts", {}))
        self.appended.append(entry)
        return entry

    def put_ruleset(self, files: Mapping[str, str], origin: str) -> RulesetRecord:
        """Keep a ruleset for ever, and judge what was waiting for it.

        Args:
            files: the texts of the ruleset by file name.
            origin: a `RulesetOrigin`; one that is here already keeps the origin it came with.

        Raises:
            RulesetFaults: the files make no ruleset.
        """
        record, is_new = self.shared.shelf.put(
            self.connection, files, origin=origin, at=self.shared.clock()
        )
        if is_new:
            for position in rulesets.waiting_for(self.connection, record.hash):
                self._fold_at(position)
        return record

    def save_draft(self, draft: Draft, *, officer: str) -> None:
        """Keep an officer's draft (person, 32 hex)."""
        drafts.save_draft(self.connection, draft, officer=officer)

    def drop_draft(self, draft_id: str) -> None:
        """Forget a draft; nothing happens when there is none."""
        drafts.drop_draft(self.connection, draft_id)

    def give_draft(self, draft_id: str, *, officer: str) -> None:
        """Make a draft another officer's (person, 32 hex)."""
        drafts.give_draft(self.connection, draft_id, officer=officer)

    def put_officer(self, officer: OfficerRecord) -> None:
        """Store what the journal now says about the key of an officer of this laptop."""
        device = self.shared.journal.device.fingerprint
        officer_rows.put_officer(self.connection, officer, device=device)

    def set_meta(self, key: str, value: str) -> None:
        """Note something about the store itself."""
        self.connection.execute(SET_META, (key, value))

    def erase(self, entry_id: str, part: str, *, by_entry: str) -> None:
        """Remove one part for good, by an erasure entry stored before in this transaction.

        Raises:
            IntegrityError: `by_entry` is no erasure entry, or the part was erased before.
        """
        folding.take_part(
            self.connection,
            entry_id,
            part,
            by_entry=by_entry,
            post=self.post,
            judge=self.judge,
        )

    def retry_entry(self, entry_id: str) -> None:
        """Let an entry that the centre stopped at wait to be sent again."""
        retried = outbox.retry_row(self.connection, entry_id)
        tally = self.shared.tally
        self.after_commit.append(lambda: tally.settled(0, 0, stopped=-retried))

    def _fold_at(self, position: int) -> None:
        folding.fold_at(self.connection, position, post=self.post, judge=self.judge)


def _as_stated(entry: Entry, new: NewEntry, position: int) -> Stated:
    header = entry.header
    return Stated(
        position=position,
        entry_id=header.id,
        kind=header.kind,
        subject=header.subject,
        signer=header.signer,
        recorded_at="",
        receipt=entry.receipt,
        based_on=header.based_on,
        contents=new.parts,
    )
