"""The correction form without its widgets."""

import pytest

from posko_app.i18n import load_catalogue
from posko_app.ui.rincian_koreksi_model import (
    AFTER,
    LABEL,
    Choice,
    CorrectionTable,
    choices_of,
    correctable_paths,
)
from posko_app.ui.rincian_model import Change

CATALOGUE = load_catalogue()
BEFORE = {"traveller.name": "CONTOH SATU", "decision": "boleh"}


@pytest.fixture
def table(qtbot):
    return CorrectionTable(BEFORE, catalogue=CATALOGUE)


def index_of(table, path):
    table.narrow("")
    return table.index(correctable_paths().index(path), AFTER)


def test_model_keeps_qts_rules(table, qtmodeltester):
    qtmodeltester.check(table)
    table.narrow("nama")
    qtmodeltester.check(table)


def test_only_what_differs_leaves_the_form(table):
    table.setData(index_of(table, "traveller.name"), "CONTOH DUA")
    table.setData(index_of(table, "decision"), Choice("tunda", "Ditunda"))
    table.setData(index_of(table, "decision"), Choice("boleh", "Boleh"))

    assert table.changes == {"traveller.name": "CONTOH DUA"}
    assert table.change_lines() == (Change("Nama", "CONTOH SATU", "CONTOH DUA"),)


def test_emptied_field_withdraws_its_value(table):
    table.setData(index_of(table, "traveller.name"), "")

    assert table.changes == {"traveller.name": None}


def test_unreadable_value_is_refused_with_a_sentence_and_changes_nothing(table, qtbot):
    with qtbot.waitSignal(table.refused) as refused:
        taken = table.setData(index_of(table, "traveller.dob_ktp"), "kemarin")

    assert not taken
    assert refused.args == [CATALOGUE.text("problem.not_a_date")]
    assert table.changes == {}


def test_search_finds_a_field_by_name_or_by_value(table):
    table.narrow("contoh satu")
    by_value = [table.index(n, LABEL).data() for n in range(table.rowCount())]
    table.narrow("tanggal ktp")
    by_name = [table.index(n, LABEL).data() for n in range(table.rowCount())]

    assert by_value == ["Nama"]
    assert by_name == ["Tanggal lahir (KTP)"]


def test_derived_facts_and_the_void_mark_cannot_be_corrected():
    assert not {"occurred_hour", "voided", "correction_reason"} & set(correctable_paths())


def test_choices_are_words_for_codes_and_nothing_for_typed_fields():
    assert [c.value for c in choices_of("journey.one_way", CATALOGUE)] == [None, True, False]
    assert choices_of("decision", CATALOGUE)[1] == Choice("boleh", "Boleh berangkat")
    assert choices_of("traveller.name", CATALOGUE) == ()
    assert choices_of("from.a.newer.version", CATALOGUE) == ()
