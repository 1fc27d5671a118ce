import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.protocol.canonical import Malformed, canonical_bytes, is_canonical, parse_object

pytestmark = pytest.mark.domain
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"]))
)
OBJECTS = st.dictionaries(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text("abc"), inner)),
)


@pytest.mark.no_cover
@given(OBJECTS)
def test_what_is_written_reads_back_the_same(value):
    assert parse_object(canonical_bytes(value), limit_bytes=1_000_000) == value


@pytest.mark.no_cover
@given(OBJECTS, st.booleans(), st.booleans(), st.sampled_from([(",", ":"), (", ", ": ")]))
def test_only_the_one_encoding_counts_as_canonical(value, ascii_only, in_order, separators):
    data = json.dumps(
        value, ensure_ascii=ascii_only, sort_keys=in_order, separators=separators
    ).encode()

    assert is_canonical(canonical_bytes(value), value)
    assert is_canonical(data, value) == (data == canonical_bytes(value))


@pytest.mark.parametrize(
    "data",
    [
        *(b'{"a":"\\u0001","b":"\\n"}', b'{"a":"\x7f"}', b'{"":[{},[],"/"]}'),
        *(b'{"a":"\\u000a"}', b'{"a":"\\u001F"}', b'{"a":"\\/"}', b'{"a":-0}', b'{"b":1,"a":1}'),
        *(b'{"a":"\\u0061"}', b'{"a":"\\ud83d\\ude00"}', b'{"a":1} '),
        *('{"\ue000":1,"\U0001f600":1}'.encode(), '{"\U0001f600":1,"\ue000":1}'.encode()),
    ],
)
def test_every_way_to_write_a_text_is_judged_as_the_standard_does(data):
    value = parse_object(data, limit_bytes=100)
    try:
        standard = canonical_bytes(value) == data
    except Malformed:
        standard = False

    assert is_canonical(data, value) == standard


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (1.5, "type_not_allowed"),
        ({1: "a"}, "key_not_text"),
        (2**53, "integer_too_large"),
        (b"raw", "type_not_allowed"),
        ("\ud800", "not_canonical"),
    ],
)
def test_what_the_format_never_carries_is_refused(value, code):
    with pytest.raises(Malformed) as refused:
        canonical_bytes({"value": value} if not isinstance(value, dict) else value)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'{"a":1,"a":2}', "duplicate_key"),
        (b'{"a":NaN}', "number_not_integer"),
        (b'{"a":1.0}', "number_not_integer"),
        (b'{"a":1e3}', "number_not_integer"),
        (b'{"a":' + b"9" * 5000 + b"}", "integer_too_large"),
        (b'{"a":9007199254740992}', "integer_too_large"),
        (b"[1]", "not_an_object"),
        (b"{", "not_json"),
        (b'"\xff"', "not_utf8"),
        (b'{"a":' + b"[" * 40 + b"]" * 40 + b"}", "too_deep"),
        (b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "too_deep"),
        (b" " * 300_001, "too_large"),
    ],
)
def test_hostile_bytes_are_refused_with_the_rule_they_break(data, code):
    with pytest.raises(Malformed) as refused:
        parse_object(data, limit_bytes=300_000)

    assert refused.value.code == code


def test_nesting_up_to_the_limit_is_allowed():
    value = {"a": "x"}
    for _ in range(30):
        value = {"a": value}

    assert parse_object(canonical_bytes(value), limit_bytes=1000) == value
