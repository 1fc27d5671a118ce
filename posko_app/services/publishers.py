"""What the journal says about rulesets: whose are trusted here, and which was installed last.

Both stand in entries of kind `access`. An entry counts only when whoever signed it was a penyelia
then, trust only with the co-signature of a second one, an installation only with the signature of
a publisher who was trusted by then: all is checked at every reading, nobody's word is taken.

Basis: SRC-FORMAT, "Signed ruleset".
"""

from dataclasses import dataclass
from typing import cast

from posko_app.errors import OperatorError
from posko_app.services.session import OfficerKeys, require_penyelia
from posko_app.store.journal import NewEntry
from posko_app.store.roles import Penyelia
from posko_app.store.units import ReadUnit, WriteUnit
from sync.protocol.canonical import Json, JsonObject, Malformed
from sync.protocol.entry import Kind
from sync.protocol.ids import HASH_HEX, is_hex
from sync.protocol.publishers import (
    RULESET_INSTALLED,
    TRUST_PUBLISHER,
    PublisherTrust,
    is_signed_ruleset,
)


@dataclass(frozen=True, slots=True)
class Installation:
    """What an entry about an installed ruleset says."""

    ruleset: str  # hash, 64 hex
    version: str
    publisher: str  # fingerprint, 64 hex
    signature: str  # the publisher's over the ruleset's hash, 128 hex

    def facts(self) -> dict[str, Json]:
        """Give the facts part of the entry."""
        return {
            "action": RULESET_INSTALLED,
            "ruleset": self.ruleset,
            "version": self.version,
            "publisher": self.publisher,
            "signature": self.signature,
        }


def trusted_publishers(unit: ReadUnit) -> frozenset[str]:
    """Give the fingerprints of the publishers that two penyelia have confirmed."""
    return frozenset(_read(unit).trusted)


def installed_rulesets(unit: ReadUnit) -> tuple[str, ...]:
    """Give the hashes of what was installed, the last one first."""
    return tuple(reversed(_read(unit).installed))


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


@dataclass(frozen=True, slots=True)
class _Access:
    """What can be believed of the entries so far."""

    trusted: dict[str, bytes]  # raw public key by fingerprint
    installed: list[str]  # hashes, in order


def _read(unit: ReadUnit) -> _Access:
    """Follow the journal: each entry counts by who its signers were when it was stated."""
    known, roles = _Access({}, []), unit.roles()
    for stored in unit.own_entries_of(Kind.ACCESS):
        penyelia = roles.penyelia(stored.position)
        if stored.signer not in penyelia:
            continue
        facts = stored.facts
        match facts.get("action"):
            case str(action) if action == TRUST_PUBLISHER:
                _believe_trust(known, facts, penyelia, signer=stored.signer)
            case str(action) if action == RULESET_INSTALLED:
                _believe_installation(known, facts)
    return known


def _believe_trust(known: _Access, facts: JsonObject, penyelia: Penyelia, *, signer: str) -> None:
    try:
        trust = PublisherTrust.from_facts(facts)
    except Malformed:
        return
    person = penyelia[signer].person
    others = (bytes.fromhex(p.sign_key) for p in penyelia.values() if p.person != person)
    if any(map(trust.is_cosigned_by, others)):
        known.trusted[trust.fingerprint] = bytes.fromhex(trust.publisher_key)


def _believe_installation(known: _Access, facts: JsonObject) -> None:
    """Believe only what a publisher who was trusted by then has signed."""
    ruleset, signature = facts.get("ruleset"), facts.get("signature")
    publisher = known.trusted.get(str(facts.get("publisher")))
    if publisher is None or not isinstance(ruleset, str) or not is_hex(ruleset, HASH_HEX):
        return
    if not is_hex(signature, 2 * HASH_HEX):
        return
    signed = bytes.fromhex(cast("str", signature))
    if is_signed_ruleset(ruleset, signature=signed, publisher=publisher):
        known.installed.append(ruleset)
