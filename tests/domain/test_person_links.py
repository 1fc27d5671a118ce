"""Answers to "the same person?": what stands after all that was said, in whatever order it came."""

from itertools import permutations

import pytest

from posko_app.domain.person_links import (
    LinkAction,
    LinkStatement,
    PairState,
    link_in,
    pair_of,
    pair_state,
    standing,
)

ONE, OTHER = "a" * 32, "b" * 32
SAME, NOT_SAME, WITHDRAWN = LinkAction


def said(entry: str, action: LinkAction, *based_on: str) -> LinkStatement:
    return LinkStatement(entry, based_on, (ONE, OTHER), action)


@pytest.mark.parametrize(
    ("statements", "state"),
    [
        ([], PairState.NONE),
        ([said("1", SAME)], PairState.SAME),
        ([said("1", NOT_SAME)], PairState.NOT_SAME),
        ([said("1", SAME), said("2", WITHDRAWN, "1")], PairState.NONE),
        ([said("1", SAME), said("2", NOT_SAME, "1")], PairState.NOT_SAME),
        ([said("1", SAME), said("2", SAME)], PairState.SAME),
        ([said("1", SAME), said("2", NOT_SAME)], PairState.DISPUTED),
        ([said("1", SAME), said("2", NOT_SAME), said("3", SAME, "1", "2")], PairState.SAME),
        ([said("1", SAME), said("2", WITHDRAWN, "1"), said("3", NOT_SAME)], PairState.NOT_SAME),
        ([said("2", WITHDRAWN, "1")], PairState.NONE),  # what it knew is not here yet
    ],
)
def test_an_answer_ends_those_it_knew_and_no_others(statements, state):
    for order in permutations(statements):
        assert pair_state(order) is state


def test_what_stands_is_what_the_next_answer_is_based_on():
    statements = [said("1", SAME), said("2", NOT_SAME), said("3", WITHDRAWN, "1")]

    assert [one.entry_id for one in standing(statements)] == ["2", "3"]


def test_a_pair_has_no_order():
    assert pair_of(OTHER, ONE) == pair_of(ONE, OTHER) == (ONE, OTHER)


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"action": "same"},
        {"action": "maybe", "screenings": [ONE, OTHER]},
        {"action": ["same"], "screenings": [ONE, OTHER]},
        {"action": "same", "screenings": [ONE]},
        {"action": "same", "screenings": [ONE, ONE]},
        {"action": "same", "screenings": [ONE, OTHER, "c" * 32]},
        {"action": "same", "screenings": [ONE, "B" * 32]},
        {"action": "same", "screenings": [ONE, "x"]},
        {"action": "same", "screenings": [ONE, 7]},
        {"action": "same", "screenings": ONE},
    ],
)
def test_what_cannot_be_read_links_nobody(facts):
    assert link_in(facts) is None
