"""The table of watched contacts: what the entries of kind `watch` fold to, in journal order."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from posko_app.domain.contact_keys import contact_key
from posko_app.domain.watch import WatchAction, WatchEntry, WatchStatement, fold_watch
from posko_app.errors import OperatorError
from posko_app.store.connection import Connection
from posko_app.store.queries import day_of
from posko_app.store.roles import Roles, roles_of
from posko_app.store.statements import Stated, entries_about, stated_by
from sync.protocol.canonical import Json
from sync.protocol.entry import Kind

COLUMNS = (
    *("subject", "position", "contact", "contact_key", "name", "ground", "owner", "case_ref"),
    *("added_on", "expires_on", "contested", "ended", "signer"),
)
_NAMES = ", ".join(COLUMNS)
_MARKS = ", ".join("?" * len(COLUMNS))
_CHANGES = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS[1:])
PUT = (
    f"INSERT INTO watch ({_NAMES}) VALUES ({_MARKS})"  # noqa: S608 - our columns
    f" ON CONFLICT (subject) DO UPDATE SET {_CHANGES}"
)
SELECT = f"SELECT {_NAMES} FROM watch WHERE subject = ?"  # noqa: S608
FORGET = "DELETE FROM watch WHERE subject = ?"
ALL = (
    "SELECT w.subject, w.contact, w.ground, w.owner, w.case_ref, w.added_on, w.expires_on,"
    " w.contested, w.ended, o.name, w.name"
    " FROM watch w LEFT JOIN officers o ON o.fingerprint = w.signer ORDER BY w.position DESC"
)
HIT = (
    "SELECT subject, position FROM watch WHERE contact_key = ? AND ended = 0 AND expires_on >= ?"
    " ORDER BY position LIMIT 1"
)

ANYBODYS = frozenset({WatchAction.CONTEST})

Row = tuple[str | int | None, ...]
Text = str | None
EntryRow = tuple[str, Text, str, str, Text, str, str, int, int, Text, Text]


def state_watch(connection: Connection, subject: str) -> None:
    """Bring the row of a watched contact up to what its entries say.

    Raises:
        OperatorError: `store.no_such_watch`, what was said is about nothing that was added.
    """
    if not refold_watch(connection, subject):
        raise OperatorError("store.no_such_watch")


def refold_watch(connection: Connection, subject: str) -> bool:
    """Write or remove a row as its entries have it now; False when nothing is left of it."""
    row = folded_watch(connection, subject)
    if row is None:
        connection.execute(FORGET, (subject,))
        return False
    connection.execute(PUT, row)
    return True


def folded_watch(connection: Connection, subject: str) -> Row | None:
    """Fold the entries about one contact into its row; None when it was never added.

    What only a penyelia may do counts only where one of that laptop did it, whatever program
    wrote it.
    """
    roles: dict[str, Roles] = {}
    said: list[tuple[Stated, WatchStatement]] = []
    for entry in entries_about(connection, subject, Kind.WATCH.value):
        stated, device = stated_by(entry), entry.entry.header.device
        told = _statement(stated)
        if told is None:
            continue
        if told.action not in ANYBODYS and device not in roles:
            roles[device] = roles_of(connection, device)
        if told.action in ANYBODYS or stated.signer in roles[device].penyelia(stated.position):
            said.append((stated, told))
    folded = fold_watch(told for _, told in said)
    return _row(folded[0], said) if folded else None


def stored_watch(connection: Connection, subject: str) -> Row | None:
    """Read a row back."""
    row: Row | None = connection.execute(SELECT, (subject,)).fetchone()
    return row


def watch_entries(connection: Connection) -> tuple[WatchEntry, ...]:
    """Give every contact ever watched, the newest first."""
    return tuple(_entry(row) for row in connection.execute(ALL).fetchall())


def watch_hit(connection: Connection, keys: Iterable[str], on: date) -> str | None:
    """Give the subject of the oldest entry that matches on a day; contested ones match too."""
    found: list[tuple[str, int]] = []
    for key in keys:
        found += connection.execute(HIT, (key, on.isoformat())).fetchall()
    return min(found, key=lambda hit: hit[1])[0] if found else None


def _statement(stated: Stated) -> WatchStatement | None:
    """Read what an entry does; None for an act of a newer program, and where facts are erased."""
    facts = stated.contents.get("facts", {})
    action = _text(facts.get("action"))
    if action is None or action not in set(WatchAction):
        return None
    identity, contacts = stated.contents.get("identity", {}), stated.contents.get("contacts", {})
    return WatchStatement(
        subject=stated.subject,
        action=WatchAction(action),
        recorded_at=datetime.fromisoformat(stated.recorded_at),
        officer=stated.signer,
        ground=_text(facts.get("ground")) or "",
        owner=_text(facts.get("owner")) or "",
        case_ref=_text(identity.get("case_ref")),
        contact=_text(contacts.get("contact")),
        name=_text(contacts.get("name")),
        expires_on=day_of(facts.get("expires_on")),
        keep=facts.get("keep") is not False,
    )


def _row(entry: WatchEntry, said: Sequence[tuple[Stated, WatchStatement]]) -> Row:
    added = next(s for s, told in said if told.action is WatchAction.ADD and told.expires_on)
    return (
        entry.subject,
        added.position,
        entry.contact,
        None if entry.contact is None else contact_key(entry.contact),
        entry.name,
        entry.ground,
        entry.owner,
        entry.case_ref,
        entry.added_on.isoformat(),
        entry.expires_on.isoformat(),
        int(entry.contested),
        int(entry.ended),
        added.signer,
    )


def _entry(row: EntryRow) -> WatchEntry:
    subject, contact, ground, owner, case_ref, added_on, expires_on = row[:7]
    contested, ended, officer, name = row[7:]
    return WatchEntry(
        subject=subject,
        contact=contact,
        ground=ground,
        owner=owner,
        case_ref=case_ref,
        added_on=date.fromisoformat(added_on),
        expires_on=date.fromisoformat(expires_on),
        contested=contested == 1,
        ended=ended == 1,
        officer=officer,
        name=name,
    )


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) else None
