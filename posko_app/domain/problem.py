"""What is wrong with an answer, hard or soft; the catalogue turns codes into sentences."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Why something cannot be stored; sentence problem.<code>. Never holds the answer itself."""

    field: str  # path; "" for the whole
    code: str


@dataclass(frozen=True, slots=True)
class Caution:
    """Something to look at that never blocks; sentence caution.<code> with the params."""

    field: str
    code: str
    params: Mapping[str, str | int] = dataclasses.field(default_factory=dict)
