"""The HTTPS line against servers that are not, or only partly, the centre."""

import itertools
import os
import socket
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

import pytest
import trustme

from sync.device.ports import CentreLink, NoLine, NotOurs
from sync.device.transport import PATIENT, HttpsLine, Patience
from sync.protocol.answer_signing import ANSWER_HEADER, sign_answer
from sync.protocol.codec import decode, encode
from sync.protocol.messages import Answer, ChallengeAnswer, Refusal, Refused
from sync.protocol.request_signing import CONTENT_TYPE, REQUEST_ID_HEADER, verify_request
from tests.sync.device.tls_server import NAME, Client, Request, response, served_by, serving
from tests.sync.protocol.makers import fixed_key, print_of, public

pytestmark = pytest.mark.sync

CENTRE, DEVICE = fixed_key("pusat contoh"), fixed_key("laptop satu")
BODY = b"permintaan contoh"
SHORT = Patience(base_s=0.4, bytes_per_s=1e9)
NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def ca() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def trusted(ca):
    return served_by(ca.issue_cert(NAME))


def line_to(url: str, ca: trustme.CA, *, patience: Patience = PATIENT) -> HttpsLine:
    link = CentreLink(
        url=url,
        ca_pem=ca.cert_pem.bytes().decode(),
        sign_key=public(CENTRE),
        seal_key=bytes(32),
        lease_secret=bytes(32),
        enrolled_at=NOW,
        lease_until=NOW,
    )
    return HttpsLine(link, DEVICE, random_bytes=os.urandom, patience=patience)


def signed(
    request: Request,
    answer: Answer,
    *,
    status: int = 200,
    lies: Mapping[str, object] = MappingProxyType({}),
) -> bytes:
    """Give an answer as the centre would send it, or bent."""
    body = encode(answer)
    bound = {
        "request_id": request.headers[REQUEST_ID_HEADER],
        "request_body": request.body,
        "status": status,
        "body": body,
    } | dict(lies)
    signature = sign_answer(CENTRE, **bound)
    headers = {"Content-Type": CONTENT_TYPE, ANSWER_HEADER: signature}
    return response(status, headers, body)


def proofs(nonce: str = "satu") -> ChallengeAnswer:
    return ChallengeAnswer(at_ms=1, nonce=nonce, proofs=[])


def honest(request: Request, client: Client) -> None:
    client.send(signed(request, proofs()))


def exchanged(script, context, ca, **options):
    with serving(script, context) as server, line_to(server.url, ca, **options) as line:
        return line.exchange("challenge", BODY)


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


def html(status: int, **headers: str) -> bytes:
    return response(status, {"Content-Type": "text/html", **headers}, b"<html>Masuk</html>")


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


def drip_body(request, client):
    client.drip(signed(request, proofs()) + bytes(9_000), 0.05)


def drip_head(request, client):
    client.drip(b"HTTP/1.1 200 Uji\r\n" + b"X: y\r\n" * 900, 0.05)


def silence(request, client):
    client.hold()


@pytest.mark.parametrize("script", [drip_body, drip_head, silence])
def test_nothing_outlives_the_deadline(ca, trusted, script):
    begun = time.monotonic()

    with pytest.raises(NoLine) as caught:
        exchanged(script, trusted, ca, patience=SHORT)

    assert caught.value.reason == "timeout"
    assert time.monotonic() - begun < SHORT.base_s + 2


def test_a_handshake_that_never_comes_ends_with_the_deadline(ca, trusted):
    with serving(honest, trusted) as server, line_to(server.url, ca, patience=SHORT) as line:
        server.accept_only = True
        with pytest.raises(NoLine) as caught:
            line.exchange("heads", BODY)

    assert caught.value.reason == "timeout"


def test_a_request_that_nobody_reads_ends_with_the_deadline(ca, trusted):
    released = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))

    def read_nothing():
        plain, _ = listener.accept()
        with trusted.wrap_socket(plain, server_side=True):
            released.wait(20)

    thread = threading.Thread(target=read_nothing, daemon=True)
    thread.start()
    url = f"https://127.0.0.1:{listener.getsockname()[1]}"
    with listener, line_to(url, ca, patience=SHORT) as line:
        with pytest.raises(NoLine) as caught:
            line.exchange("push", bytes(1_000_000))
        released.set()
        thread.join(20)

    assert caught.value.reason in {"timeout", "reset"}


def test_an_interrupt_ends_the_exchange_under_way_and_all_later_ones(ca, trusted):
    begun = time.monotonic()
    with serving(silence, trusted) as server, line_to(server.url, ca) as line:
        server.script = lambda _request, client: (line.interrupt(), client.hold())
        with pytest.raises(NoLine) as under_way:
            line.exchange("heads", BODY)
        with pytest.raises(NoLine) as later:
            line.exchange("heads", BODY)

    assert (under_way.value.reason, later.value.reason) == ("interrupted", "interrupted")
    assert time.monotonic() - begun < 5


def test_nobody_there_is_said_as_it_is(ca):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    with line_to(f"https://127.0.0.1:{port}", ca) as line, pytest.raises(NoLine) as refused:
        line.exchange("heads", BODY)
    with line_to("https://pusat.contoh.invalid", ca) as line, pytest.raises(NoLine) as unknown:
        line.exchange("heads", BODY)
    with line_to("http://127.0.0.1", ca) as line, pytest.raises(NoLine) as plain:
        line.exchange("heads", BODY)

    assert refused.value.reason == "refused"
    assert unknown.value.reason == "dns"
    assert plain.value.reason == "address"


def test_plain_http_where_tls_should_be_is_a_portal(ca):
    def plain_page(request, client):
        client.send(html(200))

    with pytest.raises(NotOurs) as caught:
        exchanged(plain_page, None, ca)

    assert caught.value.reason in {"portal", "untrusted"}


def test_another_authority_is_not_trusted_whatever_the_machine_trusts(ca, tmp_path, monkeypatch):
    other = trustme.CA()
    bundle = tmp_path / "akar.pem"
    other.cert_pem.write_to_path(str(bundle))
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.setenv(name, str(bundle))
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(bundle))

    with pytest.raises(NotOurs) as caught:
        exchanged(honest, served_by(other.issue_cert(NAME)), ca)

    assert caught.value.reason == "untrusted"


def test_only_the_pinned_authority_is_loaded_after_an_exchange(ca, trusted):
    with serving(honest, trusted) as server, line_to(server.url, ca) as line:
        line.exchange("heads", BODY)
        context = line._wire._adapter._context

    assert len(context.get_ca_certs()) == 1


def test_the_name_counts_and_not_the_address(ca):
    elsewhere = served_by(ca.issue_cert("127.0.0.1", "portal.contoh"))

    with pytest.raises(NotOurs) as caught:
        exchanged(honest, elsewhere, ca)

    assert caught.value.reason == "untrusted"


@pytest.mark.parametrize(("begins", "ends", "which"), [(-800, -400, "ends"), (400, 800, "begins")])
def test_a_clock_that_is_wrong_is_told_with_both_dates(ca, begins, ends, which):
    dates = {"begins": NOW + timedelta(days=begins), "ends": NOW + timedelta(days=ends)}
    leaf = ca.issue_cert(NAME, not_before=dates["begins"], not_after=dates["ends"])

    with pytest.raises(NotOurs) as caught:
        exchanged(honest, served_by(leaf), ca)

    assert caught.value.reason == "certificate_time"
    assert caught.value.dates is not None
    ours, theirs = caught.value.dates
    assert abs(ours - datetime.now(UTC)) < timedelta(minutes=1)
    assert theirs == dates[which].replace(microsecond=0)


def test_a_strangers_expired_certificate_says_nothing_about_the_clock(ca):
    leaf = trustme.CA().issue_cert(NAME, not_after=NOW - timedelta(days=1))

    with pytest.raises(NotOurs) as caught:
        exchanged(honest, served_by(leaf), ca)

    assert (caught.value.reason, caught.value.dates) == ("untrusted", None)


def test_neither_proxies_nor_passwords_of_the_environment_are_used(
    ca, trusted, tmp_path, monkeypatch
):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login contoh password rahasia\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    with serving(honest, trusted) as server, line_to(server.url, ca) as line:
        line.exchange("heads", BODY)

    assert "authorization" not in server.seen[0].headers


def test_cookies_are_not_kept(ca, trusted):
    def cookie(request, client):
        raw = signed(request, proofs())
        client.send(raw.replace(b" Uji\r\n", b" Uji\r\nSet-Cookie: a=b\r\n", 1))

    with serving(cookie, trusted) as server, line_to(server.url, ca) as line:
        line.exchange("heads", BODY)
        line.exchange("heads", BODY)

    assert "cookie" not in server.seen[1].headers


def test_a_connection_is_used_again_but_not_after_lying_idle(ca, trusted):
    now = [0.0]
    ports = []

    def note(request, client):
        ports.append(client.wire.getpeername())
        honest(request, client)

    with serving(note, trusted) as server:
        link = line_to(server.url, ca)._link
        line = HttpsLine(link, DEVICE, random_bytes=os.urandom, monotonic=lambda: now[0])
        line.exchange("heads", BODY)
        line.exchange("heads", BODY)
        now[0] = 60.0
        line.exchange("heads", BODY)
        line.close()

    assert (ports[0] == ports[1], ports[1] == ports[2]) == (True, False)
