import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from posko_app.domain.records import ListQuery
from posko_app.domain.screening import Draft
from posko_app.services.group import BATCH, RowKept, RowSaved
from posko_app.services.group_drafts import groups_of, outside_groups
from tests.services.desks import opened

GROUP = "a" * 32


def header(clock, **answers):
    at = clock()
    return Draft(GROUP, {"group.id": GROUP, "journey.final_city": "Batam", **answers}, at, at)


def rows(clock, count, **answers):
    began = clock()
    return tuple(
        Draft(
            os.urandom(16).hex(),
            {"group.id": GROUP, "traveller.name": f"CONTOH NOMOR {n:03d}", **answers},
            began + timedelta(microseconds=n),
            began,
        )
        for n in range(count)
    )


def outcomes(futures):
    return [outcome for future in futures for outcome in future.result(timeout=60)]


def names(desk):
    return {row.name for row in desk.screening.search(ListQuery(limit=500)).result().rows}


def test_a_half_typed_group_comes_back_in_order_after_the_desk_was_gone(directory, clock):
    typed = rows(clock, 30)
    with opened(directory, clock=clock) as desk:
        desk.group.keep([header(clock), *reversed(typed)]).result(timeout=20)

    with opened(directory, clock=clock) as desk:
        (group,) = desk.group.open_groups().result(timeout=20)

        assert group.rows == typed
        assert group.header.answers["journey.final_city"] == "Batam"
        assert group.saved == ()


def test_rows_of_a_group_are_not_offered_to_the_form_for_one(desk, clock):
    (row,) = rows(clock, 1)
    desk.group.keep([header(clock), row]).result(timeout=20)

    assert desk.screening.open_drafts().result(timeout=20) == ()


def test_rows_handed_over_bring_their_group_along(desk, clock):
    typed = rows(clock, 3)
    desk.group.keep([header(clock), *typed]).result(timeout=20)
    other = "c" * 32

    def give(unit):
        for row in typed:
            unit.give_draft(row.id, officer=other)
        return groups_of(unit, other), outside_groups(unit, unit.drafts(other))

    (groups, outside) = desk.group._store.write(give).result(timeout=20)

    assert [group.rows for group in groups] == [typed]
    assert groups[0].header.answers["journey.final_city"] == "Batam"
    assert outside == ()


def test_a_header_is_nobody_who_is_kept_waiting(desk, clock):
    desk.group.keep([header(clock), *rows(clock, 2)]).result(timeout=20)

    assert len(desk.shift.open_cases().result(timeout=20)) == 2


def test_a_row_whose_group_is_gone_stands_on_its_own(desk, clock):
    (row,) = rows(clock, 1)
    desk.group.keep([header(clock), row]).result(timeout=20)

    desk.group.drop([GROUP]).result(timeout=20)

    assert desk.group.open_groups().result(timeout=20) == ()
    assert desk.screening.open_drafts().result(timeout=20) == (row,)


def test_each_row_is_a_screening_of_his_own_with_a_receipt(desk, clock):
    typed = rows(clock, BATCH * 2 + 3, decision="boleh")
    desk.group.keep([header(clock), *typed]).result(timeout=20)

    futures = desk.group.record(typed)
    saved = outcomes(futures)

    assert len(futures) == 3
    assert all(isinstance(one, RowSaved) for one in saved)
    assert len({one.recorded.receipt for one in saved}) == len(typed)
    assert [one.draft_id for one in saved] == [row.id for row in typed]
    assert names(desk) == {row.answers["traveller.name"] for row in typed}
    assert desk.integrity.verify().result(timeout=60).ok


def test_what_was_saved_is_known_as_saved_when_the_group_is_opened_again(desk, clock):
    typed = rows(clock, 5)
    desk.group.keep([header(clock), *typed]).result(timeout=20)
    saved = outcomes(desk.group.record(typed[:2]))
    by_itself = desk.screening.record(typed[2]).result(timeout=20)
    desk.group.keep([header(clock, **{"journey.final_city": "Tarakan"})]).result(timeout=20)

    (group,) = desk.group.open_groups().result(timeout=20)

    assert group.rows == typed[3:]
    assert group.header.answers["journey.final_city"] == "Tarakan"
    assert {(one.draft_id, one.row.subject) for one in group.saved} == {
        *((one.draft_id, one.recorded.subject) for one in saved),
        (typed[2].id, by_itself.subject),
    }


def test_a_row_that_cannot_be_stored_stays_alone(desk, clock):
    good = rows(clock, 4)
    bad = replace(good[1], answers={**good[1].answers, "traveller.dob_ktp": "31-02-1990"})
    typed = (good[0], bad, *good[2:])
    desk.group.keep([header(clock), *typed]).result(timeout=20)

    found = outcomes(desk.group.record(typed))

    kept = [one for one in found if isinstance(one, RowKept)]
    assert [(one.draft_id, one.error.key) for one in kept] == [(bad.id, "screening.problems")]
    assert len(names(desk)) == 3
    (group,) = desk.group.open_groups().result(timeout=20)
    assert group.rows == (bad,)


def test_a_machine_that_cannot_write_keeps_every_row_that_follows(desk, directory, clock):
    typed = rows(clock, BATCH + 2)
    desk.group.keep([header(clock), *typed]).result(timeout=20)
    database = Path(directory) / "posko.db"
    database.rename(directory / "away.db")

    found = outcomes(desk.group.record(typed))
    (directory / "away.db").rename(database)

    assert {type(one) for one in found} == {RowKept}
    assert len(found) == len(typed)
    (group,) = desk.group.open_groups().result(timeout=20)
    assert group.rows == typed
    assert names(desk) == set()


def test_a_closed_store_keeps_every_row(directory, clock):
    with opened(directory, clock=clock) as desk:
        service = desk.group
    assert {type(one) for one in outcomes(service.record(rows(clock, 2)))} == {RowKept}


def test_an_interactive_save_goes_between_the_transactions_of_a_group(desk, clock):
    order = []
    futures = desk.group.record(rows(clock, BATCH * 3))
    alone = desk.screening.record(Draft("b" * 32, {"traveller.name": "CONTOH"}, clock(), clock()))
    alone.add_done_callback(lambda _: order.append("alone"))
    futures[-1].add_done_callback(lambda _: order.append("group"))

    outcomes(futures)
    alone.result(timeout=20)

    assert order == ["alone", "group"]


@pytest.mark.parametrize("count", [0, 1])
def test_a_group_may_be_small(desk, clock, count):
    assert len(outcomes(desk.group.record(rows(clock, count)))) == count
