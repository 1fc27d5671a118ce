"""Whom the centre revoked signs on no more, once his laptop knows and somebody else still can."""

from dataclasses import replace

import pytest

from posko_app.errors import OperatorError
from posko_app.services.introductions import state_officer
from posko_app.services.session import record_of, require_penyelia
from sync.protocol.entry import Kind
from sync.protocol.messages import SHARED
from sync.protocol.statements import Confirmation, Confirmed, Verdict
from tests.support.stores import petugas
from tests.sync.device.little_centre import LittleCentre
from tests.sync.protocol.makers import fixed_key, public


@pytest.fixture
def here(make):
    """A laptop with its first officer and a colleague."""
    laptop = make("satu")
    laptop.first = laptop.desk.officer
    laptop.colleague = petugas("CONTOH REKAN", laptop.desk.random_bytes)
    laptop.store.write(
        lambda unit: state_officer(unit, laptop.colleague, adder=laptop.first)
    ).result()
    return laptop


def say(centre, officer, verdict=Verdict.REVOKE) -> None:
    entry = "01990000-0000-7000-8000-000000000001"
    stated = Confirmation(verdict, Confirmed.OFFICER, officer.fingerprint, entry, officer.person)
    centre.state(Kind.CONFIRMATION, stated.facts())


def lets_in(laptop, officer) -> bool:
    try:
        laptop.store.read(lambda unit: record_of(unit, officer)).result()
    except OperatorError as refused:
        return refused.key != "session.revoked"
    return True


def test_a_revoked_officer_signs_on_no_more_once_the_laptop_was_told(here, centre):
    here.sync()
    say(centre, here.colleague)
    before = lets_in(here, here.colleague)

    here.sync()

    assert before
    assert not lets_in(here, here.colleague)
    assert lets_in(here, here.first)


def test_a_revoked_penyelia_decides_nothing_any_more(here, centre):
    say(centre, here.first)
    here.sync()

    with pytest.raises(OperatorError, match="revoked"):
        here.store.read(lambda unit: require_penyelia(unit, here.first)).result()


def test_nobody_is_shut_out_when_no_other_could_open_the_store(here, centre):
    for officer in (here.first, here.colleague):
        say(centre, officer)
    here.sync()

    assert lets_in(here, here.first)


def test_who_is_alone_is_not_shut_out_by_colleagues_of_other_laptops(two, centre):
    here, there = two
    say(centre, here.desk.officer)
    for laptop in (there, here):
        laptop.sync()

    assert lets_in(here, here.desk.officer)


@pytest.mark.parametrize("last", Verdict)
def test_the_newest_word_of_the_centre_counts(here, centre, last):
    first = Verdict.CONFIRM if last is Verdict.REVOKE else Verdict.REVOKE
    say(centre, here.colleague, first)
    say(centre, here.colleague, last)
    here.sync()

    assert lets_in(here, here.colleague) == (last is Verdict.CONFIRM)


def test_another_centre_shuts_nobody_out(here, centre):
    other = LittleCentre("pusat lain")
    say(other, here.colleague)
    for wire in other.log(SHARED).entries:
        centre.log(SHARED).append(wire)
    here.sync()

    assert lets_in(here, here.colleague)


def test_what_the_centre_said_with_its_key_of_before_still_counts(here, centre):
    here.sync()
    say(centre, here.colleague)
    here.sync()
    link = here.journal.link()
    here.journal.set_link(
        replace(link, sign_key=public(fixed_key("kunci baru")), earlier_keys=(link.sign_key,))
    )

    shut_out = not lets_in(here, here.colleague)
    here.journal.set_link(link)

    assert shut_out


def test_a_store_that_never_met_a_centre_lets_everybody_in(here):
    assert lets_in(here, here.first)
