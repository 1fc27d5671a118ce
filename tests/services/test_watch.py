"""The watch list: who may do what, what is required, and what a hit states."""

from datetime import date

import pytest

from posko_app.domain.watch import WatchState
from posko_app.errors import OperatorError
from posko_app.services.watch import WatchWish
from posko_app.store.journal import NewEntry
from sync.protocol.entry import Kind, open_part
from sync.protocol.people import Role
from tests.services.desks import PENYELIA, PETUGAS, SANDI_DUA, opened, record

TODAY, LAST = date(2026, 11, 24), date(2027, 11, 24)
WISH = {
    "contact": "0812-9900-0001",
    "ground": "putusan",
    "owner": "KANTOR CONTOH",
    "case_ref": "99/PID.SUS/2026/CONTOH",
    "expires_on": date(2027, 6, 30),
    "reason": "putusan sudah tetap",
    "name": "CONTOH PEREKRUT",
}


def wish(**more):
    return WatchWish(**(WISH | more))


def key_of(future) -> str:
    with pytest.raises(OperatorError) as error:
        future.result(timeout=20)
    return error.value.key


def added(desk, **more):
    return desk.watch.add(wish(**more)).result(timeout=20)


def states(desk, today=TODAY):
    return [entry.state(today) for entry in desk.watch.list().result()]


def test_an_added_entry_is_listed_with_all_that_was_stated(desk):
    entry = added(desk)

    (found,) = desk.watch.list().result()
    assert found == entry
    assert (found.contact, found.name, found.case_ref) == (
        *("0812-9900-0001", "CONTOH PEREKRUT"),
        "99/PID.SUS/2026/CONTOH",
    )
    assert (found.ground, found.owner, found.officer) == ("putusan", "KANTOR CONTOH", PENYELIA)
    assert (found.added_on, found.state(TODAY)) == (TODAY, WatchState.BERLAKU)
    assert desk.integrity.verify().result(timeout=30).ok


def test_the_reason_stands_in_the_notes_and_the_case_number_in_identity(desk):
    subject = added(desk).subject
    desk.watch.contest(subject, "nomor sudah berpindah tangan").result()

    task = lambda unit: unit.entries_of(Kind.WATCH)  # noqa: E731 - one look
    first, second = desk.replay._store.read(task).result()
    parts = {name: open_part(part) for name, part in first.entry.parts.items()}
    assert parts["notes"] == {"reason": "putusan sudah tetap"}
    assert parts["identity"] == {"case_ref": "99/PID.SUS/2026/CONTOH"}
    assert parts["contacts"] == {"contact": "0812-9900-0001", "name": "CONTOH PEREKRUT"}
    assert open_part(second.entry.parts["notes"]) == {"reason": "nomor sudah berpindah tangan"}
    assert second.entry.header.based_on == (first.id,)


def test_a_screening_with_the_contact_is_told_and_names_the_entry(desk, clock):
    subject = added(desk).subject

    saved = record(desk, clock, recruiter__contact="+62 812 9900 0001")
    other = record(desk, clock, recruiter__contact="081299000002")

    facts = desk.screening.show(saved.subject).result().values
    assert (saved.row.level, other.row.level) == ("merah", "hijau")
    assert (facts["watch_hit"], facts["watch_entry"]) == (True, subject)


def test_an_ended_entry_tells_nobody_and_what_was_judged_stays(desk, clock):
    subject = added(desk).subject
    before = record(desk, clock, recruiter__contact="081299000001")
    desk.watch.end(subject, reason="salah nomor").result()

    after = record(desk, clock, recruiter__contact="081299000001")

    assert after.row.level == "hijau"
    assert desk.screening.show(before.subject).result().row.level == "merah"
    assert states(desk) == [WatchState.BERAKHIR]


def test_a_correction_of_the_contact_takes_the_hit_back(desk, clock):
    added(desk)
    subject = record(desk, clock, recruiter__contact="081299000001").subject

    desk.screening.correct(
        subject, changes={"recruiter.contact": "081299000002"}, reason="salah ketik"
    ).result()

    history = desk.screening.show(subject).result()
    assert (history.row.level, history.values["watch_hit"]) == ("hijau", False)
    assert "watch_entry" not in history.values


@pytest.mark.parametrize(
    ("missing", "key"),
    [
        ({"contact": "CONTOH NAMA SAJA"}, "watch.contact_unusable"),
        ({"contact": " "}, "watch.contact_unusable"),
        ({"ground": ""}, "watch.ground_missing"),
        ({"ground": "kabar"}, "watch.ground_missing"),
        ({"owner": " "}, "watch.owner_missing"),
        ({"case_ref": ""}, "watch.case_missing"),
        ({"reason": "\n"}, "watch.reason_missing"),
        ({"owner": "x" * 201}, "watch.text_too_long"),
        ({"name": "x" * 201}, "watch.text_too_long"),
        ({"expires_on": date(2026, 11, 23)}, "watch.end_past"),
        ({"expires_on": date(2027, 11, 25)}, "watch.end_late"),
        ({"reason": "x" * 10_001}, "screening.not_storable"),
    ],
)
def test_nothing_unverified_gets_in(desk, missing, key):
    assert key_of(desk.watch.add(wish(**missing))) == key
    assert desk.watch.list().result() == ()


def test_an_entry_lasts_at_most_the_months_of_the_ruleset(desk):
    assert desk.watch.latest_end().result() == LAST
    assert added(desk, expires_on=LAST, name="").name is None


def test_a_contact_is_watched_once_until_it_has_ended(desk):
    first = added(desk)

    assert key_of(desk.watch.add(wish(contact="+6281299000001"))) == "watch.already"
    desk.watch.end(first.subject, reason="salah nomor").result()
    added(desk)

    assert sorted(states(desk)) == ["berakhir", "berlaku"]


def test_a_contest_is_settled_by_a_penyelia_and_matches_until_then(desk, clock):
    subject = added(desk).subject
    contested = desk.watch.contest(subject, "nomor sudah berpindah tangan").result()
    hit = record(desk, clock, recruiter__contact="081299000001").row.level
    kept = desk.watch.settle(subject, keep=True, reason="Polda memastikan").result()
    desk.watch.contest(subject, "sekali lagi").result()
    ended = desk.watch.settle(subject, keep=False, reason="memang berpindah").result()

    assert contested.state(TODAY) is WatchState.DIPERSELISIHKAN
    assert hit == "merah"
    assert kept.state(TODAY) is WatchState.BERLAKU
    assert ended.state(TODAY) is WatchState.BERAKHIR


def test_only_a_contested_entry_can_be_settled(desk):
    subject = added(desk).subject

    refused = desk.watch.settle(subject, keep=True, reason="a")

    assert key_of(refused) == "watch.not_contested"


def test_an_entry_is_renewed_within_the_same_bounds(desk):
    subject = added(desk, expires_on=TODAY).subject
    assert states(desk, LAST) == [WatchState.KEDALUWARSA]

    renewed = desk.watch.renew(subject, expires_on=LAST, reason="kasus berjalan").result()

    assert renewed.state(LAST) is WatchState.BERLAKU
    late = desk.watch.renew(subject, expires_on=date(2028, 1, 1), reason="a")
    past = desk.watch.renew(subject, expires_on=date(2026, 1, 1), reason="a")
    assert (key_of(late), key_of(past)) == ("watch.end_late", "watch.end_past")


def acts(desk, subject):
    """Everything that can be done about an entry."""
    return {
        "contest": lambda: desk.watch.contest(subject, "a"),
        "settle": lambda: desk.watch.settle(subject, keep=True, reason="a"),
        "renew": lambda: desk.watch.renew(subject, expires_on=LAST, reason="a"),
        "end": lambda: desk.watch.end(subject, reason="a"),
    }


def test_nothing_is_done_about_what_has_ended_or_never_was(desk):
    subject = added(desk).subject
    desk.watch.end(subject, reason="salah").result()

    assert {key_of(act()) for act in acts(desk, subject).values()} == {"watch.over"}
    assert {key_of(act()) for act in acts(desk, "0" * 32).values()} == {"watch.unknown"}


def test_every_act_needs_its_reason(desk):
    subject = added(desk).subject

    assert key_of(desk.watch.contest(subject, " ")) == "watch.reason_missing"
    assert key_of(desk.watch.end(subject, reason="")) == "watch.reason_missing"


def test_a_petugas_may_contest_and_nothing_else(directory, clock):
    with opened(directory, clock=clock) as desk:
        desk.officers.add(PETUGAS, passphrase=SANDI_DUA, role=Role.PETUGAS).result(timeout=20)
        subject = added(desk).subject
    with opened(directory, clock=clock, officer=PETUGAS, passphrase=SANDI_DUA) as desk:
        may = acts(desk, subject)
        assert may.pop("contest")().result().contested
        refused = [*may.values(), lambda: desk.watch.add(wish(contact="081299000002"))]
        assert {key_of(act()) for act in refused} == {"session.only_penyelia"}


def test_the_history_names_each_act_with_its_officer_and_reason(desk):
    subject = added(desk).subject
    desk.watch.contest(subject, "nomor sudah berpindah tangan").result()
    desk.watch.renew(subject, expires_on=LAST, reason="kasus berjalan").result()
    desk.watch.settle(subject, keep=False, reason="memang berpindah").result()
    added(desk, contact="081299000002")

    steps = desk.watch.history(subject).result()

    assert [(step.action, step.reason, step.keeps, step.expires_on) for step in steps] == [
        ("add", "putusan sudah tetap", None, WISH["expires_on"]),
        ("contest", "nomor sudah berpindah tangan", None, None),
        ("renew", "kasus berjalan", None, LAST),
        ("settle", "memang berpindah", False, None),
    ]
    assert {step.officer for step in steps} == {PENYELIA}


@pytest.mark.parametrize(
    "typed", ["0812 9900 0001 (Bu Contoh)", "wa.me/6281299000001", "0813 9900 0002 / 081299000001"]
)
def test_words_around_a_number_hide_it_from_nobody(desk, clock, typed):
    added(desk)

    assert record(desk, clock, recruiter__contact=typed).row.level == "merah"


def test_two_numbers_are_two_entries(desk):
    both = wish(contact="0812-9900-0001 / 0813-9900-0002")

    assert key_of(desk.watch.add(both)) == "watch.contact_unusable"


def test_what_a_petugas_writes_with_a_program_of_his_own_changes_no_entry(directory, clock):
    with opened(directory, clock=clock, officer=PENYELIA) as desk:
        subject = added(desk).subject
        desk.officers.add(PETUGAS, passphrase=SANDI_DUA, role=Role.PETUGAS).result(timeout=20)
        petugas = desk.officers.unlock(PETUGAS, passphrase=SANDI_DUA).result(timeout=20).officer

        def task(unit):
            for facts in (
                {"action": "settle", "keep": False},
                {"action": "renew", "expires_on": "2026-11-25"},
                {"action": "end"},
            ):
                unit.append(NewEntry(Kind.WATCH, subject, {"facts": facts}, petugas))
            facts = {"action": "add", "ground": "putusan", "expires_on": "2027-01-01"}
            with pytest.raises(OperatorError):
                unit.append(NewEntry(Kind.WATCH, "e" * 32, {"facts": facts}, petugas))

        desk.replay._store.write(task).result()

        (found,) = desk.watch.list().result()
        assert (found.ended, found.expires_on) == (False, WISH["expires_on"])
        assert record(desk, clock, recruiter__contact="081299000001").row.level == "merah"


def test_being_on_an_official_list_silences_no_watched_number(directory, clock):
    with opened(directory, clock=clock, officer=PENYELIA) as desk:
        added(desk)
        row = "INSERT INTO register_rows (register, row_key, name, name_key, contact, status,"
        row += " source_row) VALUES ('p3mi', '1.0', 'A', 'a', '+6281299000001', 'berlaku', 1)"
        desk.replay._store.write(lambda unit: unit.connection.execute(row)).result()

        assert record(desk, clock, recruiter__contact="081299000001").row.level == "merah"
