"""Who was here before, found in a real store while somebody else is typed in."""

from datetime import timedelta

import pytest

from posko_app.domain.people import Shared
from posko_app.domain.person_links import LinkAction, PairState
from posko_app.errors import OperatorError
from posko_app.store import people_lookup
from tests.services.desks import draft, opened, record

NIK = "9902015711890003"
MARIA = {
    "traveller__name": "MARIA CONTOHBOLI",
    "traveller__nik": NIK,
    "traveller__dob_ktp": "1989-11-17",
    "traveller__passport": "X0000001",
    "traveller__phone": "+6281200000001",
    "traveller__village": "DESA CONTOH",
    "departure__number": "JT691",
    "departure__departs_on": "2026-11-24",
    "decision": "tunda",
}


def only(*names: str, **more):
    return {path: MARIA[path] for path in names} | more


def answers(told):
    return {path.replace("__", "."): value for path, value in told.items()}


def found(desk, told):
    return desk.people.similar(answers(told)).result(timeout=20)


def shared(desk, told) -> list[str]:
    return [" ".join(one.shared) for one in found(desk, told)]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (only("traveller__nik"), ["nik"]),
        ({"traveller__nik": "99.02.01 5711890003"}, ["nik"]),
        (only("traveller__passport"), ["passport"]),
        ({"traveller__phone": "0812-0000-0001"}, ["phone"]),
        (only("traveller__name", "traveller__dob_ktp"), ["name_same birth"]),
        (
            {"traveller__name": "Marya Tjontohboli", "traveller__dob_ktp": "17-11-1989"},
            ["name_near birth"],
        ),
        (only("traveller__name", traveller__dob_stated="1989-11-17"), ["name_same birth"]),
        (only("traveller__village", "traveller__dob_ktp"), ["birth village"]),
        (only("traveller__nik", traveller__name="YOSEFINA MISAL"), ["nik name_differs"]),
        ({"traveller__name": "YOSEFINA CONTOHBOLI", "traveller__dob_ktp": "1989-11-17"}, []),
        (only("traveller__name"), []),
        ({"traveller__nik": NIK[:-1]}, []),
        ({"traveller__nik": "9902015711890009"}, []),
        ({}, []),
    ],
)
def test_a_person_is_found_by_number_or_by_name_and_birth(desk, clock, told, expected):
    record(desk, clock, **MARIA)

    assert shared(desk, told) == expected


def test_what_was_decided_then_is_told(desk, clock):
    saved = record(desk, clock, **MARIA)

    (one,) = found(desk, only("traveller__nik"))

    assert (one.subject, one.decision, one.name) == (saved.subject, "tunda", "MARIA CONTOHBOLI")
    assert (one.occurred_at, one.is_sure) == (saved.occurred_at, True)


def test_the_same_person_today_or_on_the_same_departure_is_a_duplicate(desk, clock):
    record(desk, clock, **MARIA)
    leaving = only("traveller__nik", "departure__number", "departure__departs_on")

    (one,) = found(desk, leaving)
    clock.now += timedelta(days=1)
    (later,) = found(desk, only("traveller__nik"))
    (same_departure,) = found(desk, leaving)

    assert (one.same_day, one.same_departure, one.is_duplicate) == (True, True, True)
    assert (later.same_day, later.is_duplicate) == (False, False)
    assert (same_departure.same_day, same_departure.is_duplicate) == (False, True)


def test_a_voided_screening_is_found_no_more(desk, clock):
    saved = record(desk, clock, **MARIA)
    desk.screening.void(saved.subject, reason="salah orang").result()

    assert shared(desk, MARIA) == []


def test_a_corrected_birth_date_is_found_and_the_old_one_is_not(desk, clock):
    saved = record(desk, clock, **only("traveller__name", "traveller__dob_ktp"))
    changes = {"traveller.dob_ktp": "1990-01-02"}
    desk.screening.correct(saved.subject, changes=changes, reason="salah ketik").result()

    assert shared(desk, only("traveller__name", "traveller__dob_ktp")) == []
    assert shared(desk, only("traveller__name", traveller__dob_ktp="1990-01-02")) == [
        "name_same birth"
    ]


def test_what_fits_best_is_first_and_the_rest_is_counted(desk, clock):
    for number in range(8):
        record(desk, clock, **only("traveller__phone", traveller__name=f"MISAL {number}"))
    record(desk, clock, **only("traveller__nik"))

    looked = desk.people.look(answers(MARIA)).result()

    assert looked.people[0].shared == (Shared.NIK,)
    assert (len(looked.people), looked.more) == (people_lookup.SHOWN_AT_MOST, 3)


def test_rival_birth_dates_are_both_found(desk, clock):
    saved = record(desk, clock, **only("traveller__name", "traveller__dob_ktp"))
    (first,) = desk.screening.show(saved.subject).result().frontier
    for day in ("1990-01-02", "1990-02-01"):
        desk.screening.correct(
            saved.subject, changes={"traveller.dob_ktp": day}, reason="a", based_on=(first,)
        ).result()

    for day in ("1990-01-02", "1990-02-01"):
        assert shared(desk, only("traveller__name", traveller__dob_ktp=day)) == ["name_same birth"]


def state(desk, subject, other) -> PairState:
    (one,) = [one for one in desk.people.around(subject).result() if one.subject == other]
    return one.answered


def two(desk, clock):
    return record(desk, clock, **MARIA).subject, record(desk, clock, **MARIA).subject


def entries(desk, kind="link") -> int:
    sql = "SELECT count(*) FROM entries WHERE kind = ?"
    task = lambda unit: unit.connection.execute(sql, (kind,)).fetchone()[0]  # noqa: E731
    return desk.people._store.read(task).result()


def test_an_answer_is_stated_taken_back_and_stated_otherwise(desk, clock):
    one, other = two(desk, clock)

    states = [state(desk, one, other)]
    for action in (LinkAction.SAME, LinkAction.WITHDRAWN, LinkAction.NOT_SAME, LinkAction.SAME):
        desk.people.answer(one, other, action).result()
        assert state(desk, one, other) is state(desk, other, one)
        states.append(state(desk, one, other))

    assert states == ["none", "same", "none", "not_same", "same"]
    assert entries(desk) == 4  # nothing that was said is ever gone
    assert desk.integrity.verify().result().ok


@pytest.mark.parametrize(
    ("first", "then", "key"),
    [
        (None, LinkAction.WITHDRAWN, "people.nothing_said"),
        (LinkAction.SAME, LinkAction.SAME, "people.already"),
    ],
)
def test_what_changes_nothing_is_refused(desk, clock, first, then, key):
    one, other = two(desk, clock)
    if first is not None:
        desk.people.answer(one, other, first).result()

    with pytest.raises(OperatorError) as error:
        desk.people.answer(one, other, then).result()

    assert error.value.key == key


def test_a_screening_is_not_linked_to_itself_or_to_nothing(desk, clock):
    one, _ = two(desk, clock)

    for other, key in ((one, "people.same_screening"), ("f" * 32, "store.no_such_screening")):
        with pytest.raises(OperatorError) as error:
            desk.people.answer(one, other, LinkAction.SAME).result()
        assert error.value.key == key


def test_who_is_the_same_as_one_that_is_the_same_is_in_the_timeline(desk, clock):
    one = record(desk, clock, traveller__name="CONTOH SATU").subject
    other = record(desk, clock, traveller__name="CONTOH DUA").subject
    third = record(desk, clock, traveller__name="CONTOH TIGA").subject
    desk.people.answer(one, other, LinkAction.SAME).result()
    desk.people.answer(other, third, LinkAction.SAME).result()

    around = desk.people.around(one).result()

    assert [(person.subject, person.answered) for person in around] == [
        (third, PairState.NONE),
        (other, PairState.SAME),
    ]


def test_an_answer_while_typing_is_saved_with_the_screening_and_kept_with_the_draft(
    directory, desk, clock
):
    before = record(desk, clock, **MARIA)
    typed = draft(clock, **only("traveller__nik"))
    typed = type(typed)(
        typed.id, typed.answers, typed.started_at, typed.updated_at, {before.subject: "same"}
    )
    desk.screening.save_draft(typed).result()
    (kept,) = desk.screening.open_drafts().result()
    saved = desk.screening.record(kept).result()

    assert kept == typed
    assert state(desk, saved.subject, before.subject) is PairState.SAME
    assert (entries(desk), desk.integrity.verify().result().ok) == (1, True)


def test_a_save_that_is_refused_states_no_answer(desk, clock):
    before = record(desk, clock, **MARIA)
    typed = draft(clock, traveller__sex="X")
    typed = type(typed)(
        typed.id, typed.answers, typed.started_at, typed.updated_at, {before.subject: "same"}
    )

    with pytest.raises(OperatorError):
        desk.screening.record(typed).result()

    assert entries(desk) == 0


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM people",
        "UPDATE people SET name = 'misal'",
        "UPDATE people SET born_on = '1990-01-01'",
        "DELETE FROM person_links",
        "UPDATE person_links SET action = 'not_same'",
        "INSERT INTO people SELECT '1990-01-01', position, name, village FROM people",
    ],
)
def test_a_changed_table_is_found_by_the_check(directory, clock, damage):
    with opened(directory, clock=clock) as desk:
        one = record(desk, clock, **MARIA).subject
        other = record(desk, clock, traveller__name="CONTOH DUA").subject
        desk.people.answer(one, other, LinkAction.SAME).result()
        assert desk.integrity.verify().result().ok
        desk.people._store.write(lambda unit: unit.connection.execute(damage)).result()

        checked = desk.integrity.verify().result()

    assert (checked.ok, checked.fault.code) == (False, "projection_differs")
