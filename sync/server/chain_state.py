"""What the centre remembers of a device's chain, so that no push reads the chain again.

The head is the newest entry itself; the book of signers is a few rows, kept as entries change it.

Basis: SRC-FORMAT, "People".
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from sync.protocol.chain import ChainChecker
from sync.protocol.entry import Entry, Kind, fingerprint, open_part
from sync.protocol.people import Action, DeviceStatement, OfficerStatement, Role, Signer, SignerBook
from sync.server.models import ChainSigner, Device, Feed, Officer, Part, Position
from sync.server.models import Entry as EntryRow

OfficerState = Officer.OfficerState
# As `placed_entries`, written out: every push asks, and building this query takes longer than it.
HEAD = """
SELECT e.seq, e.hash FROM centre_entry e
WHERE e.device = %s AND e.epoch = %s AND EXISTS (
  SELECT 1 FROM centre_position p JOIN centre_feed f
  ON f.id = p.feed_id AND f.generation = p.generation
  WHERE p.entry_id = e.id AND p.feed_id = %s)
ORDER BY e.seq DESC LIMIT 1
"""


@dataclass(slots=True)
class Elsewhere(Mapping[str, Signer]):
    """Who was introduced in other chains, looked up when a signature asks."""

    known: dict[str, Signer | None] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Signer:
        if key not in self.known:
            officer = Officer.objects.filter(key=key).first()
            self.known[key] = None if officer is None else _signer(officer)
        found = self.known[key]
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter([key for key, signer in self.known.items() if signer is not None])

    def __len__(self) -> int:
        return sum(signer is not None for signer in self.known.values())


def checker_of(device: Device) -> ChainChecker:
    """Give the checker that the device's next entry must pass."""
    book = SignerBook(
        device_key=bytes.fromhex(device.sign_key) if device.epoch else None,
        deployment=device.deployment if device.epoch else "",
        signers=dict(_signers_of(device.fingerprint)),
        elsewhere=Elsewhere(),
    )
    checker = ChainChecker(device.fingerprint, book)
    head = head_of(device)
    if head is not None:
        checker.epoch, (checker.seq, checker.hash) = device.epoch, head
    return checker


def head_of(device: Device) -> tuple[int, str] | None:
    """Give seq and hash of the newest entry of a device's chain, as its post's feed has it."""
    with connection.cursor() as cursor:
        cursor.execute(HEAD, [device.fingerprint, device.epoch, device.post_id])
        found = cursor.fetchone()
    return None if found is None else (found[0], found[1])


def device_of(fingerprint_: str, entry: Entry) -> Device:
    """Give a device whose entry came back; one enrolled after the backup is only as it stated."""
    known = Device.objects.filter(pk=fingerprint_).first()
    if known is not None:
        return known
    header = entry.header
    stated = newest_statement(fingerprint_)
    return Device(
        fingerprint=fingerprint_,
        post_id=stated.post if stated else "",
        sign_key=stated.sign_key if stated else "",
        deployment=header.deployment,
        epoch=newest_epoch(fingerprint_) if stated else "",
    )


def newest_epoch(device: str) -> str:
    """Give the epoch that a device's newest `device` entry opened; empty for none."""
    rows = EntryRow.objects.filter(device=device, kind=Kind.DEVICE.value).order_by("-id")
    return rows.values_list("epoch", flat=True).first() or ""


def newest_statement(device: str) -> DeviceStatement | None:
    """Give what a device said of itself at last, if that is still here."""
    newest = EntryRow.objects.filter(device=device, kind=Kind.DEVICE.value).order_by("-id")
    facts = Part.objects.filter(entry_id__in=newest.values("pk")[:1], name="facts")
    stored = facts.values_list("stored", flat=True).first()
    return None if stored is None else DeviceStatement.from_facts(open_part(bytes(stored)))


def placed_entries(device: Device) -> QuerySet[EntryRow]:
    """Give a device's entries that have a position in its post's feed.

    One may be known from the shared feed alone, after a rebuild; its chain is not yet that far.
    """
    positions = Position.objects.filter(
        entry_id=OuterRef("pk"),
        feed_id=device.post_id,
        generation=Feed.objects.filter(pk=device.post_id).values("generation")[:1],
    )
    return EntryRow.objects.filter(Exists(positions), device=device.fingerprint)


def remember(device: Device, before: Mapping[str, Signer], checker: ChainChecker) -> None:
    """Keep what a batch changed about a chain: its epoch, and who may sign in it."""
    if checker.epoch and device.epoch != checker.epoch:
        device.epoch = checker.epoch
        Device.objects.filter(pk=device.pk).update(epoch=checker.epoch)
    for key, signer in checker.book.signers.items():
        if before.get(key) != signer:
            ChainSigner.objects.update_or_create(
                device=device.fingerprint,
                key=key,
                defaults={
                    "sign_key": signer.sign_key,
                    "person": signer.person,
                    "role": signer.role.value,
                    "active": signer.active,
                },
            )


def project_officers(entries: Collection[Entry]) -> None:
    """Carry officer entries that were just accepted over to what all posts see."""
    for entry in entries:
        if entry.header.kind == Kind.OFFICER and "facts" in entry.parts:
            _project(entry, OfficerStatement.from_facts(open_part(entry.parts["facts"])))


def _project(entry: Entry, statement: OfficerStatement) -> None:
    device = entry.header.device
    own = Officer.objects.filter(device=device, person=statement.person)
    if statement.action is Action.ROLE:
        own.update(role=statement.role.value)
        return
    own.exclude(state=OfficerState.REVOKED).update(state=OfficerState.REMOVED)
    if statement.action in (Action.ADD, Action.NEW_KEY):
        Officer.objects.get_or_create(
            key=fingerprint(bytes.fromhex(statement.sign_key)),
            defaults={
                "sign_key": statement.sign_key,
                "person": statement.person,
                "device": device,
                "role": statement.role.value,
                "entry": entry.header.id,
            },
        )


def _signers_of(device: str) -> Iterator[tuple[str, Signer]]:
    for row in ChainSigner.objects.filter(device=device):
        yield row.key, Signer(row.person, Role(row.role), row.sign_key, active=row.active)


def _signer(officer: Officer) -> Signer:
    return Signer(officer.person, Role(officer.role), officer.sign_key)
