"""Whatever sync can find has a sentence in both languages, and a stranger's code one too."""

import ast
from datetime import UTC, datetime
from pathlib import Path

import pytest

from posko_app.i18n import LANGUAGES, load_catalogue, placeholders
from posko_app.services.sync_state import AlarmCode, Outcome, RoundReport
from posko_app.services.sync_words import (
    ENROLMENT,
    NO_LINE,
    NOT_OURS,
    PACKAGE,
    REFUSED,
    STOPPED,
    alarm_key,
    enrolment_key,
    line_key,
    package_key,
    reason_key,
    reason_values,
    stop_key,
)
from sync.protocol.messages import Refusal

AT = datetime(2026, 11, 24, tzinfo=UTC)
KEYS = {
    **{f"no_line {code}": line_key(Outcome.NO_LINE, code) for code in NO_LINE},
    **{f"not_ours {code}": line_key(Outcome.NOT_OURS, code) for code in NOT_OURS},
    **{f"refusal {code}": line_key(Outcome.REFUSED, code) for code in {*Refusal, *REFUSED}},
    **{f"alarm {code}": alarm_key(code) for code in AlarmCode},
    **{f"stopped {code}": stop_key(code) for code in STOPPED},
    **{f"enrolment {code}": enrolment_key(code) for code in {*ENROLMENT, *Refusal}},
    **{f"package {code}": package_key(code) for code in PACKAGE},
    **{f"outcome {o}": line_key(o, "") for o in (Outcome.DONE, Outcome.ALARM, Outcome.FAILED)},
    "outcome not_enrolled": line_key(Outcome.NOT_ENROLLED, ""),
    "clock": line_key(Outcome.NOT_OURS, "certificate_time", dated=True),
}
STRANGE = {
    line_key(Outcome.NO_LINE, "?"),
    line_key(Outcome.NOT_OURS, "?"),
    line_key(Outcome.REFUSED, "?"),
    alarm_key("?"),
    stop_key("?"),
    enrolment_key("?"),
    package_key("?"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_code_has_a_sentence_that_says_what_to_do(language):
    catalogue = load_catalogue(language)
    missing = {name for name, key in KEYS.items() if not catalogue.has(key)}
    assert missing == set()
    short = {name for name, key in KEYS.items() if len(catalogue.sentences[key].split(". ")) < 2}
    assert short == set(), "problem and remedy are two sentences"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_code_nobody_foresaw_has_the_sentence_of_its_family(language):
    catalogue = load_catalogue(language)
    assert all(key.endswith(".other") and catalogue.has(key) for key in STRANGE)


def test_a_foreseen_code_has_a_sentence_of_its_own():
    assert len(set(KEYS.values()) & STRANGE) == 0


def test_a_wrong_clock_is_told_with_both_dates():
    dated = RoundReport(
        Outcome.NOT_OURS, AT, AT, reason="certificate_time", dates=(AT, AT.replace(year=2024))
    )
    wanted = placeholders(load_catalogue().sentences[reason_key(dated)])
    assert wanted == {"here", "limit"}
    values = reason_values(dated)
    assert (values["here"], values["limit"]) == ("2026-11-24", "2024-11-24")
    kept = RoundReport(Outcome.NOT_OURS, AT, AT, reason="certificate_time")
    assert placeholders(load_catalogue().sentences[reason_key(kept)]) == frozenset()


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ({}, "sync.outcome.done"),
        ({"waiting": 3}, "sync.outcome.done_waiting"),
        ({"waiting": 3, "needs_person": 1}, "sync.outcome.done_needs_person"),
        ({"waiting": 3, "reason": "rebuilding"}, "sync.refused.rebuilding"),
    ],
)
def test_a_round_is_called_a_success_only_when_nothing_is_left(more, key):
    done = RoundReport(Outcome.DONE, AT, AT, **more)
    assert reason_key(done) == key
    text = load_catalogue().text(key, **reason_values(done))
    assert "{" not in text


def reasons_in_code(name):
    """Give the codes that the device's half of sync gives an error of this name."""
    return {
        found
        for path in (Path(__file__).parents[2] / "sync").glob("[dp]*/*.py")  # device, protocol
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name and node.args
        for constant in ast.walk(node.args[0])
        if isinstance(constant, ast.Constant) and isinstance(found := constant.value, str)
    }


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("NoLine", NO_LINE),
        ("NotOurs", NOT_OURS),
        ("CentreRefused", REFUSED),
        ("EnrolmentFailed", ENROLMENT),
        ("PackageBroken", PACKAGE),
    ],
)
def test_no_error_of_the_line_is_without_a_sentence_of_its_own(name, known):
    found = reasons_in_code(name)
    assert found
    assert found - known == set()
