"""A published ruleset as one file: its texts, who publishes it, and that one's signature.

Basis: SRC-FORMAT, "Signed ruleset".
"""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from posko_app.catalogue_files import RULESET_BYTES
from posko_app.domain.detection.ruleset import Ruleset
from posko_app.errors import OperatorError
from sync.protocol.canonical import Json, Malformed, parse_object
from sync.protocol.entry import fingerprint
from sync.protocol.publishers import is_signed_ruleset, sign_ruleset

FORMAT = "posko-ruleset-1"


@dataclass(frozen=True, slots=True)
class PublishedRuleset:
    """A ruleset whose signature is its publisher's. Whether he is trusted, the store says."""

    ruleset: Ruleset
    publisher: bytes = field(repr=False)  # raw Ed25519 public key
    signature: bytes = field(repr=False)  # the publisher's, over the ruleset's hash

    @property
    def fingerprint(self) -> str:
        """The publisher's fingerprint, 64 hex."""
        return fingerprint(self.publisher)


def published_bytes(files: Mapping[str, str], key: Ed25519PrivateKey) -> bytes:
    """Give the file of a ruleset signed with a publisher's key."""
    # slow import: the reader brings the expression evaluator, which the lock page never needs
    from posko_app.domain.detection.ruleset_read import ruleset_hash

    document = {
        "format": FORMAT,
        "files": dict(sorted(files.items())),
        "publisher": base64.b64encode(key.public_key().public_bytes_raw()).decode(),
        "signature": base64.b64encode(sign_ruleset(ruleset_hash(files), key)).decode(),
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def read_published(path: Path) -> PublishedRuleset:
    """Read and check such a file: its form, its signature, then every rule in it.

    Raises:
        OperatorError: `ruleset.file_missing`, `ruleset.too_large`, `ruleset.file_form`,
            `ruleset.signature_wrong`, `ruleset.faults` (count, first file and line).
    """
    from posko_app.domain.detection.ruleset_read import ruleset_hash  # slow import, as above

    document = _document(path)
    files, publisher = _files(document), _binary(document, "publisher")
    try:
        hash_ = ruleset_hash(files)
    except UnicodeEncodeError as error:  # half a character, as JSON can spell it
        raise OperatorError("ruleset.file_form") from error
    signature = _binary(document, "signature")
    if not is_signed_ruleset(hash_, signature=signature, publisher=publisher):
        raise OperatorError("ruleset.signature_wrong")
    return PublishedRuleset(_without_faults(files), publisher, signature)


def _document(path: Path) -> dict[str, Json]:
    try:
        with path.open("rb") as file:
            content = file.read(RULESET_BYTES + 1)
    except OSError as error:
        raise OperatorError("ruleset.file_missing") from error
    if len(content) > RULESET_BYTES:
        raise OperatorError("ruleset.too_large")
    try:
        document = parse_object(content, limit_bytes=RULESET_BYTES)
    except Malformed as error:
        raise OperatorError("ruleset.file_form") from error
    if document.get("format") != FORMAT:
        raise OperatorError("ruleset.file_form")
    return document


def _files(document: Mapping[str, Json]) -> dict[str, str]:
    found = document.get("files")
    texts = found if isinstance(found, Mapping) else {}
    files = {name: text for name, text in texts.items() if isinstance(text, str)}
    if not files or len(files) != len(texts):
        raise OperatorError("ruleset.file_form")
    return files


def _binary(document: Mapping[str, Json], name: str) -> bytes:
    text = document.get(name)
    try:
        return base64.b64decode(text if isinstance(text, str) else "?", validate=True)
    except (binascii.Error, ValueError) as error:
        raise OperatorError("ruleset.file_form") from error


def _without_faults(files: Mapping[str, str]) -> Ruleset:
    # slow import, as above
    from posko_app.domain.detection.ruleset_read import RulesetFaults, read_ruleset

    try:
        return read_ruleset(files)
    except RulesetFaults as faulty:
        first = faulty.faults[0]
        raise OperatorError(
            "ruleset.faults", count=len(faulty.faults), file=first.file, line=first.line
        ) from faulty
