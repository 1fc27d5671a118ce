from datetime import UTC, date, datetime

import pytest

from posko_app.domain.day import DayRow, day_totals
from posko_app.errors import OperatorError
from tests.support.stores import correction, save, screening

ON = date(2026, 11, 24)


def day(store, on=ON) -> tuple[DayRow, ...]:
    return store.read(lambda unit: unit.day_rows(on)).result()


def at(clock_text: str, name: str, **answers) -> dict:
    return {"occurred_at": f"2026-11-24T{clock_text}:00Z", "traveller.name": name, **answers}


def test_day_holds_its_rows_in_order_of_time_not_of_saving(desk, store):
    save(
        store,
        screening(desk, at("02:00", "CONTOH DUA", decision="tunda")),
        screening(desk, at("01:00", "CONTOH SATU", decision="boleh")),
        screening(desk, at("17:00", "CONTOH BESOK")),  # 01.00 WITA on the 25th
    )

    assert [row.name for row in day(store)] == ["CONTOH SATU", "CONTOH DUA"]
    assert [row.name for row in day(store, date(2026, 11, 25))] == ["CONTOH BESOK"]


def test_row_of_a_day_says_everything_the_log_needs(desk, store):
    answers = at(
        "01:00",
        "CONTOH SATU",
        decision="rujuk",
        **{
            "traveller.nik": "9902011203990001",
            "traveller.origin": "Kab. Belu",
            "journey.final_city": "Batam",
            "departure.carrier": "CONTOH AIR",
        },
    )
    (entry,) = save(store, screening(desk, answers))

    assert day(store) == (
        DayRow(
            subject=entry.header.subject,
            occurred_at=datetime(2026, 11, 24, 1, tzinfo=UTC),
            name="CONTOH SATU",
            nik="9902011203990001",
            passport=None,
            origin="Kab. Belu",
            destination="Batam",
            carrier="CONTOH AIR",
            decision="rujuk",
            officer="CONTOH PETUGAS SATU",
            receipt=entry.receipt,
            voided=False,
        ),
    )


def test_voided_row_stays_in_the_day_apart_from_its_totals(desk, store):
    one, _ = save(
        store,
        screening(desk, at("01:00", "CONTOH SATU", decision="boleh")),
        screening(desk, at("02:00", "CONTOH DUA", decision="boleh")),
    )
    save(store, correction(desk, one, {"voided": True}))

    totals = day_totals(day(store))
    counts = store.read(lambda unit: unit.counts()).result()

    assert [row.voided for row in day(store)] == [True, False]
    assert (totals.screened, totals.voided) == (1, 1)
    assert counts.today == totals.by_decision


def test_rival_statements_leave_a_field_of_the_day_unknown(desk, store):
    (one,) = save(store, screening(desk, at("01:00", "CONTOH SATU", decision="boleh")))
    save(
        store,
        correction(desk, one, {"traveller.name": "CONTOH DUA", "decision": "tunda"}),
        correction(desk, one, {"traveller.name": "CONTOH TIGA", "decision": "rujuk"}),
    )

    (row,) = day(store)

    assert (row.name, row.decision) == (None, "belum_diputuskan")


def test_history_tells_who_stated_what_in_order(desk, store):
    (one,) = save(store, screening(desk, at("01:00", "CONTOH SATU")))
    sets = {"traveller.name": "CONTOH DUA", "correction_reason": "ejaan"}
    (two,) = save(store, correction(desk, one, sets))

    told = store.read(lambda unit: unit.history(one.header.subject)).result()

    first, second = told.statements
    assert (first.kind, second.kind) == ("screening", "correction")
    assert (second.entry_id, second.based_on) == (two.header.id, (one.header.id,))
    assert (second.sets, second.officer) == (sets, "CONTOH PETUGAS SATU")
    assert (second.receipt, second.recorded_at) == (two.receipt, desk.clock())
    assert (told.row.corrections, told.frontier) == (1, (two.header.id,))


def test_history_of_nobody_is_refused(store):
    with pytest.raises(OperatorError) as refused:
        store.read(lambda unit: unit.history("00" * 16)).result()

    assert refused.value.key == "store.no_such_screening"


def test_entries_come_in_pages_in_order(desk, store):
    save(store, *(screening(desk, {}) for _ in range(3)))

    pages = [
        store.read(lambda unit, a=after: unit.entries(after=a, limit=2)).result()
        for after in (0, 2, 4)
    ]

    assert [[e.position for e in page] for page in pages] == [[1, 2], [3, 4], [5]]
