"""Enrolment: what the code vouches for, and what it does not."""

import os
from datetime import UTC, datetime

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from sync.device.enrol import Enrolling, enrol
from sync.device.errors import EnrolmentFailed
from sync.device.ports import NoLine, NotOurs
from sync.protocol.answer_signing import ANSWER_HEADER, sign_answer
from sync.protocol.codec import decode, encode
from sync.protocol.enrolment import make_code
from sync.protocol.messages import EnrolAnswer, EnrolRequest, Refusal, Refused
from sync.protocol.request_signing import CONTENT_TYPE, REQUEST_ID_HEADER, verify_request
from tests.sync.device.fake_journal import FakeJournal
from tests.sync.device.tls_server import NAME, response, served_by, serving
from tests.sync.protocol.makers import fixed_key, public

pytestmark = pytest.mark.sync

CENTRE = fixed_key("pusat contoh")
SECRET = bytes(range(10))
NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
MEANS = Enrolling(clock=lambda: NOW, random_bytes=os.urandom)


def code_of(ca: trustme.CA) -> str:
    certificate = x509.load_pem_x509_certificate(ca.cert_pem.bytes())
    return make_code(SECRET, certificate.public_bytes(Encoding.DER))


def taken_in(**changed: object) -> EnrolAnswer:
    fields: dict[str, object] = {
        "at_ms": int(NOW.timestamp() * 1000) + 7_000,
        "nonce": "satu",
        "sign_key": public(CENTRE),
        "seal_key": bytes([2]) * 32,
        "deployment": "training",
        "post": "el-tari",
        "lease_secret": bytes([3]) * 32,
        "lease_until_ms": int(NOW.timestamp() * 1000) + 60 * 86_400_000,
    }
    return EnrolAnswer(**(fields | changed))  # type: ignore[arg-type]


class Server:
    """A centre's enrolment, on request in other words."""

    def __init__(self, ca: trustme.CA) -> None:
        self.ca_pem = ca.cert_pem.bytes()
        self.answers = [(200, taken_in())]
        self.signer = CENTRE
        self.ca_answer: bytes | None = None

    def __call__(self, request, client):
        if request.path == "/ca":
            pem = {"Content-Type": "application/x-pem-file"}
            client.send(self.ca_answer or response(200, pem, self.ca_pem))
            return
        status, answer = self.answers.pop(0)
        body = encode(answer)
        signature = sign_answer(
            self.signer,
            request_id=request.headers[REQUEST_ID_HEADER],
            request_body=request.body,
            status=status,
            body=body,
        )
        head = {"Content-Type": CONTENT_TYPE, ANSWER_HEADER: signature}
        client.send(response(status, head, body))


@pytest.fixture
def server(ca):
    return Server(ca)


@pytest.fixture
def journal():
    return FakeJournal()


def test_a_code_alone_brings_a_device_to_its_centre(ca, trusted, server, journal):
    with serving(server, trusted) as there:
        link = enrol(journal, there.url + "/", code_of(ca).lower(), ca_pem=None, means=MEANS)

    assert journal.link() == link
    assert (link.url, link.sign_key) == (there.url, public(CENTRE))
    assert link.ca_pem == ca.cert_pem.bytes().decode()
    assert (link.enrolled_at, link.clock_offset_ms) == (NOW, 7_000)
    assert (link.lease_until - NOW).days == 60
    assert [request.path for request in there.seen] == ["/ca", "/sync/v1/enrol"]


def test_the_request_is_signed_by_the_device_that_it_states(ca, trusted, server, journal):
    with serving(server, trusted) as there:
        enrol(journal, there.url, code_of(ca), ca_pem=None, means=MEANS)

    request = there.seen[-1]
    asked = decode(request.body, EnrolRequest)
    assert asked.secret == SECRET
    assert asked.entry.entry.hash == journal.newest_device_entry().hash
    verify_request(
        path=request.path,
        headers=request.headers,
        body=request.body,
        public_key=public(journal.sign_key),
        centre="",
        nonce_is_good=lambda nonce: nonce == "",
        content_type=CONTENT_TYPE,
    )


def test_a_ca_from_a_file_is_used_without_asking_for_one(ca, trusted, server, journal):
    noise = b"Sertifikat pusat contoh\n" + ca.cert_pem.bytes()
    with serving(server, trusted) as there:
        link = enrol(journal, there.url, code_of(ca), ca_pem=noise, means=MEANS)

    assert [request.path for request in there.seen] == ["/sync/v1/enrol"]
    assert link.ca_pem == ca.cert_pem.bytes().decode()


def test_a_wanted_nonce_is_given(ca, trusted, server, journal):
    refused = Refused(at_ms=1, nonce="baru", code=Refusal.NONCE_EXPIRED)
    server.answers.insert(0, (401, refused))

    with serving(server, trusted) as there:
        enrol(journal, there.url, code_of(ca), ca_pem=None, means=MEANS)

    assert 'nonce="baru"' in there.seen[-1].headers["signature-input"]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ((403, Refused(at_ms=1, nonce="", code=Refusal.CODE_USED)), "code_used"),
        ((403, Refused(at_ms=1, nonce="", code=Refusal.CODE_EXPIRED)), "code_expired"),
        ((200, taken_in(deployment="live")), "deployment_differs"),
        ((200, taken_in(post="tenau")), "post_differs"),
        ((200, Refused(at_ms=1, nonce="", code="")), "answer_malformed"),
        ((403, taken_in()), "answer_malformed"),
        ((200, taken_in(sign_key=b"pendek")), "answer_malformed"),
        ((200, taken_in(lease_until_ms=2**53 - 1)), "answer_malformed"),
        ((200, taken_in(at_ms=-1)), "answer_malformed"),
    ],
)
def test_a_refusal_has_its_code_and_changes_nothing(ca, trusted, server, journal, answer, code):
    server.answers = [answer]

    with serving(server, trusted) as there, pytest.raises(EnrolmentFailed) as caught:
        enrol(journal, there.url, code_of(ca), ca_pem=None, means=MEANS)

    assert caught.value.code == code
    assert journal.link() is None


def test_an_answer_not_signed_by_the_key_it_names_does_not_count(ca, trusted, server, journal):
    server.signer = fixed_key("penyusup")

    with serving(server, trusted) as there, pytest.raises(NotOurs) as caught:
        enrol(journal, there.url, code_of(ca), ca_pem=None, means=MEANS)

    assert caught.value.reason == "answer_forged"


def test_the_code_of_another_centre_sends_nothing(ca, trusted, server, journal):
    with serving(server, trusted) as there, pytest.raises(EnrolmentFailed) as caught:
        enrol(journal, there.url, code_of(trustme.CA()), ca_pem=None, means=MEANS)

    assert caught.value.code == "ca_differs"
    assert [request.path for request in there.seen] == ["/ca"]


def test_a_server_that_shows_the_right_ca_but_is_not_of_it_gets_no_secret(ca, server, journal):
    stranger = served_by(trustme.CA().issue_cert(NAME))

    with serving(server, stranger) as there, pytest.raises(NotOurs) as caught:
        enrol(journal, there.url, code_of(ca), ca_pem=None, means=MEANS)

    assert caught.value.reason == "untrusted"
    assert [request.path for request in there.seen] == ["/ca"]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (response(302, {"Location": "/"}, b""), "redirect"),
        (response(404, {}, b""), "portal"),
        (response(200, {}, bytes(20_000)), "too_large"),
        (b"bukan HTTP\r\n\r\n", "portal"),
    ],
)
def test_a_page_instead_of_a_ca_is_not_the_centre(ca, trusted, server, journal, raw, expected):
    server.ca_answer = raw

    with serving(server, trusted) as there, pytest.raises(NotOurs) as caught:
        enrol(journal, there.url, code_of(ca), ca_pem=None, means=MEANS)

    assert caught.value.reason == expected


@pytest.mark.parametrize("pem", [b"", b"<html>", bytes(17_000)])
def test_a_file_that_is_no_certificate_is_refused(ca, journal, pem):
    with pytest.raises(EnrolmentFailed) as caught:
        enrol(journal, "https://127.0.0.1:9", code_of(ca), ca_pem=pem, means=MEANS)

    assert caught.value.code == "ca_form"


@pytest.mark.parametrize(
    "url",
    ["", "pusat", "http://127.0.0.1", "https://", "https://a:b@c", "https://a?b", "https://a:x"],
)
def test_what_is_no_https_address_is_refused(ca, journal, url):
    with pytest.raises(EnrolmentFailed) as caught:
        enrol(journal, url, code_of(ca), ca_pem=None, means=MEANS)

    assert caught.value.code == "address"


def test_a_mistyped_code_is_refused_before_anything_is_sent(journal):
    with pytest.raises(EnrolmentFailed) as caught:
        enrol(journal, "https://127.0.0.1:9", "ABCDEF", ca_pem=None, means=MEANS)

    assert caught.value.code == "code_form"


def test_nobody_there_is_no_line(ca, journal):
    with pytest.raises(NoLine):
        enrol(journal, "https://127.0.0.1:9", code_of(ca), ca_pem=None, means=MEANS)


def test_enrolling_again_at_the_same_centre_is_harmless_but_at_another_refused(
    ca, trusted, server, journal
):
    other = fixed_key("pusat lain")
    server.answers += [(200, taken_in()), (200, taken_in(sign_key=public(other)))]

    with serving(server, trusted) as there:
        first = enrol(journal, there.url, code_of(ca), ca_pem=None, means=MEANS)
        again = enrol(journal, there.url, code_of(ca), ca_pem=None, means=MEANS)
        server.signer = other
        with pytest.raises(EnrolmentFailed) as caught:
            enrol(journal, there.url, code_of(ca), ca_pem=None, means=MEANS)

    assert first == again == journal.link()
    assert caught.value.code == "enrolled_elsewhere"
