"""The one stored form of numbers that people write in many ways."""

import re

_PHONE_FILLER = re.compile(r"[\s().\-]+")
# 0 after the country's 62 is a slip of many hands; 00 is + on an old telephone
_MOBILE = re.compile(r"(?:(?:\+|00)?620?|0)?(8\d{7,11})", re.ASCII)
_LANDLINE = re.compile(r"(?:(?:\+|00)620?|0)([2-79]\d{6,10})", re.ASCII)
_FOREIGN = re.compile(r"(?:\+|00)((?!62)[1-9]\d{7,14})", re.ASCII)
_UNMARKED = re.compile(r"(?!62)[1-79]\d{8,14}", re.ASCII)
_DEPARTURE = re.compile(r"([A-Z][A-Z0-9]|[0-9][A-Z])[\s\-]*0*(\d{1,4})", re.ASCII)
_FILLER = re.compile(r"[\s.\-]+")
_PASSPORT = re.compile(r"[A-Z]{1,2}\d{6,7}", re.ASCII)


def compact(text: str) -> str:
    """Give an identity number without blanks, dots and dashes, in capitals."""
    return _FILLER.sub("", text).upper()


def phone_form(text: str) -> str:
    """Give +62… or +60… for a number that can be read, else the text as typed."""
    bare = _PHONE_FILLER.sub("", text)
    for pattern, prefix in ((_MOBILE, "+62"), (_LANDLINE, "+62"), (_FOREIGN, "+")):
        found = pattern.fullmatch(bare)
        if found is not None:
            return prefix + found[1]
    return text


def is_phone(text: str) -> bool:
    """Say whether a stored phone text is a number that can be dialled."""
    return re.fullmatch(r"\+\d{8,15}", text, re.ASCII) is not None


def lacks_country(text: str) -> bool:
    """Say whether a text is a number of another country that nothing marks as one: no +, no 00."""
    bare = _PHONE_FILLER.sub("", text)
    return phone_form(text) == text and _UNMARKED.fullmatch(bare) is not None


def is_passport(text: str) -> bool:
    """Say whether a text looks like a usual passport number; sources on the form are weak.

    Basis: SRC-FIELD 7 (never a reason to refuse).
    """
    return _PASSPORT.fullmatch(text) is not None


def departure_form(text: str) -> str:
    """Give JT691 for "jt 0691"; a ship's voyage or anything else stays as typed, in capitals.

    Basis: SRC-FIELD 7, "Flight no.".
    """
    upper = text.upper()
    found = _DEPARTURE.fullmatch(upper)
    return f"{found[1]}{found[2]}" if found is not None else upper
