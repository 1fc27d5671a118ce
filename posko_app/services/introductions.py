"""Stating who may sign here: the device, its first officer, everybody added later, and guessing.

These run inside a write transaction; the table of officers is brought up in the same one.
"""

from posko_app.domain.records import OfficerRecord, OfficerState
from posko_app.store.journal import NewEntry
from posko_app.store.slot import OfficerKeys
from posko_app.store.units import WriteUnit
from sync.protocol.canonical import JsonObject
from sync.protocol.entry import Kind
from sync.protocol.people import Action, DeviceStatement, OfficerStatement


def state_device_and_first(unit: WriteUnit, first: OfficerKeys) -> None:
    """State this laptop (seq 1) and its first officer, who adds himself (seq 2)."""
    device = unit.shared.journal.device
    statement = DeviceStatement(
        sign_key=device.sign.public_key().public_bytes_raw().hex(),
        seal_key=device.seal.public_key().public_bytes_raw().hex(),
        post=device.post,
        deployment=device.deployment.value,
    )
    facts = {"facts": statement.facts()}
    unit.append(NewEntry(Kind.DEVICE, device.fingerprint, facts, signer=device))
    state_officer(unit, first, adder=first)


def state_officer(unit: WriteUnit, newcomer: OfficerKeys, *, adder: OfficerKeys) -> OfficerRecord:
    """State that somebody may sign from now on; the newcomer co-signs, the adder signs."""
    statement = OfficerStatement(
        action=Action.ADD,
        person=newcomer.person,
        role=newcomer.role,
        sign_key=newcomer.sign_key.hex(),
        seal_key=newcomer.seal_key.hex(),
    ).cosigned_by(newcomer.sign)
    parts: dict[str, JsonObject] = {
        "facts": statement.facts(),
        "identity": {"name": newcomer.name},
    }
    unit.append(NewEntry(Kind.OFFICER, newcomer.person, parts, signer=adder))
    record = OfficerRecord(
        fingerprint=newcomer.fingerprint,
        person=newcomer.person,
        name=newcomer.name,
        role=newcomer.role.value,
        sign_key=statement.sign_key,
        seal_key=statement.seal_key,
        added_by=adder.fingerprint,
        confirmed=False,
        state=OfficerState.ACTIVE,
    )
    unit.put_officer(record)
    return record


def state_failed_unlocks(unit: WriteUnit, person: str, count: int) -> None:
    """Let the device state that tries of an officer's passphrase failed, so many in a row."""
    device = unit.shared.journal.device
    facts: JsonObject = {"what": "failed_unlocks", "person": person, "count": count}
    unit.append(NewEntry(Kind.SYSTEM, device.fingerprint, {"facts": facts}, signer=device))
