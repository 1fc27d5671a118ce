"""What the journal says about rulesets: whose are trusted here, and which was installed last.

Both stand in entries of kind `access`. An entry counts only when whoever signed it is a penyelia,
and trust only with the second penyelia's co-signature: both are checked at every reading.

Basis: SRC-FORMAT, "Signed ruleset".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from posko_app.domain.records import OfficerRecord
from posko_app.errors import OperatorError
from posko_app.services.session import OfficerKeys, require_penyelia
from posko_app.store.journal import NewEntry
from posko_app.store.statements import StoredEntry
from posko_app.store.units import ReadUnit, WriteUnit
from sync.protocol.canonical import Json, JsonObject, Malformed
from sync.protocol.entry import Kind, open_part
from sync.protocol.ids import HASH_HEX, is_hex
from sync.protocol.people import Role
from sync.protocol.publishers import TRUST_PUBLISHER, PublisherTrust

RULESET_INSTALLED = "ruleset_installed"


@dataclass(frozen=True, slots=True)
class Installation:
    """What an entry about an installed ruleset says."""

    ruleset: str  # hash, 64 hex
    version: str
    publisher: str  # fingerprint, 64 hex

    def facts(self) -> dict[str, Json]:
        """Give the facts part of the entry."""
        return {
            "action": RULESET_INSTALLED,
            "ruleset": self.ruleset,
            "version": self.version,
            "publisher": self.publisher,
        }


def trusted_publishers(unit: ReadUnit) -> frozenset[str]:
    """Give the fingerprints of the publishers that two penyelia have confirmed."""
    penyelia = _penyelia(unit)
    return frozenset(
        trust.fingerprint
        for signer, facts in _stated(unit, TRUST_PUBLISHER, penyelia)
        if (trust := _trust(facts)) is not None and _has_second(trust, signer, penyelia)
    )


def installed_rulesets(unit: ReadUnit) -> tuple[str, ...]:
    """Give the hashes of what was installed, the last one first."""
    stated = _stated(unit, RULESET_INSTALLED, _penyelia(unit))
    hashes = [facts.get("ruleset") for _, facts in stated]
    return tuple(cast("str", one) for one in reversed(hashes) if is_hex(one, HASH_HEX))


def require_second(unit: ReadUnit, first: OfficerKeys, second: OfficerKeys) -> None:
    """Let pass only a second penyelia who is somebody else.

    Raises:
        OperatorError: `ruleset.second_same`, `ruleset.second_not_penyelia`.
        MachineError: `vault.key_file_changed`.
    """
    if second.person == first.person:
        raise OperatorError("ruleset.second_same")
    try:
        require_penyelia(unit, second)
    except OperatorError as refused:
        raise OperatorError("ruleset.second_not_penyelia") from refused


def state_trust(
    unit: WriteUnit, publisher: bytes, *, subject: str, officers: tuple[OfficerKeys, OfficerKeys]
) -> None:
    """State that a publisher is trusted: one officer signs the entry, the other its facts."""
    signer, second = officers
    trust = PublisherTrust(publisher.hex()).cosigned_by(second.sign)
    _state(unit, trust.facts(), subject=subject, signer=signer)


def state_installation(
    unit: WriteUnit, installation: Installation, *, subject: str, signer: OfficerKeys
) -> None:
    """State that a ruleset is in use from now on."""
    _state(unit, installation.facts(), subject=subject, signer=signer)


def _state(unit: WriteUnit, facts: JsonObject, *, subject: str, signer: OfficerKeys) -> None:
    unit.append(NewEntry(Kind.ACCESS, subject, {"facts": facts}, signer=signer))


def _penyelia(unit: ReadUnit) -> Mapping[str, OfficerRecord]:
    return {r.fingerprint: r for r in unit.officers() if r.role == Role.PENYELIA}


def _stated(
    unit: ReadUnit, action: str, penyelia: Mapping[str, OfficerRecord]
) -> Iterable[tuple[OfficerRecord, JsonObject]]:
    for stored in unit.entries_of(Kind.ACCESS):
        signer, facts = penyelia.get(stored.signer), _facts(stored)
        if signer is not None and facts.get("action") == action:
            yield signer, facts


def _facts(stored: StoredEntry) -> JsonObject:
    part = stored.entry.parts.get("facts")
    return {} if part is None else open_part(part)


def _trust(facts: JsonObject) -> PublisherTrust | None:
    try:
        return PublisherTrust.from_facts(facts)
    except Malformed:
        return None


def _has_second(
    trust: PublisherTrust, signer: OfficerRecord, penyelia: Mapping[str, OfficerRecord]
) -> bool:
    others = (record for record in penyelia.values() if record.person != signer.person)
    return any(trust.is_cosigned_by(bytes.fromhex(record.sign_key)) for record in others)
