"""An enrolment code while it is being typed: what is there, what is wrong, and the QR's text.

Basis: SRC-FORMAT, "Requests".
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from sync.protocol.canonical import Malformed
from sync.protocol.enrolment import CODE_CHARACTERS, GROUP, QR_PREFIX, read_code

ALPHABET = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
BETWEEN = frozenset(" \t\r\n-\N{NON-BREAKING HYPHEN}\N{EN DASH}\N{NO-BREAK SPACE}")
MISREAD = {"0": "O", "1": "I", "8": "B"}  # base32 has none of these digits
WHOLE = CODE_CHARACTERS


@dataclass(frozen=True, slots=True)
class TypedCode:
    """The characters typed so far, and the first sign that cannot stand in a code."""

    characters: str
    stray: str = ""

    @property
    def grouped(self) -> str:
        """The characters as they are printed, in groups of six."""
        text = self.characters
        return "-".join(text[at : at + GROUP] for at in range(0, len(text), GROUP))

    @property
    def is_whole(self) -> bool:
        """Whether it is a code; who made it is known to the centre only."""
        try:
            read_code(self.characters)
        except Malformed:
            return False
        return not self.stray


def typed_code(text: str) -> TypedCode:
    """Read a code as far as it was typed: any case, spaces and dashes anywhere."""
    signs = [MISREAD.get(sign, sign.upper()) for sign in text if sign not in BETWEEN]
    kept = "".join(sign for sign in signs if sign in ALPHABET)
    return TypedCode(kept, next((sign for sign in signs if sign not in ALPHABET), ""))


def is_scanned(text: str) -> bool:
    """Say whether a text begins as the text of an enrolment's QR does; scanners may shout."""
    return text.lstrip().casefold().startswith(QR_PREFIX)


def scanned(text: str) -> tuple[str, str]:
    """Take the text of a QR apart: address and code; the code is empty while it is incomplete."""
    url, _, code = text.strip()[len(QR_PREFIX) :].partition("#")
    return url, code


def address(text: str) -> str:
    """Give the centre's address with its scheme; empty when it cannot be one."""
    typed = text.strip().rstrip("/")
    whole = typed if "://" in typed else f"https://{typed}"
    try:
        parts = urlsplit(whole)
        port = parts.port
    except ValueError:
        return ""
    more = parts.path or parts.query or parts.fragment or parts.username
    plain = not more and not parts.netloc.endswith(":")
    if parts.scheme.lower() not in ("https", "http") or not parts.hostname or not plain:
        return ""
    if any(sign.isspace() for sign in typed) or port == 0:
        return ""
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}"
