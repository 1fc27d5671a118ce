"""What rules may read: the fields of part `facts`, nested under their groups.

Basis: SRC-RULES (absent means not asked, and fires nothing); SRC-FORMAT "Parts".
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from posko_app.domain.field import Field, FieldType, Part
from posko_app.domain.fields import FIELDS, value_paths
from posko_app.domain.fold import PER_ENTRY
from posko_app.domain.screening import Answers
from posko_app.domain.values import Value

Facts = dict[str, object]

# every path a rule may read, in form order, code lists code by code
FACT_FIELDS: Mapping[str, Field] = MappingProxyType(
    {
        path: field
        for field in FIELDS
        if field.part is Part.FACTS and field.path not in PER_ENTRY
        for path in value_paths(field)
    }
)


def _group_of(path: str) -> str:
    return path.rpartition(".")[0]


# the maps a rule finds under `f`, and the paths in each
FACT_GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        group: tuple(path for path in FACT_FIELDS if _group_of(path) == group)
        for group in dict.fromkeys(map(_group_of, FACT_FIELDS))
        if group
    }
)


class FactTable:
    """Nests the facts among some answers; what it does not know it leaves out.

    A newer version may state a path, a type or a code that is unknown here: for these
    rules that is not recorded.
    """

    def __init__(self, paths: Collection[str]) -> None:
        """Take the paths to read; a group among them stands for all of its paths."""
        wanted = [p for p in FACT_FIELDS if p in paths or _group_of(p) in paths]
        self._slots = {p: (_group_of(p), p.rpartition(".")[2], *_form(p)) for p in wanted}
        self._groups = tuple(dict.fromkeys(filter(None, map(_group_of, wanted))))

    def read(self, answers: Answers) -> Facts:
        """Give the facts; every group of this table is there, filled or not."""
        groups: dict[str, dict[str, Value]] = {group: {} for group in self._groups}
        facts: Facts = {**groups}
        slots = self._slots
        for path, value in answers.items():
            slot = slots.get(path)
            if slot is None:
                continue
            group, key, kind, codes = slot
            if type(value) is kind and (codes is None or value in codes):
                (groups[group] if group else facts)[key] = value
        return facts


def _form(path: str) -> tuple[type, frozenset[object] | None]:
    """Give the Python type of a fact, and its only values where they are a closed list."""
    field = FACT_FIELDS[path]
    match field.type:
        case FieldType.CODES:  # a code that was not chosen is absent
            return bool, frozenset({True})
        case FieldType.BOOLEAN:
            return bool, None
        case FieldType.INTEGER:
            return int, None
        case FieldType.CODE:
            return str, frozenset(field.codes)
        case _:
            return str, None


_EVERYTHING = FactTable(tuple(FACT_FIELDS))
EMPTY: Facts = _EVERYTHING.read({})


def facts_of(answers: Answers) -> Facts:
    """Give all facts as rules see them under `f`."""
    return _EVERYTHING.read(answers)
