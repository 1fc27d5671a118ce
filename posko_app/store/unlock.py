"""From a passphrase to an open store: making a key file, unlocking it, changing its slots.

Every function gives a new key file and writes nothing; the caller puts it on disk with
`write_key_file` and then states the fact in the journal. When the process ends between the two, a
slot stands without an officer statement: its holder can read but nothing he signs is valid, so
the store finishes the statement or drops the slot (`drop_slot`) at the next start.
"""

import hmac
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from posko_app.domain.text import clean_line
from posko_app.errors import Defect, MachineError, OperatorError
from posko_app.store.attempts import Attempts
from posko_app.store.escrow import Custodian, seal_to
from posko_app.store.kdf import KdfPolicy
from posko_app.store.keyfile import KeyFile, Mac, Slot
from posko_app.store.keyfile_codec import maced_bytes
from posko_app.store.keyfile_disk import read_key_file
from posko_app.store.slot import (
    Lock,
    OfficerKeys,
    close_box,
    make_slot,
    new_officer,
    open_box,
    open_store_key,
)
from posko_app.store.storekey import StoreKey, new_store_key
from sync.protocol.entry import Deployment
from sync.protocol.ids import RandomBytes, new_subject
from sync.protocol.people import Role

ATTEMPTS = "attempts.json"
NAME_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Unlocked:
    """An officer, the store key he reached, and the key file it was reached through."""

    officer: OfficerKeys
    store_key: StoreKey
    key_file: KeyFile
    unsound: tuple[str, ...] = ()  # copies of the key file to be mended, by file name
    misses: int = 0  # tries in a row that failed, or were cut short, before this one


@dataclass(frozen=True, slots=True)
class NewOfficer:
    """Somebody who shall get a slot."""

    name: str
    role: Role
    passphrase: str = field(repr=False)


def create_key_file(
    first: NewOfficer,
    *,
    deployment: Deployment,
    post: str,
    policy: KdfPolicy,
    random_bytes: RandomBytes,
    custodians: Sequence[Custodian] = (),
) -> Unlocked:
    """Make a new store's key, its first officer and, when given, the custodians' seals."""
    store_key = new_store_key(random_bytes)
    store_id = new_subject(random_bytes)
    officer = new_officer(_name(first.name), first.role, random_bytes)
    lock = Lock(store_id, first.passphrase, policy)
    key_file = KeyFile(
        store_id=store_id,
        deployment=deployment,
        post=post,
        revision=0,
        slots=(make_slot(officer, lock, store_key=store_key, random_bytes=random_bytes),),
        escrow=tuple(seal_to(custodian, store_key, store_id=store_id) for custodian in custodians),
        macs=(),
    )
    return Unlocked(officer, store_key, _next_revision(key_file, store_key))


def unlock(
    directory: Path,
    *,
    passphrase: str,
    policy: KdfPolicy,
    now: datetime,
    officer: str | None = None,
) -> Unlocked:
    """Open an officer's slot and with it the store key; take about a second.

    Args:
        directory: where the key file's copies and the wrong tries stand.
        passphrase: as typed.
        policy: the bounds within which a slot's cost is believed.
        now: aware, for the wait after wrong tries.
        officer: person id or name; None will do where only one officer has a slot.

    Raises:
        OperatorError: `vault.choose_officer`, `vault.unknown_officer`, `vault.wait` (seconds),
            `vault.wrong_passphrase`, `vault.key_file_newer`.
        MachineError: `vault.key_file_missing`, `vault.key_file_damaged`, `vault.key_file_changed`,
            `vault.kdf_refused`.
    """
    found = read_key_file(directory)
    slot = _chosen(found.key_file, officer)
    attempts = Attempts(directory / ATTEMPTS)
    _require_waited(attempts, slot.person, now)
    misses = attempts.misses(slot.person)
    attempts.note_miss(slot.person, now=now)  # before trying: ending the process gains no try
    unlocked = open_slot(found.key_file, slot, passphrase=passphrase, policy=policy)
    attempts.clear(slot.person)
    return replace(unlocked, unsound=found.unsound, misses=misses)


@contextmanager
def counted_try(directory: Path, person: str, *, now: datetime) -> Iterator[None]:
    """Let somebody who is in try a passphrase; a wrong one counts as at the lock page.

    Raises:
        OperatorError: `vault.wait` (seconds), too soon after the last wrong try.
    """
    attempts = Attempts(directory / ATTEMPTS)
    _require_waited(attempts, person, now)
    try:
        yield
    except OperatorError:
        attempts.note_miss(person, now=now)
        raise
    attempts.clear(person)


def open_slot(key_file: KeyFile, slot: Slot, *, passphrase: str, policy: KdfPolicy) -> Unlocked:
    """Open one slot of a key file and prove the whole file with the key found in it.

    Raises:
        OperatorError: `vault.wrong_passphrase`.
        MachineError: `vault.key_file_changed`, `vault.kdf_refused`.
    """
    officer = open_box(slot, Lock(key_file.store_id, passphrase, policy))
    store_key = open_store_key(
        slot, officer, store_id=key_file.store_id, generation=key_file.generation
    )
    _require_genuine(key_file, store_key)
    return Unlocked(officer, store_key, key_file)


def refreshed(directory: Path, unlocked: Unlocked) -> Unlocked:
    """Give the same unlocked officer with the key file as it now stands on disk.

    Raises:
        MachineError: `vault.key_file_changed`, or as `read_key_file`.
    """
    found = read_key_file(directory)
    _require_genuine(found.key_file, unlocked.store_key)
    return replace(unlocked, key_file=found.key_file, unsound=found.unsound)


def add_officer(
    unlocked: Unlocked, new: NewOfficer, *, policy: KdfPolicy, random_bytes: RandomBytes
) -> tuple[KeyFile, OfficerKeys]:
    """Give somebody new a slot; his keys come back so that he can co-sign his own statement.

    Raises:
        OperatorError: `vault.only_penyelia`, `vault.name_taken`, `vault.name_empty`.
    """
    if unlocked.officer.role is not Role.PENYELIA:
        raise OperatorError("vault.only_penyelia")
    before = unlocked.key_file
    officer = new_officer(_name(new.name), new.role, random_bytes)
    if before.slot_named(officer.name) is not None:
        raise OperatorError("vault.name_taken")
    lock = Lock(before.store_id, new.passphrase, policy)
    slot = make_slot(officer, lock, store_key=unlocked.store_key, random_bytes=random_bytes)
    after = replace(before, slots=(*before.slots, slot))
    return _next_revision(after, unlocked.store_key), officer


def change_passphrase(
    unlocked: Unlocked, *, old: str, new: str, policy: KdfPolicy, random_bytes: RandomBytes
) -> KeyFile:
    """Close the officer's own box with another passphrase; his keys stay the same.

    Raises:
        OperatorError: `vault.wrong_passphrase`; the old one is not right.
        MachineError: `vault.kdf_refused`, `vault.no_memory`.
    """
    key_file, store_id = unlocked.key_file, unlocked.key_file.store_id
    slot = _slot_of(key_file, unlocked.officer.person)
    officer = open_box(slot, Lock(store_id, old, policy))
    closed = close_box(slot, officer, Lock(store_id, new, policy), random_bytes=random_bytes)
    slots = tuple(closed if item is slot else item for item in key_file.slots)
    return _next_revision(replace(key_file, slots=slots), unlocked.store_key)


def drop_slot(unlocked: Unlocked, person: str) -> KeyFile:
    """Take away a slot that never got its officer statement.

    This removes nobody who was ever introduced: such a person knows the store key.

    Raises:
        Defect: `vault.no_slot`; or `vault.own_slot`, which nobody takes from under himself.
    """
    if person == unlocked.officer.person:
        raise Defect("vault.own_slot")
    slot = _slot_of(unlocked.key_file, person)
    slots = tuple(item for item in unlocked.key_file.slots if item is not slot)
    return _next_revision(replace(unlocked.key_file, slots=slots), unlocked.store_key)


def _require_waited(attempts: Attempts, person: str, now: datetime) -> None:
    seconds = attempts.seconds_to_wait(person, now=now)
    if seconds:
        raise OperatorError("vault.wait", seconds=seconds)


def _chosen(key_file: KeyFile, officer: str | None) -> Slot:
    if officer is None:
        if len(key_file.slots) > 1:
            raise OperatorError("vault.choose_officer")
        return key_file.slots[0]
    slot = key_file.slot_of(officer) or key_file.slot_named(officer)
    if slot is None:
        raise OperatorError("vault.unknown_officer")
    return slot


def _slot_of(key_file: KeyFile, person: str) -> Slot:
    slot = key_file.slot_of(person)
    if slot is None:
        raise Defect("vault.no_slot")
    return slot


def _name(text: str) -> str:
    name = clean_line(text)
    if not name or len(name) > NAME_CHARACTERS:
        raise OperatorError("vault.name_empty")
    return name


def _next_revision(key_file: KeyFile, store_key: StoreKey) -> KeyFile:
    grown = replace(key_file, revision=key_file.revision + 1)
    return replace(grown, macs=(Mac(store_key.generation, store_key.mac(maced_bytes(grown))),))


def _require_genuine(key_file: KeyFile, store_key: StoreKey) -> None:
    expected = store_key.mac(maced_bytes(key_file))
    shown = [mac.mac for mac in key_file.macs if mac.generation == store_key.generation]
    if len(shown) != 1 or not hmac.compare_digest(shown[0], expected):
        raise MachineError("vault.key_file_changed")
