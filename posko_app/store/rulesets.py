"""Rulesets by hash: kept for ever, checked when read, read once for each opened store."""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from posko_app.domain.detection.assessment import Assessment
from posko_app.domain.detection.ruleset import Ruleset
from posko_app.domain.records import RulesetOrigin, RulesetRecord
from posko_app.domain.screening import Answers
from posko_app.errors import MachineError
from posko_app.store.connection import Connection
from posko_app.store.statements import entries_of_kind
from sync.protocol.canonical import Malformed, canonical_bytes, parse_object
from sync.protocol.entry import Kind
from sync.protocol.limits import PACKAGE_BYTES
from sync.protocol.publishers import RULESET_INSTALLED

if TYPE_CHECKING:
    from posko_app.domain.detection.rules import Judge

ABOUT = "ruleset.toml"  # the file that says which ruleset it is
RECORD = "hash, id, version, issued_on, origin, stored_at"
ALL = f"SELECT {RECORD} FROM rulesets ORDER BY stored_at, rowid"  # noqa: S608 - our columns
ONE = f"SELECT {RECORD} FROM rulesets WHERE hash = ?"  # noqa: S608
HERE = "SELECT 1 FROM rulesets WHERE hash = ?"
FILES = "SELECT files FROM rulesets WHERE hash = ?"
PUT = (
    "INSERT INTO rulesets (hash, id, version, issued_on, files, origin, stored_at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)
CHECKED = "SELECT hash, id, version, issued_on, files FROM rulesets ORDER BY rowid"
WAITING = "SELECT position FROM screenings WHERE unjudged = ? ORDER BY position"

RecordRow = tuple[str, str, str, str, str, str]


class RulesetShelf:
    """What one opened store has read of its rulesets. Runs on the store thread only."""

    def __init__(self) -> None:
        self._rulesets: dict[str, Ruleset] = {}
        self._judges: dict[str, Judge] = {}

    def ruleset(self, connection: Connection, hash_: str) -> Ruleset | None:
        """Give a ruleset by its hash; None when it is not here.

        Raises:
            MachineError: `store.ruleset_damaged`, what is stored is not what has this hash;
                `store.ruleset_unreadable`, this program cannot read it.
        """
        known = self._rulesets.get(hash_)
        if known is not None and _is_here(connection, hash_):
            return known
        row: tuple[bytes] | None = connection.execute(FILES, (hash_,)).fetchone()
        if row is None:
            return None
        self._rulesets[hash_] = found = _read(hash_, row[0])
        return found

    def assessment(self, connection: Connection, answers: Answers, hash_: str) -> Assessment | None:
        """Judge answers with a ruleset; None when it is not here or cannot judge them.

        A save goes on without it: the check of the store names what is damaged.
        """
        # slow import: the expression evaluator, which a store without rulesets never needs
        from posko_app.domain.detection.rules import RuleBroken

        try:
            judge = self._judge(connection, hash_)
            return None if judge is None else judge.judge(answers)
        except (MachineError, RuleBroken):
            return None

    def _judge(self, connection: Connection, hash_: str) -> "Judge | None":
        from posko_app.domain.detection.rules import Judge  # slow import, as above

        ruleset = self.ruleset(connection, hash_)
        if ruleset is None:
            return None
        if hash_ not in self._judges:
            self._judges[hash_] = Judge(ruleset)
        return self._judges[hash_]

    def put(
        self, connection: Connection, files: Mapping[str, str], *, origin: str, at: datetime
    ) -> tuple[RulesetRecord, bool]:
        """Keep a ruleset, and say whether it is new here.

        Raises:
            RulesetFaults: the files make no ruleset.
        """
        from posko_app.domain.detection.ruleset_read import read_ruleset  # slow import, as above

        ruleset = read_ruleset(files)
        known: RecordRow | None = connection.execute(ONE, (ruleset.hash,)).fetchone()
        if known is not None:
            return _record(known), False
        about = (ruleset.hash, ruleset.id, ruleset.version, ruleset.issued_on)
        origin, stored_at = RulesetOrigin(origin), at.isoformat(timespec="milliseconds")
        connection.execute(PUT, (*about, canonical_bytes(dict(files)), origin, stored_at))
        return _record((*about, origin, stored_at)), True


def all_rulesets(connection: Connection) -> tuple[RulesetRecord, ...]:
    """Give what the store holds, the first that came here first."""
    rows: list[RecordRow] = connection.execute(ALL).fetchall()
    return tuple(map(_record, rows))


def waiting_for(connection: Connection, hash_: str) -> tuple[int, ...]:
    """Give the positions of screenings that could not be judged without this ruleset."""
    return tuple(row[0] for row in connection.execute(WAITING, (hash_,)).fetchall())


def damaged_ruleset(connection: Connection) -> str | None:
    """Give the hash of the first ruleset that is not what it was; None when all are."""
    for hash_, *about, stored in connection.execute(CHECKED).fetchall():
        if _is_damaged(hash_, about, stored):
            return str(hash_)
    return None


def missing_ruleset(connection: Connection, *, device: str) -> str | None:
    """Give the first ruleset that was installed on a laptop and is not here; None when all are."""
    for stored in entries_of_kind(connection, Kind.ACCESS.value, device=device):
        facts = stored.facts
        hash_ = facts.get("ruleset")
        if facts.get("action") != RULESET_INSTALLED or not isinstance(hash_, str):
            continue
        if not _is_here(connection, hash_):
            return hash_
    return None


def _is_here(connection: Connection, hash_: str) -> bool:
    """Say whether what was read before is here: the write that put it may have been undone."""
    return connection.execute(HERE, (hash_,)).fetchone() is not None


def _is_damaged(hash_: str, about: list[object], stored: bytes) -> bool:
    from posko_app.domain.detection.ruleset_read import ruleset_hash  # slow import, as above

    try:
        files = _files(stored)
        return ruleset_hash(files) != hash_ or _about(files) != about
    except (ValueError, RecursionError):  # not of the form it was stored in
        return True


def _read(hash_: str, stored: bytes) -> Ruleset:
    # slow import, as above
    from posko_app.domain.detection.ruleset_read import RulesetFaults, read_ruleset, ruleset_hash

    try:
        files = _files(stored)
        if ruleset_hash(files) != hash_:
            raise MachineError("store.ruleset_damaged")
        return read_ruleset(files)
    except (Malformed, UnicodeEncodeError):
        raise MachineError("store.ruleset_damaged") from None
    except RulesetFaults:
        raise MachineError("store.ruleset_unreadable") from None


def _files(stored: bytes) -> dict[str, str]:
    files = parse_object(stored, limit_bytes=PACKAGE_BYTES)
    if canonical_bytes(files) != stored:
        raise Malformed("not_canonical")
    return {name: str(text) for name, text in files.items()}


def _about(files: Mapping[str, str]) -> list[object]:
    about = tomllib.loads(files.get(ABOUT, ""))
    return [about.get(name) for name in ("id", "version", "issued_on")]


def _record(row: RecordRow) -> RulesetRecord:
    hash_, id_, version, issued_on, origin, stored_at = row
    at = datetime.fromisoformat(stored_at)
    return RulesetRecord(hash_, id_, version, issued_on, RulesetOrigin(origin), at)
