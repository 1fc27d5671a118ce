import pytest

from posko_app.domain.records import BoundedCount, Counts, ListQuery, Sending
from posko_app.errors import OperatorError
from tests.support.stores import save, screening


def test_saved_screening_stands_in_list_history_outbox_and_counts(desk, store):
    (entry,) = save(store, screening(desk, {"traveller.name": "CONTOH SATU", "decision": "boleh"}))

    page = store.read(lambda unit: unit.list_screenings(ListQuery())).result()
    counts = store.read(lambda unit: unit.counts()).result()

    (row,) = page.rows
    assert (row.subject, row.name, row.decision) == (entry.header.subject, "CONTOH SATU", "boleh")
    assert (row.sending, row.officer, row.receipt) == (
        Sending.SAVED,
        "CONTOH PETUGAS SATU",
        entry.receipt,
    )
    assert (page.matches, page.next_before) == (BoundedCount(1), None)
    assert counts == Counts(
        waiting=3,
        oldest_waiting_at=desk.clock(),
        needs_person=0,
        drafts=0,
        today={"boleh": 1, "tunda": 0, "rujuk": 0, "serah_terima": 0, "belum_diputuskan": 0},
    )


def test_everything_is_there_after_opening_again(desk, store):
    (entry,) = save(store, screening(desk, {"traveller.name": "CONTOH SATU"}))
    store.close()

    again = desk.open()
    history = again.read(lambda unit: unit.history(entry.header.subject)).result()
    again.close()

    assert history.values["traveller.name"] == "CONTOH SATU"
    assert history.frontier == (entry.header.id,)


def test_failed_task_leaves_nothing_half_done(desk, store):
    def fail(unit):
        unit.append(screening(desk, {"traveller.name": "CONTOH SATU"}))
        raise OperatorError("screening.problems")

    with pytest.raises(OperatorError):
        store.write(fail).result()

    assert store.read(lambda unit: unit.list_screenings(ListQuery())).result().rows == ()
    assert store.read(lambda unit: unit.last_position()).result() == 2
    assert store.read(lambda unit: unit.counts().waiting).result() == 2
    assert store.verify().result().ok
