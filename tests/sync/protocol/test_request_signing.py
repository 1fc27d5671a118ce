"""What counts as a request of a device: one way to sign it, and 40 and more that do not count."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from http_message_signatures import HTTPMessageVerifier, MappingKeyResolver, algorithms

from sync.protocol.messages import Refusal
from sync.protocol.request_signing import (
    CONTENT_TYPE,
    TAG,
    RequestRefused,
    key_id,
    verify_request,
)
from tests.sync.protocol.makers import print_of, public
from tests.sync.protocol.request_cases import (
    BODY,
    CENTRE,
    DEVICE,
    GOOD_NONCES,
    NEGATIVE,
    PATH,
    Written,
    changed_key_id,
    otherwise,
    sound,
    with_body,
)

pytestmark = pytest.mark.domain


def test_request_of_the_device_is_accepted():
    request = sound()

    assert key_id(request.headers) == print_of(DEVICE)
    assert request.verified() == "r-1"


def test_another_client_that_signs_the_same_is_accepted():
    assert otherwise().verified() == "r-1"


def test_header_names_may_come_in_any_case():
    request = sound()
    request.headers = {name.title(): value for name, value in request.headers.items()}

    assert request.verified() == "r-1"


def test_headers_that_nobody_signed_do_not_matter():
    request = sound()
    request.headers["x-forwarded-for"] = "192.0.2.9"

    assert request.verified() == "r-1"


def test_enrolment_is_signed_before_the_centre_is_known():
    assert sound(centre="").verified(centre="") == "r-1"


@pytest.mark.parametrize("nonce", sorted(GOOD_NONCES))
def test_nonce_used_again_within_its_bucket_is_harmless(nonce):
    request = sound(nonce=nonce)

    assert [request.verified(), request.verified()] == ["r-1", "r-1"]


@pytest.mark.parametrize("days", [-400, 400, -20_000, 20_000])
def test_laptop_clock_decides_nothing(days):
    then = datetime.now(UTC) + timedelta(days=days)

    assert otherwise(created=then).verified() == "r-1"


def test_same_request_is_signed_the_same_way_whatever_the_clock_says():
    assert sound() == sound()
    assert "created=0" in sound().headers["signature-input"]


@pytest.mark.parametrize("case", NEGATIVE)
def test_anything_else_is_refused_with_its_code(case):
    make, code = NEGATIVE[case]
    request = make()

    with pytest.raises(RequestRefused) as refused:
        request.verified()

    assert refused.value.code is code


def test_there_are_forty_negative_cases_at_least():
    assert len(NEGATIVE) >= 40


def test_nonce_is_asked_for_only_when_everything_else_fits():
    asked: list[str] = []
    request = with_body(b"isi lain")

    with pytest.raises(RequestRefused):
        verify_request(
            path=PATH,
            headers=request.headers,
            body=request.body,
            public_key=public(DEVICE),
            centre=CENTRE,
            nonce_is_good=lambda nonce: asked.append(nonce) is None,
            content_type=CONTENT_TYPE,
        )

    assert asked == []


def test_key_that_is_none_accepts_nothing():
    no_key = b"\x00" * 31
    request = changed_key_id(sound(), hashlib.sha256(no_key).hexdigest())

    with pytest.raises(RequestRefused) as refused:
        verify_request(
            path=PATH,
            headers=request.headers,
            body=BODY,
            public_key=no_key,
            centre=CENTRE,
            nonce_is_good=GOOD_NONCES.__contains__,
            content_type=CONTENT_TYPE,
        )

    assert refused.value.code is Refusal.SIGNATURE_INVALID


@pytest.mark.parametrize(
    "case", ["no digest, none covered", "body cut", "fewer components", "more components"]
)
def test_control_the_library_s_own_check_alone_would_let_these_pass(case):
    request = NEGATIVE[case][0]()
    message = Written("POST", request.headers)
    verifier = HTTPMessageVerifier(
        signature_algorithm=algorithms.ED25519,
        key_resolver=MappingKeyResolver(
            public_keys={print_of(DEVICE): DEVICE.public_key()}, private_keys={}
        ),
    )
    verifier.max_clock_skew = timedelta(days=40_000)

    assert verifier.verify(message, max_age=None, expect_tag=TAG)
