"""Which check digits a zone has, which of them fail, and the repair that makes one pass."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from posko_app.domain.scans.check_digits import FILLER, as_digits, check_digit, other_readings
from posko_app.domain.scans.mrz_forms import Form

NUMBER, BIRTH, EXPIRY = "document_number", "birth_on", "expires_on"
OPTIONAL, COMPOSITE = "optional", "composite"
NINE = 9  # places of a document number; a longer one goes on elsewhere
BASIC = frozenset({NUMBER, BIRTH, EXPIRY})  # those every form has


@dataclass(frozen=True, slots=True)
class Check:
    """One check digit: what it vouches for and where it stands."""

    name: str
    places: tuple[int, ...]
    digit_at: int
    may_be_filler: bool = False  # the digit, when there is nothing to vouch for
    filler_after: int | None = None  # places; a filler that is no part of the field but counts

    def body(self, text: str) -> str:
        """Give what it vouches for."""
        return "".join(text[place] for place in self.places)

    def passes(self, text: str) -> bool:
        """Say whether the digit is the right one."""
        body, digit = self.body(text), text[self.digit_at]
        if self.may_be_filler and digit == FILLER:
            return not body.strip(FILLER)
        if self.filler_after is not None:
            body = body[: self.filler_after] + FILLER + body[self.filler_after :]
        return digit == check_digit(body)


@dataclass(frozen=True, slots=True)
class Checked:
    """A zone after repair: its text, its checks by name, and the names of those that fail."""

    text: str
    checks: dict[str, Check]
    failed: frozenset[str]


def checked(form: Form, text: str) -> Checked:
    """Check all digits of a zone, with look-alike letters put right where the digit then passes.

    A letter where only digits stand is read as the digit it looks like. In a number with
    letters one reading must pass alone, and the composite digit must agree: by itself the
    number's digit would also "repair" a number whose digit is what was misread. Visas have no
    composite digit, so their numbers stay as read.

    Args:
        form: of the zone.
        text: of the form's length, digits, capitals and fillers only.
    """
    checks = {check.name: check for check in _checks(form, text)}
    plain = _with_digits(text, checks)
    repaired = _with_digits(_with_numbers(plain, checks), checks)
    last = repaired if COMPOSITE in checks and checks[COMPOSITE].passes(repaired) else plain
    checks[NUMBER] = _as_counted(last, checks)
    return Checked(last, checks, frozenset(_failed(last, checks)))


def _as_counted(text: str, checks: dict[str, Check]) -> Check:
    """Give the number's check as its state counts: some take the filler amid a long number along.

    The composite digit must agree, or one wrong digit in ten would pass so.

    Basis: SRC-ICAO-9303-5 (its one example gives the same digit either way).
    """
    number, composite = checks[NUMBER], checks.get(COMPOSITE)
    if len(number.places) > NINE and composite is not None and not number.passes(text):
        other = replace(number, filler_after=NINE)
        if other.passes(text) and composite.passes(text):
            return other
    return number


def _failed(text: str, checks: dict[str, Check]) -> Iterator[str]:
    """Name the checks that fail; the composite one only for what no digit that fails explains."""
    composite = checks.get(COMPOSITE)
    for name, check in checks.items():
        if check is not composite and not check.passes(text):
            yield name
            text = _put(text, (check.digit_at,), check_digit(check.body(text)))
    if composite is not None and not composite.passes(text):
        yield COMPOSITE


def _checks(form: Form, text: str) -> Iterator[Check]:
    yield _number_check(form, text)
    yield Check(BIRTH, (*range(form.birth, form.birth + 6),), form.birth + 6)
    yield Check(EXPIRY, (*range(form.expiry, form.expiry + 6),), form.expiry + 6)
    if form.optional_digit is not None:
        places = (*range(*form.optional[0]),)
        yield Check(OPTIONAL, places, form.optional_digit, may_be_filler=True)
    if form.composite is not None:
        places = tuple(place for span in form.covered for place in range(*span))
        yield Check(COMPOSITE, places, form.composite)


def _number_check(form: Form, text: str) -> Check:
    """Give the check of the document number, which may go on in the optional field.

    Basis: SRC-ICAO-9303-5, SRC-ICAO-9303-6 (numbers of more than nine characters: a filler
    instead of the digit, then the rest, the digit of the whole without that filler, a filler).
    """
    nine = (*range(form.number, form.number + NINE),)
    first, end = form.optional[0]
    rest = text[first:end].partition(FILLER)[0]
    if form.long_numbers and text[form.number + NINE] == FILLER and len(rest) > 1:
        digit_at = first + len(rest) - 1
        return Check(NUMBER, (*nine, *range(first, digit_at)), digit_at)
    return Check(NUMBER, nine, form.number + NINE)


def _with_digits(text: str, checks: dict[str, Check]) -> str:
    """Read what can only be a digit as one, field by field, where its check then passes."""
    for check in checks.values():
        places = (check.digit_at, *(check.places if check.name in {BIRTH, EXPIRY} else ()))
        read = "".join(text[place] for place in places)
        tried = _put(text, places, as_digits(read))
        if tried != text and check.passes(tried):
            text = tried
    return text


def _with_numbers(text: str, checks: dict[str, Check]) -> str:
    """Swap O/0 and I/1 in the fields with letters whose check fails, where one reading passes."""
    for name in (NUMBER, OPTIONAL):
        check = checks.get(name)
        if check is None or check.passes(text) or _only_digit_is_wrong(text, check, checks):
            continue
        digit = text[check.digit_at]
        found = [one for one in other_readings(check.body(text)) if check_digit(one) == digit]
        if len(found) == 1:
            text = _put(text, check.places, found[0])
    return text


def _only_digit_is_wrong(text: str, check: Check, checks: dict[str, Check]) -> bool:
    """Say whether the composite digit agrees with the field as read and another digit for it."""
    composite = checks.get(COMPOSITE)
    right = check_digit(check.body(text))
    return composite is None or composite.passes(_put(text, (check.digit_at,), right))


def _put(text: str, places: tuple[int, ...], body: str) -> str:
    """Give the text with these characters at these places."""
    characters = list(text)
    for place, character in zip(places, body, strict=True):
        characters[place] = character
    return "".join(characters)
