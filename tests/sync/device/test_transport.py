"""The HTTPS line against answers that are not, or only partly, the centre's."""

import itertools
from dataclasses import replace

import pytest

from sync.device.ports import NoLine, NotOurs
from sync.protocol.answer_signing import ANSWER_HEADER
from sync.protocol.codec import decode
from sync.protocol.entry import BadSignature
from sync.protocol.messages import ChallengeAnswer, Refusal, Refused
from sync.protocol.request_signing import CONTENT_TYPE, verify_request
from tests.sync.device.https_lines import (
    BODY,
    CENTRE,
    DEVICE,
    exchanged,
    honest,
    html,
    line_to,
    proofs,
    signed,
)
from tests.sync.device.tls_server import response, serving
from tests.sync.protocol.makers import print_of, public

pytestmark = pytest.mark.sync


def test_an_answer_that_proves_itself_counts(ca, trusted):
    found = exchanged(honest, trusted, ca)

    assert found.status == 200
    assert decode(found.body, ChallengeAnswer) == proofs()
    assert found.sent_at_ms <= found.received_at_ms


def test_a_request_is_signed_and_carries_the_last_nonce(ca, trusted):
    numbers = itertools.count()

    def count(request, client):
        client.send(signed(request, proofs(f"nonce-{next(numbers)}")))

    with serving(count, trusted) as server, line_to(server.url, ca) as line:
        line.exchange("heads", BODY)
        line.exchange("push", BODY)

    nonces = []
    for request in server.seen:
        verify_request(
            path=request.path,
            headers=request.headers,
            body=request.body,
            public_key=public(DEVICE),
            centre=print_of(CENTRE),
            nonce_is_good=lambda nonce: nonces.append(nonce) or True,
            content_type=request.headers["content-type"],
        )
    assert [request.path for request in server.seen] == ["/sync/v1/heads", "/sync/v1/push"]
    assert nonces == ["", "nonce-0"]
    assert server.seen[0].headers["accept-encoding"] == "identity"
    assert server.seen[0].headers["content-length"] == str(len(BODY))


def test_an_expired_nonce_is_replaced_and_the_request_repeated_once(ca, trusted):
    def expires(request, client):
        refused = Refused(at_ms=1, nonce=f"n{len(server.seen)}", code=Refusal.NONCE_EXPIRED)
        answer = refused if len(server.seen) == 1 else proofs()
        client.send(signed(request, answer, status=401 if answer is refused else 200))

    with serving(expires, trusted) as server, line_to(server.url, ca) as line:
        found = line.exchange("challenge", BODY)

    assert (found.status, len(server.seen)) == (200, 2)
    assert 'nonce="n1"' in server.seen[1].headers["signature-input"]


def test_a_nonce_that_never_fits_is_a_refusal_like_any_other(ca, trusted):
    numbers = itertools.count()

    def always(request, client):
        refused = Refused(at_ms=1, nonce=f"n{next(numbers)}", code=Refusal.NONCE_EXPIRED)
        client.send(signed(request, refused, status=401))

    with serving(always, trusted) as server, line_to(server.url, ca) as line:
        found = line.exchange("challenge", BODY)

    assert decode(found.body, Refused).code == "nonce_expired"
    assert len(server.seen) == 2


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (html(200), "portal"),
        (html(301, Location="https://portal.contoh.invalid/"), "redirect"),
        (html(302, Location="/sync/v1/heads"), "redirect"),
        (response(204, {}, b""), "portal"),
        (response(200, {"Content-Type": "application/json"}, b"{}"), "portal"),
        (response(404, {"Content-Type": "text/plain"}, b""), "portal"),
        (response(200, {"Content-Type": CONTENT_TYPE}, b"{}"), "answer_unsigned"),
        (
            response(200, {"Content-Type": CONTENT_TYPE, ANSWER_HEADER: "AAAA"}, b"{}"),
            "answer_forged",
        ),
        (
            response(200, {"Content-Type": CONTENT_TYPE, "Content-Encoding": "gzip"}, b"{}"),
            "encoded",
        ),
        (
            response(200, {"Content-Type": CONTENT_TYPE}, b"", length=5 * 1024 * 1024),
            "too_large",
        ),
    ],
)
def test_whoever_is_not_the_centre_is_found_out(ca, trusted, raw, reason):
    with pytest.raises(NotOurs) as caught:
        exchanged(lambda _request, client: client.send(raw), trusted, ca)

    assert caught.value.reason == reason


def test_a_redirect_is_not_followed(ca, trusted):
    def redirect(_request, client):
        client.send(html(302, Location="/sync/v1/heads"))

    with (
        serving(redirect, trusted) as server,
        line_to(server.url, ca) as line,
        pytest.raises(NotOurs),
    ):
        line.exchange("heads", BODY)

    assert len(server.seen) == 1


@pytest.mark.parametrize(
    ("status", "asked", "patience"),
    [(429, "120", 120.0), (503, "9999", 600.0), (503, "besok", None), (500, "", None)],
)
def test_something_on_the_way_that_has_no_time_is_waited_for(ca, trusted, status, asked, patience):
    raw = html(status, **{"Retry-After": asked})

    with pytest.raises(NoLine) as caught:
        exchanged(lambda _request, client: client.send(raw), trusted, ca)

    assert (caught.value.reason, caught.value.retry_after_s) == ("busy", patience)


@pytest.mark.parametrize(
    "lie",
    [
        {"request_id": "00" * 16},
        {"request_body": b"lain"},
        {"status": 403},
        {"body": b"lain"},
    ],
)
def test_an_answer_to_something_else_does_not_count(ca, trusted, lie):
    with pytest.raises(NotOurs) as caught:
        exchanged(lambda r, client: client.send(signed(r, proofs(), lies=lie)), trusted, ca)

    assert caught.value.reason == "answer_forged"


def test_an_old_answer_played_again_does_not_count(ca, trusted):
    kept = []

    def replay(request, client):
        kept.append(signed(request, proofs()))
        client.send(kept[0])

    with serving(replay, trusted) as server, line_to(server.url, ca) as line:
        line.exchange("challenge", BODY)
        with pytest.raises(NotOurs) as caught:
            line.exchange("challenge", BODY)

    assert caught.value.reason == "answer_forged"


def cut_with_length(request, client):
    client.send(signed(request, proofs())[:-3])
    client.wire.close()


def cut_without_length(request, client):
    whole = signed(request, proofs()).decode("latin-1")
    client.send(whole.replace("Content-Length", "X-Length")[:-3].encode("latin-1"))
    client.wire.close()


def cut_chunk(request, client):
    head = {"Content-Length": "", "Content-Type": CONTENT_TYPE, "Transfer-Encoding": "chunked"}
    client.send(response(200, head, b"400\r\nsepotong"))
    client.wire.close()


def cut_head(request, client):
    client.send(b"HTTP/1.1 200 Uji\r\nContent-Ty")
    client.wire.close()


def reset(request, client):
    client.reset()


def endless_body(request, client):
    head = response(200, {"Content-Type": CONTENT_TYPE, "Content-Length": ""}, b"")
    client.send(head + bytes(3 * 1024 * 1024))
    client.wire.close()


@pytest.mark.parametrize(
    ("script", "kind", "reason"),
    [
        (cut_with_length, NoLine, "cut"),
        (cut_without_length, NotOurs, "answer_forged"),
        (cut_chunk, NoLine, "cut"),
        (cut_head, NoLine, "cut"),
        (reset, NoLine, "cut"),  # TLS shows a reset as an early end
        (endless_body, NotOurs, "too_large"),
    ],
)
def test_half_an_answer_is_none(ca, trusted, script, kind, reason):
    with pytest.raises(kind) as caught:
        exchanged(script, trusted, ca)

    assert caught.value.reason == reason


def test_an_answer_that_nothing_vouches_for_is_given_with_what_proves_it(ca, trusted):
    lied = {"request_id": "lain"}

    def told(request, client):
        lies = lied if len(server.seen) == 2 else {}
        client.send(signed(request, proofs(), lies=lies))

    with serving(told, trusted) as server, line_to(server.url, ca) as line:
        found = line.unproved("keys", BODY)
        forged = line.unproved("keys", BODY)

    assert [request.path for request in server.seen] == ["/sync/v1/keys"] * 2
    assert not any("signature" in name for name in server.seen[0].headers)
    found.require_by(public(CENTRE))
    for answer, key in ((found, public(DEVICE)), (forged, public(CENTRE))):
        with pytest.raises(BadSignature):
            answer.require_by(key)


@pytest.mark.parametrize(
    ("raw", "kind", "reason"),
    [(html(200), NotOurs, "portal"), (html(503), NoLine, "busy")],
)
def test_what_cannot_be_an_answer_is_none_unproved_either(ca, trusted, raw, kind, reason):
    def script(_request, client):
        client.send(raw)

    with (
        serving(script, trusted) as server,
        line_to(server.url, ca) as line,
        pytest.raises(kind) as caught,
    ):
        line.unproved("keys", BODY)

    assert caught.value.reason == reason


def test_once_another_key_is_trusted_the_one_before_counts_no_more(ca, trusted):
    with serving(honest, trusted) as server, line_to(server.url, ca) as line:
        link = replace(line._link, sign_key=public(DEVICE))
        assert line.exchange("challenge", BODY).status == 200
        line.trust(link)
        with pytest.raises(NotOurs, match="answer_forged"):
            line.exchange("challenge", BODY)

    assert server.seen[1].headers["posko-centre"] == print_of(DEVICE)
    assert 'nonce=""' in server.seen[1].headers["signature-input"]
