"""One centre: its keys, its clock and its randomness, built once and handed to whoever acts."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sync.protocol.entry import Deployment
from sync.protocol.ids import RandomBytes
from sync.server.keys import CentreKeys, open_keys
from sync.server.log_chunks import ChunkShelf
from sync.server.nonce import Nonces
from sync.server.parts import PartsBox


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Centre:
    """Who this centre is. The database it works on is the one of `configure`."""

    keys: CentreKeys
    fingerprint: str
    parts: PartsBox
    nonces: Nonces
    clock: Callable[[], datetime]
    random: RandomBytes
    # SQLite takes one writer; waiting here is fair and wakes at once, its own waiting is neither.
    writing: Lock = field(default_factory=Lock)
    chunks: ChunkShelf = field(default_factory=ChunkShelf)

    @property
    def deployment(self) -> str:
        """`training` or `live`, fixed at first use."""
        return self.keys.deployment


def open_centre(
    data_dir: Path,
    *,
    deployment: Deployment | None = None,
    clock: Callable[[], datetime] = _utc_now,
    random: RandomBytes = os.urandom,
) -> Centre:
    """Open the centre of a data directory, making its keys at first use.

    Raises:
        DeploymentFixed: it was made for the other deployment.
    """
    return centre_of(open_keys(data_dir, deployment=deployment), clock=clock, random=random)


def centre_of(
    keys: CentreKeys,
    *,
    clock: Callable[[], datetime] = _utc_now,
    random: RandomBytes = os.urandom,
) -> Centre:
    """Build a centre from keys that were read already."""
    return Centre(
        keys=keys,
        fingerprint=keys.fingerprint,
        parts=PartsBox(AESGCM(keys.parts), random),
        nonces=Nonces(keys.nonce),
        clock=clock,
        random=random,
    )


def milliseconds(at: datetime) -> int:
    """Give a moment as the wire says it: Unix milliseconds."""
    return int(at.timestamp() * 1000)
