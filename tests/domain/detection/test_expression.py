"""Checking one expression before it may judge anybody."""

import pytest

from posko_app.domain.detection.expression import check, flattened, reads_of
from posko_app.domain.detection.faults import CODES
from posko_app.domain.detection.ruleset import Parameter, Text

pytestmark = pytest.mark.domain

PARAMETERS = {
    name: Parameter(name, value, "Contoh", Text(name, name))
    for name, value in {
        "adult_age": 18,
        "work": ("kerja_ln", "pelaut"),
        "missing": ("tidak_ada", "diragukan"),
        "papers": ("paspor", "visa"),
        "wrong": ("kerja_lm",),
        "wrong_papers": ("pasport",),
        "cities": ("Batam",),
    }.items()
}


def wrong(text, excluded=()):
    return list(check(text, parameters=PARAMETERS, excluded=excluded).wrong)


@pytest.mark.parametrize(
    "text",
    [
        "true",
        "has(f.purpose) && f.purpose in p.work",
        'has(f.purpose) && f.purpose == "kerja_ln" // f.unknown is only a comment',
        "has( f . purpose ) && f.purpose == 'pelaut'",
        'has(f.purpose) && f.purpose == """pelaut"""',
        "has(f.purpose) && f.purpose == '''pelaut'''",
        "size(f.ages) > 0 && f.ages.all(k, f.ages[k] < p.adult_age)",
        "p.papers.exists(d, d in f.docs && f.docs[d] in p.missing)",
        'has(f.docs.visa) && f.docs.visa in ["umrah", "ziarah"]',
        '"visa" in f.docs',
        'has(f.journey.final_city) && f.journey.final_city.startsWith("X")',
        "has(f.journey.final_city) && f.journey.final_city in p.cities",
        "!has(f.mitigations.fp_guardian_reached)",
        "has(f.job.wage_idr) && has(f.job.ref_wage_idr)\n&& f.job.wage_idr * 100 > 2",
        "has(f.doc_returned) ? f.doc_returned : false",
    ],
)
def test_good_expressions_have_nothing_wrong(text):
    assert wrong(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("has(f.purpose) &&", "bad_expression"),
        ("", "bad_expression"),
        ("true) || (true", "bad_expression"),
        ("'\\n' == 'x'", "bad_expression"),
        ("g.x", "unknown_name"),
        ("has(f.place) && f.place.matches('x')", "unknown_name"),
        ("f.docs.all(p, true)", "unknown_name unknown_parameter"),
        ("has(f.unknown)", "unknown_field"),
        ("has(f.docs.diploma)", "unknown_field"),
        ("has(f.docs.visa.kind)", "unknown_field"),
        ("has(f.traveller.name)", "unknown_field"),
        ("has(f.shown_level)", "unknown_field"),
        ("f['purpose'] == 'pelaut'", "unknown_field"),
        ("size(f) > 0", "unknown_field"),
        ("has(f.purpose) && f.purpose in p.nothing", "unknown_parameter"),
        ("size(p) > 0", "unknown_parameter"),
        ("f.purpose == 'pelaut'", "unguarded"),
        ("has(f.purpose) && f.doc_holder == 'wali'", "unguarded"),
        ("has(f.purpose) && f.purpose == 'kerja_lm'", "unknown_code"),
        ("has(f.purpose) && f.purpose in p.wrong", "unknown_code"),
        ("p.wrong_papers.exists(d, d in f.docs)", "unknown_code"),
        ("has(f.purpose) && f.purpose in p.adult_age", "not_evaluated"),
        ("f.docs.exists(d, f.docs[d] in p.wrong)", "unknown_code"),
        ("has(f.purpose) ? 1 : 0", "not_boolean"),
        ("1", "not_boolean"),
        ("(" * 95 + "true" + ")" * 95, "bad_expression"),
        ("has(f.job.wage_idr) && f.job.wage_idr * 9999999 > 0", "not_evaluated"),
        ("has(f.ages.ktp) && f.ages.ktp < '17'", "unknown_code"),
        ("has(f.journey.final_city) && f.journey.final_city < 17", "not_evaluated"),
        ("has(f.ages.ktp) && has(f.ages.other) && f.ages.ktp / f.ages.other > 2", "not_evaluated"),
        ("f.ages['ktp'] < 17", "not_evaluated"),
    ],
)
def test_each_kind_of_mistake_is_named(text, found):
    assert CODES.issuperset(found.split())
    assert [code for code, _ in wrong(text)] == found.split()


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("has(f.traveller.sex)", "traveller.sex"),
        ("has(f.answers.Q2)", "answers.Q2"),
        ("size(f.traveller) > 0", "traveller"),
    ],
)
def test_what_is_excluded_may_not_be_read_in_any_way(text, path):
    assert wrong(text, excluded={"traveller.sex", "answers"}) == [("excluded_field", path)]
    assert wrong(text) == []


def test_a_mistake_is_named_once_and_with_its_word():
    text = "has(f.purpose) && (f.purpose == 'x' || f.purpose == 'x' || f.purpose == 'y')"

    assert wrong(text) == [("unknown_code", "x"), ("unknown_code", "y")]


def test_the_parser_says_where_without_repeating_the_expression():
    ((_, detail),) = wrong("has(f.purpose) &&\n&& true")

    assert detail.startswith("2:1 ")
    assert "has(f.purpose)" not in detail


def test_reads_are_paths_and_groups_in_order():
    text = 'has(f.purpose) && f.ages.all(k, f.ages[k] < 1) && "f.doc_holder" == "x"'

    assert reads_of(text) == ("purpose", "ages")


@pytest.mark.parametrize(
    ("text", "flat"),
    [
        ("has(f.docs.visa) && f.purpose in p.work", "has(f.docs__visa) && f.purpose in p.work"),
        ("has( f . docs . visa )", "has( f.docs__visa )"),
        ("f.docs[d] in p.f.docs.visa", "f.docs[d] in p.f.docs.visa"),
        ("f.docs.exists(d, true)", "f.docs.exists(d, true)"),
        ('f.journey.final_city.startsWith("f.docs.kk")',
         'f.journey__final_city.startsWith("f.docs.kk")'),
        ("'f.docs.kk' // f.docs.kk isn't\nf.docs.kk", "'f.docs.kk' // f.docs.kk isn't\nf.docs__kk"),
        ("'''f.docs.kk\n''' == f.docs.unknown", "'''f.docs.kk\n''' == f.docs.unknown"),
    ],
)  # fmt: skip
def test_facts_can_be_found_outside_their_groups(text, flat):
    assert flattened(text) == flat
