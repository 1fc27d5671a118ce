"""Weighing signs: each rule of 4.3 at its border."""

import pytest

from posko_app.domain.detection.assessment import Counts, Level
from posko_app.domain.detection.ruleset import Strength
from posko_app.domain.detection.verdict import Weight, decide

pytestmark = pytest.mark.domain


def verdict(signs, *, absolute=False):
    """Weigh signs like "S:PAKSA M:POLA* W:POLA"; a star marks a means."""
    standing = []
    for sign in signs.split():
        strength, _, rest = sign.partition(":")
        standing.append(Weight(Strength(strength), rest.rstrip("*"), rest.endswith("*")))
    return decide(standing, any_absolute=absolute)


@pytest.mark.parametrize(
    ("signs", "rule", "level"),
    [
        ("", "R4", "hijau"),
        ("I:PROS", "R4", "hijau"),
        ("W:A W:B W:C W:D", "R4", "hijau"),
        ("M:A", "R4", "hijau"),
        ("M:A W:A", "R4", "hijau"),
        ("M:A W:A W:A", "R3c", "kuning"),
        ("M:A M:A", "R3b", "kuning"),
        ("M:A M:B", "R3b", "kuning"),
        ("M:A M:A M:A M:A M:A", "R3b", "kuning"),
        ("S:A", "R3a", "kuning"),
        ("S:A M:A", "R3a", "kuning"),
        ("S:A M:B", "R3a", "kuning"),
        ("S:A M:A M:A", "R3a", "kuning"),  # one dimension only
        ("S:A W:B W:C M:A M:A", "R3a", "kuning"),  # weak ones open no dimension
        ("S:A M:A M:B", "R2b", "merah"),
        ("S:A M:B M:B", "R2b", "merah"),
        ("S:A S:A", "R2a", "merah"),
        ("M:A* M:A M:B M:C", "R2c", "merah"),
        ("M:A M:A M:B M:C", "R3b", "kuning"),  # no means
        ("M:A M:A M:B M:C W:D*", "R3b", "kuning"),  # a weak means is none
        ("M:A* M:A M:B M:B", "R3b", "kuning"),  # two dimensions
        ("M:A* M:A M:A M:B", "R3b", "kuning"),  # two count of three
        ("M:A* M:B M:C", "R3b", "kuning"),
    ],
)
def test_each_rule_of_the_trafficking_axis(signs, rule, level):
    found = verdict(signs)

    assert (found.rule, found.tppo_axis, found.level) == (rule, level, level)
    assert found.placement_axis is Level.HIJAU


def test_an_absolute_condition_goes_before_all_others():
    assert verdict("S:A", absolute=True).rule == "R1"
    assert verdict("S:A S:B S:C", absolute=True).level is Level.MERAH


@pytest.mark.parametrize(
    ("signs", "rule", "level"),
    [
        ("P:PROS", "R3d", "kuning"),
        ("P:PROS P:PROS P:PROS P:PROS M:A W:A", "R3d", "kuning"),
        ("P:PROS M:A M:B", "R3b", "kuning"),
        ("P:PROS S:A S:B", "R2a", "merah"),
    ],
)
def test_papers_raise_to_kuning_and_no_further(signs, rule, level):
    found = verdict(signs)

    assert (found.rule, found.level) == (rule, level)
    assert found.placement_axis is Level.KUNING


@pytest.mark.parametrize(
    ("signs", "priority"),
    [
        ("S:A", True),
        ("M:A M:B M:C", True),
        ("M:A M:A M:B", False),  # two dimensions
        ("M:A M:B", False),
        ("P:PROS", False),
        ("S:A S:B", False),  # already MERAH
        ("", False),
    ],
)
def test_priority_asks_for_a_private_talk_at_kuning(signs, priority):
    assert verdict(signs).priority is priority


def test_counts_cap_medium_signs_at_two_a_dimension():
    found = verdict("S:A M:A M:A M:A M:B W:C W:C P:PROS I:PROS")

    assert found.counts == Counts(strong=1, medium=4, medium_capped=3, weak=2, placement=1)


def test_levels_are_ordered():
    assert [level.rank for level in Level] == [0, 1, 2]
