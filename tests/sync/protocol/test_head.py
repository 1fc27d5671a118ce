import json

import pytest

from sync.protocol.canonical import Malformed, canonical_bytes
from sync.protocol.entry import BadSignature
from sync.protocol.head import HeadStatement, read_head
from tests.sync.protocol.makers import EPOCH, fixed_key, print_of, public

pytestmark = pytest.mark.domain
DEVICE = fixed_key("perangkat contoh")
HEAD = HeadStatement(print_of(DEVICE), EPOCH, 12, "a" * 64, "training")


def test_signed_head_reads_back():
    assert read_head(HEAD.signed(DEVICE), public(DEVICE)) == HEAD


def test_head_of_another_device_is_refused():
    with pytest.raises(BadSignature, match="device"):
        read_head(HEAD.signed(DEVICE), public(fixed_key("lain")))


def test_changed_head_is_refused():
    found = json.loads(HEAD.signed(DEVICE))
    found["head"]["seq"] = 11

    with pytest.raises(BadSignature, match="head"):
        read_head(canonical_bytes(found), public(DEVICE))


@pytest.mark.parametrize(
    "data", [b"{}", b'{"head":{},"signature":""}', b'{"head":1,"signature":"0"}']
)
def test_other_bytes_are_refused(data):
    with pytest.raises(Malformed):
        read_head(data, public(DEVICE))


def test_hash_in_another_form_is_refused():
    found = json.loads(HEAD.signed(DEVICE))
    found["head"]["hash"] = "short"

    with pytest.raises(Malformed):
        read_head(canonical_bytes(found), public(DEVICE))
