from datetime import UTC, datetime

import pytest

from posko_app.domain.tally import StopRate, TallyReason, tally_facts, tally_totals


def test_a_count_states_day_hour_and_reason_at_the_posko_and_nothing_else():
    late = datetime(2026, 11, 23, 17, 5, tzinfo=UTC)  # 01.05 WITA on the 24th

    assert tally_facts(TallyReason.KELUARGA_IKUT, at=late) == {
        "on": "2026-11-24",
        "hour": 1,
        "reason": "keluarga_ikut",
    }


def test_totals_name_every_reason_and_add_up_with_codes_of_a_newer_version():
    totals = tally_totals({"alasan_baru": 2, "antrean_penuh": 3})

    assert list(totals.by_reason.items()) == [
        ("bukan_pekerja", 0),
        ("keluarga_ikut", 0),
        ("awak_bertugas", 0),
        ("antrean_penuh", 3),
        ("menolak_bicara", 0),
        ("lain", 0),
        ("alasan_baru", 2),
    ]
    assert totals.passed == sum(totals.by_reason.values()) == 5


@pytest.mark.parametrize(
    ("screened", "passed", "permille"),
    [(0, 5, 0), (5, 0, 1000), (1, 2, 333), (2, 1, 667), (1, 15, 63), (41, 12, 774)],
)
def test_the_stop_rate_is_the_share_of_all_who_were_seen(screened, passed, permille):
    rate = StopRate(screened, passed)

    assert (rate.seen, rate.permille) == (screened + passed, permille)


def test_a_day_on_which_nobody_was_seen_has_no_rate():
    assert StopRate(0, 0).permille is None


def test_each_reason_has_a_digit():
    assert len(TallyReason) == 6
