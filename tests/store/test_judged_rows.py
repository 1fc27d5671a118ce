"""The level of a row: merged facts, judged with the ruleset the screening was saved under."""

import pytest

from posko_app.domain.detection.ruleset_read import ruleset_hash
from posko_app.store.opening import Purpose
from tests.support.rulesets import packaged, with_parameter, with_version
from tests.support.stores import correction, erasure, raw, save, screening

CELLS = "level, rule, signs, priority, scheme, unjudged"
CALM = {"purpose": "wisata"}
PAPERS = {"purpose": "kerja_ln", "docs.paspor": "tidak_ada"}  # placement axis only
FORCED = {"officer_ticks.coe_forced_or_afraid": True}  # always absolute
PAID = {"ticket.payer": "orang_tidak_dikenal"}


@pytest.fixture
def hash_(store) -> str:
    return put(store, packaged())


def put(store, files) -> str:
    return store.write(lambda unit: unit.put_ruleset(files, "packaged")).result().hash


def cells(store, entry) -> tuple:
    (row,) = raw(store, f"SELECT {CELLS} FROM screenings WHERE subject = ?", entry.header.subject)
    movement = raw(
        store,
        "SELECT level, scheme FROM movements WHERE position ="
        " (SELECT position FROM screenings WHERE subject = ?)",
        entry.header.subject,
    )
    assert movement == [(row[0], row[4])]
    return row


def level(store, entry) -> str | None:
    return cells(store, entry)[0]


def sound(store) -> bool:
    return store.verify().result().ok


def test_a_screening_is_judged_as_it_is_saved(desk, store, hash_):
    calm, papers, forced = save(
        store,
        screening(desk, {**CALM, "ruleset": hash_}),
        screening(desk, {**PAPERS, "ruleset": hash_}),
        screening(desk, {**CALM, **FORCED, "ruleset": hash_}),
    )

    assert cells(store, calm) == ("hijau", "R4", "", 0, None, None)
    assert cells(store, papers)[:4] == ("kuning", "R3d", "doc_pmi_set_incomplete", 0)
    assert cells(store, forced)[:4] == ("merah", "R1", "coe_forced_or_afraid", 0)
    assert sound(store)


def test_what_the_entry_says_was_shown_is_not_what_is_current(desk, store, hash_):
    (entry,) = save(store, screening(desk, {**FORCED, "ruleset": hash_, "shown_level": "hijau"}))

    assert level(store, entry) == "merah"


def test_a_correction_moves_the_level_and_its_own_ruleset_does_not(desk, store, hash_):
    lenient = put(store, with_parameter("wage_factor_x100", 900))
    wages = {"job.wage_idr": 5_000_000, "job.ref_wage_idr": 2_000_000}
    (entry,) = save(store, screening(desk, {**CALM, "ruleset": hash_}))
    save(store, correction(desk, entry, {**wages, "ruleset": lenient, "shown_level": "hijau"}))

    assert cells(store, entry)[2] == "dec_wage_unrealistic"

    (other,) = save(store, screening(desk, {**CALM, **wages, "ruleset": lenient}))
    assert cells(store, other)[2] == ""
    assert sound(store)


def test_without_a_ruleset_the_level_is_the_one_that_was_shown(desk, store, hash_):
    told, untold = save(
        store, screening(desk, {**FORCED, "shown_level": "kuning"}), screening(desk, FORCED)
    )
    save(store, correction(desk, told, {**PAID, "shown_level": "merah"}))

    assert cells(store, told) == ("kuning", None, None, None, None, None)
    assert cells(store, untold) == (None,) * 6
    assert sound(store)


def test_a_stated_scheme_is_kept_also_where_nothing_is_judged(desk, store):
    (entry,) = save(store, screening(desk, {"placement.scheme": "pelaut"}))

    assert cells(store, entry)[4] == "pelaut"


def test_what_waited_for_a_ruleset_is_judged_when_it_comes(desk, store, hash_):
    files = with_version("2")
    (waiting, judged) = save(
        store,
        screening(desk, {**FORCED, "ruleset": hash_of(files), "shown_level": "kuning"}),
        screening(desk, {**FORCED, "ruleset": hash_}),
    )
    assert cells(store, waiting) == ("kuning", None, None, None, None, hash_of(files))
    assert sound(store)

    put(store, files)

    assert cells(store, waiting) == cells(store, judged)
    assert sound(store)


def hash_of(files) -> str:
    return ruleset_hash(files)


def test_while_facts_are_in_conflict_the_most_urgent_view_is_shown(desk, store, hash_):
    (entry,) = save(store, screening(desk, {**CALM, **PAID, "ruleset": hash_}))
    before = cells(store, entry)
    one, other = save(
        store,
        correction(desk, entry, {**FORCED, "decision_reason.lain": True}),
        correction(desk, entry, {"officer_ticks.coe_forced_or_afraid": None, "purpose": "ibadah"}),
    )

    assert before[0] == "hijau"
    assert cells(store, entry)[:3] == (
        "merah",
        "R1",
        "coe_forced_or_afraid debt_ticket_third_party",
    )
    assert sound(store)

    based_on = (one.header.id, other.header.id)
    settled = {"officer_ticks.coe_forced_or_afraid": None}
    save(store, correction(desk, entry, settled, based_on=based_on))

    assert level(store, entry) == "hijau"
    assert sound(store)


def test_a_conflict_that_a_later_correction_left_open_still_counts(desk, store, hash_):
    """The later one knows both and settles neither, so no frontier view holds the rivals."""
    (entry,) = save(store, screening(desk, {**CALM, "ruleset": hash_}))
    one, other = save(
        store,
        correction(desk, entry, FORCED),
        correction(desk, entry, {"officer_ticks.coe_forced_or_afraid": None}),
    )
    based_on = (one.header.id, other.header.id)
    save(store, correction(desk, entry, {"traveller.name": "CONTOH"}, based_on=based_on))

    assert level(store, entry) == "merah"


def test_a_conflict_about_a_name_changes_no_level(desk, store, hash_):
    calming = {"mitigations.fp_spp_verified": True}
    (entry,) = save(store, screening(desk, {"ticket.payer": "perekrut", "ruleset": hash_}))
    assert cells(store, entry)[2] == "debt_ticket_third_party"
    save(
        store,
        correction(desk, entry, {"traveller.name": "CONTOH SATU", **calming}),
        correction(desk, entry, {"traveller.name": "CONTOH DUA"}),
    )

    assert cells(store, entry)[2] == ""
    assert sound(store)


def test_after_facts_were_erased_no_level_is_left(desk, store, hash_):
    (entry,) = save(store, screening(desk, {**FORCED, "ruleset": hash_, "shown_level": "merah"}))

    def erase(unit):
        by = unit.append(erasure(desk, entry.header.id, "facts"))
        unit.erase(entry.header.id, "facts", by_entry=by.header.id)

    store.write(erase).result()

    assert cells(store, entry) == (None,) * 6
    assert sound(store)


def test_erased_identity_changes_no_level(desk, store, hash_):
    person = {"traveller.name": "CONTOH", "traveller.nik": "9902011203990001"}
    (entry,) = save(store, screening(desk, {**FORCED, **person, "ruleset": hash_}))
    before = cells(store, entry)

    def erase(unit):
        for part in ("identity", "contacts", "notes"):
            by = unit.append(erasure(desk, entry.header.id, part))
            unit.erase(entry.header.id, part, by_entry=by.header.id)

    store.write(erase).result()

    assert cells(store, entry) == before
    assert sound(store)


TAMPERED = (
    "UPDATE screenings SET level = 'hijau'",
    "UPDATE screenings SET rule = 'R4'",
    "UPDATE screenings SET signs = ''",
    "UPDATE screenings SET priority = 1",
    "UPDATE screenings SET scheme = 'pelaut'",
    "UPDATE screenings SET unjudged = 'x'",
    "UPDATE movements SET level = 'hijau'",
    "UPDATE movements SET village = 'LAIN'",
    "UPDATE movements SET voided = 1",
    "DELETE FROM movements",
    "INSERT INTO movements (position, decision, voided) VALUES (1, 'boleh', 0)",
)


@pytest.mark.parametrize("sql", TAMPERED)
def test_a_level_or_movement_rewritten_in_the_tables_is_found(desk, store, hash_, sql):
    save(store, screening(desk, {**FORCED, "ruleset": hash_}))
    assert sound(store)

    raw(store, sql)

    result = store.verify().result()
    assert result.fault is not None
    assert result.fault.code == "projection_differs"


def test_control_a_ruleset_taken_away_would_be_noticed(desk, store, hash_):
    save(store, screening(desk, {**FORCED, "ruleset": hash_}))
    raw(store, "DROP TRIGGER rulesets_never_deleted")
    raw(store, "DELETE FROM rulesets")
    store.close()

    again = desk.open(purpose=Purpose.VERIFY)
    result = again.verify().result()
    again.close()

    assert result.fault is not None
    assert result.fault.code == "projection_differs"
