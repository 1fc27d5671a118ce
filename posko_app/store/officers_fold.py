"""Who may sign where, folded from the journal: the table of officers holds nothing else.

Each laptop's chain introduces its own people; the centre confirms keys or takes that back. All
count in journal order, in which the entries about people of one chain stand in that chain's order.

Basis: SRC-FORMAT, "People".
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from posko_app.domain.records import OfficerRecord, OfficerState
from posko_app.store import officer_rows
from posko_app.store.connection import Connection
from posko_app.store.readable import unreadable
from posko_app.store.roles import introduce
from sync.protocol.canonical import Malformed
from sync.protocol.entry import Entry, Kind, fingerprint, open_part
from sync.protocol.people import Action, OfficerStatement, Signer, SignerBook
from sync.protocol.statements import Confirmation, Confirmed, Verdict

INTRODUCING = frozenset({Action.ADD, Action.NEW_KEY})
ROWS = (
    "SELECT fingerprint, person, role, sign_key, state = 'active', name, seal_key, added_by,"
    " confirmed, device FROM officers"
)


@dataclass(frozen=True, slots=True)
class Introduced:
    """What the table says about a key, as far as a check compares it."""

    person: str
    role: str
    sign_key: str
    active: bool
    name: str | None
    seal_key: str
    added_by: str
    confirmed: bool
    device: str


class OfficersFold:
    """Takes the entries about people in journal order; says what the table must hold."""

    def __init__(self, *, own: str, centres: Collection[str]) -> None:
        """Begin with nobody; `own` and `centres` are the fingerprints of their chains."""
        self._own = own
        self._centres = centres
        self._books: dict[str, SignerBook] = {}
        self._rows: dict[str, Introduced] = {}

    def take(self, entry: Entry) -> None:
        """Take one entry into account, whatever its kind.

        Raises:
            Malformed, NotIntroduced, KeyError: it introduces nobody lawfully.
        """
        header = entry.header
        if header.kind == Kind.CONFIRMATION and header.device in self._centres:
            self._confirm(entry)
        elif header.kind in (Kind.DEVICE, Kind.OFFICER) and header.device not in self._centres:
            book = self._books.setdefault(header.device, SignerBook())
            introduce(book, entry)
            if header.kind == Kind.OFFICER:
                self._follow(entry, book)

    def differs(self, connection: Connection) -> bool:
        """Say whether the table of officers says something else than the journal."""
        expected = {
            (
                *(key, row.person, row.role, row.sign_key, int(row.active), row.name),
                *(row.seal_key, row.added_by, int(row.confirmed), row.device),
            )
            for key, row in self._rows.items()
        }
        return set(connection.execute(ROWS).fetchall()) != expected

    def _confirm(self, entry: Entry) -> None:
        found = None if unreadable(entry) else confirmation(entry)
        if found is not None and found.key in self._rows:
            confirmed = found.action is Verdict.CONFIRM
            self._rows[found.key] = replace(self._rows[found.key], confirmed=confirmed)

    def _follow(self, entry: Entry, book: SignerBook) -> None:
        device = entry.header.device
        statement = OfficerStatement.from_facts(open_part(entry.parts["facts"]))
        new = key_introduced(statement)
        for key, signer in book.signers.items():
            if signer.person != statement.person:
                continue
            row = self._rows.get(key)
            if row is not None and device not in (row.device, self._own):
                continue
            if key == new:
                self._rows[key] = _introduced(entry, statement, signer)
            elif row is not None and row.device == device:
                role = signer.role.value
                self._rows[key] = replace(row, role=role, active=signer.active)


def key_introduced(statement: OfficerStatement) -> str | None:
    """Give the fingerprint of the key that a statement introduces; None when it brings none."""
    if statement.action not in INTRODUCING:
        return None
    return fingerprint(bytes.fromhex(statement.sign_key))


def stated_name(entry: Entry) -> str | None:
    """Give the name that an officer's statement gives him; None when erased or unreadable."""
    identity = entry.parts.get("identity")
    try:
        name = None if identity is None else open_part(identity).get("name")
    except Malformed:
        return None
    return name if isinstance(name, str) else None


def confirmation(entry: Entry) -> Confirmation | None:
    """Read whom the centre confirms; None for a device, and where it cannot be read."""
    facts = entry.parts.get("facts")
    try:
        found = None if facts is None else Confirmation.from_facts(open_part(facts))
    except Malformed:
        return None
    return found if found is not None and found.what is Confirmed.OFFICER else None


def revoked_keys(entries: Iterable[Entry], centres: Collection[str]) -> frozenset[str]:
    """Give the keys of officers that a centre's newest word about them revokes.

    Args:
        entries: confirmations of anybody, in journal order.
        centres: fingerprints of the keys that this laptop's centre signs with.
    """
    newest: dict[str, Verdict] = {}
    for entry in entries:
        is_ours = entry.header.device in centres and not unreadable(entry)
        found = confirmation(entry) if is_ours else None
        if found is not None:
            newest[found.key] = found.action
    return frozenset(key for key, verdict in newest.items() if verdict is Verdict.REVOKE)


def put_introduced(connection: Connection, entry: Entry, signers: Mapping[str, Signer]) -> None:
    """Bring the table up to an officer entry of another laptop, whose chain has these signers."""
    device = entry.header.device
    statement = OfficerStatement.from_facts(open_part(entry.parts["facts"]))
    new = key_introduced(statement)
    for key, signer in signers.items():
        if signer.person != statement.person:
            continue
        if key == new and officer_rows.device_of(connection, key) in (None, device):
            record = _record(key, _introduced(entry, statement, signer))
            officer_rows.put_officer(connection, record, device=device)
        elif key != new:
            gone = OfficerState.REMOVED if new is None else OfficerState.REPLACED
            state = OfficerState.ACTIVE if signer.active else gone
            officer_rows.set_standing(
                connection, key, role=signer.role.value, state=state, device=device
            )


def _introduced(entry: Entry, statement: OfficerStatement, signer: Signer) -> Introduced:
    return Introduced(
        person=signer.person,
        role=signer.role.value,
        sign_key=signer.sign_key,
        active=signer.active,
        name=stated_name(entry),
        seal_key=statement.seal_key,
        added_by=entry.header.signer,
        confirmed=False,
        device=entry.header.device,
    )


def _record(key: str, row: Introduced) -> OfficerRecord:
    return OfficerRecord(
        fingerprint=key,
        person=row.person,
        name=row.name,
        role=row.role,
        sign_key=row.sign_key,
        seal_key=row.seal_key,
        added_by=row.added_by,
        confirmed=row.confirmed,
        state=OfficerState.ACTIVE,
        here=False,
    )
