"""Sign a ruleset folder as one file that `posko ruleset install` takes, or make a publisher's key.

    .venv/bin/python -m tools.sign_ruleset --new-key KEY
    .venv/bin/python -m tools.sign_ruleset DIR --key KEY --out FILE

The key file is an unencrypted PKCS #8 PEM for its owner's eyes only: it belongs on a computer or a
stick that is not a post's laptop. What is printed is the publisher's fingerprint, which two
penyelia compare before they trust it, and the hash of the ruleset.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from posko_app.catalogue_files import RULESET_BYTES, read_catalogue
from posko_app.domain.detection.ruleset_read import RulesetFaults, read_ruleset
from posko_app.errors import OperatorError
from posko_app.i18n import load_catalogue
from posko_app.services.ruleset_file import published_bytes
from sync.protocol.entry import fingerprint

OK, FAILED = 0, 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line."""
    asked = _parser().parse_args(arguments)
    try:
        if asked.new_key is not None:
            return _make_key(asked.new_key)
        if asked.directory is None or asked.key is None or asked.out is None:
            return _refused("give a folder, --key and --out; or --new-key")
        return _sign(asked.directory, _key_of(asked.key), asked.out)
    except OperatorError as error:
        return _refused(load_catalogue("en").text(error.key, **error.params))
    except (OSError, TypeError, ValueError) as error:
        return _refused(str(error))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tools.sign_ruleset", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("directory", type=Path, nargs="?", metavar="DIR", help="the ruleset")
    parser.add_argument("--key", type=Path, help="the publisher's private key")
    parser.add_argument("--out", type=Path, help="the file to write")
    parser.add_argument("--new-key", type=Path, metavar="KEY", help="make a key instead")
    return parser


def _make_key(path: Path) -> int:
    """Write a new key for its owner's eyes only; an existing file is never replaced."""
    key = Ed25519PrivateKey.generate()
    content = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    return _told(publisher=_fingerprint(key))


def _key_of(path: Path) -> Ed25519PrivateKey:
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError("the key is not an Ed25519 key")
    return key


def _sign(directory: Path, key: Ed25519PrivateKey, out: Path) -> int:
    files = read_catalogue(directory)
    try:
        ruleset = read_ruleset(files)
    except RulesetFaults as faulty:
        for fault in faulty.faults:
            _refused(f"{fault.file}:{fault.line}: {fault.code} {fault.detail}")
        return FAILED
    content = published_bytes(files, key)
    if len(content) > RULESET_BYTES:
        return _refused("the file would be larger than 1 MiB")
    out.write_bytes(content)
    return _told(publisher=_fingerprint(key), ruleset=ruleset.hash, version=ruleset.version)


def _fingerprint(key: Ed25519PrivateKey) -> str:
    return fingerprint(key.public_key().public_bytes_raw())


def _told(**about: str) -> int:
    print(json.dumps(about))
    return OK


def _refused(why: str) -> int:
    print(why, file=sys.stderr)
    return FAILED


if __name__ == "__main__":
    sys.exit(main())
