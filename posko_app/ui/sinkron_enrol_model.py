"""Address and code of an enrolment as they are typed: what to say beside each field."""

from dataclasses import dataclass, field

from posko_app.i18n import Catalogue
from posko_app.services.enrol_code import WHOLE, TypedCode, address, typed_code

HTTPS = "https://"


@dataclass(frozen=True, slots=True)
class Beside:
    """Words under a field and how they sound: `hint` or `problem`."""

    words: str
    voice: str = "hint"


@dataclass(frozen=True, slots=True)
class EnrolWish:
    """Where to enrol, with which code; both read and whole."""

    url: str
    code: str = field(repr=False)


def wish_of(address_text: str, code_text: str) -> EnrolWish | None:
    """Give the wish; None while either is not whole."""
    url, code = address(address_text), typed_code(code_text)
    if not url.startswith(HTTPS) or not code.is_whole:
        return None
    return EnrolWish(url, code.characters)


def address_fault(text: str, catalogue: Catalogue) -> str:
    """Say why an address will not do, or nothing."""
    if not text.strip():
        return catalogue.text("sinkron.enrol.address_missing")
    url = address(text)
    if not url:
        return catalogue.text("sinkron.enrol.address_unusable")
    return "" if url.startswith(HTTPS) else catalogue.text("sinkron.enrol.address_plain")


def beside_code(text: str, catalogue: Catalogue) -> Beside:
    """Say how far a code is, and at once what can never be right in it."""
    code = typed_code(text)
    number = len(code.characters)
    if code.stray:
        words = catalogue.text("sinkron.enrol.code_sign", sign=code.stray)
        return Beside(words, "problem")
    if code.is_whole:
        return Beside(catalogue.text("sinkron.enrol.code_whole"))
    if number >= WHOLE:
        return Beside(_not_whole(code, catalogue), "problem")
    if number:
        return Beside(catalogue.text("sinkron.enrol.code_count", number=number))
    return Beside(catalogue.text("sinkron.enrol.code_hint"))


def code_fault(text: str, catalogue: Catalogue) -> str:
    """Say why a code will not do, or nothing."""
    code = typed_code(text)
    if code.is_whole:
        return ""
    if code.stray:
        return catalogue.text("sinkron.enrol.code_sign", sign=code.stray)
    if not code.characters:
        return catalogue.text("sinkron.enrol.code_missing")
    return _not_whole(code, catalogue)


def _not_whole(code: TypedCode, catalogue: Catalogue) -> str:
    number = len(code.characters)
    if number == WHOLE:
        return catalogue.text("sinkron.enrol.code_end")
    key = "short" if number < WHOLE else "long"
    return catalogue.text(f"sinkron.enrol.code_{key}", number=number)
