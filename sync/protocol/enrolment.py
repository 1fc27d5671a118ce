"""The code that brings a device to its centre, and the code that extends a lease by phone.

Basis: SRC-FORMAT, "Requests".
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import date

from sync.protocol.canonical import Malformed

SECRET_BYTES = 10
CA_BYTES = 16  # of the SHA-256 of the centre's own certificate
CODE_CHARACTERS = 42
GROUP = 6
QR_PREFIX = "posko:"
LEASE_LABEL = b"posko/lease/v1"
LEASE_CHARACTERS = 8

_MISREAD = str.maketrans({"0": "O", "1": "I", "8": "B"})  # base32 has none of these digits
_BETWEEN = str.maketrans(dict.fromkeys(" \t\r\n-‐‑‒–—−\N{NO-BREAK SPACE}"))


@dataclass(frozen=True, slots=True)
class EnrolmentCode:
    """What a code says: a secret that is good once, and which certificate to believe."""

    secret: bytes = field(repr=False)
    ca_prefix: bytes

    def is_of(self, ca_der: bytes) -> bool:
        """Say whether the code was made for the centre with this certificate (DER)."""
        return hmac.compare_digest(self.ca_prefix, _ca_prefix(ca_der))


def make_code(secret: bytes, ca_der: bytes) -> str:
    """Give the code as people copy it: 42 characters in groups of six.

    Args:
        secret: 10 random bytes.
        ca_der: the centre's own CA certificate in DER.
    """
    if len(secret) != SECRET_BYTES:
        raise ValueError("secret")
    characters = _base32(secret + _ca_prefix(ca_der))
    return "-".join(characters[at : at + GROUP] for at in range(0, CODE_CHARACTERS, GROUP))


def read_code(text: str) -> EnrolmentCode:
    """Read a code as somebody typed it: any case, spaces and dashes anywhere.

    Raises:
        Malformed: `code_form`.
    """
    characters = text.translate(_BETWEEN).upper().translate(_MISREAD)
    try:
        read = base64.b32decode(characters + "=" * (-CODE_CHARACTERS % 8))
    except ValueError as error:
        raise Malformed("code_form") from error
    # the last character has two bits to spare: only one way to write a code is a code
    if len(characters) != CODE_CHARACTERS or _base32(read) != characters:
        raise Malformed("code_form")
    return EnrolmentCode(read[:SECRET_BYTES], read[SECRET_BYTES:])


def qr_text(url: str, code: str) -> str:
    """Give what the QR of an enrolment says: the centre's address and the code."""
    return f"{QR_PREFIX}{url}#{code}"


def read_qr(text: str) -> tuple[str, str]:
    """Read address and code from a scanned QR; the code is not read yet.

    Raises:
        Malformed: `qr_form`.
    """
    url, mark, code = text.strip().removeprefix(QR_PREFIX).rpartition("#")
    if not (text.strip().startswith(QR_PREFIX) and mark and url and code):
        raise Malformed("qr_form")
    return url, code


def lease_code(secret: bytes, device: str, week: str) -> str:
    """Give the 8 characters that extend a device's lease in one week.

    Args:
        secret: the lease secret of device and centre.
        device: its fingerprint.
        week: as `iso_week` gives it.
    """
    made = hmac.digest(secret, LEASE_LABEL + f"{device} {week}".encode(), "sha256")
    return _base32(made)[:LEASE_CHARACTERS]


def iso_week(on: date) -> str:
    """Give the ISO week of a day, such as `2026-W48`."""
    year, week, _ = on.isocalendar()
    return f"{year:04d}-W{week:02d}"


def _ca_prefix(ca_der: bytes) -> bytes:
    return hashlib.sha256(ca_der).digest()[:CA_BYTES]


def _base32(content: bytes) -> str:
    return base64.b32encode(content).decode("ascii").rstrip("=")
