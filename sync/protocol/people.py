"""Who may sign what: officer statements, their co-signatures, and the book of known signers.

Basis: SRC-FORMAT, "People".
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Self, cast

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sync.protocol.canonical import Json, Malformed, canonical_bytes
from sync.protocol.entry import Header, Kind, fingerprint
from sync.protocol.ids import HASH_HEX, SUBJECT_HEX, is_hex

COSIGN_LABEL = b"posko/cosign/v1"
KEY_HEX = 64
DEVICE_KINDS = frozenset({Kind.DEVICE, Kind.SYSTEM})
EITHER_KINDS = frozenset({Kind.ERASURE})
CENTRE_KINDS = frozenset({Kind.RULESET, Kind.LIST, Kind.TAG, Kind.HEADS, Kind.CONFIRMATION})


class Role(StrEnum):
    """What an officer may do; only a penyelia adds people or exports names."""

    PETUGAS = "petugas"
    PENYELIA = "penyelia"


class Action(StrEnum):
    """What an officer statement says about a person."""

    ADD = "add"
    NEW_KEY = "new_key"
    REMOVE = "remove"
    ROLE = "role"


class NotIntroduced(ValueError):
    """Somebody signed who was not allowed to; `code` says which rule broke."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Cosignature:
    """A second person's signature over a statement (fingerprint and 128 hex)."""

    signer: str
    signature: str


@dataclass(frozen=True, slots=True)
class Cosigned(ABC):
    """A statement that a second person signs too; what he signs is all but the signatures."""

    cosign: tuple[Cosignature, ...] = field(default=(), kw_only=True)

    @abstractmethod
    def unsigned_facts(self) -> dict[str, Json]:
        """Give the facts that a co-signer signs: everything but the co-signatures."""

    def facts(self) -> dict[str, Json]:
        """Give the whole facts part of the entry."""
        cosign = [{"signer": c.signer, "signature": c.signature} for c in self.cosign]
        return self.unsigned_facts() | {"cosign": cast("list[Json]", cosign)}

    def cosigned_by(self, key: Ed25519PrivateKey) -> Self:
        """Give the statement with one more co-signature."""
        signature = key.sign(COSIGN_LABEL + canonical_bytes(self.unsigned_facts())).hex()
        signer = fingerprint(key.public_key().public_bytes_raw())
        return replace(self, cosign=(*self.cosign, Cosignature(signer, signature)))

    def is_cosigned_by(self, public_key: bytes) -> bool:
        """Say whether a valid co-signature of this key is among those given."""
        wanted = fingerprint(public_key)
        signed = COSIGN_LABEL + canonical_bytes(self.unsigned_facts())
        given = (c.signature for c in self.cosign if c.signer == wanted)
        return any(verifies(public_key, signature, signed) for signature in given)


@dataclass(frozen=True, slots=True)
class OfficerStatement(Cosigned):
    """The facts of an `officer` entry. Keys are raw public keys, 64 hex; `person` is 32 hex."""

    action: Action
    person: str
    role: Role
    sign_key: str
    seal_key: str

    def unsigned_facts(self) -> dict[str, Json]:
        """Give the facts that a co-signer signs: everything but the co-signatures."""
        return {
            "action": self.action.value,
            "person": self.person,
            "role": self.role.value,
            "sign_key": self.sign_key,
            "seal_key": self.seal_key,
        }

    @classmethod
    def from_facts(cls, facts: Mapping[str, Json]) -> "OfficerStatement":
        """Read the facts part of an `officer` entry.

        Raises:
            Malformed: a field is missing or has another form.
        """
        try:
            cosign = cast("Sequence[Mapping[str, str]]", facts.get("cosign", ()))
            statement = cls(
                action=Action(cast("str", facts["action"])),
                person=cast("str", facts["person"]),
                role=Role(cast("str", facts["role"])),
                sign_key=cast("str", facts["sign_key"]),
                seal_key=cast("str", facts["seal_key"]),
                cosign=tuple(Cosignature(c["signer"], c["signature"]) for c in cosign),
            )
            sound = is_hex(statement.person, SUBJECT_HEX)
            sound = sound and is_hex(statement.sign_key, KEY_HEX)
            sound = sound and is_hex(statement.seal_key, KEY_HEX)
        except (KeyError, TypeError, ValueError) as error:
            raise Malformed("officer_form") from error
        if not sound:
            raise Malformed("officer_form")
        return statement


@dataclass(frozen=True, slots=True)
class PreviousEpoch:
    """Where the chain stood, as far as was known, before a restore opened a new epoch."""

    epoch: str
    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class DeviceStatement:
    """The facts of a `device` entry: seq 1 of every epoch. Keys 64 hex."""

    sign_key: str
    seal_key: str
    post: str
    deployment: str
    previous: PreviousEpoch | None = None

    def facts(self) -> dict[str, Json]:
        """Give the facts part of the entry."""
        facts: dict[str, Json] = {
            "sign_key": self.sign_key,
            "seal_key": self.seal_key,
            "post": self.post,
            "deployment": self.deployment,
        }
        if self.previous is not None:
            before = self.previous
            facts["previous"] = {"epoch": before.epoch, "seq": before.seq, "hash": before.hash}
        return facts

    @classmethod
    def from_facts(cls, facts: Mapping[str, Json]) -> "DeviceStatement":
        """Read the facts part of a `device` entry (raises Malformed)."""
        try:
            statement = cls(
                sign_key=cast("str", facts["sign_key"]),
                seal_key=cast("str", facts["seal_key"]),
                post=cast("str", facts["post"]),
                deployment=cast("str", facts["deployment"]),
                previous=_previous_epoch(cast("Mapping[str, Json] | None", facts.get("previous"))),
            )
            sound = is_hex(statement.sign_key, KEY_HEX) and is_hex(statement.seal_key, KEY_HEX)
        except (KeyError, TypeError) as error:
            raise Malformed("device_form") from error
        if not sound:
            raise Malformed("device_form")
        return statement


@dataclass(frozen=True, slots=True)
class Signer:
    """A key that was introduced, whose it is, and whether it may still sign."""

    person: str
    role: Role
    sign_key: str
    active: bool = True


@dataclass(slots=True)
class SignerBook:
    """Every signer known so far in one device's chain, keyed by fingerprint.

    `elsewhere` names who was introduced in other chains, by the shared feed. A removal counts in
    the chain in which it stands: what a device signed before it heard of one stays valid, and the
    answer is the same whenever the chain is checked.
    """

    device_key: bytes | None = None
    deployment: str = ""
    signers: dict[str, Signer] = field(default_factory=dict)
    elsewhere: Mapping[str, Signer] = field(default_factory=dict)
    centre: bool = False  # the centre's own chain: it states what no post may

    @classmethod
    def of_centre(cls, sign_key: bytes) -> "SignerBook":
        """Give the book of a chain that only the centre with this public key signs."""
        return cls(device_key=sign_key, centre=True)

    def public_key(self, header: Header) -> bytes:
        """Give the public key that must have signed this entry.

        A kind that this version does not know may be signed by an officer or by the device.

        Raises:
            NotIntroduced: the signer is unknown, was removed, or may not sign this kind.
        """
        by_device = header.signer == header.device
        if by_device and self.device_key is not None and self._device_may(header.kind):
            return self.device_key
        if by_device or header.kind in DEVICE_KINDS | CENTRE_KINDS:
            raise NotIntroduced("signer_may_not")
        signer = self.signers.get(header.signer)
        if signer is not None and not signer.active:
            raise NotIntroduced("signer_removed")
        signer = signer or self.elsewhere.get(header.signer)
        if signer is None:
            raise NotIntroduced("signer_unknown")
        return bytes.fromhex(signer.sign_key)

    def _device_may(self, kind: str) -> bool:
        if kind in DEVICE_KINDS | EITHER_KINDS or kind not in tuple(Kind):
            return True
        return self.centre and kind in CENTRE_KINDS

    def introduce_device(self, header: Header, facts: Mapping[str, Json]) -> None:
        """Learn the device's key from seq 1 of an epoch.

        Raises:
            NotIntroduced: the key is not the one the header's device names, or the header
                says `training` where the statement says `live`.
            Malformed: the facts have another form.
        """
        statement = DeviceStatement.from_facts(facts)
        key = bytes.fromhex(statement.sign_key)
        if fingerprint(key) != header.device or header.seq != 1:
            raise NotIntroduced("device_key_differs")
        if statement.deployment != header.deployment:
            raise NotIntroduced("deployment_differs")
        self.device_key, self.deployment = key, statement.deployment

    def introduce_first(self, header: Header, statement: OfficerStatement) -> None:
        """Accept the first officer, who adds himself as penyelia.

        Raises:
            NotIntroduced: he is not the signer, not a penyelia, or somebody came before him.
        """
        own = fingerprint(bytes.fromhex(statement.sign_key)) == header.signer
        first = not self.signers and header.seq == 2
        if not (own and first and statement.role is Role.PENYELIA):
            raise NotIntroduced("first_officer")
        self._admit(header, statement)

    def introduce(self, header: Header, statement: OfficerStatement) -> None:
        """Accept what a penyelia says about a person.

        Raises:
            NotIntroduced: the signer is no penyelia, the key was introduced before, or the
                newcomer did not co-sign.
        """
        adder = self.signers.get(header.signer)
        if adder is None or not adder.active or adder.role is not Role.PENYELIA:
            raise NotIntroduced("adder_not_penyelia")
        self._admit(header, statement)

    def _admit(self, header: Header, statement: OfficerStatement) -> None:
        if header.subject != statement.person:
            raise NotIntroduced("person_differs")
        if statement.action in (Action.ADD, Action.NEW_KEY):
            key = fingerprint(bytes.fromhex(statement.sign_key))
            if key in self.signers:  # else an old statement, said again, would bring it back
                raise NotIntroduced("key_known")
            if not statement.is_cosigned_by(bytes.fromhex(statement.sign_key)):
                raise NotIntroduced("newcomer_did_not_cosign")
            self._retire(statement.person)
            self.signers[key] = Signer(statement.person, statement.role, statement.sign_key)
        elif statement.action is Action.REMOVE:
            self._retire(statement.person)
        else:
            self._change_role(statement.person, statement.role)

    def _retire(self, person: str) -> None:
        for key, signer in self.signers.items():
            if signer.person == person:
                self.signers[key] = replace(signer, active=False)

    def _change_role(self, person: str, role: Role) -> None:
        for key, signer in self.signers.items():
            if signer.person == person:
                self.signers[key] = replace(signer, role=role)


def _previous_epoch(found: Mapping[str, Json] | None) -> PreviousEpoch | None:
    if found is None:
        return None
    seq = found["seq"]
    if not isinstance(seq, int):
        raise TypeError("seq")
    return PreviousEpoch(cast("str", found["epoch"]), seq, cast("str", found["hash"]))


def verifies(public_key: bytes, signature: str, signed: bytes) -> bool:
    """Say whether a signature (128 hex) is this key's over these bytes; another form is not."""
    if not is_hex(signature, 2 * HASH_HEX):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(bytes.fromhex(signature), signed)
    except InvalidSignature:
        return False
    return True
