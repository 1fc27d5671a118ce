"""What a field of an encounter is: its path, type, entry part and place on the form."""

from dataclasses import dataclass
from enum import StrEnum

TEXT_CHARACTERS = 10_000  # SRC-FORMAT, "Limits"
LARGEST_INTEGER = 2**53 - 1  # what RFC 8785 JSON carries exactly


class Part(StrEnum):
    """The part of an entry a field is stored in; a part can be erased on its own."""

    IDENTITY = "identity"
    FACTS = "facts"
    CONTACTS = "contacts"
    NOTES = "notes"


class FieldType(StrEnum):
    """How a field's value is read, kept and shown. Everything but the last group is text."""

    TEXT = "text"  # one line
    LONG_TEXT = "long_text"  # may hold line breaks
    REFERENCE = "reference"  # a number on paper, kept as typed; an integer is read as its digits
    CODE = "code"  # one of `codes`
    COUNTRY = "country"  # two letters; `codes` are only the suggestions
    DATE = "date"  # YYYY-MM-DD
    TIME = "time"  # HH:MM, WITA
    INSTANT = "instant"  # YYYY-MM-DDTHH:MM:SSZ
    NIK = "nik"  # 16 digits when right; anything else is kept too
    PASSPORT = "passport"
    PHONE = "phone"  # +62… when readable, else as typed
    DEPARTURE_NUMBER = "departure_number"  # JT691

    INTEGER = "integer"
    BOOLEAN = "boolean"
    CODES = "codes"  # each code is a boolean field of its own: officer_ticks.coe_speaks_for


@dataclass(frozen=True, slots=True)
class Field:
    """One row of the table."""

    path: str
    type: FieldType
    part: Part
    section: str  # where the form shows it; catalogue key section.<section>
    codes: tuple[str, ...] = ()
    group: str | None = None  # labels of its codes: catalogue key code.<group>.<code>
    largest: int | None = None  # of an integer
    derived: bool = False  # computed at save from other fields, never typed


def text_limit(field: Field) -> int:
    """Give how many characters a field's text may have."""
    return TEXT_CHARACTERS if field.type in {FieldType.TEXT, FieldType.LONG_TEXT} else 200


@dataclass(frozen=True, slots=True)
class Section:
    """Makes the rows of one section of the form, so that the table reads as a list."""

    name: str

    def row(self, path: str, part: Part, kind: FieldType = FieldType.TEXT) -> Field:
        """Give a field without codes."""
        return Field(path, kind, part, self.name)

    def flag(self, path: str) -> Field:
        """Give a yes/no fact."""
        return Field(path, FieldType.BOOLEAN, Part.FACTS, self.name)

    def code(self, path: str, group: str, codes: tuple[str, ...]) -> Field:
        """Give a fact that is one code of a list."""
        return Field(path, FieldType.CODE, Part.FACTS, self.name, codes, group)

    def codes(self, path: str, group: str, codes: tuple[str, ...]) -> Field:
        """Give a fact that is any number of codes of a list."""
        return Field(path, FieldType.CODES, Part.FACTS, self.name, codes, group)

    def count(self, path: str, largest: int = LARGEST_INTEGER) -> Field:
        """Give a fact that is a whole number from 0."""
        return Field(path, FieldType.INTEGER, Part.FACTS, self.name, largest=largest)
