import base64

import pytest

from sync.protocol.answer_signing import sign_answer, verify_answer
from sync.protocol.entry import BadSignature
from tests.sync.protocol.makers import fixed_key, public

pytestmark = pytest.mark.domain
CENTRE = fixed_key("pusat contoh")
GIVEN = {"request_id": "r-1", "request_body": b"tanya", "status": 200, "body": b"jawab"}
HEADER = sign_answer(CENTRE, **GIVEN)  # type: ignore[arg-type]


def verify(header: str = HEADER, key: bytes = public(CENTRE), **bent: object) -> None:
    verify_answer(key, header, **(GIVEN | bent))  # type: ignore[arg-type]


def test_answer_of_the_centre_to_this_request_is_accepted():
    verify()


@pytest.mark.parametrize(
    "bent",
    [
        {"request_id": "r-2"},
        {"request_body": b"tanya lain"},
        {"request_body": b""},
        {"status": 503},
        {"body": b"jawa"},
        {"body": b"jawab "},
        {"body": b""},
        {"key": public(fixed_key("pusat lain"))},
        {"key": b"short"},
        {"header": ""},
        {"header": "<html>"},
        {"header": "é"},
        {"header": HEADER[:-4]},
        {"header": HEADER + "AAAA"},
        {"header": base64.b64encode(b"\x00" * 64).decode()},
        {"header": sign_answer(fixed_key("pusat lain"), **GIVEN)},  # type: ignore[arg-type]
    ],
)
def test_anything_else_is_no_answer(bent):
    with pytest.raises(BadSignature, match="answer"):
        verify(**bent)
