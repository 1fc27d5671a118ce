from datetime import date

import pytest

from posko_app.domain.records import PaperMatch
from posko_app.store.projection import content_hash
from tests.support.stores import correction, erasure, save, screening

ON = date(2026, 11, 24)
ANSWERS = {"traveller.name": "CONTOH SATU", "paper_no": "A-17"}


@pytest.fixture
def held(desk, store):
    (entry,) = save(store, screening(desk, ANSWERS))
    return entry


def match(desk, store, answers, on=ON, paper_no="A-17"):
    told = content_hash(screening(desk, answers).parts)
    task = store.read(lambda u: u.paper_match(on, paper_no=paper_no, content_hash=told))
    return task.result()


def test_same_form_read_again_is_known(desk, store, held):
    assert match(desk, store, ANSWERS) == PaperMatch(held.header.subject, same=True)


def test_same_number_with_other_content_is_a_conflict(desk, store, held):
    other = {**ANSWERS, "traveller.name": "CONTOH DUA"}

    assert match(desk, store, other) == PaperMatch(held.header.subject, same=False)


def test_other_number_or_day_is_free(desk, store, held):
    assert match(desk, store, ANSWERS, paper_no="A-18") is None
    assert match(desk, store, ANSWERS, on=date(2026, 11, 25)) is None


def test_corrected_screening_still_knows_its_form(desk, store, held):
    sets = {"traveller.name": "CONTOH DUA", "paper_no": "A-99"}
    save(store, correction(desk, held, sets))

    assert match(desk, store, ANSWERS) == PaperMatch(held.header.subject, same=True)


def test_voided_form_may_be_typed_anew_but_not_the_same(desk, store, held):
    save(store, correction(desk, held, {"voided": True}))

    assert match(desk, store, ANSWERS) == PaperMatch(held.header.subject, same=True)
    assert match(desk, store, {**ANSWERS, "traveller.name": "CONTOH DUA"}) is None


def test_erased_form_is_never_taken_for_the_same_and_keeps_its_number(desk, store, held):
    def erase(unit):
        by = unit.append(erasure(desk, held.header.id, "identity"))
        unit.erase(held.header.id, "identity", by_entry=by.header.id)

    store.write(erase).result()

    assert match(desk, store, ANSWERS) == PaperMatch(held.header.subject, same=False)
    assert store.verify().result().ok


def test_two_forms_with_one_number_are_kept_and_both_known(desk, store, held):
    other = {**ANSWERS, "traveller.name": "CONTOH DUA"}
    (second,) = save(store, screening(desk, other))

    assert match(desk, store, other) == PaperMatch(second.header.subject, same=True)
    assert match(desk, store, ANSWERS) == PaperMatch(held.header.subject, same=True)
    assert match(desk, store, {"paper_no": "A-17"}).subject == held.header.subject


def test_hash_is_of_the_content_not_of_its_salt_order_or_empty_parts():
    one = content_hash({"facts": {"a": 1, "b": 2}, "notes": {}})

    assert one == content_hash({"facts": {"b": 2, "a": 1}})
    assert one != content_hash({"facts": {"a": 1, "b": 3}})
    assert one != content_hash({"notes": {"a": 1, "b": 2}})
