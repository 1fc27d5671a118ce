"""Movements of population: what a screening says about where somebody goes from and to."""

import pytest

from tests.support.stores import correction, erasure, raw, save, screening

MOVING = {
    "purpose": "kerja_ln",
    "placement.scheme": "akan_p3mi",
    "recruiter.company": "PT Contoh  Satu, Tbk.",
    "traveller.village": "DESA CONTOH",
    "traveller.kecamatan": "KECAMATAN CONTOH",
    "traveller.origin": "5301",
    "village_letter.number": "CONTOH/1/2026",
    "village_letter.signer": "CONTOH KEPALA DESA",
    "journey.final_country": "MY",
    "departure.to": "SUB",
    "decision": "tunda",
}
COLUMNS = (
    "occurred_on, month, purpose, scheme, company, company_key, village, kecamatan, origin,"
    " letter_no, letter_signer, destination, decision, voided"
)


def movement(store) -> tuple:
    (row,) = raw(store, f"SELECT {COLUMNS} FROM movements")
    return row


def sound(store) -> bool:
    return store.verify().result().ok


def test_a_screening_is_one_movement(desk, store):
    save(store, screening(desk, MOVING))

    assert movement(store) == (
        *("2026-11-24", "2026-11", "kerja_ln", "akan_p3mi", "PT Contoh  Satu, Tbk."),
        *("pt contoh satu tbk", "DESA CONTOH", "KECAMATAN CONTOH", "5301", "CONTOH/1/2026"),
        *("CONTOH KEPALA DESA", "MY", "tunda", 0),
    )


@pytest.mark.parametrize(
    ("job", "company"),
    [("perkebunan", "PT MAJIKAN CONTOH"), ("rumah_tangga", None), ("perawat_lansia", None)],
)
def test_where_nobody_places_the_firm_that_employs_counts_never_a_household(
    desk, store, job, company
):
    save(store, screening(desk, {"employer.name": "PT MAJIKAN CONTOH", "job.kind": job}))

    assert movement(store)[4] == company


def test_what_was_not_recorded_is_not_known(desk, store):
    save(store, screening(desk, {}))

    assert movement(store) == (
        *("2026-11-24", "2026-11"),
        *((None,) * 10),
        *("belum_diputuskan", 0),
    )


def test_a_correction_and_a_void_move_with_it(desk, store):
    (entry,) = save(store, screening(desk, MOVING))
    save(store, correction(desk, entry, {"traveller.village": "DESA LAIN", "voided": True}))

    row = movement(store)

    assert (row[6], row[13]) == ("DESA LAIN", 1)
    assert sound(store)


@pytest.mark.parametrize(
    ("path", "place", "rivals"),
    [
        ("traveller.village", 6, ("DESA SATU", "DESA DUA")),
        ("recruiter.company", 5, ("PT SATU", "PT DUA")),
        ("journey.final_country", 11, ("SG", "BN")),
        ("decision", 12, ("rujuk", "boleh")),
    ],
)
def test_rival_values_count_as_not_known(desk, store, path, place, rivals):
    (entry,) = save(store, screening(desk, MOVING))
    save(store, *(correction(desk, entry, {path: rival}) for rival in rivals))

    assert movement(store)[place] == ("belum_diputuskan" if path == "decision" else None)
    assert sound(store)


def test_of_an_erased_person_only_the_coded_facts_move(desk, store):
    (entry,) = save(store, screening(desk, MOVING))

    def erase(unit):
        for part in ("identity", "contacts"):
            by = unit.append(erasure(desk, entry.header.id, part))
            unit.erase(entry.header.id, part, by_entry=by.header.id)

    store.write(erase).result()

    row = movement(store)
    assert (row[4:7], row[9:11]) == ((None, None, None), (None, None))
    assert (row[2], row[3], row[7], row[8], row[11]) == (
        *("kerja_ln", "akan_p3mi", "KECAMATAN CONTOH"),
        *("5301", "MY"),
    )
    assert sound(store)
