"""Bringing rows up to what the journal says, after an entry came or a part of one went."""

from posko_app.store import (
    officer_rows,
    person_link_rows,
    readable,
    shift_rows,
    tally_rows,
    watch_rows,
)
from posko_app.store.connection import Connection
from posko_app.store.judged import JudgeBy
from posko_app.store.officers_fold import key_introduced
from posko_app.store.projection import replace_screened, screened
from posko_app.store.statements import entry_at, position_of_screening, stated_about
from sync.protocol.entry import Entry, Kind, open_part
from sync.protocol.people import OfficerStatement

ERASE = "INSERT INTO erasures (entry, part, by_entry) VALUES (?, ?, ?)"
FACTS = "SELECT stored FROM parts WHERE entry = ? AND name = 'facts'"
ENTRY_BY_ID = "SELECT kind, subject, position, device FROM entries WHERE id = ?"


def fold_at(connection: Connection, position: int, *, post: str, judge: JudgeBy) -> None:
    """Fold the screening at a position and everything stated about it anew."""
    fresh = screened(stated_about(connection, position), post=post, judge=judge)
    replace_screened(connection, fresh)


def fold_again(connection: Connection, subject: str, *, post: str, judge: JudgeBy) -> bool:
    """Fold a screening anew by its id; False when none is known by it."""
    position = position_of_screening(connection, subject)
    if position is None:
        return False
    fold_at(connection, position, post=post, judge=judge)
    return True


def fold_entry(
    connection: Connection, entry: Entry, position: int, *, post: str, judge: JudgeBy
) -> None:
    """Bring rows up to an entry that came from another laptop, whatever its kind."""
    header = entry.header
    if header.kind == Kind.SCREENING:
        if position_of_screening(connection, header.subject) is None:
            fold_at(connection, position, post=post, judge=judge)
        else:
            readable.quarantine(connection, position, readable.SUBJECT_TAKEN)
    elif header.kind == Kind.CORRECTION:
        fold_again(connection, header.subject, post=post, judge=judge)
    elif header.kind == Kind.WATCH:
        watch_rows.refold_watch(connection, header.subject)
    elif header.kind == Kind.SHIFT:
        shift_rows.refold_shift(connection, header.subject)
    elif header.kind == Kind.TALLY and "facts" in entry.parts:
        tally_rows.take_in_tally(connection, position, open_part(entry.parts["facts"]))
    elif header.kind == Kind.LINK and "facts" in entry.parts:
        person_link_rows.take_in_link(connection, position, open_part(entry.parts["facts"]))


def take_part(
    connection: Connection, entry_id: str, part: str, *, by_entry: str, post: str, judge: JudgeBy
) -> None:
    """Remove one part for good, and what was folded from it.

    Raises:
        IntegrityError: `by_entry` is no erasure entry, or the part was erased before.
    """
    connection.execute(ERASE, (entry_id, part, by_entry))
    row = connection.execute(ENTRY_BY_ID, (entry_id,)).fetchone()
    if row is None:
        return
    kind, subject, position, device = row
    if kind in {Kind.SCREENING, Kind.CORRECTION}:
        fold_again(connection, subject, post=post, judge=judge)
    elif kind == Kind.WATCH:
        watch_rows.refold_watch(connection, subject)
    elif kind == Kind.SHIFT:
        shift_rows.refold_shift(connection, subject)
    elif kind == Kind.TALLY and part == "facts":
        tally_rows.forget_tally(connection, position)
    elif kind == Kind.LINK and part == "facts":
        person_link_rows.forget_link(connection, position)
    elif kind == Kind.OFFICER and part == "identity":
        _forget_name(connection, entry_id, device)
    if readable.reason_of(connection, position) == readable.CONTENT_UNREADABLE:
        _look_again(connection, position, post=post, judge=judge)


def _look_again(connection: Connection, position: int, *, post: str, judge: JudgeBy) -> None:
    """Let an entry count whose unreadable part has gone."""
    entry = entry_at(connection, position).entry
    if readable.unreadable(entry) is None:
        readable.release(connection, position, readable.CONTENT_UNREADABLE)
        fold_entry(connection, entry, position, post=post, judge=judge)


def _forget_name(connection: Connection, entry_id: str, device: str) -> None:
    """Forget the name that an officer's statement gave the key it introduced."""
    facts: tuple[bytes] | None = connection.execute(FACTS, (entry_id,)).fetchone()
    key = None
    if facts is not None:
        key = key_introduced(OfficerStatement.from_facts(open_part(facts[0])))
    if key is not None:
        officer_rows.forget_name(connection, key, device=device)
