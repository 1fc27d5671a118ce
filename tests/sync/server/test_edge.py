"""The edge: what is no request of a device of ours gets a signed refusal and does nothing."""

import hashlib
import zlib

import msgspec
import pytest
from django.test import Client

from sync.protocol.answer_signing import ANSWER_HEADER, verify_answer
from sync.protocol.codec import decode, encode
from sync.protocol.limits import BODY_BYTES
from sync.protocol.messages import (
    EnrolAnswer,
    EnrolRequest,
    LeavesRequest,
    PushRequest,
    Refusal,
    Refused,
)
from sync.protocol.request_signing import CONTENT_TYPE, sign_request
from tests.sync.protocol.makers import fixed_key
from tests.sync.server.lines import CentreLine
from tests.sync.server.people_at_posts import Laptop, make_code, push_of, wire
from tests.sync.server.tables import placed_ids

EMPTY_PUSH = encode(PushRequest([], {}))


@pytest.fixture
def line(laptop):
    line = CentreLine(laptop.centre, laptop.maker.device)
    line.nonce = laptop.centre.nonces.issue(laptop.centre.clock())
    return line


def code_of(exchanged) -> str:
    return decode(exchanged.body, Refused).code


def test_a_push_over_the_edge_is_stored_and_answered_signed(laptop, line):
    exchanged = line.exchange("push", encode(push_of(*laptop.said)))

    assert exchanged.status == 200
    assert len(placed_ids()) == 2


def test_an_enrolment_over_the_edge_needs_no_nonce_and_no_centre(centre):
    newcomer = Laptop(centre, "laptop baru")
    secret = hashlib.sha256(b"edge").digest()[:10]
    make_code("el-tari", secret, centre.clock())
    line = CentreLine(centre, newcomer.maker.device)

    exchanged = line.once("enrol", encode(EnrolRequest(secret, wire(newcomer.opening))), centre="")

    assert decode(exchanged.body, EnrolAnswer).post == "el-tari"


def test_an_enrolment_signed_by_another_key_is_refused(centre):
    newcomer = Laptop(centre, "laptop baru")
    secret = hashlib.sha256(b"edge").digest()[:10]
    make_code("el-tari", secret, centre.clock())
    line = CentreLine(centre, fixed_key("orang lain"))

    exchanged = line.once("enrol", encode(EnrolRequest(secret, wire(newcomer.opening))), centre="")

    assert (exchanged.status, code_of(exchanged)) == (401, Refusal.SIGNATURE_INVALID)


def test_who_is_not_known_yet_cannot_make_the_centre_unpack_much(centre):
    line = CentreLine(centre, fixed_key("orang lain"))
    many_maps = b"\xdd" + (1_000_000).to_bytes(4, "big") + b"\x80" * 1_000_000

    exchanged = line.once("enrol", zlib.compress(many_maps), centre="")

    assert code_of(exchanged) == Refusal.TOO_LARGE


def test_a_stale_nonce_is_refused_with_a_fresh_one(line, laptop):
    line.nonce = "ab" * 32
    refused = line.once("push", EMPTY_PUSH)
    assert (refused.status, code_of(refused)) == (401, Refusal.NONCE_EXPIRED)

    assert line.exchange("push", EMPTY_PUSH).status == 200


def test_the_log_is_silent_on_a_stale_nonce_and_names_other_refusals(line, caplog):
    line.nonce = "ab" * 32
    line.exchange("push", EMPTY_PUSH)
    assert [one.name for one in caplog.records if one.name == "django.request"] == []

    line.once("push", EMPTY_PUSH, centre="ab" * 32)
    said = [one.getMessage() for one in caplog.records if one.name == "django.request"]
    assert said == ["Forbidden: /sync/v1/push"]


def test_a_nonce_used_again_within_its_time_is_harmless(line, laptop):
    body = encode(push_of(*laptop.said))

    first, again = line.once("push", body), line.once("push", body)

    assert (first.status, again.status) == (200, 200)
    assert len(placed_ids()) == 2


def test_a_device_nobody_enrolled_is_refused(centre):
    line = CentreLine(centre, fixed_key("tak dikenal"))

    assert code_of(line.once("push", EMPTY_PUSH)) == Refusal.DEVICE_UNKNOWN


def test_a_request_for_another_centre_is_refused(line):
    assert code_of(line.once("push", EMPTY_PUSH, centre="ab" * 32)) == Refusal.CENTRE_DIFFERS


@pytest.mark.parametrize("state", ["revoked", "suspended"])
@pytest.mark.parametrize("name", ["heads", "push", "pull", "leaves", "challenge", "offer"])
def test_a_device_that_was_shut_out_gets_nothing(line, name, state):
    from sync.server.models import Device

    Device.objects.update(state=state)

    refused = line.once(name, EMPTY_PUSH)

    assert (refused.status, code_of(refused)) == (403, f"device_{state}")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", Refusal.BODY_MALFORMED),
        (b"<html>", Refusal.BODY_MALFORMED),
        (zlib.compress(b"\xc1"), Refusal.BODY_MALFORMED),
        (EMPTY_PUSH[:-3], Refusal.BODY_MALFORMED),
        (EMPTY_PUSH + b"x", Refusal.BODY_MALFORMED),
        (encode(LeavesRequest("el-tari", 0)), Refusal.BODY_MALFORMED),
        (zlib.compress(bytes(200 * 1024 * 1024)), Refusal.TOO_LARGE),
        (bytes(BODY_BYTES + 1), Refusal.TOO_LARGE),
    ],
    ids=["empty", "html", "not-msgpack", "cut", "more", "other-message", "bomb", "large"],
)
def test_a_body_that_is_none_is_refused(line, laptop, body, code):
    if len(body) > BODY_BYTES:
        assert _unread(laptop, body) == code
        return
    assert code_of(line.once("push", body)) == code


def _unread(laptop, body):
    """Send what is never read: the answer is signed over an empty body."""
    client, key = Client(), laptop.maker.device
    headers = sign_request(
        path="/sync/v1/push",
        body=body,
        centre=laptop.centre.fingerprint,
        key=key,
        nonce="",
        request_id="besar",
    )
    response = client.post(
        "/sync/v1/push", body, content_type=CONTENT_TYPE, headers=headers, secure=True
    )
    verify_answer(
        laptop.centre.keys.sign_public,
        response.headers[ANSWER_HEADER],
        request_id="besar",
        request_body=b"",
        status=response.status_code,
        body=response.content,
    )
    assert response.status_code == 413
    return decode(response.content, Refused).code


def test_another_content_type_is_refused(line, laptop):
    response = Client().post("/sync/v1/push", b"{}", content_type="application/json", secure=True)

    assert response.status_code in (400, 401)
    assert response.headers[ANSWER_HEADER]


@pytest.mark.parametrize("method", ["get", "put", "delete", "head", "options"])
def test_another_method_is_refused(centre, method):
    response = getattr(Client(), method)("/sync/v1/push", secure=True)

    assert response.status_code == 400
    assert response.headers[ANSWER_HEADER]


def test_a_name_of_no_request_is_refused(line):
    assert code_of(line.once("undian", EMPTY_PUSH)) == Refusal.VERSION_UNKNOWN


@pytest.mark.parametrize("version", [0, -1])
def test_a_version_that_never_was_is_refused(line, version):
    body = encode(PushRequest([], {}, v=version))

    assert code_of(line.once("push", body)) == Refusal.VERSION_UNKNOWN


def test_a_newer_client_is_understood_as_far_as_it_goes(line):
    class Newer(msgspec.Struct):
        entries: list[bytes]
        sizes: dict[str, int]
        wishes: list[str]
        v: int = 2

    assert line.once("push", encode(Newer([], {}, ["lebih"]))).status == 200


def test_a_fault_of_ours_is_answered_signed_and_logged_by_its_code_only(
    line, laptop, caplog, expected_log_errors
):
    from sync.server.models import Device

    Device.objects.update(sign_key="zz")  # somebody touched the row
    expected_log_errors.add("centre_fault %s %s")

    refused = line.once("push", encode(push_of(*laptop.said)))

    assert (refused.status, code_of(refused)) == (500, Refusal.CENTRE_FAULT)
    (record,) = [one for one in caplog.records if one.name == "sync.server.views"]
    assert record.getMessage() == "centre_fault push ValueError"
    assert record.exc_info is None


@pytest.mark.parametrize("centre_db", ["sqlite"], indirect=True)  # it alone has one writer
def test_a_database_that_is_locked_is_busy(laptop, line, centre_db):
    import sqlite3

    from django.db import connection

    body = encode(push_of(*laptop.said))
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 10")
    other = sqlite3.connect(centre_db.data_dir / "centre.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    refused = line.once("push", body)
    other.execute("ROLLBACK")
    other.close()

    assert (refused.status, code_of(refused)) == (503, Refusal.BUSY)
    assert line.once("push", body).status == 200


def test_the_authority_is_given_to_whoever_asks(centre):
    (centre.keys.folder / "ca.pem").write_bytes(b"-----BEGIN CERTIFICATE-----\n")

    response = Client().get("/ca", secure=True)

    assert response.content == b"-----BEGIN CERTIFICATE-----\n"
    assert Client().post("/ca", secure=True).status_code == 405


def test_without_an_authority_there_is_none_to_give(centre):
    assert Client().get("/ca", secure=True).status_code == 404
