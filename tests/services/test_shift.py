from datetime import timedelta

import pytest

from posko_app.domain.shift import CaseKind
from posko_app.domain.tally import TallyReason
from posko_app.errors import OperatorError
from sync.protocol.entry import open_part
from sync.protocol.people import Role
from tests.services.desks import (
    DRAFT_ID,
    PETUGAS,
    SANDI_DUA,
    draft,
    record,
)

FLIGHT = {
    "departure.kind": "udara",
    "departure.number": "JT 0693",
    "departure.departs_on": "24-11-2026",
    "departure.departs_time": "8.55",
    "traveller.name": "CONTOH NAMA",
}


def entries(desk) -> list:
    found = desk.shift._store.read(lambda unit: unit.entries(limit=200)).result()
    return [stored.entry for stored in found if stored.entry.header.kind == "shift"]


def facts(entry) -> dict:
    return dict(open_part(entry.parts["facts"]))


def begin(desk, *agencies):
    return desk.shift.open(agencies or ("polri", "bp3mi")).result(timeout=20)


def add(desk, **changes):
    answers = {**FLIGHT, **{f"departure.{key}": value for key, value in changes.items()}}
    return desk.shift.add_departure(answers).result(timeout=20)


def refused(future) -> str:
    with pytest.raises(OperatorError) as error:
        future.result(timeout=20)
    return error.value.key


@pytest.fixture
def pair(desk, clock):
    """A desk with a second officer who works on it and is not signed on; gives desk and clock."""
    desk.officers.add(PETUGAS, passphrase=SANDI_DUA, role=Role.PETUGAS).result(timeout=20)
    return desk, clock


def person(desk, name: str) -> str:
    return next(one.person for one in desk.officers.list().result() if one.name == name)


def sign_on_second(desk) -> None:
    unlocked = desk.officers.unlock(PETUGAS, passphrase=SANDI_DUA).result(timeout=20)
    desk.session.sign_on(unlocked, pin="734912")


def test_a_shift_states_offices_officers_and_how_things_stood(desk, clock):
    record(desk, clock, traveller__name="CONTOH NAMA", decision="tunda")
    desk.tally.add(TallyReason.LAIN).result(timeout=20)

    shift = begin(desk)

    (entry,) = entries(desk)
    assert facts(entry) == {
        "action": "open",
        "agencies": {"polri": True, "bp3mi": True},
        "officers": {desk.session.current.person: True},
        "counts": {
            "screenings": 1,
            "without_record": 1,
            "drafts": 0,
            "undecided": 0,
            "held": 1,
            "waiting": 4,
        },
    }
    assert entry.header.signer == desk.session.current.fingerprint
    assert set(entry.parts) == {"facts"}
    assert desk.shift.now().result().shift == shift


def test_one_shift_runs_at_a_time(desk):
    first = begin(desk)

    assert begin(desk, "imigrasi") == first
    assert len(entries(desk)) == 1


def test_an_office_that_the_post_does_not_have_is_refused(desk):
    assert refused(desk.shift.open(("pelni",))) == "shift.agency_unknown"
    assert desk.shift.now().result().shift is None


def test_a_screening_is_saved_without_any_shift(desk, clock):
    record(desk, clock, traveller__name="CONTOH NAMA", decision="boleh")

    now = desk.shift.now().result()

    assert (now.shift, now.departures, entries(desk)) == (None, (), [])


def test_a_departure_holds_no_more_than_its_own_fields(desk):
    begin(desk)

    added = add(desk)

    assert added.is_new
    assert facts(entries(desk)[-1]) == {
        "action": "departure",
        "departure": {
            "kind": "udara",
            "number": "JT693",
            "departs_on": "2026-11-24",
            "departs_time": "08:55",
        },
    }
    assert desk.shift.departures().result() == (added.departure,)


def test_the_same_departure_word_for_word_is_stated_once(desk):
    begin(desk)
    first = add(desk)

    again = add(desk)

    assert (again.is_new, again.departure) == (False, first.departure)
    assert len(entries(desk)) == 2


def test_a_delayed_flight_takes_the_place_of_its_old_time_until_it_is_taken_back(desk):
    begin(desk)
    first = add(desk)
    later = add(desk, departs_time="10.20")

    assert desk.shift.departures().result() == (later.departure,)
    assert desk.shift.take_back(later.departure.id).result() == (first.departure,)


def test_a_withdrawn_departure_is_gone_with_all_that_said_the_same(desk):
    begin(desk)
    add(desk)
    later = add(desk, departs_time="10.20")
    other = add(desk, number="ID6541")

    assert desk.shift.withdraw(later.departure.id).result() == (other.departure,)
    withdrawn = entries(desk)[-1]
    assert withdrawn.header.based_on == (facts(withdrawn)["withdraws"],)
    assert refused(desk.shift.withdraw(later.departure.id)) == "shift.no_such_departure"
    assert desk.integrity.verify().result(timeout=20).ok


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"number": ""}, "shift.departure_unnamed"),
        ({"departs_on": "23-11-2026"}, "shift.departure_over"),
        ({"departs_on": "besok"}, "screening.problems"),
    ],
)
def test_a_departure_that_nobody_can_leave_with_is_refused_and_not_kept(desk, changes, key):
    begin(desk)

    with pytest.raises(OperatorError) as error:
        add(desk, **changes)

    assert error.value.key == key
    assert len(entries(desk)) == 1


def test_without_a_shift_nothing_is_said_in_one(desk):
    person_id = desk.session.current.person

    assert refused(desk.shift.add_departure(FLIGHT)) == "shift.none_running"
    assert refused(desk.shift.hand_over(person_id)) == "shift.none_running"
    assert refused(desk.shift.close()) == "shift.none_running"


def test_open_cases_are_drafts_of_everybody_undecided_and_held_the_longest_first(pair):
    desk, clock = pair
    held = record(desk, clock, traveller__name="CONTOH SATU", decision="tunda")
    sent_home = {"decision": "tunda", "handed_to": "keluarga"}
    record(desk, clock, traveller__name="CONTOH DUA", **sent_home)
    undecided = record(desk, clock, traveller__name="CONTOH TIGA")
    sign_on_second(desk)
    desk.screening.save_draft(draft(clock, traveller__name="CONTOH EMPAT")).result()

    cases = desk.shift.open_cases().result()

    assert [(case.id, case.kind) for case in cases] == [
        (held.subject, CaseKind.HELD),
        (undecided.subject, CaseKind.UNDECIDED),
        (DRAFT_ID, CaseKind.DRAFT),
    ]
    assert [case.name for case in cases] == ["CONTOH SATU", "CONTOH TIGA", "CONTOH EMPAT"]
    assert cases[2].officer == person(desk, PETUGAS)


def test_a_case_ends_with_the_correction_that_records_its_end(desk, clock):
    held = record(desk, clock, traveller__name="CONTOH SATU", decision="tunda")

    changes = {"handed_to": "keluarga"}
    desk.screening.correct(held.subject, changes=changes, reason="CONTOH").result(timeout=20)

    assert desk.shift.open_cases().result() == ()


def test_a_hand_over_lists_the_cases_and_gives_the_drafts(pair):
    desk, clock = pair
    second = person(desk, PETUGAS)
    held = record(desk, clock, traveller__name="CONTOH SATU", decision="tunda")
    desk.screening.save_draft(draft(clock, traveller__name="CONTOH DUA")).result()
    begin(desk)

    desk.shift.hand_over(second, note=" CONTOH catatan ").result(timeout=20)

    entry = entries(desk)[-1]
    assert facts(entry) == {
        "action": "handover",
        "to": second,
        "cases": {held.subject: "held", DRAFT_ID: "draft"},
    }
    assert open_part(entry.parts["notes"]) == {"note": "CONTOH catatan"}
    assert desk.screening.open_drafts().result() == ()
    sign_on_second(desk)
    assert [one.id for one in desk.screening.open_drafts().result()] == [DRAFT_ID]


def test_the_draft_of_a_colleague_at_work_stays_with_him(pair):
    desk, clock = pair
    first = desk.session.current.person
    desk.screening.save_draft(draft(clock, traveller__name="CONTOH SATU")).result()
    sign_on_second(desk)
    begin(desk)

    desk.shift.hand_over(first).result(timeout=20)  # the second gives to the first, who is at work

    assert [case.officer for case in desk.shift.open_cases().result()] == [first]


def test_nobody_hands_over_to_himself_or_to_a_stranger(pair):
    desk, _ = pair
    begin(desk)

    assert refused(desk.shift.hand_over(desk.session.current.person)) == "shift.to_oneself"
    assert refused(desk.shift.hand_over("9" * 32)) == "shift.nobody_there"
    assert len(entries(desk)) == 1


def test_a_shift_is_closed_whatever_is_open_and_says_what_was(desk, clock):
    begin(desk)
    record(desk, clock, traveller__name="CONTOH NAMA")

    closed = desk.shift.close().result(timeout=20)

    assert closed.counts["undecided"] == 1
    assert (closed.counts["screenings"], closed.counts["waiting"]) == (1, 4)
    assert desk.shift.now().result().shift is None
    assert refused(desk.shift.close()) == "shift.none_running"
    assert begin(desk).subject != closed.subject


def test_a_shift_that_nobody_closed_is_over_the_next_day(desk, clock):
    begin(desk)

    clock.now += timedelta(hours=20)

    assert desk.shift.now().result().shift is None


def test_names_are_known_by_person_and_by_key(desk):
    names = desk.shift.now().result().names
    officer = desk.session.current

    assert names[officer.person] == names[officer.fingerprint] == officer.name


def test_no_name_and_no_number_of_a_person_leaves_in_a_shift(desk, clock):
    """The list of a hand-over is made of names; its entry must not be."""
    record(desk, clock, traveller__name="CONTOH RAHASIA", decision="tunda")
    begin(desk)
    add(desk)
    desk.shift.close(note="").result(timeout=20)

    said = [part for entry in entries(desk) for part in entry.parts.values()]

    assert said
    assert not any(b"RAHASIA" in part for part in said)
