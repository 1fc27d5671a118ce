"""What the journal must say before anybody believes in a publisher or an installation."""

from dataclasses import replace

import pytest

from posko_app.services.publishers import Installation, state_installation, trusted_publishers
from posko_app.store.journal import NewEntry
from posko_app.store.rulesets import PUT as PUT_RULESET
from sync.protocol.entry import Kind, fingerprint
from sync.protocol.people import Action, OfficerStatement, Role
from sync.protocol.publishers import PublisherTrust, sign_ruleset
from tests.services.desks import PENYELIA, PETUGAS, opened, record
from tests.services.rules import OTHER, PUBLISHER, changed, published
from tests.services.test_rulesets import GROWN_UP_AT_15, MINOR, colleague, installed, public


def state(desk, facts, signer):
    def task(unit):
        unit.append(NewEntry(Kind.ACCESS, "b" * 32, {"facts": facts}, signer))
        return trusted_publishers(unit)

    return desk.replay._store.write(task).result()


def test_trust_without_a_second_penyelia_is_no_trust(desk):
    trust = PublisherTrust(public(PUBLISHER).hex())
    petugas = colleague(desk, PETUGAS, Role.PETUGAS)
    me = desk.session.current
    second = colleague(desk)

    assert state(desk, trust.facts(), me) == frozenset()
    assert state(desk, trust.cosigned_by(me.sign).facts(), me) == frozenset()
    assert state(desk, trust.cosigned_by(petugas.sign).facts(), me) == frozenset()
    assert state(desk, trust.cosigned_by(me.sign).facts(), petugas) == frozenset()
    assert state(desk, trust.facts() | {"fingerprint": "0" * 64}, me) == frozenset()
    assert state(desk, {"action": "something new"}, me) == frozenset()
    assert state(desk, trust.cosigned_by(second.sign).facts(), me) == {trust.fingerprint}


def installation(hash_: str, key=PUBLISHER) -> Installation:
    signature = sign_ruleset(hash_, key).hex() if len(hash_) == 64 else "0" * 128
    return Installation(hash_, "9", fingerprint(public(key)), signature)


def in_use_after(directory, clock, task) -> str:
    """Give the ruleset in use once the store was opened again."""
    with opened(directory, clock=clock, officer=PENYELIA) as desk:
        desk.replay._store.write(task).result()
    with opened(directory, clock=clock, officer=PENYELIA) as desk:
        return desk.rulesets.active.hash


def test_one_penyelia_alone_installs_nothing_by_a_program_of_his_own(directory, clock):
    with opened(directory, clock=clock, officer=PENYELIA) as desk:
        packaged, me = desk.rulesets.active.hash, desk.session.current
        files = changed(GROWN_UP_AT_15)
        put = desk.replay._store.write(lambda unit: unit.put_ruleset(files, "installed"))
        weak = installation(put.result().hash)

    def task(unit):
        state_installation(unit, weak, subject="c" * 32, signer=me)

    assert in_use_after(directory, clock, task) == packaged


@pytest.mark.parametrize(
    ("bend", "is_believed"),
    [
        (lambda one: one, True),
        (lambda one: replace(one, signature=sign_ruleset(one.ruleset, OTHER).hex()), False),
        (lambda one: replace(one, signature="0" * 128), False),
        (lambda one: replace(one, signature="no signature"), False),
        (lambda one: replace(one, publisher=fingerprint(public(OTHER))), False),
    ],
)
def test_only_what_a_trusted_publisher_signed_counts_as_installed(
    directory, clock, tmp_path, bend, is_believed
):
    with opened(directory, clock=clock, officer=PENYELIA) as desk:
        me, before = (
            desk.session.current,
            installed(desk, published(tmp_path), second=colleague(desk)),
        )
        files = changed(GROWN_UP_AT_15, version="9.3")
        put = desk.replay._store.write(lambda unit: unit.put_ruleset(files, "installed"))
        hash_ = put.result().hash

    def task(unit):
        state_installation(unit, bend(installation(hash_)), subject="c" * 32, signer=me)

    expected = hash_ if is_believed else before.hash
    assert in_use_after(directory, clock, task) == expected


def officer_says(unit, desk, action, keys, role):
    """State something about an officer, as a later service will."""
    statement = OfficerStatement(
        Action(action),
        keys.person,
        role,
        keys.sign.public_key().public_bytes_raw().hex(),
        keys.seal.public_key().public_bytes_raw().hex(),
    )
    facts = {"facts": statement.facts()}
    unit.append(NewEntry(Kind.OFFICER, keys.person, facts, desk.session.current))


def test_somebody_removed_is_no_second_any_more_but_what_he_confirmed_stays(desk):
    me, second = desk.session.current, colleague(desk)
    early = PublisherTrust(public(PUBLISHER).hex()).cosigned_by(second.sign)
    late = PublisherTrust(public(OTHER).hex()).cosigned_by(second.sign)

    assert state(desk, early.facts(), me) == {early.fingerprint}
    desk.replay._store.write(
        lambda unit: officer_says(unit, desk, "remove", second, Role.PENYELIA)
    ).result()
    assert state(desk, late.facts(), me) == {early.fingerprint}


def test_a_later_promotion_makes_nothing_true_that_was_not(desk):
    me, petugas = desk.session.current, colleague(desk, PETUGAS, Role.PETUGAS)
    trust = PublisherTrust(public(PUBLISHER).hex())
    state(desk, trust.cosigned_by(petugas.sign).facts(), me)
    state(desk, trust.cosigned_by(me.sign).facts(), petugas)

    def task(unit):
        officer_says(unit, desk, "role", petugas, Role.PENYELIA)
        return trusted_publishers(unit)

    assert desk.replay._store.write(task).result() == frozenset()
    assert state(desk, trust.cosigned_by(petugas.sign).facts(), me) == {trust.fingerprint}


def test_an_installation_that_no_penyelia_stated_changes_nothing(directory, clock, tmp_path):
    with opened(directory, clock=clock, officer=PENYELIA) as desk:
        before = installed(desk, published(tmp_path), second=colleague(desk)).hash
        petugas, me = colleague(desk, PETUGAS, Role.PETUGAS), desk.session.current
        files = changed(GROWN_UP_AT_15, version="9.3")
        put = desk.replay._store.write(lambda unit: unit.put_ruleset(files, "installed"))
        weak = installation(put.result().hash)

    def task(unit):
        for one, signer in ((weak, petugas), (installation("x"), me)):
            state_installation(unit, one, subject="c" * 32, signer=signer)

    assert in_use_after(directory, clock, task) == before


def test_a_damaged_ruleset_is_passed_over_for_the_one_before(directory, clock, tmp_path, caplog):
    damaged = "5b" * 32

    def task(unit):
        row = (damaged, "contoh", "9", "2026-11-24", b'{"a":1}', "installed", "2026-11-24")
        unit.connection.execute(PUT_RULESET, row)
        state_installation(
            unit,
            installation(damaged),
            subject="c" * 32,
            signer=desk.session.current,
        )

    with opened(directory, clock=clock) as desk:
        before = installed(desk, published(tmp_path), second=colleague(desk)).hash
        desk.replay._store.write(task).result()
    with opened(directory, clock=clock, officer=PENYELIA) as desk:
        assert desk.rulesets.active.hash == before
        assert record(desk, clock, **MINOR).row.level == "merah"
        assert desk.integrity.verify().result(timeout=30).fault.code == "ruleset_damaged"
    assert "detection.ruleset_unreadable" in caplog.text
