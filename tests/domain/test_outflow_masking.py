"""Nobody who holds the list, and this program, can compute a count the list hides."""

import random
from dataclasses import replace
from itertools import product

import pytest

from posko_app.domain import outflow_masking
from posko_app.domain.outflow import Flow, Place, PlaceLevel, outflow
from posko_app.domain.outflow_masking import HIDDEN, MonthlyList, Told, monthly_list
from tests.domain.moves import move

LEVELS = tuple(PlaceLevel)


def tree(counts, *names) -> Place:
    """Build a place from nested lists of how many left; a number is a village without parts."""
    level = LEVELS[len(names)]
    if isinstance(counts, int):
        return Place(level, names, Flow(left=counts))
    parts = tuple(
        tree(one, *names, f"{names[-1] if names else ''}{n}") for n, one in enumerate(counts)
    )
    return Place(level, names, Flow(left=sum(part.flow.left for part in parts)), parts)


def with_counts(place: Place, counts: dict) -> Place:
    """Give another truth in which hidden places have these counts and all sums are right."""
    if place.names in counts:
        return replace(place, flow=Flow(left=counts[place.names]), parts=())
    parts = tuple(with_counts(part, counts) for part in place.parts if part.flow.left)
    left = sum(part.flow.left for part in parts) if parts else place.flow.left
    return replace(place, flow=Flow(left=left), parts=parts)


def possible(whole: Place) -> dict:
    """Try every truth that would give the very same list; collect what each hidden count can be."""
    published = monthly_list(whole)
    hidden = [row.names for row in published.rows if row.left == HIDDEN]
    found = {names: set() for names in hidden}
    for numbers in product(range(1, 11), repeat=len(hidden)):
        counts = dict(zip(hidden, numbers, strict=True))
        if monthly_list(with_counts(whole, counts)) == published:
            for names, number in counts.items():
                found[names].add(number)
    return found


def told(published: MonthlyList) -> list[tuple[str, str]]:
    return [("/".join(row.names), row.left.text) for row in published.rows]


def test_a_small_place_is_hidden_and_what_lies_in_it_is_not_listed():
    published = monthly_list(tree([[[1] * 10]]))

    assert published == MonthlyList((), HIDDEN)
    assert HIDDEN.text == "<11"


def test_sums_without_hidden_parts_are_exact():
    published = monthly_list(tree([[[11, 40]]]))

    assert told(published) == [("0", "51"), ("0/00", "51"), ("0/00/000", "11"), ("0/00/001", "40")]
    assert published.total == Told(51, 51)


def test_a_sum_over_hidden_parts_is_a_band_that_holds_it():
    published = monthly_list(tree([[[9, 40, 7]]]))

    assert told(published) == [
        ("0", "42–60"),
        ("0/00", "42–60"),
        ("0/00/000", "<11"),
        ("0/00/001", "40"),
        ("0/00/002", "<11"),
    ]
    assert published.total.text == "42–60"


def test_places_nobody_left_from_are_not_listed():
    moves = [move(n) for n in range(11)] + [move(99, village="Desa Lain", decision="tunda")]

    published = monthly_list(outflow(moves))

    assert [row.names[-1] for row in published.rows] == [
        "Kab. Malaka",
        "Contoh Barat",
        "Desa Contoh",
    ]
    assert monthly_list(outflow(moves[11:])) == MonthlyList((), Told(0, 0))
    assert Told(0, 0).text == "0"


@pytest.mark.parametrize(
    "counts",
    [
        [[[1, 10]]],  # 11 in two: without bands 1 and 10
        [[[10, 10]]],  # the most two hidden ones can be
        [[[1, 12]]],  # one hidden beside an exact one
        [[[12, 3], [11]], [[30]]],  # the hidden one could be had from three sums
        [[[5, 6], [9]], [[2, 40]]],
        [[[10, 10, 10]], [[1]]],
        [[[1, 1, 9], [11]]],
        [[[4, 20], [30]], [[11, 11]], [[10]]],
    ],
)
def test_every_hidden_count_can_still_be_anything_from_one_to_ten(counts):
    for values in possible(tree(counts)).values():
        assert values == set(range(1, 11))


def test_random_lists_give_no_hidden_count_away():
    random.seed(11)
    tried = 0
    while tried < 60:
        whole = tree(
            [
                [
                    [
                        random.choice((1, 2, 5, 9, 10, 11, 12, 30))
                        for _ in range(random.randint(1, 3))
                    ]
                    for _ in range(random.randint(1, 2))
                ]
                for _ in range(random.randint(1, 2))
            ]
        )
        hidden = sum(row.left == HIDDEN for row in monthly_list(whole).rows)
        if not 1 <= hidden <= 3:
            continue
        tried += 1
        for values in possible(whole).values():
            assert values == set(range(1, 11))


def test_the_check_finds_a_list_that_gives_one_away(monkeypatch):
    """The negative control: an exact sum over one hidden count gives that count away."""
    monkeypatch.setattr(outflow_masking, "_told", lambda number, _parts: Told(number, number))

    assert possible(tree([[[3, 40]]])) == {("0", "00", "000"): {3}}


def test_the_check_finds_bands_that_were_cut_too_thin(monkeypatch):
    monkeypatch.setattr(outflow_masking, "PIECE", 4)

    assert any(values != set(range(1, 11)) for values in possible(tree([[[10, 10]]])).values())


def test_bands_stay_narrow_however_many_counts_are_hidden():
    whole = tree([[[random.Random(7).randint(1, 10) for _ in range(60)] for _ in range(20)]])

    total = monthly_list(whole).total

    assert total.least <= whole.flow.left <= total.most
    assert total.most - total.least < 20
