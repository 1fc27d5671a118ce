from datetime import UTC, datetime, timedelta

import pytest

from posko_app.domain.held import OpenCase, is_too_long, kind_of, longest_first
from posko_app.domain.shift import CaseKind

NOW = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("answers", "kind"),
    [
        ({"decision": "belum_diputuskan"}, CaseKind.UNDECIDED),
        ({"decision": "tunda"}, CaseKind.HELD),
        ({"decision": "rujuk"}, CaseKind.HELD),
        ({"decision": "serah_terima"}, CaseKind.HELD),
        ({"decision": "tunda", "handed_to": "keluarga"}, None),
        ({"decision": "tunda", "handed_at": "2026-11-24T00:00:00Z"}, None),
        ({"decision": "boleh"}, None),
        ({"decision": "tunda", "voided": True}, None),
        ({}, None),
    ],
)
def test_a_case_is_open_until_a_decision_or_an_end_is_recorded(answers, kind):
    assert kind_of(answers) is kind


def case(minutes: int, name: str = "") -> OpenCase:
    return OpenCase(name or f"{minutes:032}", CaseKind.HELD, NOW - timedelta(minutes=minutes))


def test_minutes_are_whole_and_never_negative():
    assert case(47).minutes(NOW + timedelta(seconds=59)) == 47
    assert case(0).minutes(NOW - timedelta(minutes=5)) == 0  # the clock was put back


def test_whoever_has_waited_longest_comes_first():
    assert longest_first([case(5), case(90), case(20)]) == (case(90), case(20), case(5))


def test_the_limit_itself_is_too_long():
    assert (is_too_long(30, 30), is_too_long(29, 30)) == (True, False)
