"""RFC 8785 JSON out, strict JSON in: one byte string for one value, or a refusal."""

import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import NoReturn, cast

import rfc8785

from sync.protocol.limits import JSON_DEPTH, LARGEST_INTEGER, TEXT_FIELD_CHARACTERS

JsonScalar = str | int | bool | None
Json = JsonScalar | Sequence["Json"] | Mapping[str, "Json"]
JsonObject = Mapping[str, Json]
_FAST = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False
)


class Malformed(ValueError):
    """The bytes or the value are not what the format allows; `code` says which rule."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def canonical_bytes(value: Json) -> bytes:
    """Give the one RFC 8785 encoding of a value without floats.

    Raises:
        Malformed: a float, an integer beyond 2^53-1, a lone surrogate or too deep a nesting.

    Basis: SRC-RFC8785.
    """
    check_value(value)
    try:
        return rfc8785.dumps(cast("dict[str, object]", value))  # type: ignore[arg-type]
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as error:
        raise Malformed("not_canonical") from error


def is_canonical(data: bytes, value: Json) -> bool:
    """Say whether bytes are the RFC 8785 encoding of the value that `parse_object` read in them.

    Basis: SRC-RFC8785.
    """
    if not data.isascii():
        return canonical_bytes(value) == data
    # among these signs there is one order of keys and one way to escape: the fast encoder's
    return _FAST.encode(value) == data.decode("ascii")


def check_value(value: Json, depth: int = 0) -> None:
    """Refuse what the formats never carry: floats, huge integers, deep nesting.

    Raises:
        Malformed: with the broken rule's code.
    """
    if depth > JSON_DEPTH:
        raise Malformed("too_deep")
    if value is None or isinstance(value, str):
        return
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise Malformed("key_not_text")
        _check_items(value.values(), depth + 1)
    elif isinstance(value, list | tuple):
        _check_items(value, depth + 1)
    elif isinstance(value, int) and abs(value) > LARGEST_INTEGER:
        raise Malformed("integer_too_large")
    elif not isinstance(value, int):
        raise Malformed("type_not_allowed")


def _check_items(items: Iterable[Json], depth: int) -> None:
    for item in items:
        if type(item) is not str or depth > JSON_DEPTH:  # most are text, and a call each is slow
            check_value(item, depth)


def check_text(value: Json) -> None:
    """Refuse text that no part may state: not NFC, or longer than a text field.

    Raises:
        Malformed: `text_not_nfc`, `text_too_long`.
    """
    if isinstance(value, str):
        if len(value) > TEXT_FIELD_CHARACTERS:
            raise Malformed("text_too_long")
        if not unicodedata.is_normalized("NFC", value):
            raise Malformed("text_not_nfc")
    elif isinstance(value, Mapping):
        for item in value.values():
            check_text(item)
    elif isinstance(value, list | tuple):
        for item in value:
            check_text(item)


def parse_object(data: bytes, *, limit_bytes: int) -> dict[str, Json]:
    """Read one JSON object: bounded, no duplicate keys, no floats, no NaN.

    Raises:
        Malformed: too large, not UTF-8, not JSON, not an object, or a broken rule.
    """
    if len(data) > limit_bytes:
        raise Malformed("too_large")
    try:
        value = _READER.decode(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise Malformed("not_utf8") from error
    except RecursionError as error:
        raise Malformed("too_deep") from error
    except json.JSONDecodeError as error:
        raise Malformed("not_json") from error
    except ValueError as error:
        # int() refuses numbers of thousands of digits with a plain ValueError
        raise error if isinstance(error, Malformed) else Malformed("integer_too_large") from error
    if not isinstance(value, dict):
        raise Malformed("not_an_object")
    if b"\\u" in data:  # only an escape can bring half a character
        _check_whole_characters(value)
    if data.count(b"{") + data.count(b"[") > JSON_DEPTH:  # fewer cannot be nested too deep
        check_value(value)
    return value


def _check_whole_characters(value: Json) -> None:
    """Refuse half a surrogate pair: no table and no file can hold it."""
    try:
        _FAST.encode(value).encode("utf-8")
    except UnicodeEncodeError as error:
        raise Malformed("half_a_character") from error


def _without_duplicates(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Malformed("duplicate_key")
    return found


def _bounded(text: str) -> int:
    number = int(text)
    if abs(number) > LARGEST_INTEGER:
        raise Malformed("integer_too_large")
    return number


def _refuse_number(_text: str) -> NoReturn:
    raise Malformed("number_not_integer")


_READER = json.JSONDecoder(
    object_pairs_hook=_without_duplicates,
    parse_int=_bounded,
    parse_float=_refuse_number,
    parse_constant=_refuse_number,
)
