"""What somebody typed, made into words to look for: never a query, never a syntax error.

The words are cut as the index cuts them, so each is one token; quoted, even
`AND` or `NEAR` is only a word.
"""

import unicodedata

LONGEST_TEXT = 200  # characters; a search box, not a document
MOST_WORDS = 8
SHORTEST_PREFIX = 2  # the index knows beginnings from two characters on
NUMBER_MARKS = frozenset("+-./() ")
COUNTRY_CODE = "62"


def match_expression(text: str) -> str | None:
    """Give the FTS5 expression for a typed text, or None when it holds no word.

    All words must occur; the last one may be only a beginning. A number typed
    with spaces or dashes is looked for as one.
    """
    words = search_words(text)
    if not words:
        return None
    quoted = [f'"{word}"' for word in words]
    if len(words[-1]) >= SHORTEST_PREFIX:
        quoted[-1] += "*"
    return " ".join(quoted)


def search_words(text: str) -> list[str]:
    """Cut a text into the words of the index; at most eight, marks and signs left out."""
    short = text[:LONGEST_TEXT]
    if _is_number(short):
        return [_digits(short)]
    spaced = "".join(c if _is_kept(c) else " " for c in short)
    words = [word for word in spaced.split() if any(map(str.isalnum, word))]
    return words[:MOST_WORDS]


def phone_words(number: str | None) -> str | None:
    """Give a telephone number as the index holds it: digits, once with 0 and once with 62."""
    digits = _digits(number or "")
    if not digits:
        return None
    if digits.startswith("0"):
        return f"{digits} {COUNTRY_CODE}{digits[1:]}"
    if digits.startswith(COUNTRY_CODE):
        return f"{digits} 0{digits[len(COUNTRY_CODE) :]}"
    return digits


def _is_kept(character: str) -> bool:
    # the tokenizer's own word characters, and the marks it drops inside a word
    category = unicodedata.category(character)
    return category[0] in "LNM" or category == "Co"


def _is_number(text: str) -> bool:
    return any(map(_is_digit, text)) and all(_is_digit(c) or c in NUMBER_MARKS for c in text)


def _digits(text: str) -> str:
    return "".join(filter(_is_digit, text))


def _is_digit(character: str) -> bool:
    return character in "0123456789"
