"""A screening's answers: flat paths with scalars inside, nested JSON (the schema) outside."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from posko_app.domain.fields import GROUPS, Field, FieldType, field_at, value_paths
from posko_app.domain.problem import Problem
from posko_app.domain.values import Value, from_text, stored_value

__all__ = ["ASSESS_ONLY", "Answers", "Draft", "JsonObject", "JsonValue", "Problem", "Value"]
__all__ += ["answers_from_cells", "flatten", "from_text", "nest", "tidy"]

_JsonScalar = str | int | float | bool | None
JsonValue = _JsonScalar | Sequence["JsonValue"] | Mapping[str, "JsonValue"]
JsonObject = Mapping[str, JsonValue]
Answers = Mapping[str, Value]

# What `assess` may be told beside the answers. In the app these come from the store and
# the clock, so a screening neither keeps them nor complains about them.
ASSESS_ONLY = frozenset({"port", "ref_date", "prior_records", "verified_watch"})


@dataclass(frozen=True, slots=True)
class Draft:
    """What an officer has typed so far. Times are aware UTC."""

    id: str  # 32 hex, random
    answers: Answers = field(repr=False)
    started_at: datetime
    updated_at: datetime
    # what was answered to "the same person?": earlier screening → `same` or `not_same`
    links: Mapping[str, str] = field(default_factory=dict)


def flatten(content: JsonObject) -> tuple[dict[str, Value], tuple[Problem, ...]]:
    """Read the schema's nested form; null is absent, an unknown key is a problem.

    A misspelt key must not lose its value silently, and nothing without a field may
    be kept (SRC-INDICATORS 5.3): so it is named, and a person repairs the file.
    """
    answers: dict[str, Value] = {}
    problems: list[Problem] = []
    for path, value in _leaves(content, ""):
        if path in ASSESS_ONLY:
            continue
        found = _read(path, value)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            answers |= found
    return answers, tuple(problems)


def answers_from_cells(
    cells: Mapping[str, str],
) -> tuple[dict[str, Value], tuple[Problem, ...]]:
    """Read typed texts by path, as a CSV row or a form holds them; empty is absent.

    A code list is one cell of codes (blank, comma or semicolon between) or a yes/no
    cell for each code.
    """
    answers: dict[str, Value] = {}
    problems: list[Problem] = []
    for path, text in cells.items():
        if path in ASSESS_ONLY:
            continue
        found = _read_cell(path, text)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            answers |= found
    return answers, tuple(problems)


def tidy(answers: Answers) -> tuple[dict[str, Value], tuple[Problem, ...]]:
    """Bring a draft's answers, texts as typed among them, into their stored forms.

    What is empty is left out; what cannot be read is a problem and left out too.
    """
    clean: dict[str, Value] = {}
    problems: list[Problem] = []
    for path, value in answers.items():
        found = _tidy(path, value)
        if isinstance(found, Problem):
            problems.append(found)
        elif found is not None:
            clean[path] = found
    return clean, tuple(problems)


def nest(answers: Answers) -> dict[str, JsonValue]:
    """Give the schema's nested form back; code lists become sorted arrays."""
    content: dict[str, JsonValue] = {}
    lists: dict[str, list[JsonValue]] = {}
    for path, value in sorted(answers.items()):
        field = field_at(path)
        if value is None:
            continue
        if field is None or field.type is not FieldType.CODES:
            put_at(content, path, value)
        elif value is True:
            lists.setdefault(field.path, []).append(path.rpartition(".")[2])
    for path, items in lists.items():
        put_at(content, path, items)
    return content


def put_at(content: dict[str, JsonValue], path: str, value: JsonValue) -> None:
    """Set a value in nested maps, making the maps on the way.

    Where a newer version's path runs through a value, the rest stays a dotted key.
    """
    key, dot, rest = path.partition(".")
    inner = content.setdefault(key, {}) if dot else None
    if isinstance(inner, dict):
        put_at(inner, rest, value)
    else:
        content[path] = value


def _leaves(content: JsonObject, prefix: str) -> Iterator[tuple[str, JsonValue]]:
    """Give the values at the paths of the table; a key with a dot in it is not a path."""
    for key, value in content.items():
        path = prefix + key
        if value is None:
            continue
        if isinstance(value, Mapping) and not _is_end(path, key):
            yield from _leaves(value, path + ".")
        else:
            yield (path if "." not in key else f"{prefix}[{key}]"), value


def _is_end(path: str, key: str) -> bool:
    return path in ASSESS_ONLY or field_at(path) is not None or "." in key


def _read(path: str, value: JsonValue) -> dict[str, Value] | Problem:
    field = field_at(path)
    if field is None or path != field.path:
        return Problem(path, "wrong_type" if path in GROUPS else "unknown_field")
    if field.type is FieldType.CODES:
        return _read_codes(field, value)
    if isinstance(value, str | int | bool):
        found = stored_value(field, value)
        return found if isinstance(found, Problem) else _unless_empty(path, found)
    return Problem(path, "wrong_type")


def _tidy(path: str, value: Value) -> Value | Problem:
    field = field_at(path)
    if value is None:
        return None
    if field is None or path not in value_paths(field):
        return Problem(path, "unknown_field")
    found = from_text(field, value) if isinstance(value, str) else stored_value(field, value)
    if found is False and field.type is FieldType.CODES:
        return None
    return found


def _read_codes(field: Field, value: JsonValue) -> dict[str, Value] | Problem:
    if isinstance(value, str) or not isinstance(value, Sequence):
        return Problem(field.path, "wrong_type")
    if not all(isinstance(code, str) for code in value):
        return Problem(field.path, "wrong_type")
    if not set(value) <= set(field.codes):
        return Problem(field.path, "unknown_code")
    return {f"{field.path}.{code}": True for code in value}


def _read_cell(path: str, text: str) -> dict[str, Value] | Problem:
    field = field_at(path)
    if not text.strip():
        return {}
    if field is None:
        return Problem(path, "unknown_field")
    if field.type is FieldType.CODES and path == field.path:
        return _read_codes(field, text.replace(",", " ").replace(";", " ").split())
    found = from_text(field, text)
    if isinstance(found, Problem):
        return found
    if field.type is FieldType.CODES:
        return {path: True} if found is True else {}
    return _unless_empty(path, found)


def _unless_empty(path: str, value: Value) -> dict[str, Value]:
    return {} if value is None else {path: value}
