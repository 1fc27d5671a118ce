"""When sync tries again, decided without a thread or a line."""

from posko_app.services.sync_timetable import (
    AFTER_OPENING_S,
    AFTER_SAVE_S,
    EVERY_S,
    PROBE_EVERY_S,
    Due,
    Timetable,
)

NOW = 5000.0
BAD = Timetable().went_wrong(NOW, delay_s=300, probes=True)


def test_nothing_is_due_before_it_begins():
    assert Timetable().due(NOW) is None
    assert Timetable().wait_s(NOW) is None
    assert Timetable().saved(NOW) == Timetable()


def test_a_good_line_is_used_every_few_minutes_and_a_second_after_a_save():
    assert Timetable().opened(NOW).wait_s(NOW) == AFTER_OPENING_S
    assert Timetable().asked(NOW).due(NOW) is Due.ROUND
    good = Timetable().asked(NOW).went_well(NOW)
    assert good.wait_s(NOW) == EVERY_S
    assert good.saved(NOW).wait_s(NOW) == AFTER_SAVE_S
    assert good.saved(NOW).saved(NOW + 0.5).round_at == NOW + AFTER_SAVE_S
    assert good.due(NOW + EVERY_S) is Due.ROUND


def test_a_bad_line_is_probed_between_rounds_that_come_ever_more_seldom():
    assert BAD.wait_s(NOW) == PROBE_EVERY_S
    assert BAD.due(NOW + PROBE_EVERY_S) is Due.PROBE
    assert BAD.saved(NOW) == BAD
    assert BAD.probed(NOW, is_open=False).round_at == NOW + 300
    assert BAD.due(NOW + 300) is Due.ROUND


def test_a_way_that_opens_is_used_at_once_and_one_that_stays_open_is_not():
    opened = BAD.probed(NOW, is_open=True)
    assert opened.due(NOW) is Due.ROUND
    failed_again = opened.went_wrong(NOW, delay_s=300, probes=True)
    assert failed_again.probed(NOW, is_open=True).due(NOW) is None
    closed = failed_again.probed(NOW, is_open=False)
    assert closed.probed(NOW, is_open=True).due(NOW) is Due.ROUND


def test_a_new_outage_begins_with_a_closed_way():
    once = BAD.probed(NOW, is_open=True).went_well(NOW)
    again = once.went_wrong(NOW, delay_s=300, probes=True)
    assert again.probed(NOW, is_open=True).due(NOW) is Due.ROUND


def test_a_refusal_is_not_probed():
    refused = Timetable().went_wrong(NOW, delay_s=300, probes=False)
    assert refused.wait_s(NOW) == 300
