import pytest

from sync.protocol.canonical import Malformed
from sync.protocol.people import (
    Cosignature,
    DeviceStatement,
    OfficerStatement,
    PreviousEpoch,
    Role,
)
from tests.sync.protocol.makers import ChainMaker, fixed_key, print_of, public

pytestmark = pytest.mark.domain
NEWCOMER = fixed_key("petugas baru")


def a_statement() -> OfficerStatement:
    return ChainMaker().statement(NEWCOMER, role=Role.PETUGAS).cosigned_by(NEWCOMER)


def test_statement_reads_back_from_its_facts():
    assert OfficerStatement.from_facts(a_statement().facts()) == a_statement()


def test_cosignature_covers_every_fact_but_the_cosignatures():
    facts = a_statement().facts() | {"role": "penyelia"}

    assert a_statement().is_cosigned_by(public(NEWCOMER))
    assert not OfficerStatement.from_facts(facts).is_cosigned_by(public(NEWCOMER))


def test_cosignature_in_another_form_does_not_count():
    facts = a_statement().facts()
    facts["cosign"] = [{"signer": print_of(NEWCOMER), "signature": "zz"}]

    assert OfficerStatement.from_facts(facts).cosign == (Cosignature(print_of(NEWCOMER), "zz"),)
    assert not OfficerStatement.from_facts(facts).is_cosigned_by(public(NEWCOMER))


@pytest.mark.parametrize(
    "bent",
    [
        {"action": "x"},
        {"role": 1},
        {"person": "1"},
        {"sign_key": None},
        {"sign_key": ["a"] * 64},
        {"seal_key": "0"},
        {"cosign": [{}]},
    ],
)
def test_officer_facts_in_another_form_are_refused(bent):
    with pytest.raises(Malformed):
        OfficerStatement.from_facts(a_statement().facts() | bent)


def test_device_statement_reads_back_with_its_previous_epoch():
    before = PreviousEpoch("0" * 16, 7, "1" * 64)
    statement = DeviceStatement("ab" * 32, "cd" * 32, "tenau", "live", before)

    assert DeviceStatement.from_facts(statement.facts()) == statement


@pytest.mark.parametrize(
    "bent",
    [
        {"sign_key": "0"},
        {"seal_key": 1},
        {"previous": {}},
        {"previous": {"seq": "1", "epoch": "", "hash": ""}},
    ],
)
def test_device_facts_in_another_form_are_refused(bent):
    facts = DeviceStatement("ab" * 32, "cd" * 32, "tenau", "live").facts()

    with pytest.raises(Malformed):
        DeviceStatement.from_facts(facts | bent)


def test_device_facts_without_a_post_are_refused():
    facts = DeviceStatement("ab" * 32, "cd" * 32, "tenau", "live").facts()
    del facts["post"]

    with pytest.raises(Malformed):
        DeviceStatement.from_facts(facts)
