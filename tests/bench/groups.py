"""A group of 85 saved by one act beside 85 single saves, and a manifest of 2,000 people."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from xlsxwriter import Workbook

from posko_app.domain.screening import Draft
from posko_app.services.desk import Desk
from posko_app.services.group import RowSaved
from posko_app.services.manifest import people_of, read_manifest
from tests.bench.figures import Figure, ratio
from tests.bench.invented import invented
from tests.bench.saves import draft_of, timed_ms
from tests.faults import desks

ROWS = 85
ROUNDS = 6
PEOPLE, READINGS = 2_000, 5
BORN = "Kupang, 17-11-1989"


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


def measure_manifest(folder: Path) -> Figure:
    """Read a manifest of 2,000 people: the workbook in its own process, then every cell."""
    path = folder / "manifest.xlsx"
    _write_manifest(path)
    times = sorted(timed_ms(lambda: _people(path)) for _ in range(READINGS))
    how = f"{READINGS} readings of an XLSX of {PEOPLE} rows and six columns, guessed and understood"
    parts = {"p50_ms": times[len(times) // 2], "longest_ms": times[-1]}
    return Figure(f"manifest of {PEOPLE} rows", parts["p50_ms"] / 1000, "s", 3, parts, how)


def _people(path: Path) -> None:
    manifest = read_manifest(path)
    paths = {column.place: column.path for column in manifest.columns if column.path}
    if len(people_of(manifest, paths)) != PEOPLE:
        raise AssertionError("a row was lost")


def _write_manifest(path: Path) -> None:
    with Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["No", "Nama", "NIK", "L/P", "Tempat, Tgl Lahir", "Alamat"])
        for number in range(PEOPLE):
            nik = f"99020117{1 + number % 12:02d}89{number:04d}"
            row = (number, f"CONTOH ORANG {number}", nik, "LP"[number % 2], BORN, f"JL {number}")
            sheet.write_row(number + 1, 0, row)
