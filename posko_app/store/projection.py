"""From entries to rows: a pure fold, kept in tables for speed, rebuildable at any time.

A plain screening is projected from what was just stated, without reading
anything back. A correction folds everything stated about its screening anew.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from posko_app.domain import screening
from posko_app.domain.checks import missing
from posko_app.domain.entries import STATED_AT_SAVE, join_parts
from posko_app.domain.fold import Folded, Statement, fold
from posko_app.domain.values import Value
from posko_app.store import contact_rows, movement_rows, people_rows
from posko_app.store.connection import Connection
from posko_app.store.folded import RIVALS, FoldedValues
from posko_app.store.judged import JudgeBy, Judged, judged
from posko_app.store.search import phone_words
from posko_app.store.statements import Stated
from sync.protocol.canonical import Json, JsonObject, canonical_bytes

__all__ = [
    "RIVALS",
    "Screened",
    "content_hash",
    "fold_stated",
    "insert_screened",
    "replace_screened",
    "screened",
    "statements_of",
    "stored_screened",
    "told_by",
]

ADDED_AT_SAVE = frozenset(path.partition(".")[0] for path in STATED_AT_SAVE)
SEARCHED = ("name", "nik", "passport", "phone", "origin", "destination", "recruiter")
COLUMNS = (
    *("position", "subject", "occurred_at", "occurred_on"),
    *SEARCHED,
    "carrier",
    "level",
    "decision",
    "signer",
    "corrections",
    "conflict",
    "voided",
    "complete",
    "receipt",
    *("rule", "signs", "priority", "scheme", "unjudged"),
)
FIRST_SEARCHED = COLUMNS.index(SEARCHED[0])
_MARKS = ", ".join("?" * len(COLUMNS))
INSERT_ROW = f"INSERT INTO screenings ({', '.join(COLUMNS)}) VALUES ({_MARKS})"  # noqa: S608
UPDATE_ROW = (
    f"UPDATE screenings SET {', '.join(f'{c} = ?' for c in COLUMNS[1:])} WHERE position = ?"  # noqa: S608
)
SELECT_ROW = f"SELECT {', '.join(COLUMNS)} FROM screenings WHERE position = ?"  # noqa: S608
_WORDS = ", ".join(SEARCHED)
INDEX_WORDS = f"INSERT INTO screenings_fts (rowid, {_WORDS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
UNINDEX_WORDS = (
    f"INSERT INTO screenings_fts (screenings_fts, rowid, {_WORDS})"  # noqa: S608
    " VALUES ('delete', ?, ?, ?, ?, ?, ?, ?, ?)"
)
INSERT_PAPER = (
    "INSERT INTO paper_keys (position, post, paper_on, paper_no, subject, content_hash)"
    " VALUES (?, ?, ?, ?, ?, ?)"
)
SELECT_PAPER = (
    "SELECT position, post, paper_on, paper_no, subject, content_hash FROM paper_keys"
    " WHERE position = ?"
)
FORGET_PAPER_HASH = "UPDATE paper_keys SET content_hash = NULL WHERE position = ?"

Cell = str | int | None
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Screened:
    """A screening folded: its rows in lists, movements, contacts, paper keys and people."""

    row: Row
    movement: Row | None  # None only where it was lost from the table
    contacts: tuple[Row, ...]
    paper: Row | None  # of a paper form
    people: tuple[Row, ...] = ()

    @property
    def position(self) -> int:
        """The screening's place in the journal."""
        return cast("int", self.row[0])

    @property
    def words(self) -> Row:
        """What the search index holds of the row."""
        return self.row[FIRST_SEARCHED : FIRST_SEARCHED + len(SEARCHED)]


def content_hash(parts: Mapping[str, JsonObject]) -> str:
    """Give SHA-256 over the canonical content of an entry's parts, without their salts.

    Two paper forms that say the same have the same hash; empty parts count as absent. What the
    store, the watch list and a ruleset added at save is no part of the form.
    """
    told: dict[str, Json] = {name: content for name, content in parts.items() if content}
    if "facts" in told:
        told["facts"] = {k: v for k, v in parts["facts"].items() if k not in ADDED_AT_SAVE}
    return hashlib.sha256(canonical_bytes(told)).hexdigest()


def fold_stated(stated: Sequence[Stated]) -> Folded:
    """Fold a screening and its corrections into values and conflicts."""
    return fold(statements_of(stated))


def statements_of(stated: Sequence[Stated]) -> tuple[Statement, ...]:
    """Give what entries about one screening say, ready to be folded."""
    return tuple(Statement(s.entry_id, s.based_on, told_by(s)) for s in stated)


def told_by(stated: Stated) -> Mapping[str, Value]:
    """Give what one entry sets, flat; None withdraws."""
    return join_parts(cast("Mapping[str, screening.JsonObject]", stated.contents))


def screened(stated: Sequence[Stated], *, post: str, judge: JudgeBy) -> Screened:
    """Project a screening (first) and its corrections, whatever their order."""
    first, statements = stated[0], statements_of(stated)
    folded = fold(statements)
    values = FoldedValues(folded)
    level = judged(first, statements, folded, judge)
    return Screened(
        row=_row(first, values, level, corrections=len(stated) - 1),
        movement=movement_rows.movement_row(first.position, values, level),
        contacts=contact_rows.contact_rows(first.position, folded),
        paper=_paper(first, post=post),
        people=people_rows.people_rows(first.position, folded),
    )


def insert_screened(connection: Connection, fresh: Screened) -> None:
    """Store the projection of a screening that was just appended."""
    connection.execute(INSERT_ROW, fresh.row)
    connection.execute(INDEX_WORDS, (fresh.position, *fresh.words))
    if fresh.paper is not None:
        connection.execute(INSERT_PAPER, fresh.paper)
    if fresh.movement is not None:
        movement_rows.write_row(connection, fresh.movement)
    contact_rows.write_rows(connection, fresh.contacts)
    people_rows.write_rows(connection, fresh.people)


def replace_screened(connection: Connection, fresh: Screened) -> None:
    """Bring a stored projection up to what it folds to now, touching only what changed."""
    before = stored_screened(connection, fresh.position)
    if before is None:
        insert_screened(connection, fresh)
        return
    if before.words != fresh.words:
        connection.execute(UNINDEX_WORDS, (before.position, *before.words))
    if before.row != fresh.row:
        connection.execute(UPDATE_ROW, (*fresh.row[1:], fresh.position))
    if before.words != fresh.words:
        connection.execute(INDEX_WORDS, (fresh.position, *fresh.words))
    if before.paper != fresh.paper:
        connection.execute(FORGET_PAPER_HASH, (fresh.position,))
    if before.movement != fresh.movement and fresh.movement is not None:
        movement_rows.replace_row(connection, fresh.movement)
    if before.contacts != fresh.contacts:
        contact_rows.replace_rows(connection, fresh.position, fresh.contacts)
    if before.people != fresh.people:
        people_rows.replace_rows(connection, fresh.position, fresh.people)


def stored_screened(connection: Connection, position: int) -> Screened | None:
    """Read a stored projection back, or None when there is none."""
    row: Row | None = connection.execute(SELECT_ROW, (position,)).fetchone()
    if row is None:
        return None
    paper: Row | None = connection.execute(SELECT_PAPER, (position,)).fetchone()
    return Screened(
        row,
        movement_rows.stored_row(connection, position),
        contact_rows.stored_rows(connection, position),
        paper,
        people_rows.stored_rows(connection, position),
    )


def _row(first: Stated, values: FoldedValues, level: Judged, *, corrections: int) -> Row:
    folded = values.folded
    return (
        first.position,
        first.subject,
        values.text("occurred_at"),
        values.day("occurred_on"),
        values.text("traveller.name"),
        values.text("traveller.nik"),
        values.text("traveller.passport"),
        phone_words(values.text("traveller.phone")),
        values.text("traveller.origin"),
        values.destination(),
        _recruiter(values),
        values.text("departure.carrier"),
        level.level,
        values.decision(),
        first.signer,
        corrections,
        int(bool(folded.conflicts)),
        int(values.is_voided()),
        int(not missing(folded.values)),
        first.receipt,
        *(level.rule, level.signs, level.priority, level.scheme, level.unjudged),
    )


def _recruiter(values: FoldedValues) -> str | None:
    told = (values.text("recruiter.name"), phone_words(values.text("recruiter.contact")))
    return " ".join(filter(None, told)) or None


def _paper(first: Stated, *, post: str) -> Row | None:
    """Key a screening by the paper form it states; later corrections do not move it."""
    facts = first.contents.get("facts", {})
    paper_no, on = facts.get("paper_no"), facts.get("occurred_on")
    if paper_no is None or on is None:
        return None
    told = None if first.erased else content_hash(first.contents)
    return (first.position, post, str(on), str(paper_no), first.subject, told)
