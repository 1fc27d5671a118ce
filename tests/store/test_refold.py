"""Whatever was typed, an untouched store is sound; a word lost from the index is found."""

import pytest

from tests.support.stores import raw, save, screening

UNINDEX_PHONE = (
    "INSERT INTO screenings_fts (screenings_fts, rowid, name, nik, passport, phone, origin,"
    " destination, recruiter) SELECT 'delete', position, '', '', '', phone, '', '', ''"
    " FROM screenings WHERE phone IS NOT NULL"
)


def fault(store):
    return store.verify().result().fault


ODD_CELLS = {
    "a telephone": {"traveller.phone": "+6281234567890"},
    "a name of digits": {"traveller.name": "1+1"},
    "a long name": {"traveller.name": "CONTOH " * 40 + "x" * 300},
    "a name in quotes": {"traveller.name": 'CONTOH "NAMA" * OR ('},
    "no letters beside a name": {"traveller.origin": "-", "traveller.name": "CONTOH"},
    "no letters at all": {"traveller.origin": "+-/"},
    "marks": {"traveller.name": "Ñ\u0301 का 例 😀 ｆｕｌｌ ＝1"},
    "an odd number": {"traveller.nik": "9901/02 E+15", "traveller.passport": "A-1 (2)"},
}


@pytest.mark.parametrize("what", ODD_CELLS)
def test_a_sound_store_is_sound_whatever_was_typed(desk, store, what):
    save(store, screening(desk, ODD_CELLS[what]))

    assert fault(store) is None


def test_a_telephone_lost_from_the_index_is_found(desk, store):
    save(store, screening(desk, {"traveller.phone": "+6281234567890", "traveller.name": "CONTOH"}))
    raw(store, UNINDEX_PHONE)

    assert fault(store).code == "index_differs"
