from dataclasses import replace

import pytest

from sync.protocol.chain import ChainChecker, ChainFault
from sync.protocol.entry import Entry, Kind
from sync.protocol.ids import NO_HASH
from sync.protocol.people import Action, Role
from tests.sync.protocol.makers import ChainMaker, fixed_key, print_of, public

pytestmark = pytest.mark.domain
FIRST, SECOND, THIRD = (fixed_key(f"petugas {n}") for n in "abc")


def opened() -> tuple[ChainMaker, list[Entry]]:
    chain = ChainMaker()
    return chain, [chain.opening(), chain.added(FIRST, FIRST, Role.PENYELIA)]


def first_fault(entries: list[Entry], **known: object) -> ChainFault | None:
    checker = ChainChecker(entries[0].header.device)
    for entry in entries:
        fault = checker.check(entry, **known)  # type: ignore[arg-type]
        if fault is not None:
            return fault
    return None


def fault_code(entries: list[Entry]) -> str | None:
    fault = first_fault(entries)
    return fault and fault.code


def test_whole_chain_with_two_officers_has_no_fault():
    chain, entries = opened()
    entries += [chain.screening(FIRST), chain.added(FIRST, SECOND), chain.screening(SECOND)]

    assert first_fault(entries) is None


def test_fault_names_the_entry_and_where_it_stands():
    chain, entries = opened()
    stranger = chain.screening(SECOND)

    fault = first_fault([*entries, stranger])

    header = stranger.header
    assert fault == ChainFault("signer_unknown", header.id, header.epoch, 3)


def test_left_out_entry_is_found():
    chain, entries = opened()
    chain.screening(FIRST)

    assert fault_code([*entries, chain.screening(FIRST)]) == "chain_gap"


def test_other_previous_hash_is_found():
    chain, entries = opened()

    assert fault_code([*entries, chain.screening(FIRST, prev="1" * 64)]) == "prev_differs"


def test_entry_of_another_device_is_found():
    chain, entries = opened()

    assert fault_code([*entries, chain.screening(FIRST, device="1" * 64)]) == "device_differs"


def test_new_epoch_begins_with_the_device_and_keeps_its_officers():
    chain, entries = opened()
    chain.seq, chain.prev = 0, NO_HASH
    entries.append(chain.opening(epoch="ffeeddccbbaa0099"))

    entries.append(chain.screening(FIRST, epoch="ffeeddccbbaa0099"))

    assert first_fault(entries) is None


def test_epoch_that_begins_with_anything_else_is_found():
    chain, entries = opened()

    assert fault_code([*entries, chain.screening(FIRST, epoch="f" * 16)]) == "chain_gap"


def test_bad_signature_is_found():
    chain, entries = opened()
    entry = chain.screening(FIRST)

    assert fault_code([*entries, replace(entry, signature=bytes(64))]) == "bad_signature"


def test_unreadable_header_is_found():
    _, entries = opened()

    assert fault_code([*entries, Entry(b"{}", bytes(64), {})]) == "header_malformed"


def test_changed_part_is_found():
    chain, entries = opened()
    entry = chain.screening(FIRST)
    bent = replace(entry, parts={**entry.parts, "facts": bytes(16) + b"{}"})

    assert fault_code([*entries, bent]) == "part_differs"


def test_missing_part_is_found_unless_it_was_lawfully_erased():
    chain, entries = opened()
    entry = chain.screening(FIRST)
    bare = replace(entry, parts={"facts": entry.parts["facts"]})

    assert fault_code([*entries, bare]) == "part_missing"
    assert first_fault([*entries, bare], erased={"identity"}) is None


def test_officer_entry_without_facts_is_found():
    chain, entries = opened()
    entry = chain.added(FIRST, SECOND)
    bare = replace(entry, parts={"identity": entry.parts["identity"]})

    assert first_fault([*entries, bare], erased={"facts"}).code == "facts_malformed"  # type: ignore[union-attr]


@pytest.mark.parametrize("kind", ["ruleset", "list", "tag", "heads", "confirmation"])
@pytest.mark.parametrize("signer", [FIRST, None])
def test_what_only_a_centre_states_is_refused_from_a_post(kind, signer):
    chain, entries = opened()
    entries.append(chain.entry(Kind(kind), signer or chain.device, {"facts": {"what": "x"}}))

    assert fault_code(entries) == "signer_may_not"


def test_entry_of_the_other_deployment_is_found():
    chain, entries = opened()

    assert fault_code([*entries, chain.screening(FIRST, deployment="live")]) == (
        "deployment_differs"
    )
    assert fault_code([ChainMaker().opening(deployment="live")]) == "deployment_differs"


def test_key_of_a_removed_officer_never_comes_back():
    """Not even by the statement, with its co-signature, that once introduced it."""
    chain, entries = opened()
    added = chain.statement(SECOND, role=Role.PETUGAS).cosigned_by(SECOND)
    gone = replace(added, action=Action.REMOVE, cosign=())
    entries += [chain.officer(FIRST, added), chain.officer(FIRST, gone)]
    assert first_fault(entries) is None

    assert fault_code([*entries, chain.officer(FIRST, added)]) == "key_known"


def test_newcomer_who_did_not_cosign_is_refused():
    chain, entries = opened()
    statement = chain.statement(SECOND, role=Role.PETUGAS)

    assert fault_code([*entries, chain.officer(FIRST, statement)]) == "newcomer_did_not_cosign"


def test_statement_about_another_person_than_the_subject_is_refused():
    chain, entries = opened()
    statement = chain.statement(SECOND, role=Role.PETUGAS).cosigned_by(SECOND)

    bent = chain.officer(FIRST, statement, subject="0" * 32)

    assert fault_code([*entries, bent]) == "person_differs"


def test_petugas_may_not_add_anybody():
    chain, entries = opened()
    entries.append(chain.added(FIRST, SECOND))

    assert fault_code([*entries, chain.added(SECOND, THIRD)]) == "adder_not_penyelia"


def test_first_officer_must_be_penyelia():
    chain = ChainMaker()

    entries = [chain.opening(), chain.added(FIRST, FIRST, Role.PETUGAS)]

    assert fault_code(entries) == "first_officer"


def test_first_officer_must_stand_at_seq_two():
    chain = ChainMaker()
    entries = [chain.opening(), chain.entry(Kind.SYSTEM, chain.device, {"facts": {"what": "x"}})]

    assert fault_code([*entries, chain.added(FIRST, FIRST, Role.PENYELIA)]) == "first_officer"


def test_device_may_not_sign_a_screening():
    chain, entries = opened()

    assert fault_code([*entries, chain.screening(chain.device)]) == "signer_may_not"


def test_officer_may_not_sign_a_system_entry():
    chain, entries = opened()

    bent = chain.entry(Kind.SYSTEM, FIRST, {"facts": {"what": "x"}})

    assert fault_code([*entries, bent]) == "signer_may_not"


def test_device_or_officer_may_sign_an_erasure():
    chain, entries = opened()
    facts = {"facts": {"ground": "tenggat", "items": []}}

    entries += [chain.entry(Kind.ERASURE, signer, facts) for signer in (chain.device, FIRST)]

    assert first_fault(entries) is None


def test_device_entry_with_a_foreign_key_is_refused():
    chain = ChainMaker()
    other = ChainMaker("perangkat lain")

    bent = chain.opening(device=print_of(other.device))

    assert fault_code([bent]) == "device_key_differs"


def test_chain_that_does_not_begin_with_the_device_is_found():
    chain = ChainMaker()

    assert fault_code([chain.screening(FIRST)]) == "chain_gap"


def test_removed_officer_signs_nothing_later():
    chain, entries = opened()
    entries.append(chain.added(FIRST, SECOND))
    gone = chain.statement(SECOND, role=Role.PETUGAS, action=Action.REMOVE)
    entries.append(chain.officer(FIRST, gone))

    assert fault_code([*entries, chain.screening(SECOND)]) == "signer_removed"
    assert public(SECOND).hex() == gone.sign_key


def test_new_key_retires_the_old_one():
    chain, entries = opened()
    entries.append(chain.added(FIRST, SECOND))
    person = chain.statement(SECOND, role=Role.PETUGAS).person
    renewed = replace(
        chain.statement(THIRD, role=Role.PETUGAS, action=Action.NEW_KEY), person=person
    )
    entries.append(chain.officer(FIRST, renewed.cosigned_by(THIRD)))

    assert first_fault([*entries, chain.screening(THIRD)]) is None
    assert fault_code([*entries, chain.screening(SECOND)]) == "chain_gap"


def test_raised_role_lets_an_officer_add_people():
    chain, entries = opened()
    entries.append(chain.added(FIRST, SECOND))
    raised = chain.statement(SECOND, role=Role.PENYELIA, action=Action.ROLE)
    entries += [chain.officer(FIRST, raised), chain.added(SECOND, THIRD)]

    assert first_fault(entries) is None
