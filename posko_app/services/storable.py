"""The last look before something is stated: can these answers be stored at all?"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar, cast

from posko_app.domain.checks import checked
from posko_app.domain.entries import split_parts
from posko_app.domain.screening import Answers, Value
from posko_app.errors import OperatorError
from posko_app.store.units import WriteUnit
from sync.protocol.canonical import JsonObject, Malformed

T = TypeVar("T")


def storable(answers: Answers, *, today: date) -> dict[str, Value]:
    """Give the answers in the form they are stored in.

    Raises:
        OperatorError: `screening.problems` with their count; which ones, `problems` says.
    """
    clean, found = checked(answers, today=today)
    if found:
        raise OperatorError("screening.problems", count=len(found))
    return clean


def parts_of(answers: Answers) -> Mapping[str, JsonObject]:
    """Give the parts of an entry that states these answers.

    The domain's JSON type also knows floats; answers have none, and the journal refuses one.
    """
    return cast("Mapping[str, JsonObject]", split_parts(answers))


def translated(task: Callable[[WriteUnit], T]) -> Callable[[WriteUnit], T]:
    """Turn what the journal's format refuses into a sentence for the person.

    Raises (from the task):
        OperatorError: `screening.not_storable`; too long altogether, or a broken character.
    """

    def run(unit: WriteUnit) -> T:
        try:
            return task(unit)
        except Malformed as error:
            raise OperatorError("screening.not_storable") from error

    return run
