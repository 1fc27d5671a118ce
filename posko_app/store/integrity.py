"""Checking a whole store: chain, signatures, parts, projections and head mirror.

The check goes through the journal in small slices, so that the store thread
stays free for a save in between; it ends at the first fault.
"""

from collections.abc import Sequence
from pathlib import Path

from posko_app.domain.records import StoredFault, VerifyResult
from posko_app.store.connection import Connection
from posko_app.store.device_check import device_differs
from posko_app.store.feed_check import FeedCheck
from posko_app.store.journal import DeviceIdentity
from posko_app.store.journal_check import JournalCheck
from posko_app.store.link_rows import read_link
from posko_app.store.migrations import STEPS, Step
from posko_app.store.mirror import FAULTS, compare_mirror
from posko_app.store.outbox import unaccounted_entry
from posko_app.store.refold import index_differs, slice_fault
from posko_app.store.register_check import changed_register
from posko_app.store.rulesets import damaged_ruleset, missing_ruleset
from posko_app.store.schema_check import schema_differs
from posko_app.store.statements import (
    entries_about_people,
    entries_after,
    entry_at,
    last_of_chain,
    last_position,
)
from posko_app.store.units import ReadUnit
from sync.protocol.canonical import Malformed
from sync.protocol.entry import fingerprint
from sync.protocol.people import NotIntroduced

SLICE_ENTRIES = 12  # some 4 ms of the store thread, 7 at the 95th percentile
LAST_ENTRIES = 100


class Verification:
    """One check from the first entry to the newest there was when it began.

    Entries appended meanwhile wait for the next check: a consistent cut.
    """

    def __init__(self, *, mirror: Path, steps: Sequence[Step] = STEPS, thorough: bool) -> None:
        """Prepare a check.

        Args:
            mirror: the head mirror.
            steps: what the schema was made by.
            thorough: also compare the search index word by word; holds the thread for long.
        """
        self._mirror = mirror
        self._steps = steps
        self._thorough = thorough
        self._journal: JournalCheck | None = None
        self._feeds = FeedCheck()
        self._position = 0
        self._end: int | None = None
        self._entries = 0

    def step(self, unit: ReadUnit) -> VerifyResult | None:
        """Check the next slice; None means that there is more to do."""
        if self._end is None or self._journal is None:
            self._end = unit.last_position()
            self._journal = _journal_check(unit.connection, unit.shared.journal.device)
            damaged = damaged_ruleset(unit.connection)  # else every level would seem to differ
            if damaged is not None:
                return VerifyResult(False, 0, StoredFault("ruleset_damaged", damaged))
        if self._position < self._end:
            fault = self._slice_fault(unit, self._journal, self._end)
        elif not self._feeds.is_done:
            fault = self._feeds.step(unit)
        else:
            fault = self._whole_fault(unit, self._journal)
            return VerifyResult(fault is None, self._entries, fault)
        return None if fault is None else VerifyResult(False, self._entries, fault)

    def _slice_fault(self, unit: ReadUnit, journal: JournalCheck, end: int) -> StoredFault | None:
        connection, after = unit.connection, self._position
        limit = min(SLICE_ENTRIES, end - after)
        entries = entries_after(connection, after, limit=limit)
        for stored in entries:
            fault = journal.check(connection, stored)
            if fault is not None:
                return fault
            self._entries += 1
        # a position missing at the end of the journal: the mirror knows
        self._position = entries[-1].position if entries else end
        device = unit.shared.journal.device.fingerprint
        unaccounted = unaccounted_entry(
            connection, after, self._position, device=device, post=unit.post
        )
        if unaccounted is not None:  # what neither waits nor was proved never reaches the centre
            return StoredFault("outbox_differs", entry_at(connection, unaccounted).id)
        if not entries:
            return None
        return slice_fault(connection, entries, after=after, post=unit.post, judge=unit.judge)

    def _whole_fault(self, unit: ReadUnit, journal: JournalCheck) -> StoredFault | None:
        connection, device = unit.connection, unit.shared.journal.device
        if journal.officers_differ(connection):
            return StoredFault("officers_differ")
        key = device.sign.public_key().public_bytes_raw()
        if compare_mirror(connection, self._mirror, public_key=key) in FAULTS:
            return StoredFault("head_mirror")
        missing = missing_ruleset(
            connection, device=device.fingerprint
        )  # an older one would take its place
        if missing is not None:
            return StoredFault("ruleset_missing", missing)
        register = changed_register(connection, unit.roles(), device=device.fingerprint)
        if register is not None:
            return StoredFault("register_differs", register)
        if self._thorough and index_differs(connection):
            return StoredFault("index_differs")
        return base_fault(connection, device, self._steps)


def base_fault(
    connection: Connection, device: DeviceIdentity, steps: Sequence[Step]
) -> StoredFault | None:
    """Check what stands under every entry: this laptop's row and the schema with its guards."""
    if device_differs(connection, device):
        return StoredFault("device_differs")
    return StoredFault("schema_differs") if schema_differs(connection, steps) else None


def last_entries_fault(
    connection: Connection, device: DeviceIdentity, *, count: int = LAST_ENTRIES
) -> StoredFault | None:
    """Check the newest entries, trusting the chain's earlier end and signers."""
    first = max(last_position(connection) - count, 0)
    check = _journal_check(connection, device)
    try:
        check.learn(entries_about_people(connection, until=first))
        before = last_of_chain(connection, device.fingerprint, device.epoch, until=first)
        if before is not None:
            check.go_on_after(before)
        for stored in entries_after(connection, first, limit=count):
            fault = check.check(connection, stored)
            if fault is not None:
                return fault
        if check.officers_differ(connection):
            return StoredFault("officers_differ")
    except (Malformed, NotIntroduced, KeyError):
        return StoredFault("signers_unreadable")
    return None


def _journal_check(connection: Connection, device: DeviceIdentity) -> JournalCheck:
    link = read_link(connection)
    centres = () if link is None else tuple(map(fingerprint, link.sign_keys))
    return JournalCheck(own=device.fingerprint, centres=centres)
