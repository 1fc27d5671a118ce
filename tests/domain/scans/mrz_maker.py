"""Machine-readable zones of invented people, made without anything of the reader's."""

import string
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

ON = date(2026, 11, 24)
WORDS = ("CONTOH", "SPESIMEN", "REKAAN", "UTOPIA", "MISAL", "PERCOBAAN", "FIKTIF", "O", "IO")
LETTERS = string.ascii_uppercase
CHARACTERS = string.digits + LETTERS
FORMATS = ("TD1", "TD2", "TD3", "MRV-A", "MRV-B")
CODES = {
    "TD1": ("I", "ID", "C", "AC", "C1"),
    "TD2": ("I", "ID", "A"),
    "TD3": ("P", "PN", "PD"),
    "MRV-A": ("V", "VC"),
    "MRV-B": ("V", "VB"),
}
OPTIONAL = {"TD1": 15, "TD2": 7, "TD3": 14, "MRV-A": 16, "MRV-B": 8}  # places; TD1 has 11 more
NAMES = {"TD1": 30, "TD2": 31, "TD3": 39, "MRV-A": 39, "MRV-B": 31}
LONG = {"TD1": 13, "TD2": 5}  # places for the rest of a number of more than nine


@dataclass(frozen=True)
class Made:
    """A zone, what it says, and where the digit of each field stands in the lines run together."""

    lines: tuple[str, ...]
    fields: dict[str, str]
    digits: dict[str, int]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def together(self) -> str:
        return "".join(self.lines)


def digit(text: str) -> str:
    total = 0
    for place, c in enumerate(text):
        value = 0 if c == "<" else int(c, 36)
        total += value * (7, 3, 1)[place % 3]
    return str(total % 10)


def some(rng: Random, most: int, *, least: int = 0) -> str:
    return "".join(rng.choices(CHARACTERS, k=rng.randint(least, most)))


def a_date(rng: Random, first: date, last: date) -> date:
    return first + timedelta(days=rng.randint(0, (last - first).days))


def checked_date(day: date) -> str:
    text = f"{day:%y%m%d}"
    return text + digit(text)


def made_mrz(kind: str, rng: Random) -> Made:
    number, number_part, optional, text = numbered(kind, rng)
    born = a_date(rng, date(1926, 11, 25), ON)
    expires = a_date(rng, date(2000, 1, 1), date(2070, 12, 31))
    surname, given, names = named(NAMES[kind], rng)
    code = rng.choice(CODES[kind])
    state, nationality = ("".join(rng.choices(LETTERS, k=rng.choice((1, 3, 3)))) for _ in "12")
    sex = rng.choice("MF<")
    fields = {
        "format": kind,
        "document_code": code,
        "issuing_state": state,
        "document_number": number,
        "nationality": nationality,
        "birth_on": born.isoformat(),
        "sex": sex.replace("<", "X"),
        "expires_on": expires.isoformat(),
        "surname": surname,
        "given_names": given,
        "optional": optional,
    }
    head = code.ljust(2, "<") + state.ljust(3, "<")
    middle = (checked_date(born), sex, checked_date(expires), nationality.ljust(3, "<"))
    if kind == "TD1":
        return td1(fields, head, number_part + text, middle, names, rng)
    return two_lines(fields, head + names, number_part, text, middle)


def numbered(kind: str, rng: Random) -> tuple[str, str, str, str]:
    """Give number, its ten places, optional data and its places, the number's rest before it."""
    width = OPTIONAL[kind]
    if kind in LONG and rng.random() < 0.3:
        number = some(rng, 9 + LONG[kind], least=10)
        rest = number[9:] + digit(number)
        optional = some(rng, max(width - len(rest) - 1, 0))
        return number, number[:9] + "<", optional, f"{rest}<{optional}".ljust(width, "<")[:width]
    number, optional = some(rng, 9, least=1), some(rng, width)
    nine = number.ljust(9, "<")
    return number, nine + digit(nine), optional, optional.ljust(width, "<")


def named(width: int, rng: Random) -> tuple[str, str, str]:
    surname = rng.sample(WORDS, rng.randint(1, 2))
    given = rng.sample(WORDS, rng.randint(0, 3))
    zone = "<".join(surname) + ("<<" + "<".join(given) if given else "")
    zone = zone[:width].ljust(width, "<")
    first, _, second = zone.rstrip("<").partition("<<")
    return first.replace("<", " "), second.replace("<", " "), zone


def td1(fields, head, number, middle, names, rng) -> Made:
    more = some(rng, 11)
    born, sex, expires, nationality = middle
    line = born + sex + expires + nationality + more.ljust(11, "<")
    composite = digit(number + born + expires + line[18:29])
    fields = fields | {"optional": " ".join(filter(None, [fields["optional"], more]))}
    digits = {"birth_on": 36, "expires_on": 44, "composite": 59}
    digits["document_number"] = 14 if number[9] != "<" else 5 + 10 + number[10:].index("<") - 1
    return Made((head + number, line + composite, names), fields, digits)


def two_lines(fields, first, number, optional, middle) -> Made:
    born, sex, expires, nationality = middle
    line = number + nationality + born + sex + expires + optional
    width = len(first)
    digits = {"birth_on": width + 19, "expires_on": width + 27, "document_number": width + 9}
    if fields["format"] == "TD3":
        own = "<" if not fields["optional"] and fields["sex"] == "M" else digit(optional)
        line, digits["optional"] = line + own, width + 42
    if number[9] == "<":
        digits["document_number"] = width + 28 + optional.index("<") - 1
    if not fields["format"].startswith("MRV"):
        line += digit(line[:10] + line[13:20] + line[21:])
        digits["composite"] = width + len(line) - 1
    return Made((first, line), fields, digits)
