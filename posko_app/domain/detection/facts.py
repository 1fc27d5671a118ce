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


def flat_name(path: str) -> str:
    """Give the name of a fact outside its group."""
    return path.replace(".", "__")


class FactTable:
    """Nests the facts among some answers; what it does not know it leaves out.

    A newer version may state a path, a type or a code that is unknown here: for these
    rules that is not recorded.
    """

    def __init__(self, paths: Collection[str], *, is_flat: bool = False) -> None:
        """Take the paths to read.

        Args:
            paths: facts; a group among them stands for all of its paths.
            is_flat: facts stand under `flat_name`, and only groups asked for are maps.
                Handing a map over to the evaluator costs more than reading it.
        """
        self._slots: dict[str, tuple[str, str, str, type, frozenset[object] | None]] = {}
        for path in FACT_FIELDS:
            group, _, key = path.rpartition(".")
            root, nested = "", ""
            if path in paths:
                root = flat_name(path) if is_flat or not group else ""
                nested = "" if root else group
            if group in paths:
                nested = group
            if root or nested:
                self._slots[path] = (root, nested, key, *_form(path))
        self._groups = tuple(dict.fromkeys(slot[1] for slot in self._slots.values() if slot[1]))

    def read(self, answers: Answers) -> Facts:
        """Give the facts; every group of this table is there, filled or not."""
        groups: dict[str, dict[str, Value]] = {group: {} for group in self._groups}
        facts: Facts = {**groups}
        slots = self._slots
        for path, value in answers.items():
            slot = slots.get(path)
            if slot is None:
                continue
            root, group, key, kind, codes = slot
            if type(value) is kind and (codes is None or value in codes):
                if root:
                    facts[root] = value
                if group:
                    groups[group][key] = value
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
