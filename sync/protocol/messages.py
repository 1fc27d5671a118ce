"""What device and centre say to each other: one struct for each request and each answer.

On the wire a message is MessagePack, deflated (`sync.protocol.codec`). A reader passes over
fields it does not know, so a newer side may add some; none is ever reused or retyped. Times are
Unix milliseconds by the clock of the side that says them. Hashes and fingerprints are 64 hex.

Basis: SRC-FORMAT, "Requests" and "Feeds and log at the centre".
"""

import re
from collections.abc import Mapping
from enum import StrEnum

import msgspec

from sync.protocol.entry import Entry

WIRE_VERSION = 1
SHARED = "shared"  # the feed of rulesets, lists, officers, watch entries, tags and heads
FEED = re.compile(r"[a-z0-9-]{1,32}")
PATH_PREFIX = "/sync/v1/"


def is_feed(text: object) -> bool:
    """Say whether this names a feed: a post's id, or the shared one."""
    return isinstance(text, str) and FEED.fullmatch(text) is not None


def is_post(text: object) -> bool:
    """Say whether this may name a post, and so the feed of its devices."""
    return is_feed(text) and text != SHARED


class State(StrEnum):
    """What the centre made of an entry. Both are stored for ever."""

    STORED = "stored"
    QUARANTINED = "quarantined"  # kind, version or content unknown here; a person looks


class WireEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """An entry as it travels: the bytes that were signed, and the parts that are left."""

    header: bytes
    signature: bytes
    parts: dict[str, bytes]
    erased: dict[str, str] = {}  # part name -> id of the erasure entry that took it

    @property
    def entry(self) -> Entry:
        """The entry these bytes make; nothing is checked yet."""
        return Entry(self.header, self.signature, self.parts)


class PlacedEntry(msgspec.Struct, frozen=True):
    """An entry at its position in a feed; positions count from 1 without gaps."""

    position: int
    entry: WireEntry


class SignedCheckpoint(msgspec.Struct, frozen=True):
    """The RFC 8785 bytes of a checkpoint and the centre's signature (64 bytes) over them."""

    body: bytes
    signature: bytes


class Leaves(msgspec.Struct, frozen=True):
    """Leaf hashes of consecutive positions: `hashes` is 32 bytes each, the first at `start`."""

    feed: str
    start: int
    hashes: bytes


class ChainHead(msgspec.Struct, frozen=True):
    """How far the centre holds a device's chain in one epoch."""

    device: str
    epoch: str
    seq: int
    hash: str


class FeedShown(msgspec.Struct, frozen=True):
    """How far a device has verified a feed, with the checkpoint that proves it."""

    feed: str
    generation: int
    size: int
    checkpoint: SignedCheckpoint | None = None  # none before the first


class Wanted(msgspec.Struct, frozen=True):
    """Positions that a centre in rebuild lacks: `start` up to and with `end`."""

    feed: str
    start: int
    end: int


class EnrolRequest(msgspec.Struct, frozen=True):
    """A device shows the code's secret and states itself: its newest `device` entry."""

    secret: bytes
    entry: WireEntry
    v: int = WIRE_VERSION


class HeadsRequest(msgspec.Struct, frozen=True):
    """Where the device stands: its signed head statement and the feeds it verified."""

    head: bytes
    feeds: list[FeedShown]
    at_ms: int
    program: str  # the client's version
    waiting: int  # entries that wait to be sent
    v: int = WIRE_VERSION


class PushRequest(msgspec.Struct, frozen=True):
    """Entries in chain order; `sizes` says up to where the device knows each feed's leaves."""

    entries: list[WireEntry]
    sizes: dict[str, int]
    v: int = WIRE_VERSION


class PullRequest(msgspec.Struct, frozen=True):
    """Asks for the entries of a feed after a position, about so many bytes of them."""

    feed: str
    after: int
    limit_bytes: int
    sizes: dict[str, int]
    v: int = WIRE_VERSION


class LeavesRequest(msgspec.Struct, frozen=True):
    """Asks for leaf hashes only, where more than a few thousand are missing."""

    feed: str
    size: int  # what the device has verified; leaves follow from `size + 1`
    v: int = WIRE_VERSION


class ChallengeRequest(msgspec.Struct, frozen=True):
    """Asks the centre to prove that it still has the data at these places."""

    nonce: bytes  # 32 random bytes
    places: list[tuple[str, int]]  # feed and position
    v: int = WIRE_VERSION


class KeysRequest(msgspec.Struct, frozen=True):
    """Asks which keys of the centre came after one; by whoever finds another key in force."""

    known: str  # fingerprint of the key the device knows
    v: int = WIRE_VERSION


class OfferRequest(msgspec.Struct, frozen=True):
    """Gives a centre in rebuild what the device holds of a feed, at the positions it had."""

    feed: str
    entries: list[PlacedEntry]
    v: int = WIRE_VERSION


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What every answer carries: the centre's time, the next nonce, both feeds' checkpoints."""

    at_ms: int
    nonce: str
    checkpoints: list[SignedCheckpoint] = []
    v: int = WIRE_VERSION


class EnrolAnswer(Answer, frozen=True, kw_only=True):
    """The device is enrolled; from now on only this centre's signature counts."""

    sign_key: bytes  # the centre's Ed25519 public key, 32 bytes
    seal_key: bytes  # its X25519 public key, for packages
    deployment: str
    post: str
    lease_secret: bytes  # 32 bytes, shared by device and centre; checks codes given by phone
    lease_until_ms: int
    earlier_keys: list[bytes] = []  # what it signed with before, the oldest first


class HeadsAnswer(Answer, frozen=True, kw_only=True):
    """What the centre holds of this device, and what it lacks if it is being rebuilt."""

    heads: list[ChainHead]  # every epoch of this device
    lease_until_ms: int
    wanted: list[Wanted] = []
    generations: dict[str, int] = {}  # feeds that a person opened anew


class PushResult(msgspec.Struct, frozen=True):
    """Where an entry of the batch stands in the post's feed; the same answer at every try."""

    id: str
    position: int
    state: State


class Stopped(msgspec.Struct, frozen=True):
    """The first entry that broke chain or signature; nothing after it was looked at."""

    id: str
    code: str


class PushAnswer(Answer, frozen=True, kw_only=True):
    """One result for each entry taken, in order, and the leaves since the device's sizes."""

    results: list[PushResult]
    leaves: list[Leaves]  # left out for a feed that lacks too many: ask for them alone
    stopped: Stopped | None = None


class PullAnswer(Answer, frozen=True, kw_only=True):
    """A page of a feed: consecutive positions after the one asked for."""

    feed: str
    entries: list[PlacedEntry]
    leaves: list[Leaves]
    more: bool


class LeavesAnswer(Answer, frozen=True, kw_only=True):
    """A page of leaves, the checkpoint at its end, and how the newest one follows from `size`."""

    leaves: Leaves
    reached: SignedCheckpoint  # of the size at the page's end
    consistency: list[bytes]  # RFC 6962, from the asked size to the newest checkpoint


class ChallengeAnswer(Answer, frozen=True, kw_only=True):
    """One SHA-256 for each place asked, in order; empty where the centre has nothing."""

    proofs: list[bytes]


class KeysAnswer(Answer, frozen=True, kw_only=True):
    """The announcements from the known key to the newest; empty where none lead there."""

    entries: list[WireEntry]


class OfferAnswer(Answer, frozen=True, kw_only=True):
    """How far the rebuild came, and what is still wanted; empty once it is done."""

    size: int
    wanted: list[Wanted] = []


ENDPOINTS: Mapping[str, tuple[type[msgspec.Struct], type[Answer]]] = {
    "enrol": (EnrolRequest, EnrolAnswer),
    "heads": (HeadsRequest, HeadsAnswer),
    "push": (PushRequest, PushAnswer),
    "pull": (PullRequest, PullAnswer),
    "leaves": (LeavesRequest, LeavesAnswer),
    "challenge": (ChallengeRequest, ChallengeAnswer),
    "offer": (OfferRequest, OfferAnswer),
    "keys": (KeysRequest, KeysAnswer),
}
"""What is asked and answered at each path, which is `PATH_PREFIX` and the name."""


class PackedRequest(msgspec.Struct, frozen=True):
    """One request of a package: the name and the bytes it would have on the line."""

    name: str
    body: bytes


class PackageRequest(msgspec.Struct, frozen=True):
    """What a package from a device holds; a pull or leaves request asks for all there is."""

    requests: list[PackedRequest]
    v: int = WIRE_VERSION


class PackedAnswer(msgspec.Struct, frozen=True):
    """One answer of a package: the request's name, and status and bytes as on the line."""

    name: str
    status: int
    body: bytes
    asked: bytes = b""  # a challenge's body comes back, for the device keeps none


class PackageAnswer(msgspec.Struct, frozen=True):
    """What the package coming back holds; several answers to a pull or leaves request."""

    to: bytes  # SHA-256 of the package that is answered
    answers: list[PackedAnswer]
    v: int = WIRE_VERSION


class Refusal(StrEnum):
    """Why a request was refused; the client has a sentence for each."""

    NONCE_EXPIRED = "nonce_expired"  # try again at once with the nonce given here
    SIGNATURE_INVALID = "signature_invalid"
    CENTRE_DIFFERS = "centre_differs"
    DEPLOYMENT_DIFFERS = "deployment_differs"
    DEVICE_UNKNOWN = "device_unknown"
    DEVICE_REVOKED = "device_revoked"
    DEVICE_SUSPENDED = "device_suspended"  # its chain forked; a person at the centre decides
    CODE_INVALID = "code_invalid"
    CODE_USED = "code_used"
    CODE_EXPIRED = "code_expired"
    POST_DIFFERS = "post_differs"
    BODY_MALFORMED = "body_malformed"
    TOO_LARGE = "too_large"
    VERSION_UNKNOWN = "version_unknown"
    FEED_UNKNOWN = "feed_unknown"
    REBUILDING = "rebuilding"  # no new position is given until the log is whole again
    BUSY = "busy"
    CENTRE_FAULT = "centre_fault"


class Refused(Answer, frozen=True, kw_only=True):
    """An answer that did nothing; it is signed like any other."""

    code: str
    detail: str = ""
