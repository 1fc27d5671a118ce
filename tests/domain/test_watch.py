from datetime import UTC, date, datetime

import pytest

from posko_app.domain.watch import WatchAction, WatchState, WatchStatement, fold_watch, latest_end

SUBJECT = "a" * 32
ADDED_AT = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)  # 01.00 WITA on the 24th
ENDS = date(2027, 11, 24)


def said(action, **more):
    return WatchStatement(SUBJECT, WatchAction(action), ADDED_AT, **more)


def added(**more):
    about = {
        "ground": "putusan",
        "owner": "KANTOR CONTOH",
        "case_ref": "99/CONTOH/2026",
        "contact": "+6299000001",
        "name": "CONTOH PEREKRUT",
        "expires_on": ENDS,
        "officer": "PENYELIA CONTOH",
    }
    return said("add", **(about | more))


def state_after(*statements, today=ENDS):
    (entry,) = fold_watch([added(), *statements])
    assert entry.matches(today) is (entry.state(today).value in {"berlaku", "diperselisihkan"})
    return entry.state(today)


def test_an_added_entry_says_all_that_was_stated_and_counts_its_last_day():
    (entry,) = fold_watch([added()])

    assert (entry.subject, entry.contact, entry.ground) == (SUBJECT, "+6299000001", "putusan")
    assert (entry.owner, entry.case_ref, entry.officer) == (
        *("KANTOR CONTOH", "99/CONTOH/2026"),
        "PENYELIA CONTOH",
    )
    assert (entry.added_on, entry.expires_on) == (date(2026, 11, 24), ENDS)
    assert entry.name == "CONTOH PEREKRUT"
    assert entry.state(ENDS) is WatchState.BERLAKU
    assert entry.state(date(2027, 11, 25)) is WatchState.KEDALUWARSA
    assert not entry.matches(date(2027, 11, 25))


@pytest.mark.parametrize(
    ("later", "state"),
    [
        ([said("contest")], "diperselisihkan"),
        ([said("contest"), said("settle", keep=True)], "berlaku"),
        ([said("contest"), said("settle", keep=False)], "berakhir"),
        ([said("settle", keep=False), said("settle", keep=True)], "berakhir"),
        ([said("end")], "berakhir"),
        ([said("end"), said("renew", expires_on=date(2028, 1, 1))], "berakhir"),
        ([said("contest"), said("renew", expires_on=date(2028, 1, 1))], "diperselisihkan"),
        ([said("renew", expires_on=date(2027, 1, 1))], "kedaluwarsa"),
        ([said("renew")], "berlaku"),
        ([added(owner="LAIN")], "berlaku"),
    ],
)
def test_later_statements_change_how_it_stands(later, state):
    assert state_after(*later) == state


def test_an_entry_is_added_once_and_by_nothing_but_adding_with_an_end():
    (entry,) = fold_watch([added(), added(owner="LAIN")])

    assert entry.owner == "KANTOR CONTOH"
    assert fold_watch([said("contest"), said("renew", expires_on=ENDS)]) == ()
    assert fold_watch([added(expires_on=None)]) == ()


@pytest.mark.parametrize(
    ("today", "months", "last"),
    [
        ("2026-11-24", 12, "2027-11-24"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2027-12-31", 2, "2028-02-29"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-06-15", 0, "2026-06-15"),
        ("2026-01-01", 11, "2026-12-01"),
    ],
)
def test_an_entry_ends_at_most_so_many_months_later(today, months, last):
    assert latest_end(date.fromisoformat(today), months=months) == date.fromisoformat(last)


def test_no_entry_lasts_beyond_two_years_whatever_a_program_wrote():
    far, end = date(2099, 1, 1), date(2028, 11, 24)

    (added_late,) = fold_watch([added(expires_on=far)])
    (renewed,) = fold_watch([added(), said("renew", expires_on=far)])

    assert (added_late.expires_on, renewed.expires_on) == (end, end)
