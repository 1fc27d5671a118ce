"""A group of 85 saved by one act, beside 85 single saves, each row durable and signed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from posko_app.domain.screening import Draft
from posko_app.services.desk import Desk
from posko_app.services.group import RowSaved
from tests.bench.figures import Figure, ratio
from tests.bench.invented import invented
from tests.bench.saves import draft_of, timed_ms
from tests.faults import desks

ROWS = 85
ROUNDS = 6


def measure_group(root: Path, *, seed: int) -> Figure:
    """Save a group row by row and by one act, in turn; both share a recruiter's number."""
    desk = desks.desk_at(root)
    typed = _drafts(seed)
    ours: list[float] = []
    theirs: list[float] = []
    for turn in range(ROUNDS):
        alone, together = list(islice(typed, ROWS)), list(islice(typed, ROWS))
        theirs.append(timed_ms(lambda rows=alone, t=turn: _alone(desk, _group(rows, f"b{t}"))))
        ours.append(timed_ms(lambda rows=together, t=turn: _together(desk, _group(rows, f"c{t}"))))
    desk.close()
    how = (
        f"{ROUNDS} groups of {ROWS} in turn, ms; ours: one act, each row an entry, several to a"
        " transaction; theirs: the same rows saved one after the other"
    )
    return ratio(f"a group of {ROWS} ÷ {ROWS} single saves", ours, theirs, aim=0.5, how=how)


def _drafts(seed: int) -> Iterator[Draft]:
    return (draft_of(person) for person in invented(2 * ROUNDS * ROWS, seed=seed))


def _group(rows: Sequence[Draft], name: str) -> list[Draft]:
    """Give the rows what one header says of all."""
    said = {
        "group.id": name.encode().hex().ljust(32, "0"),
        "recruiter.contact": f"+62812{int(name.encode().hex(), 16):08d}"[:15],
        "recruiter.name": "CONTOH PEREKRUT BERSAMA",
    }
    return [replace(row, answers={**row.answers, **said}) for row in rows]


def _alone(desk: Desk, rows: Sequence[Draft]) -> None:
    for row in rows:
        desk.screening.record(row).result()


def _together(desk: Desk, rows: Sequence[Draft]) -> None:
    outcomes = [outcome for future in desk.group.record(rows) for outcome in future.result()]
    if not all(isinstance(outcome, RowSaved) for outcome in outcomes):
        raise AssertionError("a row was not saved")
