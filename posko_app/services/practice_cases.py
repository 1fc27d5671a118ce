"""Makes practice cases out of what their files state, with birth dates that stay true.

A file says how old somebody is, not when he was born: so a case means the same in any year.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import cast

from posko_app.domain.detection.assess_input import read_case
from posko_app.domain.practice import PracticeCase, Topic, born, filled, practice_nik
from posko_app.domain.screening import JsonObject, JsonValue
from posko_app.errors import Defect

QUESTIONS = range(1, 11)
BY_CARD = "ktp"


def practice_cases(
    stated: Iterable[Mapping[str, object]], *, today: date
) -> tuple[PracticeCase, ...]:
    """Give every case as of a day, in order of its id.

    Raises:
        Defect: `training.case_faulty` (case), what a file states cannot be captured.
    """
    made = [_case(cast("JsonObject", one), today=today) for one in stated]
    return tuple(sorted(made, key=lambda case: case.id))


def _case(stated: JsonObject, *, today: date) -> PracticeCase:
    id_ = _text(stated, "id")
    dates = {name: born(*_age(age), today=today) for name, age in _table(stated, "born").items()}
    nik = ""
    if BY_CARD in dates:
        named = dates[_text(stated, "nik_of") or BY_CARD]
        nik = practice_nik(named, sex=_text(stated, "sex"), number=int(id_[1:]))
    content = _filled(_table(stated, "input"), dates, nik)
    answers: JsonObject = {"answers": _states(stated), "ref_date": today.isoformat()}
    read = read_case({**cast("JsonObject", content), **answers}, today=today)
    if read.problems:
        raise Defect("training.case_faulty", case=id_)
    return PracticeCase(
        id=id_,
        title=_text(stated, "title"),
        narrative=filled(" ".join(_text(stated, "narrative").split()), dates, nik, iso=False),
        topics=tuple(Topic(str(topic)) for topic in _list(stated, "topics")),
        answers={**read.answers, "traveller.sex": _text(stated, "sex")},
    )


def _states(stated: JsonObject) -> dict[str, JsonValue]:
    """A good capture puts every question; some people rightly refuse some."""
    refused = {int(str(number)) for number in _list(stated, "refused")}
    return {f"Q{n}": "menolak" if n in refused else "dijawab" for n in QUESTIONS}


def _filled(value: JsonValue, dates: Mapping[str, date], nik: str) -> JsonValue:
    if isinstance(value, Mapping):
        return {key: _filled(inner, dates, nik) for key, inner in value.items()}
    return filled(value, dates, nik, iso=True) if isinstance(value, str) else value


def _age(value: JsonValue) -> tuple[int, int]:
    years, months = cast("tuple[int, int]", value)
    return years, months


def _table(stated: JsonObject, key: str) -> JsonObject:
    return cast("JsonObject", stated.get(key, {}))


def _list(stated: JsonObject, key: str) -> tuple[JsonValue, ...]:
    return tuple(cast("tuple[JsonValue, ...]", stated.get(key, ())))


def _text(stated: JsonObject, key: str) -> str:
    return str(stated.get(key, ""))
