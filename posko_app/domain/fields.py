"""The one declarative table of every field of an encounter, in the order of the form.

Nothing of SRC-INDICATORS 5.3 (ethnicity, religion, looks, opinions …) has a field.
"""

from collections.abc import Mapping
from types import MappingProxyType

from posko_app.domain import fields_person, fields_scanned, fields_work
from posko_app.domain.field import Field, FieldType, Part

__all__ = [
    "FIELDS",
    "GROUPS",
    "Field",
    "FieldType",
    "Part",
    "every_path",
    "field_at",
    "section_names",
    "value_paths",
]

FIELDS: tuple[Field, ...] = (
    *fields_person.EVENT,
    *fields_person.TRAVELLER,
    *fields_person.DEPARTURE,
    *fields_person.GROUP,
    *fields_person.PURPOSE,
    *fields_work.DOCUMENTS,
    *fields_work.RECRUITMENT,
    *fields_work.WORK,
    *fields_work.MONEY,
    *fields_work.ARRIVAL,
    *fields_work.QUESTIONS,
    *fields_work.SIGNS,
    *fields_work.PROOFS,
    *fields_work.PLACEMENT,
    *fields_work.TALK,
    *fields_work.CHILD,
    *fields_scanned.SCANNED,
    *fields_work.DECISION,
    *fields_work.DERIVED,
)


def value_paths(field: Field) -> tuple[str, ...]:
    """Give the answer paths of a field: its own, or one for each code of a code list."""
    if field.type is FieldType.CODES:
        return tuple(f"{field.path}.{code}" for code in field.codes)
    return (field.path,)


_BY_PATH: Mapping[str, Field] = MappingProxyType(
    {field.path: field for field in FIELDS}
    | {path: field for field in FIELDS for path in value_paths(field)}
)
# the objects of the nested form: traveller, docs, …
GROUPS = frozenset(field.path.partition(".")[0] for field in FIELDS if "." in field.path)


def field_at(path: str) -> Field | None:
    """Give the field at a path; a code list answers for itself and for each of its codes."""
    return _BY_PATH.get(path)


def section_names() -> tuple[str, ...]:
    """Give the sections of the form in order."""
    return tuple(dict.fromkeys(field.section for field in FIELDS))


def every_path() -> tuple[str, ...]:
    """Give every answer path in form order, code lists code by code."""
    return tuple(path for field in FIELDS for path in value_paths(field))
