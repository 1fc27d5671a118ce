"""Answers split into the parts of an entry and joined again; facts derived at save.

Basis: SRC-FORMAT, "Parts".
"""

from collections.abc import Collection, Mapping

from posko_app.domain.civil import WITA, civil_date, parse_date, parse_instant, whole_years
from posko_app.domain.fields import field_at
from posko_app.domain.nik import encodes_birth_date
from posko_app.domain.screening import Answers, JsonObject, JsonValue, put_at
from posko_app.domain.values import Value

_DOBS = {
    "ages.ktp": "traveller.dob_ktp",
    "ages.other": "traveller.dob_other",
    "ages.stated": "traveller.dob_stated",
}
# which typed fields each derived one is computed from
SOURCES: Mapping[str, tuple[str, ...]] = {
    "occurred_on": ("occurred_at",),
    "occurred_hour": ("occurred_at",),
    "ages.ktp": ("occurred_at", "traveller.dob_ktp"),
    "ages.other": ("occurred_at", "traveller.dob_other"),
    "ages.stated": ("occurred_at", "traveller.dob_stated", "traveller.age_stated"),
    "dobs_differ": tuple(_DOBS.values()),
    "nik_dob_match": ("traveller.nik", "traveller.dob_ktp"),
    "purpose": ("admitted.purpose", "claimed.purpose"),
}
# derived facts that need the store, the watch list or a ruleset: whoever states an entry sets them
STATED_AT_SAVE = frozenset(
    {
        "prior.contact_repeats",
        "prior.split_departures",
        "prior.identity_reused",
        "watch_hit",
        "watch_entry",
        "shown_level",
        "ruleset",
    }
)


class UnknownField(ValueError):
    """An answer's path has no row in the table, so no part to go to."""


def split_parts(answers: Answers) -> dict[str, dict[str, JsonValue]]:
    """Give each part's nested JSON; a part without content is absent.

    Code lists become maps of code to true. None is written as null, which withdraws
    the field in a correction.

    Raises:
        UnknownField: a path without a row in the table.
    """
    parts: dict[str, dict[str, JsonValue]] = {}
    for path, value in answers.items():
        field = field_at(path)
        if field is None:
            raise UnknownField("no_part")
        put_at(parts.setdefault(field.part.value, {}), path, value)
    return parts


def join_parts(parts: Mapping[str, JsonObject]) -> dict[str, Value]:
    """Flatten the parts at hand; keys this version does not know are kept.

    A list (only a newer version would write one) is flattened by position.
    """
    answers: dict[str, Value] = {}
    for name in sorted(parts):
        _flatten_into(answers, parts[name], "")
    return answers


def derive(answers: Answers) -> dict[str, Value]:
    """Give the answers with their derived facts computed anew.

    `purpose` is filled only when absent; everything else derived is replaced.
    """
    kept = {p: v for p, v in answers.items() if p not in SOURCES or p == "purpose"}
    found: dict[str, Value] = {p: v for p, v in _derived(kept).items() if v is not None}
    return found | {p: v for p, v in kept.items() if v is not None}


def changes(
    before: Answers, after: Answers, *, conflicts: Collection[str] = ()
) -> dict[str, Value]:
    """Give what a correction states: only what changed, None for what was removed.

    Derived facts are stated again whenever one of their sources is, so that they can
    never disagree with it after a merge.

    Args:
        before: the folded values.
        after: the answers as corrected.
        conflicts: paths in conflict, not in `before`. Those given in `after` are stated,
            also as None; derived ones are stated as soon as none of their sources is in
            conflict any more, since only a statement settles them. Where the sources
            were erased the derived fact stays as it is.
    """
    target = derive(_without_old_purpose(before, after))
    changed = {
        path: target.get(path)
        for path in (*target, *before)
        if not _same(before.get(path), target.get(path))
    }
    stated = changed | {path: target.get(path) for path in conflicts if path in after}
    for path, sources in SOURCES.items():
        if any(source in stated for source in sources):
            stated[path] = target.get(path)
        elif any(source in conflicts for source in sources) or _lost_sources(path, target):
            stated.pop(path, None)
        elif path in conflicts:
            stated[path] = target.get(path)
    return stated


def _lost_sources(path: str, target: Answers) -> bool:
    """Say whether a derived fact has outlived what it came from, as it does an erasure."""
    return path != "purpose" and all(target.get(source) is None for source in SOURCES[path])


def _without_old_purpose(before: Answers, after: Answers) -> Answers:
    """Drop a purpose that was filled from the statements, so that it is filled anew."""
    filled = _purpose(before)
    if filled is None or before.get("purpose") != filled or after.get("purpose") != filled:
        return after
    return {path: value for path, value in after.items() if path != "purpose"}


def _same(one: Value, other: Value) -> bool:
    return type(one) is type(other) and one == other


def _flatten_into(answers: dict[str, Value], value: JsonValue, path: str) -> None:
    if isinstance(value, Mapping):
        for key in sorted(value):
            _flatten_into(answers, value[key], f"{path}.{key}" if path else key)
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            _flatten_into(answers, item, f"{path}.{index}")
    elif value is None or isinstance(value, str | int):
        answers[path] = value


def _derived(answers: Answers) -> dict[str, Value]:
    occurred_at = parse_instant(_text(answers, "occurred_at"))
    dobs = {path: parse_date(_text(answers, source)) for path, source in _DOBS.items()}
    found: dict[str, Value] = {"purpose": _purpose(answers)}
    if occurred_at is not None:
        on = civil_date(occurred_at)
        found["occurred_on"] = on.isoformat()
        found["occurred_hour"] = occurred_at.astimezone(WITA).hour
        found["ages.stated"] = answers.get("traveller.age_stated")
        found |= {p: whole_years(dob, on) for p, dob in dobs.items() if dob and dob <= on}
    known = [dob for dob in dobs.values() if dob is not None]
    if len(known) > 1:
        found["dobs_differ"] = len(set(known)) > 1
    if dobs["ages.ktp"] is not None:
        found["nik_dob_match"] = encodes_birth_date(
            _text(answers, "traveller.nik"), dobs["ages.ktp"]
        )
    return found


def _purpose(answers: Answers) -> Value:
    return answers.get("admitted.purpose") or answers.get("claimed.purpose")


def _text(answers: Answers, path: str) -> str:
    value = answers.get(path)
    return value if isinstance(value, str) else ""
