"""Chains as the shared feed shows them, the centre's own, and signers of other laptops."""

from enum import StrEnum

import pytest

from sync.protocol.chain import ChainChecker
from sync.protocol.entry import Entry, Kind
from sync.protocol.ids import NO_HASH
from sync.protocol.people import Action, DeviceStatement, Role, Signer, SignerBook
from tests.sync.protocol.makers import ChainMaker, fixed_key, print_of, public

pytestmark = pytest.mark.domain
FIRST, SECOND = (fixed_key(f"petugas {n}") for n in "ab")


class Newer(StrEnum):
    """A kind of the version after this one."""

    HOLOGRAM = "hologram"


def codes(checker: ChainChecker, entries: list[Entry]) -> list[str | None]:
    faults = [checker.check(entry) for entry in entries]
    return [fault and fault.code for fault in faults]


def with_gaps(chain: ChainMaker) -> ChainChecker:
    return ChainChecker(print_of(chain.device), gaps=True)


class CentreMaker(ChainMaker):
    """The centre's chain of one feed: it is its own device and signs everything itself."""

    def opening(self, **bent: object) -> Entry:
        statement = DeviceStatement(public(self.device).hex(), "ab" * 32, "pusat", "training")
        subject = {"subject": print_of(self.device)}
        return self.entry(
            Kind.DEVICE, self.device, {"facts": statement.facts()}, **(subject | bent)
        )

    def states(self, kind: Kind, **bent: object) -> Entry:
        return self.entry(kind, self.device, {"facts": {"heads": []}}, **bent)


def centre_checker(chain: ChainMaker) -> ChainChecker:
    book = SignerBook.of_centre(public(chain.device))
    return ChainChecker(print_of(chain.device), book)


# --- seen in part


def test_chain_with_gaps_is_followed_over_what_is_not_shown():
    chain = ChainMaker()
    shown = [chain.opening(), chain.added(FIRST, FIRST, Role.PENYELIA)]
    chain.screening(FIRST)
    shown += [chain.added(FIRST, SECOND)]
    chain.screening(SECOND)
    shown += [chain.entry(Kind.WATCH, SECOND, {"facts": {"action": "contest"}})]

    assert codes(with_gaps(chain), shown) == [None] * 4
    assert codes(ChainChecker(print_of(chain.device)), shown)[2] == "chain_gap"


def test_neighbours_must_still_name_each_other():
    chain = ChainMaker()
    shown = [chain.opening(), chain.added(FIRST, FIRST, Role.PENYELIA)]

    bent = chain.added(FIRST, SECOND, role=Role.PETUGAS)
    other = ChainMaker()
    other.opening(), other.added(FIRST, FIRST, Role.PENYELIA)
    wrong = other.officer(
        FIRST, other.statement(SECOND, role=Role.PETUGAS).cosigned_by(SECOND), prev="1" * 64
    )

    assert codes(with_gaps(chain), [*shown, wrong]) == [None, None, "prev_differs"]
    assert codes(with_gaps(chain), [*shown, bent]) == [None] * 3


def test_chain_with_gaps_never_goes_back():
    chain = ChainMaker()
    shown = [chain.opening(), chain.added(FIRST, FIRST, Role.PENYELIA), chain.added(FIRST, SECOND)]

    assert codes(with_gaps(chain), [*shown, shown[2]])[3] == "chain_gap"
    assert codes(with_gaps(chain), [*shown, shown[1]])[3] == "chain_gap"


def test_chain_with_gaps_still_asks_who_signed():
    chain = ChainMaker()
    shown = [chain.opening(), chain.added(FIRST, FIRST, Role.PENYELIA)]
    chain.screening(FIRST)

    assert codes(with_gaps(chain), [*shown, chain.screening(SECOND)])[2] == "signer_unknown"


def test_new_epoch_seen_in_part_begins_with_the_device():
    chain = ChainMaker()
    shown = [chain.opening(), chain.added(FIRST, FIRST, Role.PENYELIA)]
    chain.seq, chain.prev = 0, NO_HASH
    chain.opening(epoch="f" * 16)

    assert codes(with_gaps(chain), [*shown, chain.screening(FIRST, epoch="f" * 16)])[2] == (
        "chain_gap"
    )


# --- the centre's own chain


def test_centre_states_what_no_post_may():
    chain = CentreMaker("pusat contoh")
    kinds = (Kind.RULESET, Kind.LIST, Kind.TAG, Kind.HEADS, Kind.CONFIRMATION, Kind.SYSTEM)
    entries = [chain.opening(), *(chain.states(kind) for kind in kinds)]

    assert codes(centre_checker(chain), entries) == [None] * 7


@pytest.mark.parametrize("kind", [Kind.HEADS, Kind.CONFIRMATION, Kind.RULESET])
def test_post_may_not_state_what_the_centre_states(kind):
    chain = ChainMaker()
    entries = [chain.opening(), chain.entry(kind, chain.device, {"facts": {"heads": []}})]

    assert codes(ChainChecker(print_of(chain.device)), entries)[1] == "signer_may_not"


def test_centre_does_not_state_what_an_officer_does():
    chain = CentreMaker("pusat contoh")
    entries = [chain.opening(), chain.screening(chain.device)]

    assert codes(centre_checker(chain), entries)[1] == "signer_may_not"


def test_stranger_s_chain_is_not_the_centre_s():
    chain = CentreMaker("pusat lain")
    checker = centre_checker(CentreMaker("pusat contoh"))

    assert codes(checker, [chain.opening()]) == ["device_differs"]


# --- kinds this version does not know


def test_unknown_kind_is_kept_whoever_signed_it():
    chain = ChainMaker()
    entries = [chain.opening(), chain.added(FIRST, FIRST, Role.PENYELIA)]
    for signer in (FIRST, chain.device):
        entries.append(chain.entry(Newer.HOLOGRAM, signer, {"facts": {"x": 1}}, v=2))

    assert codes(ChainChecker(print_of(chain.device)), entries) == [None] * 4


# --- signers of other laptops


def elsewhere(*, active: bool = True) -> dict[str, Signer]:
    signer = Signer("0" * 32, Role.PETUGAS, public(SECOND).hex(), active)
    return {print_of(SECOND): signer}


def signed_by_second(book: SignerBook) -> str | None:
    chain = ChainMaker()
    entries = [chain.opening(), chain.added(FIRST, FIRST, Role.PENYELIA), chain.screening(SECOND)]
    return codes(ChainChecker(print_of(chain.device), book), entries)[2]


def test_signer_of_the_shared_feed_may_sign_on_another_laptop():
    assert signed_by_second(SignerBook()) == "signer_unknown"
    assert signed_by_second(SignerBook(elsewhere=elsewhere())) is None


def test_removal_elsewhere_does_not_break_what_was_signed_before_it_was_heard_of():
    assert signed_by_second(SignerBook(elsewhere=elsewhere(active=False))) is None


def test_removal_in_this_chain_counts_whatever_is_said_elsewhere():
    chain = ChainMaker()
    removed = chain.statement(SECOND, role=Role.PETUGAS, action=Action.REMOVE)
    entries = [
        chain.opening(),
        chain.added(FIRST, FIRST, Role.PENYELIA),
        chain.added(FIRST, SECOND),
        chain.officer(FIRST, removed),
        chain.screening(SECOND),
    ]
    checker = ChainChecker(print_of(chain.device), SignerBook(elsewhere=elsewhere()))

    assert codes(checker, entries) == [None, None, None, None, "signer_removed"]


def test_signer_of_another_laptop_adds_nobody_here():
    chain = ChainMaker()
    penyelia = {print_of(SECOND): Signer("0" * 32, Role.PENYELIA, public(SECOND).hex())}
    entries = [
        chain.opening(),
        chain.added(FIRST, FIRST, Role.PENYELIA),
        chain.added(SECOND, fixed_key("petugas c")),
    ]
    checker = ChainChecker(print_of(chain.device), SignerBook(elsewhere=penyelia))

    assert codes(checker, entries)[2] == "adder_not_penyelia"
