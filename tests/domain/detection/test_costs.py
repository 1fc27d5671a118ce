"""A ruleset may not stop a desk: what costs too much is refused unread, whoever signed it."""

import pytest

from posko_app.domain.detection.costs import (
    LONGEST_EXPRESSION,
    LONGEST_LINE,
    LONGEST_LIST,
    MOST_ALTOGETHER,
    MOST_WORK,
    work,
)
from posko_app.domain.detection.expression import check
from posko_app.domain.detection.faults import CODES, RulesetFaults
from posko_app.domain.detection.ruleset import Parameter, Text
from posko_app.domain.detection.ruleset_read import read_ruleset
from tests.domain.detection.small import PARAMETERS, RULESET, parameter, sign, small_files

pytestmark = pytest.mark.domain

BIG = {"big": Parameter("big", tuple(map(str, range(LONGEST_LIST))), "Contoh", Text("a", "b"))}
LOOP = "p.big.exists(d, d in f.docs)"


def codes(text):
    return [code for code, _ in check(text, parameters=BIG).wrong]


def faults(files):
    with pytest.raises(RulesetFaults) as caught:
        read_ruleset(files)
    assert {fault.code for fault in caught.value.faults} <= CODES
    return {(fault.file, fault.code, fault.detail) for fault in caught.value.faults}


def with_parameter(name, value):
    values = {**PARAMETERS, name: value}
    return small_files(ruleset=RULESET + "".join(parameter(*item) for item in values.items()))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1" + "+1" * 20_000 + " == 1", "too_long"),  # ended the process
        ("(" * 100_000 + "true" + ")" * 100_000, "too_long"),  # an error nobody catches
        ("p.big.all(x, p.big.exists(y, x == y))", "too_costly"),  # took minutes
        ("f.docs.all(k, f.docs.all(l, true))", "too_costly"),
        ("p.big.all(x, size(p.big + p.big + p.big) > 0)", "too_costly"),
        ("size(p.big" + " + p.big" * 100 + ") > 0", "too_costly"),
        (" && ".join([LOOP] * 12), "too_costly"),
        ("size(p.big.map(x, x)) > 0", "unknown_name"),  # filled the memory
        ("size(f.docs.filter(x, true)) > 0", "unknown_name"),
        ("f.docs.all(", "bad_expression"),
    ],
)
def test_what_would_stop_a_desk_is_never_evaluated(text, found):
    assert codes(text) == [found]


def test_a_loop_over_the_longest_list_is_allowed_and_so_is_arithmetic():
    # looked at to the end: its numbers are no papers
    assert set(codes(LOOP)) == set(codes(f"{LOOP} || {LOOP}")) == {"unknown_code"}
    assert codes("1" + "+1" * 400 + " == 1") == []


def test_loops_beside_each_other_add_up_and_one_in_another_has_no_estimate():
    one = work(LOOP, BIG)

    assert one is not None
    assert work(f"{LOOP}||{LOOP}", BIG) == 2 * one + 2
    assert work(f"f.docs.all(x, ({LOOP}))", BIG) is None


def test_a_whole_ruleset_of_costly_rules_is_refused():
    one = work(LOOP, BIG) or 0
    rules = "".join(
        sign(f"contoh_{number}", when=f"'{LOOP}'") for number in range(MOST_ALTOGETHER // one + 1)
    )
    papers = ", ".join(f'"{text}"' for text in BIG["big"].value)
    files = with_parameter("big", f"[{papers}]") | {"signs_9_many.toml": rules}

    assert ("ruleset.toml", "too_costly", "id") in faults(files)
    assert one < MOST_WORK


def test_lists_and_lines_have_an_end():
    long = "[" + ", ".join(f'"{number}"\n' for number in range(LONGEST_LIST + 1)) + "]"
    assert faults(with_parameter("big", long)) == {("ruleset.toml", "too_long", str(LONGEST_LIST))}

    dots = small_files() | {"sources.toml": "a." * LONGEST_LINE + "a = 1"}  # took half a minute
    assert ("sources.toml", "too_long", str(LONGEST_LINE)) in faults(dots)


def test_lists_too_deep_to_read_are_a_fault():
    files = small_files() | {"sources.toml": "a = " + "[\n" * 50_000 + "]" * 3}

    assert ("sources.toml", "not_toml", "") in faults(files)


def test_a_period_of_keeping_has_no_endless_expression_either():
    files = small_files()
    when = 'when = "' + "a" * (LONGEST_EXPRESSION + 1) + '"\n'
    old = next(line for line in files["retention.toml"].splitlines() if line.startswith("when"))
    files["retention.toml"] = files["retention.toml"].replace(old + "\n", when, 1)

    assert faults(files) == {("retention.toml", "too_long", str(LONGEST_EXPRESSION))}


@pytest.mark.parametrize(
    ("name", "value", "range_"),
    [
        ("repeats_days", "0", "1–366"),
        ("repeats_days", "10000000000", "1–366"),  # no calendar reaches that far: no save did
        ("split_days", "367", "1–366"),
        ("watch_months", "25", "1–24"),
    ],
)
def test_windows_that_the_program_counts_with_stay_within_bounds(name, value, range_):
    assert faults(with_parameter(name, value)) == {("ruleset.toml", "out_of_range", range_)}


def test_a_number_that_no_record_could_carry_is_a_fault():
    assert faults(with_parameter("adult_age", str(2**64))) == {
        ("ruleset.toml", "wrong_type", "value")
    }
