import json

import pytest

from posko_app.domain.problem import Problem
from posko_app.domain.records import ListQuery
from posko_app.errors import OperatorError
from posko_app.services.imports import RowOutcome, RowResult
from tests.services.desks import opened

SATU = {
    "paper_no": "17",
    "occurred_at": "2026-11-20T08:15:00+08:00",
    "traveller": {"name": "CONTOH NAMA SATU", "nik": "9901016001080001"},
    "officer_ticks": ["coe_visible_injury"],
    "decision": "tunda",
}
DUA = SATU | {"paper_no": "18", "traveller": {"name": "CONTOH NAMA DUA"}}


def run(desk, tmp_path, *rows, name="a.jsonl") -> list[RowResult]:
    path = tmp_path / name
    lines = (row if isinstance(row, str) else json.dumps(row) for row in rows)
    path.write_text("\n".join(lines), encoding="utf-8")
    return list(desk.imports.import_file(path))


def outcomes(results) -> list[RowOutcome]:
    return [found.result for found in results]


def names(desk) -> list[str | None]:
    return [row.name for row in desk.screening.search(ListQuery()).result().rows]


def test_rows_are_saved_and_shown_as_they_were_written(desk, tmp_path):
    saved, _ = run(desk, tmp_path, SATU, DUA)

    values = desk.screening.show(saved.id).result().values

    assert saved == RowResult(1, RowOutcome.SAVED, saved.id)
    assert values["traveller.nik"] == "9901016001080001"
    assert values["occurred_at"] == "2026-11-20T00:15:00Z"
    assert values["officer_ticks.coe_visible_injury"] is True
    assert values["occurred_on"] == "2026-11-20"


def test_the_same_file_again_saves_nothing(directory, clock, tmp_path):
    with opened(directory, clock=clock) as desk:
        first = run(desk, tmp_path, SATU, DUA)
    with opened(directory, clock=clock) as desk:
        again = run(desk, tmp_path, SATU, DUA)
        assert len(names(desk)) == 2

    assert outcomes(again) == [RowOutcome.DUPLICATE] * 2
    assert [found.id for found in again] == [found.id for found in first]


def test_the_same_form_in_another_file_kind_is_the_same(desk, tmp_path):
    run(desk, tmp_path, SATU)
    columns = "paper_no;occurred_at;traveller.name;traveller.nik;officer_ticks;decision"
    row = "17;2026-11-20 08:15;CONTOH NAMA SATU;9901016001080001;coe_visible_injury;tunda"

    results = run(desk, tmp_path, "\ufeff" + columns, row, name="a.csv")

    assert outcomes(results) == [RowOutcome.DUPLICATE]


def test_the_same_number_with_other_content_is_refused(desk, tmp_path):
    (saved,) = run(desk, tmp_path, SATU)

    (other,) = run(desk, tmp_path, SATU | {"decision": "boleh"})

    expected = (Problem("paper_no", "paper_differs"),)
    assert other == RowResult(1, RowOutcome.REFUSED, saved.id, expected)
    assert len(names(desk)) == 1


def test_the_same_number_on_another_day_is_another_form(desk, tmp_path):
    results = run(desk, tmp_path, SATU, SATU | {"occurred_at": "2026-11-21T08:15:00+08:00"})

    assert outcomes(results) == [RowOutcome.SAVED] * 2


@pytest.mark.parametrize(
    ("bad", "problem"),
    [
        ({k: v for k, v in SATU.items() if k != "paper_no"}, Problem("paper_no", "required")),
        (SATU | {"occurred_at": None}, Problem("occurred_at", "required")),
        (SATU | {"occurred_at": "kemarin"}, Problem("occurred_at", "not_an_instant")),
        (SATU | {"occurred_at": "2027-01-01T00:00:00Z"}, Problem("occurred_at", "in_future")),
        (SATU | {"decision": "cekal"}, Problem("decision", "unknown_code")),
        (SATU | {"nama": "CONTOH"}, Problem("nama", "unknown_field")),
        ("{", Problem("", "not_json")),
    ],
)
def test_a_bad_row_is_refused_by_name_and_the_next_is_saved(desk, tmp_path, bad, problem):
    refused, saved = run(desk, tmp_path, bad, DUA)

    assert refused == RowResult(1, RowOutcome.REFUSED, None, (problem,))
    assert saved.result is RowOutcome.SAVED
    assert names(desk) == ["CONTOH NAMA DUA"]


def test_a_row_too_large_for_an_entry_is_refused_alone(desk, tmp_path):
    long = SATU | {"notes": "x" * 10_001}

    refused, saved = run(desk, tmp_path, long, DUA)

    assert refused.problems == (Problem("notes", "too_long"),)
    assert saved.result is RowOutcome.SAVED


def test_each_row_is_durable_before_its_result_is_given(directory, clock, tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in (SATU, DUA)))
    with opened(directory, clock=clock) as desk:
        rows = desk.imports.import_file(path)
        next(rows)

    with opened(directory, clock=clock) as desk:
        assert names(desk) == ["CONTOH NAMA SATU"]


def test_a_file_that_cannot_be_read_is_refused_as_a_whole(desk, tmp_path):
    with pytest.raises(OperatorError):
        list(desk.imports.import_file(tmp_path / "absent.csv"))


def test_imported_rows_verify(desk, tmp_path):
    run(desk, tmp_path, SATU, DUA)

    assert desk.integrity.verify().result(timeout=20).ok
