"""Says stored values in the officer's words, and reads typed words back."""

from collections.abc import Mapping, Sequence

from posko_app.domain.civil import (
    date_text,
    parse_date,
    parse_instant,
    parse_time,
)
from posko_app.domain.fields import Field, FieldType, field_at
from posko_app.domain.fold import Setter
from posko_app.domain.problem import Problem
from posko_app.domain.values import Value, from_text
from posko_app.i18n import Catalogue
from posko_app.ui.daftar_dates import stamp

ABSENT = "–"
DISAGREES = " ≠ "
NIK_DIGITS = 16


def field_words(path: str, catalogue: Catalogue) -> str:
    """Name a field; a code of a list is named with its list: Tanda · dibicarakan orang lain."""
    field = field_at(path)
    if field is None:
        return path  # stored by a newer version; shown as it is
    label = catalogue.text(f"field.{field.path}")
    if field.type is not FieldType.CODES or path == field.path:
        return label
    return f"{label} · {code_words(field, path.removeprefix(field.path + '.'), catalogue)}"


def value_words(path: str, value: Value, catalogue: Catalogue) -> str:
    """Say a value; what is not recorded is a dash."""
    if value is None or value == "":
        return ABSENT
    if isinstance(value, bool):
        return catalogue.text("pages.value.yes" if value else "pages.value.no")
    field = field_at(path)
    if isinstance(value, int):
        return f"{value:,}".replace(",", ".") if path.endswith("_idr") else str(value)
    return _text_words(field, value, catalogue) if field else value


def rival_words(conflicts: Mapping[str, Sequence[Setter]], catalogue: Catalogue) -> dict[str, str]:
    """Say every value of the fields that disagree: `Batam ≠ Denpasar`."""
    return {
        path: DISAGREES.join(value_words(path, setter.value, catalogue) for setter in setters)
        for path, setters in conflicts.items()
    }


def _text_words(field: Field, value: str, catalogue: Catalogue) -> str:
    if field.type in (FieldType.CODE, FieldType.COUNTRY):
        return code_words(field, value, catalogue)
    if field.type is FieldType.DATE:
        on = parse_date(value)
        return date_text(on) if on else value
    if field.type is FieldType.INSTANT:
        at = parse_instant(value)
        return stamp(at) if at else value
    if field.type is FieldType.TIME:
        return value.replace(":", ".")
    if field.type is FieldType.NIK and len(value) == NIK_DIGITS:
        return " ".join(value[start : start + 4] for start in range(0, NIK_DIGITS, 4))
    return value


def code_words(field: Field, code: str, catalogue: Catalogue) -> str:
    """Say one code of a field's list."""
    key = f"code.{field.group}.{code}"
    return catalogue.text(key) if catalogue.has(key) else code


def read_words(field: Field, text: str) -> Value | Problem:
    """Read what was typed for a field; empty text withdraws the value.

    A moment may be typed the way it is shown, 24-11-2026 07.21.
    """
    if field.type is FieldType.INSTANT:
        return from_text(field, _moment(text))
    return from_text(field, text)


def _moment(text: str) -> str:
    day, _, clock = text.strip().partition(" ")
    on, at = parse_date(day), parse_time(clock)
    return f"{on}T{at:%H:%M}" if on and at else text


def problem_words(problem: Problem, catalogue: Catalogue) -> str:
    """Say why a typed text is no value."""
    key = f"problem.{problem.code}"
    return catalogue.text(key if catalogue.has(key) else "pages.value.unreadable")
