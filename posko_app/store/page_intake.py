"""A page of a feed on its way into the store: checked on the round's thread, stored in slices."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from posko_app.store import feed_chains, feed_rows
from posko_app.store.feed_chains import FeedChains, Parties
from posko_app.store.taking_in import Checked, Taken, known_at, take_slice
from posko_app.store.units import ReadUnit, WriteUnit
from sync.device.ports import FeedState, PageRefused, Placed
from sync.protocol.canonical import Malformed
from sync.protocol.entry import UUID, Kind
from sync.protocol.people import NotIntroduced, Signer

T = TypeVar("T")

LOOKED_UP = 100  # entries in one task
SLICES_A_BARRIER = 8  # for each the disk is waited for thrice; what a cut takes back comes again


class Run(Protocol):
    """Runs a task on the store thread and waits for it."""

    def __call__(self, task: Callable[[ReadUnit], T]) -> T:
        """Give what the task gave."""


class RunWriting(Protocol):
    """Runs a task in a transaction on the store thread and waits for it."""

    def __call__(self, task: Callable[[WriteUnit], T], *, lazily: bool = False) -> T:
        """Give what the task gave; `lazily` as in `Store.write`."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """The chains of a feed after its last page, good as long as the cursor stands there."""

    state: tuple[str, int, int, tuple[bytes, ...]]  # feed, generation, cursor, the centre's keys
    chains: FeedChains


class PageIntake:
    """Takes pages of both feeds; keeps the chains between pages, unless one failed."""

    def __init__(self, read: Run, write: RunWriting) -> None:
        self._read = read
        self._write = write
        self._kept: dict[str, _Kept] = {}
        self._elsewhere: dict[str, Signer] = {}  # of any chain; both feeds' chains look in it

    def store(
        self, state: FeedState, entries: Sequence[Placed], *, centre_keys: tuple[bytes, ...]
    ) -> int:
        """Store a page and give how many entries were new; `state.cursor` is where it ends.

        Raises:
            PageRefused: see `JournalPort.store_page`; nothing of the page is stored then.
            ValueError: the page does not lie between the cursor and `state.cursor`.
        """
        here = self._read(lambda u: feed_rows.read_feed(u.connection, state.feed))
        if here.generation != state.generation or state.cursor > here.size:
            raise ValueError("feed_moved")
        if state.cursor != here.cursor + len(entries) and _contiguous(here, entries):
            raise ValueError("page_gap")
        parties = self._parties(centre_keys)
        chains = self._chains(here, parties)
        checked = self._found(_checked(chains, here, entries, parties), own=parties.own)
        new = self._in_slices(here, checked, centres=parties.centres)
        kept = (state.feed, state.generation, state.cursor, centre_keys)
        self._kept[state.feed] = _Kept(kept, chains)
        return new

    def _found(self, checked: Sequence[Checked], *, own: str) -> list[Checked]:
        """Look up which entries are here already, some hundred at a time."""
        found: list[Checked] = []
        for at in range(0, len(checked), LOOKED_UP):
            found += self._read(_look_up(checked[at : at + LOOKED_UP], own))
        return found

    def _parties(self, centre_keys: tuple[bytes, ...]) -> Parties:
        device = self._read(lambda u: u.shared.journal.device)
        known = self._read(lambda u: feed_chains.introduced_anywhere(u.connection))
        self._elsewhere.update(known)
        return Parties(device.fingerprint, device.deployment.value, centre_keys, self._elsewhere)

    def _chains(self, here: FeedState, parties: Parties) -> FeedChains:
        kept = self._kept.pop(here.feed, None)  # given back once the page is stored
        wanted = (here.feed, here.generation, here.cursor, parties.centre_keys)
        if kept is not None and kept.state == wanted:
            return kept.chains
        chains = FeedChains(here.feed, here.generation, parties)
        remembered = self._read(lambda u: feed_chains.remembered(u.connection, here))
        try:
            chains.go_on(remembered)
        except (Malformed, NotIntroduced, KeyError) as error:
            raise ValueError("signers_unreadable") from error
        return chains

    def _in_slices(
        self, here: FeedState, checked: Sequence[Checked], *, centres: frozenset[str]
    ) -> int:
        new = done = slices = 0
        while done < len(checked):
            state = replace(here, cursor=here.cursor + done)
            taken = self._write(_slice(state, checked[done:], centres), lazily=True)
            done += taken.done
            new += taken.new
            slices += 1
            if slices % SLICES_A_BARRIER == 0 or done == len(checked):
                self._write(_nothing)
        return new


def _nothing(_unit: WriteUnit) -> None:
    """Let the disk learn of the slices before."""


def _slice(
    state: FeedState, left: Sequence[Checked], centres: frozenset[str]
) -> Callable[[WriteUnit], Taken]:
    return lambda unit: take_slice(unit, state, left, centres=centres)


def _look_up(checked: Sequence[Checked], own: str) -> Callable[[ReadUnit], list[Checked]]:
    def look(unit: ReadUnit) -> list[Checked]:
        connection = unit.connection
        return [replace(c, known=known_at(connection, c.placed, own=own)) for c in checked]

    return look


def _contiguous(here: FeedState, entries: Sequence[Placed]) -> bool:
    positions = [placed.position for placed in entries]
    return positions == list(range(here.cursor + 1, here.cursor + 1 + len(entries)))


def _checked(
    chains: FeedChains, here: FeedState, entries: Sequence[Placed], parties: Parties
) -> list[Checked]:
    """Check a page in order, each entry against its chain.

    Raises:
        PageRefused: one does not fit.
    """
    found: list[Checked] = []
    for number, placed in enumerate(entries, start=1):
        code = "page_gap" if placed.position != here.cursor + number else _form_fault(placed)
        code = code or chains.check(placed.entry, erased=placed.erased)
        if code is not None:
            raise _refused(code, placed)
        found.append(_fitting(chains, placed, parties))
    return found


def _form_fault(placed: Placed) -> str | None:
    named = all(UUID.fullmatch(by) for by in placed.erased.values())
    return None if named else "erasure_form"


def _fitting(chains: FeedChains, placed: Placed, parties: Parties) -> Checked:
    header = placed.entry.header
    if header.device == parties.own:
        return Checked(placed)
    head = (header.device, header.epoch, header.seq, placed.entry.hash)
    is_officer = header.kind == Kind.OFFICER
    signers = chains.signers(header.device) if is_officer else {}
    return Checked(placed, head=head, signers=signers)


def _refused(code: str, placed: Placed) -> PageRefused:
    try:
        entry_id = placed.entry.header.id
    except Malformed:
        entry_id = ""
    return PageRefused(code, entry_id=entry_id, position=placed.position)
