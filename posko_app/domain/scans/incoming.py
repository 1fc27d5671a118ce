"""A scan as it arrives: without what the reader added, in the characters documents use."""

import re
import string
import unicodedata

LONGEST = 4096  # characters; nothing printed on a document or ticket comes near
_REMOVED = frozenset({"Cc", "Cf", "Cs"})  # control, bidi and zero-width, lone surrogates
_BREAK = re.compile("\r\n|[\r\n\t\x0b\x0c\x85\u2028\u2029]")
_AIM = re.compile(r"\s*\][A-Za-z][0-9A-Za-z]")
_FULL_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(94)}
_UPPER = str.maketrans(string.ascii_lowercase, string.ascii_uppercase)
_FILLERS = str.maketrans("«‹〈＜", "<<<<")


def tidy_scan(raw: str) -> str:
    """Give the scanned text with line ends as newlines and no control characters.

    The identifier some readers put first (`]` and two characters) is taken off; blanks
    inside stay, because a boarding pass counts them.

    Basis: SRC-AIM (symbology identifiers).
    """
    broken = _BREAK.sub("\n", raw)
    kept = "".join(c for c in broken if c == "\n" or unicodedata.category(c) not in _REMOVED)
    found = _AIM.match(kept)
    return kept[found.end() if found else 0 :].lstrip().rstrip("\n")


def capitals(text: str) -> str:
    """Give the text with Latin letters as plain capitals; its length does not change."""
    return text.translate(_FULL_WIDTH).translate(_UPPER)


def zone_characters(text: str) -> str:
    """Give the text in the characters of a machine-readable zone, as far as it has them.

    Caps Lock, full-width letters and keyboards that print another mark for the filler are
    put right; the length does not change.
    """
    return capitals(text.translate(_FILLERS))
