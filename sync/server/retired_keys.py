"""The public keys this centre signed with before its present one, in `retired.json`.

Beside each stands how long every log was when it was replaced: it signed for nothing longer. So
whoever steals one later can call no log longer than it was then.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sync.protocol.canonical import Malformed
from sync.protocol.checkpoint import Checkpoint, read_checkpoint
from sync.protocol.entry import BadSignature, fingerprint
from sync.protocol.messages import SignedCheckpoint
from sync.server.centre import Centre
from sync.server.private_files import replace_whole

RETIRED_FILE = "retired.json"

Length = tuple[int, int]  # generation and size of a log


@dataclass(frozen=True, slots=True)
class RetiredKey:
    """A raw Ed25519 public key, and how long each feed was when it signed last."""

    key: bytes
    feeds: Mapping[str, Length]

    def may_have_signed(self, checkpoint: Checkpoint) -> bool:
        """Say whether a checkpoint under it can be from before it was replaced."""
        said = (checkpoint.generation, checkpoint.size)
        return said <= self.feeds.get(checkpoint.feed, (0, 0))


def centre_keys(centre: Centre) -> Mapping[str, bytes]:
    """Give every key of this centre: fingerprint -> raw Ed25519 public key."""
    keys = [centre.keys.sign_public, *(old.key for old in retired_keys(centre.keys.folder))]
    return {fingerprint(key): key for key in keys}


def earlier_keys(centre: Centre) -> list[bytes]:
    """Give the keys that the present one replaced, the oldest first."""
    old = [retired.key for retired in retired_keys(centre.keys.folder)]
    return [key for key in old if key != centre.keys.sign_public]


def read_own(signed: SignedCheckpoint, centre: Centre) -> Checkpoint | None:
    """Read a checkpoint that this centre signed, with whichever key it had; None for any other."""
    found = _read(signed, centre.keys.sign_public)
    if found is not None:
        return found
    for retired in retired_keys(centre.keys.folder):
        found = _read(signed, retired.key)
        if found is not None:
            return found if retired.may_have_signed(found) else None
    return None


def retired_keys(folder: Path) -> tuple[RetiredKey, ...]:
    """Give the keys that no longer sign, the oldest first.

    After a change of keys that broke off in between, the last one may be the one in force.
    """
    path = folder / RETIRED_FILE
    if not path.exists():
        return ()
    return tuple(map(_from_json, json.loads(path.read_bytes())["keys"]))


def retire_key(folder: Path, retired: RetiredKey) -> None:
    """Remember a key that will sign no more."""
    kept = [old for old in retired_keys(folder) if old.key != retired.key]
    keys = [{"key": old.key.hex(), "feeds": dict(old.feeds)} for old in (*kept, retired)]
    replace_whole(folder / RETIRED_FILE, (json.dumps({"keys": keys}) + "\n").encode())


def _from_json(said: Mapping[str, object]) -> RetiredKey:
    key, feeds = said["key"], said["feeds"]
    if not (isinstance(key, str) and isinstance(feeds, dict)):
        raise TypeError(RETIRED_FILE)
    lengths = {feed: (int(length[0]), int(length[1])) for feed, length in feeds.items()}
    return RetiredKey(bytes.fromhex(key), lengths)


def _read(signed: SignedCheckpoint, key: bytes) -> Checkpoint | None:
    try:
        return read_checkpoint(signed, key)
    except (BadSignature, Malformed):
        return None
