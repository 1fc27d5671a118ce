import random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from posko_app.domain.fold import PER_ENTRY, Folded, Setter, Statement, fold, known_by

PATHS = ("traveller.name", "decision", "officer_ticks.coe_speaks_for", "voided")
VALUES = st.sampled_from([None, "A", "B", True, 1, 0, False])
OFFICERS = 3

corrections = st.tuples(
    st.just("correct"),
    st.integers(0, OFFICERS - 1),
    st.dictionaries(st.sampled_from(PATHS), VALUES, min_size=1, max_size=3),
)
voids = st.tuples(st.just("correct"), st.integers(0, OFFICERS - 1), st.just({"voided": True}))
meetings = st.tuples(st.just("meet"), st.integers(0, OFFICERS - 1), st.integers(0, OFFICERS - 1))


@st.composite
def histories(draw):
    """Several officers correct what each of them has seen so far; some meet in between."""
    names = draw(st.permutations([f"e{n:02d}" for n in range(14)]))
    saved = Statement(names[0], (), draw(st.dictionaries(st.sampled_from(PATHS), VALUES)))
    statements = [saved]
    seen = [{saved.entry_id} for _ in range(OFFICERS)]
    for action, officer, what in draw(
        st.lists(st.one_of(corrections, corrections, voids, meetings), max_size=12)
    ):
        if action == "meet":
            seen[officer] |= seen[what]
            continue
        view = [s for s in statements if s.entry_id in seen[officer]]
        made = Statement(names[len(statements)], fold(view).frontier, what)
        statements.append(made)
        seen[officer].add(made.entry_id)
    return statements


def naive_fold(statements):
    """The format's sentence, word by word."""

    def knows(a, b):
        return any(
            parent == b.entry_id or any(s.entry_id == parent and knows(s, b) for s in statements)
            for parent in a.based_on
        )

    values, conflicts = {}, {}
    for path in {path for s in statements for path in s.sets}:
        setters = [s for s in statements if path in s.sets]
        standing = [s for s in setters if not any(knows(other, s) for other in setters)]
        distinct = {repr(s.sets[path]) for s in standing}
        if len(distinct) > 1:
            standing.sort(key=lambda s: s.entry_id)
            conflicts[path] = tuple(Setter(s.entry_id, s.sets[path]) for s in standing)
        elif standing[0].sets[path] is not None:
            values[path] = standing[0].sets[path]
    heads = [s.entry_id for s in statements if not any(knows(o, s) for o in statements)]
    return Folded(values, conflicts, tuple(sorted(heads)))


def last_writer_wins(statements):
    """What we must never do: the newest id, which carries a clock, decides."""
    values = {}
    for statement in sorted(statements, key=lambda s: s.entry_id):
        values |= statement.sets
    heads = fold(statements).frontier
    return Folded({p: v for p, v in values.items() if v is not None}, {}, heads)


def check_fold(fold_under_test, statements, seed):
    expected = naive_fold(statements)
    shuffled = [*statements, *statements[: seed % 5]]
    random.Random(seed).shuffle(shuffled)

    assert fold_under_test(statements) == expected
    assert fold_under_test(shuffled) == expected


@pytest.mark.no_cover
@settings(max_examples=1000, deadline=None)
@given(histories(), st.integers(0, 99))
def test_any_order_and_any_repetition_folds_to_what_the_format_says(statements, seed):
    check_fold(fold, statements, seed)


@pytest.mark.no_cover
def test_a_fold_that_lets_the_clock_decide_is_caught():
    @settings(max_examples=1000, deadline=None, database=None, report_multiple_bugs=False)
    @given(histories(), st.integers(0, 99))
    def same_check(statements, seed):
        check_fold(last_writer_wins, statements, seed)

    with pytest.raises(AssertionError):
        same_check()


@pytest.mark.no_cover
@settings(max_examples=300, deadline=None)
@given(histories(), st.permutations(range(14)))
def test_no_value_is_chosen_by_the_ids_and_the_clock_in_them(statements, order):
    new_name = {f"e{old:02d}": f"n{new:02d}" for old, new in enumerate(order)}
    renamed = [
        Statement(new_name[s.entry_id], tuple(sorted(new_name[b] for b in s.based_on)), s.sets)
        for s in statements
    ]

    before, after = fold(statements), fold(renamed)

    assert before.values == after.values
    assert {p: sorted(repr(s.value) for s in c) for p, c in before.conflicts.items()} == {
        p: sorted(repr(s.value) for s in c) for p, c in after.conflicts.items()
    }


@pytest.mark.no_cover
@settings(max_examples=300, deadline=None)
@given(histories())
def test_a_correction_that_knows_all_and_sets_the_field_settles_every_conflict(statements):
    folded = fold(statements)
    settled = Statement("z", folded.frontier, dict.fromkeys(folded.conflicts, "C"))

    after = fold([*statements, settled])

    assert after.conflicts == {}
    assert after.values == {**folded.values, **dict.fromkeys(folded.conflicts, "C")}
    assert after.frontier == ("z",)


@pytest.mark.no_cover
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(histories())
def test_a_correction_that_does_not_set_the_field_settles_nothing(statements):
    folded = fold(statements)
    assume(folded.conflicts)

    after = fold([*statements, Statement("z", folded.frontier, {"paper_no": "1"})])

    assert after.conflicts == folded.conflicts


@pytest.mark.no_cover
@settings(max_examples=300, deadline=None)
@given(histories(), st.data())
def test_a_missing_middle_crashes_nothing_and_heals_when_it_arrives(statements, data):
    missing = data.draw(st.sampled_from(statements))
    rest = [s for s in statements if s is not missing]

    partial = fold(rest)

    assert set(partial.frontier) <= {s.entry_id for s in rest}
    assert fold([*rest, missing]) == naive_fold(statements)


SAVED = Statement("a", (), {"traveller.name": "CONTOH SATU", "decision": "tunda"})


def test_two_corrections_apart_are_a_conflict_and_both_are_shown():
    one = Statement("b", ("a",), {"decision": "boleh"})
    two = Statement("c", ("a",), {"decision": "rujuk"})

    assert fold([two, SAVED, one]) == Folded(
        values={"traveller.name": "CONTOH SATU"},
        conflicts={"decision": (Setter("b", "boleh"), Setter("c", "rujuk"))},
        frontier=("b", "c"),
    )


def test_two_corrections_apart_that_say_the_same_agree():
    one = Statement("b", ("a",), {"decision": "boleh"})
    two = Statement("c", ("a",), {"decision": "boleh"})

    assert fold([SAVED, one, two]).values["decision"] == "boleh"
    assert fold([SAVED, one, two]).conflicts == {}


def test_a_withdrawal_against_a_value_is_a_conflict():
    one = Statement("b", ("a",), {"decision": None})
    two = Statement("c", ("a",), {"decision": "boleh"})

    assert fold([SAVED, one, two]).conflicts == {
        "decision": (Setter("b", None), Setter("c", "boleh"))
    }


def test_a_single_statement_is_its_own_frontier():
    saved = Statement("a", (), {"decision": "tunda", "notes": None, "correction_reason": "x"})

    assert fold([saved]) == Folded({"decision": "tunda"}, {}, ("a",))
    assert fold([saved, saved]) == fold([saved])


def test_nothing_folds_to_nothing():
    assert fold([]) == Folded({}, {}, ())


def test_what_an_entry_says_about_itself_is_never_merged():
    one = Statement("b", ("a",), dict.fromkeys(PER_ENTRY, "one"))
    two = Statement("c", ("a",), dict.fromkeys(PER_ENTRY, "two"))

    folded = fold([SAVED, one, two])

    assert folded.values == SAVED.sets
    assert folded.conflicts == {}


def test_a_circle_ends_and_drops_no_value():
    one = Statement("b", ("a", "c"), {"decision": "boleh"})
    two = Statement("c", ("b",), {"decision": "rujuk"})
    itself = Statement("d", ("d",), {"paper_no": "1"})

    folded = fold([SAVED, one, two, itself])

    assert folded.conflicts == {"decision": (Setter("b", "boleh"), Setter("c", "rujuk"))}
    assert folded.values["paper_no"] == "1"
    assert folded.frontier == ("b", "c", "d")


def test_a_statement_knew_what_it_was_based_on_and_nothing_beside_it():
    first = Statement("a", (), {"decision": "boleh"})
    one = Statement("b", ("a",), {"decision": "tunda"})
    other = Statement("c", ("a",), {"decision": "rujuk"})
    later = Statement("d", ("c",), {"voided": True})
    told = (first, one, other, later)

    assert known_by(told, "b") == (first, one)
    assert known_by(told, "d") == (first, other, later)
    assert known_by(told, "a") == (first,)
