"""The centre's keys: files of 0600 in `DIR/keys` (or POSKO_CENTRE_KEYS), made at first use.

Outside the database on purpose: whoever copies or edits the database has none of them.
`centre.json` beside them says whether this centre is for training or live; it never changes.
"""

import json
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from sync.protocol.entry import Deployment, fingerprint
from sync.server.private_files import make_private_directory, write_once

KEYS_VARIABLE = "POSKO_CENTRE_KEYS"
SIGN_FILE = "sign.key"  # 32 raw bytes, Ed25519: entries, checkpoints, answers
SEAL_FILE = "seal.key"  # 32 raw bytes, X25519: packages
PARTS_FILE = "parts.key"  # 32 raw bytes, AES-256: identity, contacts, notes in the database
NONCE_FILE = "nonce.key"  # 32 raw bytes: nonces of requests
CONSOLE_FILE = "console.key"  # 32 raw bytes: cookies of the web console
CA_FILE = "ca.pem"  # certificate of our own authority
STATEMENT_FILE = "centre.json"
KEY_BYTES = 32


class DeploymentFixed(ValueError):
    """The centre was made for the other deployment, named here; it is never changed."""

    def __init__(self, deployment: str) -> None:
        super().__init__(deployment)
        self.deployment = deployment


@dataclass(frozen=True, slots=True)
class CentreKeys:
    """Every secret the centre holds, and the folder they lie in."""

    folder: Path
    deployment: str
    sign: Ed25519PrivateKey = field(repr=False)
    seal: X25519PrivateKey = field(repr=False)
    parts: bytes = field(repr=False)
    nonce: bytes = field(repr=False)

    @property
    def sign_public(self) -> bytes:
        """The raw Ed25519 public key, 32 bytes."""
        return self.sign.public_key().public_bytes_raw()

    @property
    def seal_public(self) -> bytes:
        """The raw X25519 public key, 32 bytes."""
        return self.seal.public_key().public_bytes_raw()

    @property
    def fingerprint(self) -> str:
        """What names this centre, 64 hex; the `device` of its own entries."""
        return fingerprint(self.sign_public)


def keys_folder(data_dir: Path) -> Path:
    """Say where the keys of a data directory lie."""
    elsewhere = os.environ.get(KEYS_VARIABLE, "")
    return Path(elsewhere) if elsewhere else data_dir / "keys"


def open_keys(data_dir: Path, *, deployment: Deployment | None = None) -> CentreKeys:
    """Read the keys, making those that are missing.

    Args:
        data_dir: the centre's data directory.
        deployment: what this centre is for; None takes what was fixed at first use, and
            `live` for a new one.

    Raises:
        DeploymentFixed: it was fixed otherwise before.
    """
    folder = keys_folder(data_dir)
    make_private_directory(folder)
    fixed = _fixed_deployment(folder, deployment)
    return CentreKeys(
        folder=folder,
        deployment=fixed,
        sign=Ed25519PrivateKey.from_private_bytes(secret_in(folder, SIGN_FILE)),
        seal=X25519PrivateKey.from_private_bytes(secret_in(folder, SEAL_FILE)),
        parts=secret_in(folder, PARTS_FILE),
        nonce=secret_in(folder, NONCE_FILE),
    )


def secret_in(folder: Path, name: str) -> bytes:
    """Read 32 secret bytes from a file, making them at first use."""
    return write_once(folder / name, secrets.token_bytes(KEY_BYTES))


def _fixed_deployment(folder: Path, wanted: Deployment | None) -> str:
    path = folder / STATEMENT_FILE
    first = wanted or Deployment.LIVE
    statement = json.loads(write_once(path, _statement(first)))
    fixed = str(statement["deployment"])
    if wanted is not None and fixed != wanted:
        raise DeploymentFixed(fixed)
    return fixed


def _statement(deployment: Deployment) -> bytes:
    return json.dumps({"deployment": deployment.value}).encode() + b"\n"
