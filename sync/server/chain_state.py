"""What the centre remembers of a device's chain, so that no push reads the chain again.

The head is the newest entry itself; the book of signers is a few rows, kept as entries change it.

Basis: SRC-FORMAT, "People".
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from sync.protocol.chain import ChainChecker
from sync.protocol.entry import Entry, Kind, fingerprint, open_part
from sync.protocol.people import Action, OfficerStatement, Role, Signer, SignerBook
from sync.server.models import ChainSigner, Device, Officer
from sync.server.models import Entry as EntryRow

OfficerState = Officer.OfficerState


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
    head = head_of(device.fingerprint, device.epoch)
    if head is not None:
        checker.epoch, (checker.seq, checker.hash) = device.epoch, head
    return checker


def head_of(device: str, epoch: str) -> tuple[int, str] | None:
    """Give seq and hash of the newest entry of a chain."""
    rows = EntryRow.objects.filter(device=device, epoch=epoch).order_by("-seq")
    return rows.values_list("seq", "hash").first()


def remember(device: Device, before: Mapping[str, Signer], checker: ChainChecker) -> None:
    """Keep what a batch changed about a chain: its epoch, and who may sign in it."""
    if checker.epoch and device.epoch != checker.epoch:
        device.epoch = checker.epoch
        device.save(update_fields=["epoch"])
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
