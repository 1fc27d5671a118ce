"""What another ruleset would do is said before anybody confirms it."""

import re

from posko_app.services.ruleset_effect import AT_A_TIME, Moves
from tests.services.desks import record
from tests.services.rules import changed, published, replaced
from tests.services.test_rulesets import MINOR

RULE = re.compile(r'(?ms)^(when|absolute) = (""".*?"""|[^\n]*)')


def effect_of(desk, place, files):
    return desk.rulesets.propose(published(place, files)).result(timeout=30).effect


def test_a_ruleset_that_finds_nothing_shows_before_anybody_confirms(desk, clock, tmp_path):
    record(desk, clock, **MINOR)
    record(desk, clock)
    files = {
        name: RULE.sub(r'\1 = "false"', text) if name.startswith("signs_") else text
        for name, text in changed().items()
    }

    effect = effect_of(desk, tmp_path, files)

    assert effect.screenings == Moves(2, 1, 0)
    assert effect.practice.looked_at > 20
    assert effect.practice.lower > effect.practice.looked_at // 3
    assert effect.practice.higher == 0


def test_a_stricter_ruleset_shows_as_such_and_voided_screenings_are_left_out(desk, clock, tmp_path):
    adult = {**MINOR, "traveller__dob_ktp": "2007-01-01"}
    record(desk, clock, **adult)
    desk.screening.void(record(desk, clock, **adult).subject, reason="uji").result()
    older = ('id = "adult_age"\nvalue = 18', 'id = "adult_age"\nvalue = 21')

    assert effect_of(desk, tmp_path, changed(older)).screenings == Moves(1, 0, 1)


def test_more_screenings_than_are_read_at_a_time_are_all_looked_at(desk, clock, tmp_path):
    for _ in range(AT_A_TIME + 2):
        record(desk, clock)

    assert effect_of(desk, tmp_path, changed()).screenings == Moves(AT_A_TIME + 2, 0, 0)


def test_a_rule_that_breaks_on_what_is_stored_counts_as_finding_nothing(desk, clock, tmp_path):
    record(desk, clock, job__wage_idr="5000000", job__ref_wage_idr="1234567")
    divides = (
        "f.job.wage_idr * 100 >",
        "f.job.wage_idr / (f.job.ref_wage_idr - 1234567) >",
    )
    files = changed(divides, file="signs_4_deception.toml")

    assert effect_of(desk, tmp_path, files).screenings == Moves(1, 1, 0)


def test_what_calms_and_what_is_left_out_is_named_too(desk, tmp_path):
    active = desk.rulesets.active
    first = next(iter(active.calming))
    files = changed() | {"excluded.toml": ""}
    label = active.calming[first].label.id
    files["calming.toml"] = replaced(files["calming.toml"], label, label + " sekali")

    others = dict(desk.rulesets.propose(published(tmp_path, files)).result().changes.others)

    assert others == {"calming": (first,), "excluded": tuple(active.excluded)}
