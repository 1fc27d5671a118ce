"""Where the thing stands that is wrong with an expression: on its own line, or in a parameter.

Whoever changed a list in one file must not be sent to the rules of another.
"""

import dataclasses
import re
from collections.abc import Collection, Iterator, Mapping

from posko_app.domain.detection.expression import FACTS, PARAMETERS, Checked, check
from posko_app.domain.detection.ruleset import Parameter
from posko_app.domain.detection.ruleset_parts import Located
from posko_app.domain.detection.ruleset_rows import Row

_PARSED_AT = re.compile(r"(\d+):")  # what the parser says begins with the line
_MENTIONED = re.compile(rf"(?<![\w.]){PARAMETERS}\s*\.\s*(\w+)")
# what the words behind a fault look like in the expression
_LOOKS = {
    "unknown_field": rf"(?<![\w.]){FACTS}\.{{}}\b",
    "excluded_field": rf"(?<![\w.]){FACTS}\.{{}}\b",
    "unguarded": rf"(?<![\w.]){FACTS}\.{{}}\b",
    "unknown_parameter": rf"(?<![\w.]){PARAMETERS}\.{{}}\b",
    "unknown_name": r"\b{}\b",
    "unknown_code": "[\"']{}[\"']",
}


def tell_faults(
    row: Row,
    key: str,
    text: str,
    checked: Checked,
    *,
    parameters: Mapping[str, Located[Parameter]],
    excluded: Collection[str],
) -> None:
    """Add what is wrong with the expression at a key, each fault where it is to be repaired."""
    used = [parameters[name] for name in _used(text) if name in parameters]
    for code, detail in checked.wrong:
        line = _line(text, code, detail)
        strangers, others = [], []
        if code == "unknown_code" and line is None:
            strangers = [each for each in used if detail in _texts(each)]
        if code == "not_evaluated":
            others = list(_of_other_kind(text, used, parameters, excluded))
        for each in strangers:
            at = (*each.row.address, "value", _texts(each).index(detail))
            each.row.file.fault(at, code, detail)
        for each in others:
            each.row.fault("value", "other_kind", each.value.id)
        if not strangers and not others:
            row.fault_within(key, text, line, code, detail)


def _used(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_MENTIONED.findall(text)))


def _line(text: str, code: str, detail: str) -> int | None:
    """Give the line of an expression, from 0, on which a fault shows; None for the whole."""
    if code == "bad_expression":
        parsed = _PARSED_AT.match(detail)
        return max(int(parsed[1]) - 1, 0) if parsed is not None else None
    looks = _LOOKS.get(code)
    found = None if looks is None else re.search(looks.format(re.escape(detail)), text)
    return None if found is None else text.count("\n", 0, found.start())


def _texts(parameter: Located[Parameter]) -> tuple[str, ...]:
    value = parameter.value.value
    return value if isinstance(value, tuple) else ()


def _of_other_kind(
    text: str,
    used: Collection[Located[Parameter]],
    parameters: Mapping[str, Located[Parameter]],
    excluded: Collection[str],
) -> Iterator[Located[Parameter]]:
    """Give the parameters with which all would be well if a list were a number, or the reverse."""
    values = {name: located.value for name, located in parameters.items()}
    for located in used:
        value = located.value
        other = dataclasses.replace(value, value=1 if isinstance(value.value, tuple) else ())
        if not check(text, parameters=values | {value.id: other}, excluded=excluded).wrong:
            yield located
