"""The HTTPS line: nothing outlives its deadline, and nobody but the centre is trusted."""

import os
import socket
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
import trustme

from sync.device.certificate_time import dates_of
from sync.device.ports import NoLine, NotOurs
from sync.device.transport import HttpsLine
from tests.sync.device.https_lines import (
    BODY,
    DEVICE,
    NOW,
    SHORT,
    exchanged,
    honest,
    html,
    line_to,
    proofs,
    signed,
)
from tests.sync.device.tls_server import NAME, served_by, serving

pytestmark = pytest.mark.sync


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


def test_dates_are_given_for_certificates_of_the_centre_only(ca):
    leaf = trustme.CA().issue_cert(NAME, not_after=NOW - timedelta(days=1))
    pem = ca.cert_pem.bytes().decode()

    with serving(honest, served_by(leaf)) as server:
        stranger = dates_of(server.url, pem, now=NOW)
    nobody = dates_of(server.url, pem, now=NOW)
    _, begins = dates_of(server.url, pem, now=NOW.replace(year=1990)) or (None, None)

    assert (stranger, nobody) == (None, None)
    assert begins is not None  # even the authority itself is not valid so early


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
