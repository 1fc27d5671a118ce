from datetime import UTC, date, datetime

import pytest

from posko_app.domain.registers import (
    Found,
    Outcome,
    Provenance,
    Register,
    RegisterRow,
    Standing,
    Status,
    judge_rows,
    name_key,
    near_names,
    number_key,
)

ON = date(2026, 11, 24)


def row(**changes):
    return RegisterRow(**({"name": "PT CONTOH JAYA", "number": "1/X/2025"} | changes))


@pytest.mark.parametrize(
    ("changes", "standing"),
    [
        ({"valid_to": ON, "status": Status.ACTIVE}, Standing.VALID),
        ({"valid_to": date(2026, 11, 23), "status": Status.ACTIVE}, Standing.EXPIRED),
        ({"valid_from": date(2026, 11, 25), "status": Status.ACTIVE}, Standing.EXPIRED),
        ({"valid_from": ON, "status": Status.ACTIVE}, Standing.VALID),
        ({"valid_to": date(2030, 1, 1), "status": Status.ENDED}, Standing.EXPIRED),
        ({}, Standing.UNDATED),
        ({"status": Status.ACTIVE}, Standing.VALID),
    ],
)
def test_a_row_is_worth_what_its_dates_and_status_say(changes, standing):
    assert row(**changes).standing(ON) is standing


def test_the_age_of_a_list_counts_from_the_day_it_speaks_of():
    at = datetime(2026, 11, 24, tzinfo=UTC)
    made = Provenance(Register.P3MI, "daftar.xlsx", "a" * 64, date(2026, 11, 3), at, None, 4)

    assert made.age_days(ON) == 21
    assert not made.is_old(ON)
    assert made.is_old(date(2026, 12, 4))
    assert made.age_days(date(2026, 11, 1)) == 0


def test_numbers_and_names_are_compared_without_what_people_write_differently():
    assert number_key(" 560/ 12-AKAD.b ") == number_key("56012AKADB") == "56012AKADB"
    assert name_key("PT. Contoh Jaya (Persero) Tbk") == name_key("pt contoh-jaya") == "contoh jaya"
    assert name_key("PT") == "pt"


def test_near_names_share_half_of_the_words_that_were_typed():
    keys = ("contoh jaya abadi", "contoh jaya", "lain sekali", "jayawijaya contoh", "ab cd")

    assert near_names("PT Contoh Jaya", keys) == ("contoh jaya abadi", "jayawijaya contoh")
    assert near_names("contohan", keys) == ("contoh jaya", "contoh jaya abadi", "jayawijaya contoh")
    assert near_names("ab", keys) == ()
    assert near_names("", keys) == ()


def test_the_best_row_with_the_number_decides_and_a_name_alone_never_does():
    valid, over = Found(row(), Standing.VALID), Found(row(), Standing.EXPIRED)
    undated = Found(row(), Standing.UNDATED)

    assert judge_rows([over, valid], []) is Outcome.VALID
    assert judge_rows([over], [valid]) is Outcome.EXPIRED
    assert judge_rows([undated], []) is Outcome.UNDATED
    assert judge_rows([], [valid]) is Outcome.NAME_ONLY
    assert judge_rows([], []) is Outcome.NOT_FOUND
