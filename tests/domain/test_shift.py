from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posko_app.domain.codes import Post
from posko_app.domain.shift import (
    LONGEST_SHIFT,
    ShiftAction,
    ShiftStatement,
    agencies_of,
    fold_shift,
    running_shift,
)

SUBJECT = "a" * 32
AT = datetime(2026, 11, 23, 20, 10, tzinfo=UTC)  # 04.10 WITA on the 24th
FLIGHT = {"departure.number": "JT693", "departure.departs_on": "2026-11-24"}


def said(number: int, action: str, **more) -> ShiftStatement:
    at = more.pop("at", AT + timedelta(minutes=number))
    return ShiftStatement(f"{number:036}", ShiftAction(action), at, "b" * 64, **more)


OPENED = said(0, "open", agencies=("bp3mi", "polri"), officers=("c" * 32,))


def test_a_shift_says_who_and_which_offices_are_there():
    shift = fold_shift(SUBJECT, [OPENED])

    assert (shift.on, shift.opened_at, shift.opened_by) == (date(2026, 11, 24), AT, "b" * 64)
    assert (shift.agencies, shift.officers) == (("bp3mi", "polri"), ("c" * 32,))
    assert (shift.departures, shift.handovers, shift.closed_at) == ((), (), None)
    assert shift.is_running(AT)


def test_nothing_said_is_no_shift():
    assert fold_shift(SUBJECT, []) is None


def test_a_departure_stands_until_it_is_withdrawn_and_after_the_end():
    flight, other = said(2, "departure", departure=FLIGHT), said(3, "departure", departure={})
    taken = said(4, "departure_withdrawn", departure_entry=flight.entry)
    late = said(9, "departure", departure=FLIGHT)

    shift = fold_shift(SUBJECT, [OPENED, flight, other, taken, said(5, "close"), late])

    assert [(one.id, one.withdrawn) for one in shift.departures] == [
        (flight.entry, True),
        (other.entry, False),
        (late.entry, False),
    ]
    assert {one.on for one in shift.departures} == {date(2026, 11, 24)}


def test_the_first_opening_and_the_first_end_count():
    again = said(1, "open", agencies=("imigrasi",))
    ends = [said(7, "close", counts={"drafts": 1}), said(8, "close", counts={"drafts": 0})]

    shift = fold_shift(SUBJECT, [*ends, again, OPENED])

    assert shift.agencies == OPENED.agencies
    assert (shift.closed_at, shift.counts) == (ends[0].at, {"drafts": 1})
    assert not shift.is_running(AT + timedelta(minutes=30))


def test_what_was_said_stands_while_the_opening_is_not_known():
    shift = fold_shift(SUBJECT, [said(2, "departure", departure=FLIGHT)])

    assert (shift.opened_at, len(shift.departures)) == (None, 1)
    assert not shift.is_running(AT)


def test_a_hand_over_names_whom_and_what():
    given_on = said(3, "handover", to="d" * 32, cases={"e" * 32: "draft"})

    (handover,) = fold_shift(SUBJECT, [OPENED, given_on]).handovers

    assert (handover.to, handover.cases, handover.by) == ("d" * 32, {"e" * 32: "draft"}, "b" * 64)


STATEMENTS = st.lists(
    st.builds(
        said,
        st.integers(0, 6),
        st.sampled_from([action.value for action in ShiftAction]),
        departure_entry=st.integers(0, 6).map("{:036}".format),
        agencies=st.sampled_from([(), ("bp3mi",)]),
        departure=st.sampled_from([{}, FLIGHT]),
    ),
    max_size=8,
    unique_by=lambda statement: statement.entry,
)


@given(STATEMENTS, st.randoms(use_true_random=False))
def test_any_order_and_any_repetition_give_the_same_shift(statements, random):
    arrived = [*statements, *random.choices(statements, k=3)] if statements else []
    random.shuffle(arrived)

    assert fold_shift(SUBJECT, arrived) == fold_shift(SUBJECT, statements)


def test_the_shift_opened_last_runs_and_a_forgotten_one_is_over():
    one = fold_shift(SUBJECT, [OPENED])
    other = fold_shift("f" * 32, [said(5, "open")])
    closed = fold_shift("9" * 32, [said(6, "open"), said(7, "close")])
    now = AT + timedelta(minutes=30)

    assert running_shift([one, other, closed], now) == other
    assert running_shift([], now) is None
    assert running_shift([one, other], AT + LONGEST_SHIFT + timedelta(minutes=6)) is None


@pytest.mark.parametrize("post", list(Post))
def test_every_post_has_its_offices_and_room_for_another(post):
    assert {"bp3mi", "disnakertrans", "polri", "imigrasi", "lain"} <= set(agencies_of(post))
    assert len(set(agencies_of(post))) == len(agencies_of(post))
