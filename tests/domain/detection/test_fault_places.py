"""What is wrong with an expression is told where it is to be repaired."""

import pytest

from posko_app.domain.detection.faults import Fault, RulesetFaults
from posko_app.domain.detection.ruleset_read import read_ruleset
from tests.domain.detection.small import PARAMETERS, RULESET, parameter, sign, small_files

pytestmark = pytest.mark.domain

THREE_LINES = '''"""

has(f.purpose)  // doc_holder
&& {}
&& has(f.doc_holder)
"""'''


def faults(when: str, **parameters: str) -> tuple[Fault, ...]:
    """Give the faults of the small ruleset with one sign more and some parameters changed."""
    files = small_files()
    files["signs_9.toml"] = "# tanda\n" + sign("trv_contoh", when=when)
    if parameters:
        tables = [parameter(*each) for each in (PARAMETERS | parameters).items()]
        files["ruleset.toml"] = RULESET + "".join(tables)
    with pytest.raises(RulesetFaults) as caught:
        read_ruleset(files)
    return caught.value.faults


def line_of(file_text: str, words: str) -> int:
    return file_text[: file_text.index(words)].count("\n") + 1


@pytest.mark.parametrize(
    ("words", "code", "detail"),
    [
        ("f.purpos == 'x'", "unknown_field", "purpos"),
        ("f.doc_returned", "unguarded", "doc_returned"),
        ("f.purpose in p.wrk", "unknown_parameter", "wrk"),
        ("f.purpose == 'kerja'", "unknown_code", "kerja"),
        ("matches(f.purpose)", "unknown_name", "matches"),
    ],
)
def test_a_fault_is_on_its_own_line_of_an_expression_of_several(words, code, detail):
    when = THREE_LINES.format(words)

    (fault,) = faults(when)

    line = line_of("# tanda\n" + sign("trv_contoh", when=when), words)
    assert fault == Fault("signs_9.toml", line, code, detail)


def test_what_the_parser_says_is_on_the_line_where_it_stopped():
    when = THREE_LINES.format("&& true")

    (fault,) = faults(when)

    assert fault.code == "bad_expression"
    assert fault.line == line_of("# tanda\n" + sign("trv_contoh", when=when), "&& && true")


@pytest.mark.parametrize(
    ("when", "code"),
    [
        (THREE_LINES.format("1 + 1"), "not_evaluated"),
        ('"has(f.purpose) && f.purpose == \\"kerja\\""', "unknown_code"),
        ('"1 + \\\\ 1"', "bad_expression"),
        ("'has(f.purpose) &&'", "bad_expression"),
    ],
)
def test_what_has_no_line_of_its_own_is_where_the_expression_begins(when, code):
    (fault,) = faults(when)

    line = line_of("# tanda\n" + sign("trv_contoh", when=when), "when = ")
    assert (fault.file, fault.line, fault.code) == ("signs_9.toml", line, code)


def test_a_text_no_fact_can_be_is_told_in_the_list_that_holds_it():
    when = '"has(f.purpose) && f.purpose in p.work && !(f.purpose in p.missing)"'

    found = faults(when, work='["kerja_ln",\n  "kerja_lm"]', missing='["nikah"]')

    (fault,) = [each for each in found if each.detail == "kerja_lm"]
    tables = [
        parameter(*each) for each in (PARAMETERS | {"work": '["kerja_ln",\n  "kerja_lm"]'}).items()
    ]
    line = line_of(RULESET + "".join(tables), '"kerja_lm"')
    assert fault == Fault("ruleset.toml", line, "unknown_code", "kerja_lm")


@pytest.mark.parametrize(
    ("name", "value", "when"),
    [
        ("adult_age", '"18"', '"has(f.ages.ktp) && f.ages.ktp < p.adult_age"'),
        ("work", "4", '"has(f.purpose) && f.purpose in p.work"'),
    ],
)
def test_a_number_in_quotes_and_a_list_without_brackets_are_told_at_the_parameter(
    name, value, when
):
    found = faults(when, **{name: value})

    tables = [parameter(*each) for each in (PARAMETERS | {name: value}).items()]
    line = line_of(RULESET + "".join(tables), f'id = "{name}"') + 1
    assert found == (Fault("ruleset.toml", line, "other_kind", name),)


@pytest.mark.parametrize("name", ["ruleset.toml", "calming.toml", "signs_1.toml", "schemes.toml"])
def test_a_file_nobody_can_read_is_the_only_fault(name):
    with pytest.raises(RulesetFaults) as caught:
        read_ruleset(small_files() | {name: '# aturan\nid = "contoh'})

    assert caught.value.faults == (Fault(name, 2, "not_toml"),)
