"""Enrolment: one code, one device, the same answer at every try."""

import hashlib
from datetime import timedelta

import pytest

from sync.protocol.messages import EnrolRequest, Refusal, WireEntry
from sync.protocol.request_signing import RequestRefused
from tests.sync.server.people_at_posts import NOW, Laptop, make_code, wire

SECRET = b"sepuluh by"


@pytest.fixture
def newcomer(centre):
    make_code("el-tari", SECRET)
    return Laptop(centre, "laptop baru")


def enrol(laptop, *, secret=SECRET, entry=None, now=NOW):
    from sync.server.enrol import enrol as take_in

    request = EnrolRequest(secret, entry or wire(laptop.opening))
    return take_in(request, laptop.centre, now)


def test_a_code_makes_a_device_known(newcomer):
    answer = enrol(newcomer)

    keys = newcomer.centre.keys
    assert (answer.sign_key, answer.seal_key) == (keys.sign_public, keys.seal_public)
    assert (answer.post, answer.deployment) == ("el-tari", "training")
    assert answer.lease_until_ms == int((NOW + timedelta(days=60)).timestamp() * 1000)
    assert newcomer.row.state == "active"
    assert len(answer.checkpoints) == 2


def test_the_lease_secret_is_not_readable_in_the_database(newcomer):
    answer = enrol(newcomer)

    assert len(answer.lease_secret) == 32
    assert answer.lease_secret not in bytes(newcomer.row.lease_secret)


def test_a_lost_answer_is_given_again_to_the_same_device(newcomer):
    first = enrol(newcomer)

    assert enrol(newcomer).lease_secret == first.lease_secret


def test_a_used_code_takes_in_nobody_else(newcomer):
    enrol(newcomer)

    with pytest.raises(RequestRefused, match=Refusal.CODE_USED):
        enrol(Laptop(newcomer.centre, "laptop lain"))


def test_a_code_ends_after_a_day(newcomer):
    with pytest.raises(RequestRefused, match=Refusal.CODE_EXPIRED):
        enrol(newcomer, now=NOW + timedelta(hours=24))


def test_a_code_that_was_never_made_is_refused(newcomer):
    with pytest.raises(RequestRefused, match=Refusal.CODE_INVALID):
        enrol(newcomer, secret=b"lain sekal")


def test_a_code_of_another_post_is_refused(centre):
    make_code("tenau", SECRET)

    with pytest.raises(RequestRefused, match=Refusal.POST_DIFFERS):
        enrol(Laptop(centre, "laptop baru"))


def test_a_store_for_real_people_is_refused_by_a_centre_for_training(newcomer):
    newcomer.maker.seq = 0
    live = newcomer.maker.opening(deployment="live")

    with pytest.raises(RequestRefused, match=Refusal.DEPLOYMENT_DIFFERS):
        enrol(newcomer, entry=wire(live))


@pytest.mark.parametrize("state", ["revoked", "suspended"])
def test_a_device_that_was_shut_out_does_not_come_back_by_a_code(newcomer, state):
    from sync.server.models import Device

    enrol(newcomer)
    Device.objects.update(state=state)
    again = hashlib.sha256(b"lagi").digest()[:10]
    make_code("el-tari", again)

    with pytest.raises(RequestRefused, match=f"device_{state}"):
        enrol(newcomer, secret=again)


def test_a_device_that_moves_to_another_post_is_refused(newcomer):
    enrol(newcomer)
    make_code("tenau", b"kode tenau")
    newcomer.maker.post, newcomer.maker.seq = "tenau", 0

    with pytest.raises(RequestRefused, match=Refusal.POST_DIFFERS):
        enrol(newcomer, secret=b"kode tenau", entry=wire(newcomer.maker.opening()))


def test_somebody_elses_statement_is_refused(newcomer):
    opening = newcomer.opening
    forged = WireEntry(opening.header_bytes, bytes(64), dict(opening.parts))

    with pytest.raises(RequestRefused, match=Refusal.SIGNATURE_INVALID):
        enrol(newcomer, entry=forged)


@pytest.mark.parametrize("parts", [{}, {"facts": b"x" * 20}])
def test_a_statement_that_cannot_be_read_is_refused(newcomer, parts):
    entry = WireEntry(newcomer.opening.header_bytes, newcomer.opening.signature, parts)

    with pytest.raises(RequestRefused, match=Refusal.BODY_MALFORMED):
        enrol(newcomer, entry=entry)


def test_another_entry_than_a_statement_is_refused(newcomer):
    with pytest.raises(RequestRefused, match=Refusal.BODY_MALFORMED):
        enrol(newcomer, entry=wire(newcomer.first_officer()))
