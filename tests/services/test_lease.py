"""The lease: what it hides once it ran out, what it never hides, and the codes that extend it."""

from datetime import timedelta

import pytest

from posko_app.domain.civil import civil_date, format_instant
from posko_app.domain.records import ListQuery
from posko_app.domain.watch import WatchGround
from posko_app.errors import OperatorError
from posko_app.services.exports import ExportFormat
from posko_app.services.watch import WatchWish
from sync.protocol.enrolment import iso_week, lease_code
from tests.services.desks import PETUGAS, SANDI_DUA, START, opened, record
from tests.services.fake_centre import link

NAME = "NAMA CONTOH LAMA"
PHONE = "081234567890"


def days(number):
    return timedelta(days=number)


def expire(desk, clock, **more):
    """Let 61 days pass since the last contact."""
    desk.lease.learn(link(**more))
    clock.now = START + days(61)


def recorded(desk, clock, **answers):
    now = format_instant(clock())
    return record(desk, clock, occurred_at=now, traveller__name=NAME, **answers)


def code(desk, on, secret=bytes(32)):
    return lease_code(secret, desk.device, iso_week(on))


def test_a_device_never_enrolled_has_no_lease_and_hides_nothing(desk, clock):
    recorded(desk, clock)
    clock.now = START + days(4000)
    assert not desk.lease.state().expired
    assert desk.lease.state().until is None
    assert len(desk.screening.search(ListQuery()).result().rows) == 1


def test_a_lease_runs_for_the_time_the_centre_gave(desk, clock):
    desk.lease.learn(link())
    clock.now = START + days(60) - timedelta(minutes=10)
    assert not desk.lease.state().expired
    clock.now = START + days(60)
    assert desk.lease.state().expired


def test_an_expired_lease_hides_earlier_days_and_nothing_of_today(desk, clock):
    old = recorded(desk, clock)
    assert len(desk.screening.search(ListQuery(text="contoh")).result().rows) == 1
    expire(desk, clock)
    new = recorded(desk, clock)
    today, before = civil_date(clock.now), civil_date(START)

    for query in (ListQuery(), ListQuery(text="contoh"), ListQuery(on=today)):
        rows = desk.screening.search(query).result().rows
        assert [row.subject for row in rows] == [new.subject]
    page = desk.screening.search(ListQuery(on=before)).result()
    assert (page.rows, page.matches.number) == ((), 0)
    assert desk.screening.show(new.subject).result().row.subject == new.subject
    with pytest.raises(OperatorError, match=r"lease\.expired"):
        desk.screening.show(old.subject).result()


def test_an_expired_lease_leaves_the_sums_of_an_earlier_day(desk, clock):
    recorded(desk, clock)
    expire(desk, clock)
    log = desk.day.day(civil_date(START)).result()
    assert (log.rows, log.totals.screened) == ((), 1)


def test_an_expired_lease_hides_hints_and_the_watch_list_but_states_them_at_save(desk, clock):
    desk.watch.add(
        WatchWish(
            contact=PHONE,
            ground=WatchGround.PUTUSAN.value,
            owner="KANTOR CONTOH",
            case_ref="CONTOH/1",
            expires_on=civil_date(START) + days(150),
            reason="alasan contoh",
        )
    ).result()
    answers = {"recruiter.contact": PHONE}
    assert desk.detection.prior(answers).result()["watch_hit"] is True
    expire(desk, clock)
    assert desk.detection.prior(answers).result() == {}
    with pytest.raises(OperatorError, match=r"lease\.expired"):
        desk.watch.list().result()
    new = recorded(desk, clock, recruiter__contact=PHONE)
    assert desk.screening.show(new.subject).result().values["watch_hit"] is True


def test_an_expired_lease_hides_who_was_here_before_and_nobody_of_today(desk, clock):
    nik = {"traveller.nik": "9902015711890003"}
    recorded(desk, clock, traveller__nik=nik["traveller.nik"])
    assert len(desk.people.similar(nik).result()) == 1
    expire(desk, clock)
    assert desk.people.similar(nik).result() == ()
    new = recorded(desk, clock, traveller__nik=nik["traveller.nik"])
    (one,) = desk.people.look(nik).result().people
    assert (one.subject, one.is_duplicate) == (new.subject, True)
    assert desk.people.around(new.subject).result() == ()


def test_an_expired_lease_refuses_names_in_a_file_and_nothing_else(desk, clock, tmp_path):
    expire(desk, clock)
    recorded(desk, clock)
    on = civil_date(clock.now)
    with pytest.raises(OperatorError, match=r"lease\.no_export"):
        desk.exports.export_log(
            on,
            format=ExportFormat.XLSX,
            out=tmp_path / "a.xlsx",
            identifiable=True,
            reason="alasan",
        ).result()
    done = desk.exports.export_log(on, format=ExportFormat.CSV, out=tmp_path / "a.csv").result()
    assert done.rows == 1


def test_contact_with_the_centre_shows_everything_again(desk, clock):
    recorded(desk, clock)
    expire(desk, clock)
    assert desk.screening.search(ListQuery()).result().rows == ()
    desk.lease.learn(link(last_contact_at=clock.now, lease_until=clock.now + days(60)))
    assert len(desk.screening.search(ListQuery()).result().rows) == 1


@pytest.mark.parametrize("weeks_ago", [0, 1])
def test_a_code_of_this_week_or_the_last_extends_by_14_days(desk, clock, weeks_ago):
    expire(desk, clock)
    typed = code(desk, civil_date(clock.now - days(7 * weeks_ago)))
    until = desk.lease.extend(f" {typed[:4].lower()}-{typed[4:]} ").result()
    assert not desk.lease.state().expired
    assert timedelta(0) <= until - clock.now - days(14) < timedelta(minutes=5)
    clock.now += days(15)
    assert desk.lease.state().expired


@pytest.mark.parametrize("typed", ["AAAAAAAA", "older", "other device", "other centre"])
def test_a_code_of_another_time_or_device_is_refused(desk, clock, typed):
    expire(desk, clock)
    today = civil_date(clock.now)
    codes = {
        "older": code(desk, today - days(14)),
        "other device": lease_code(bytes(32), "f" * 64, iso_week(today)),
        "other centre": code(desk, today, secret=b"x" * 32),
    }
    with pytest.raises(OperatorError, match=r"lease\.code_wrong"):
        desk.lease.extend(codes.get(typed, typed)).result()
    assert desk.lease.state().expired


def test_a_code_of_another_length_is_no_code(desk, clock):
    expire(desk, clock)
    with pytest.raises(OperatorError, match=r"lease\.code_form"):
        desk.lease.extend("ABC").result()


def test_a_code_is_good_once_and_its_use_survives_closing(directory, clock):
    with opened(directory, clock=clock) as desk:
        expire(desk, clock)
        typed = code(desk, civil_date(clock.now))
        until = desk.lease.extend(typed).result()
    with opened(directory, clock=clock) as desk:
        desk.lease.begin(link())
        assert desk.lease.state().until == until
        with pytest.raises(OperatorError, match=r"lease\.code_used"):
            desk.lease.extend(typed).result()


def test_an_extension_counts_for_the_centre_that_gave_it_only(directory, clock):
    with opened(directory, clock=clock) as desk:
        expire(desk, clock)
        desk.lease.extend(code(desk, civil_date(clock.now))).result()
    with opened(directory, clock=clock) as desk:
        desk.lease.begin(link(lease_secret=b"y" * 32))
        assert desk.lease.state().expired


def test_a_new_enrolment_voids_the_codes_of_the_one_before(desk, clock):
    expire(desk, clock)
    desk.lease.extend(code(desk, civil_date(clock.now))).result()
    assert not desk.lease.state().expired
    desk.lease.learn(link(lease_secret=b"z" * 32))
    assert desk.lease.state().expired


def test_only_a_penyelia_extends(directory, clock):
    with opened(directory, clock=clock) as desk:
        desk.officers.add(PETUGAS, passphrase=SANDI_DUA).result()
    with opened(directory, clock=clock, officer=PETUGAS, passphrase=SANDI_DUA) as desk:
        expire(desk, clock)
        with pytest.raises(OperatorError, match="only_penyelia"):
            desk.lease.extend(code(desk, civil_date(clock.now))).result()


def test_without_a_centre_there_is_nothing_to_extend(desk):
    with pytest.raises(OperatorError, match=r"lease\.none"):
        desk.lease.extend("AAAAAAAA").result()


def test_setting_the_clock_back_gains_nothing(desk, clock):
    desk.lease.learn(link(last_contact_at=START + days(61)))
    clock.now = START
    assert desk.lease.state().expired


def test_a_clock_known_to_be_wrong_is_read_with_its_offset(desk, clock):
    ahead = days(400)
    clock.now = START + ahead
    known = link(last_contact_at=START + ahead, clock_offset_ms=-int(ahead.total_seconds() * 1000))
    desk.lease.learn(known)
    assert not desk.lease.state().expired
