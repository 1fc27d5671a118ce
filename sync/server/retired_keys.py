"""The public keys this centre signed with before its present one, in `retired.json`."""

import json
from collections.abc import Mapping
from pathlib import Path

from sync.protocol.entry import fingerprint
from sync.server.centre import Centre
from sync.server.private_files import replace_whole

RETIRED_FILE = "retired.json"


def centre_keys(centre: Centre) -> Mapping[str, bytes]:
    """Give every key of this centre: fingerprint -> raw Ed25519 public key."""
    keys = [centre.keys.sign_public, *retired_keys(centre.keys.folder)]
    return {fingerprint(key): key for key in keys}


def retired_keys(folder: Path) -> tuple[bytes, ...]:
    """Give the keys that no longer sign, the oldest first."""
    path = folder / RETIRED_FILE
    if not path.exists():
        return ()
    return tuple(bytes.fromhex(key) for key in json.loads(path.read_bytes())["keys"])


def retire_key(folder: Path, public_key: bytes) -> None:
    """Remember a key that will sign no more."""
    keys = dict.fromkeys((*retired_keys(folder), public_key))
    content = json.dumps({"keys": [key.hex() for key in keys]}) + "\n"
    replace_whole(folder / RETIRED_FILE, content.encode())
