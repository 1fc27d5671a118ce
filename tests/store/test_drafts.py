from datetime import timedelta

import pytest

from posko_app.domain.screening import Draft
from tests.support.stores import raw

OFFICER, OTHER = "aa" * 16, "bb" * 16


@pytest.fixture
def draft(clock):
    answers = {"traveller.name": "CONTOH SATU", "voided": False, "companions.n": 2, "notes": None}
    return Draft("01" * 16, answers, clock(), clock())


def drafts(store, officer=OFFICER):
    return store.read(lambda unit: unit.drafts(officer)).result()


def keep(store, draft, officer=OFFICER):
    store.write(lambda unit: unit.save_draft(draft, officer=officer)).result()


def test_draft_comes_back_as_it_was(store, draft):
    keep(store, draft)

    assert drafts(store) == (draft,)


def test_draft_survives_the_end_of_the_process(desk, store, draft):
    keep(store, draft)
    store.close()

    again = desk.open()
    assert drafts(again) == (draft,)
    again.close()


def test_later_answers_replace_the_earlier_ones(store, draft):
    keep(store, draft)
    later = Draft(draft.id, {}, draft.started_at, draft.updated_at + timedelta(seconds=1))

    keep(store, later)

    assert drafts(store) == (later,)


def test_officer_sees_his_own_drafts_the_last_touched_first(store, draft):
    newer = Draft("02" * 16, {}, draft.started_at, draft.updated_at + timedelta(minutes=1))
    for one in (draft, newer, Draft("03" * 16, {}, draft.started_at, draft.updated_at)):
        keep(store, one, OTHER if one.id.startswith("03") else OFFICER)

    assert [d.id[:2] for d in drafts(store)] == ["02", "01"]
    assert [d.id[:2] for d in drafts(store, OTHER)] == ["03"]


def test_draft_is_no_entry_and_is_gone_once_dropped(store, draft):
    keep(store, draft)
    assert store.read(lambda unit: unit.counts().drafts).result() == 1

    store.write(lambda unit: unit.drop_draft(draft.id)).result()
    store.write(lambda unit: unit.drop_draft(draft.id)).result()  # once more is harmless

    assert drafts(store) == ()
    assert raw(store, "SELECT count(*) FROM entries") == [(2,)]


def test_draft_too_long_to_be_recorded_comes_back_and_hides_no_other(store, draft):
    long = Draft("02" * 16, {"notes": "x" * 200_000}, draft.started_at, draft.updated_at)
    for one in (draft, long):
        keep(store, one)

    assert drafts(store) == (draft, long)


def test_draft_stands_in_no_file_readable(desk, store, draft):
    keep(store, draft)

    files = [p for p in desk.files.paths.directory.rglob("*") if p.is_file()]
    assert files
    assert not any(b"CONTOH SATU" in path.read_bytes() for path in files)
