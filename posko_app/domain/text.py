"""Typed text made safe and comparable: one form to store, one form to search."""

import re
import unicodedata

_REMOVED = frozenset({"Cc", "Cf", "Cs"})  # control, bidi and zero-width, lone surrogates
_LINE_BREAK = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_BLANKS = re.compile(r"[^\S\n]+")
_NOT_WORD = re.compile(r"[\W_]+")


def clean_line(text: str) -> str:
    """Give text on one line: NFC, no control or bidi characters, single blanks, trimmed."""
    return " ".join(clean_lines(text).split())


def clean_lines(text: str) -> str:
    """Give text like `clean_line`, but with its line breaks kept as newlines."""
    if text.isprintable():  # nothing to remove, and the blank is its only blank: most of all texts
        return " ".join(unicodedata.normalize("NFC", text).split())
    broken = _LINE_BREAK.sub("\n", text.replace("\t", " "))
    kept = "".join(c for c in broken if c == "\n" or unicodedata.category(c) not in _REMOVED)
    composed = unicodedata.normalize("NFC", kept)
    lines = (_BLANKS.sub(" ", line).strip() for line in composed.split("\n"))
    return "\n".join(lines).strip("\n")


def search_text(*texts: str | None) -> str:
    """Give words to index or to look for: no case, no accents, no punctuation."""
    joined = unicodedata.normalize("NFKD", " ".join(text for text in texts if text))
    plain = "".join(c for c in joined if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", plain.casefold()).strip()
