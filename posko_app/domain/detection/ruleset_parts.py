"""Every table of a ruleset's files as a value, together with the place it was read from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from posko_app.domain.detection import ruleset_tables as tables
from posko_app.domain.detection.faults import Fault
from posko_app.domain.detection.ruleset import (
    CalmingFact,
    Contact,
    Excluded,
    Indicator,
    LevelText,
    Parameter,
    Question,
    Referral,
    Retention,
    Scheme,
    Source,
    Step,
    Text,
)
from posko_app.domain.detection.ruleset_rows import Row, RulesetFile

MAIN = "ruleset.toml"
FILES = frozenset(
    f"{name}.toml"
    for name in (
        "ruleset",
        "sources",
        "calming",
        "questions",
        "schemes",
        "referrals",
        "levels",
        "contacts",
        "retention",
        "excluded",
    )
)
_SIGNS = "signs_"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Located(Generic[T]):
    """A value and the table it was read from."""

    value: T
    row: Row


@dataclass(frozen=True, slots=True)
class Head:
    """What the main file says about the whole."""

    row: Row
    id: str
    version: str
    issued_on: str
    title: Text


@dataclass(frozen=True, slots=True)
class Parts:
    """All tables by id, in the order of the files."""

    head: Head
    parameters: Mapping[str, Located[Parameter]]
    sources: Mapping[str, Located[Source]]
    indicators: Mapping[str, Located[Indicator]]
    calming: Mapping[str, Located[CalmingFact]]
    questions: Mapping[str, Located[Question]]
    schemes: Mapping[str, Located[Scheme]]
    referrals: Mapping[str, Located[Referral]]
    steps: Mapping[str, Located[Step]]
    levels: Mapping[str, Located[LevelText]]
    contacts: Mapping[str, Located[Contact]]
    retention: Mapping[str, Located[Retention]]
    excluded: Mapping[str, Located[Excluded]]


class _Files:
    """The files in order of their names; each top table is opened once and closed at the end."""

    def __init__(self, files: Mapping[str, str], faults: list[Fault]) -> None:
        missing = [name for name in sorted(FILES) if name not in files]
        faults += [Fault(name, 1, "missing_file", name) for name in missing]
        names = [name for name in sorted(files) if name in FILES or _is_signs(name)]
        strangers = [name for name in sorted(files) if name not in names]
        faults += [Fault(name, 1, "unknown_file", name) for name in strangers]
        texts = dict.fromkeys(missing, "") | {name: files[name] for name in names}
        self.tops = {name: RulesetFile(name, text, faults).top() for name, text in texts.items()}

    def table(
        self, name: str, kind: str, read: Callable[[Row], T], key: str = "id"
    ) -> dict[str, Located[T]]:
        found: dict[str, Located[T]] = {}
        for row in self.tops[name].rows(kind):
            value, known_by = read(row), row.text(key)
            row.close()
            if known_by in found:
                row.fault(key, "duplicate_id", known_by)
            found.setdefault(known_by, Located(value, row))
        return found

    def signs(self) -> dict[str, Located[Indicator]]:
        """Read the files of signs in the order of their names, the catalogue's order."""
        found: dict[str, Located[Indicator]] = {}
        for name in filter(_is_signs, self.tops):
            for known_by, located in self.table(name, "sign", tables.sign).items():
                if known_by in found:
                    located.row.fault("id", "duplicate_id", known_by)
                found.setdefault(known_by, located)
        return found

    def close(self) -> None:
        for top in self.tops.values():
            top.close()


def read_parts(files: Mapping[str, str], faults: list[Fault]) -> Parts:
    """Read every table; what is wrong is added to the faults."""
    opened = _Files(files, faults)
    top = opened.tops[MAIN]
    parts = Parts(
        head=Head(
            top, top.text("id"), top.text("version"), top.day("issued_on"), top.both("title")
        ),
        parameters=opened.table(MAIN, "parameter", tables.parameter),
        sources=opened.table("sources.toml", "source", tables.source),
        indicators=opened.signs(),
        calming=opened.table("calming.toml", "fact", tables.fact),
        questions=opened.table("questions.toml", "question", tables.question),
        schemes=opened.table("schemes.toml", "scheme", tables.scheme),
        referrals=opened.table("referrals.toml", "referral", tables.referral),
        steps=opened.table("referrals.toml", "step", tables.step),
        levels=opened.table("levels.toml", "level", tables.level, "level"),
        contacts=opened.table("contacts.toml", "contact", tables.contact),
        retention=opened.table("retention.toml", "retention", tables.retention),
        excluded=opened.table("excluded.toml", "excluded", tables.excluded),
    )
    opened.close()
    return parts


def _is_signs(name: str) -> bool:
    return name.startswith(_SIGNS) and name.endswith(".toml")
