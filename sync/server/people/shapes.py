"""What the JSON edge says: counts, states, fingerprints and proofs; of no person anything."""

from datetime import datetime

from ninja import Field, Schema


class Problem(Schema):
    """Why there is no answer."""

    detail: str


class Alive(Schema):
    """That the centre and its database answer."""

    alive: bool


class Checkpoint(Schema):
    """A feed's newest checkpoint: what an outside witness keeps.

    `body` is the RFC 8785 text that was signed, `signature` base64 Ed25519 over
    `posko/checkpoint/v1` and the body, by the key whose fingerprint the body names as `centre`.
    """

    body: str
    signature: str
    public_key: str = Field(description="raw Ed25519 key of the centre, 64 hex")


class PostOut(Schema):
    """A checkpoint of the task force."""

    id: str
    name: str
    created_at: datetime


class DeviceOut(Schema):
    """A laptop of a post."""

    fingerprint: str
    post: str
    state: str
    enrolled_at: datetime
    lease_until: datetime
    last_contact_at: datetime | None
    silent: bool = Field(description="in use, and not synced for a day")
    clock_offset_ms: int | None = Field(description="the centre's time minus the device's")
    program: str
    waiting: int = Field(description="entries not sent yet at the last contact")


class FeedOut(Schema):
    """A log with its newest signed checkpoint."""

    feed: str
    generation: int
    size: int
    root: str
    rebuilding: bool
    witnesses: int = Field(description="devices that showed a checkpoint of it")
    checkpoint: Checkpoint


class AlarmOut(Schema):
    """A finding; `ended_at` is null while its cause stands."""

    id: int
    code: str
    feed: str
    position: int
    device: str
    detail: dict[str, str | int]
    first_at: datetime
    last_at: datetime
    ended_at: datetime | None
    title: str
    what_to_do: str


class OfficerOut(Schema):
    """Whether the centre knows an officer's key; names are not given here."""

    key: str
    person: str
    device: str
    role: str
    state: str
    confirmed_at: datetime | None


class FeedHealth(Schema):
    """One log and who feeds it."""

    feed: str
    generation: int
    size: int
    root: str
    rebuilding: bool
    devices: int
    newest_contact_at: datetime | None


class HealthOut(Schema):
    """The centre at one moment."""

    at: datetime
    centre: str
    deployment: str
    feeds: list[FeedHealth]
    devices: dict[str, int]
    silent_devices: int
    waiting_entries: int
    standing_alarms: int
    quarantined: int
    officers_waiting: int
    database: str
    escrowed_to: int | None
    versions: dict[str, str]
