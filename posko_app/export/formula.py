"""Keeping a spreadsheet program from reading somebody's text as a formula.

Basis: SRC-ASVS, 1.2.10 (spreadsheet and formula injection).
"""

import re

APOSTROPHE = "'"
SIGNS = "=+\\-@＝＋－＠"
SPACES = " \t\r\n\x00\x0b\x0c\xa0\u1680\u180e\u2028\u2029\u3000\ufeff"
BLANKS = SPACES + r"\u2000-\u200f\u202a-\u202f\u205f-\u2069"  # also what has no width at all

PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")
LEADING = re.compile(rf"[{BLANKS}]*[{SIGNS}\t\r\x00]")
# A program that was told another separator than the file's own cuts a field in two
# and reads the second half as a cell of its own.
INNER = re.compile(rf"([,;|\t\r\n])(?=[{BLANKS}\"']*[{SIGNS}])")


def guard_text(text: str) -> str:
    """Give the text with an apostrophe wherever a program could begin to read a formula.

    Whatever starts with `= + - @`, TAB, CR, NUL or a full-width form, with or without blanks
    before it, is marked; plain numbers such as `-5` or `+62` stay as they are.
    """
    if PLAIN_NUMBER.fullmatch(text):
        return text
    found = LEADING.match(text)
    if found is None:
        return INNER.sub(rf"\1{APOSTROPHE}", text)
    return APOSTROPHE + found[0] + INNER.sub(rf"\1{APOSTROPHE}", text[found.end() :])
