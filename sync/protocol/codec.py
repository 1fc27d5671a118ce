"""Messages to bytes and back: MessagePack, deflated; bounded before anything is believed.

One message has one encoding: the shortest MessagePack, map keys never twice. So nothing can be
read in two ways, and an inflated length says how much there is to read.

Basis: SRC-FORMAT, "Requests" and "Limits".
"""

import zlib
from typing import TypeVar

import msgspec

from sync.protocol.canonical import Malformed
from sync.protocol.limits import BODY_BYTES, INFLATED_BYTES

DEFLATE_LEVEL = 6
T = TypeVar("T", bound=msgspec.Struct)


def encode(message: msgspec.Struct) -> bytes:
    """Give a message as it travels."""
    return zlib.compress(pack(message), DEFLATE_LEVEL)


def decode(body: bytes, type_: type[T], *, limit_bytes: int = INFLATED_BYTES) -> T:
    """Read a message; fields it does not know are passed over.

    Args:
        body: as it arrived.
        type_: the message expected.
        limit_bytes: what it may inflate to.

    Raises:
        Malformed: `too_large`, `not_deflated`, `bomb`, `too_deep`, `not_msgpack`, `not_shortest`
            (a key twice, or a longer way to write the same), `form` (another message).
    """
    return unpack(inflate(body, limit_bytes=limit_bytes), type_)


def pack(message: msgspec.Struct) -> bytes:
    """Give a message's MessagePack, as it is inside a package or before it is deflated."""
    return msgspec.msgpack.encode(message)


def unpack(packed: bytes, type_: type[T]) -> T:
    """Read what `pack` made (raises Malformed, see `decode`); the caller bounds its length."""
    _check_one_reading(packed)
    try:
        return msgspec.msgpack.decode(packed, type=type_)
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise Malformed("form") from error


def inflate(body: bytes, *, limit_bytes: int) -> bytes:
    """Inflate a body without ever holding more than the limit.

    Raises:
        Malformed: `too_large`, `bomb`, or `not_deflated` (cut short, or something after it).
    """
    if len(body) > BODY_BYTES:
        raise Malformed("too_large")
    stream = zlib.decompressobj()
    try:
        inflated = stream.decompress(body, limit_bytes + 1)
    except zlib.error as error:
        raise Malformed("not_deflated") from error
    if len(inflated) > limit_bytes:
        raise Malformed("bomb")
    if not stream.eof or stream.unused_data:
        raise Malformed("not_deflated")
    return inflated


def _check_one_reading(packed: bytes) -> None:
    try:
        again = msgspec.msgpack.encode(msgspec.msgpack.decode(packed))
    except RecursionError as error:
        raise Malformed("too_deep") from error
    except (msgspec.MsgspecError, ValueError, TypeError) as error:
        raise Malformed("not_msgpack") from error
    if again != packed:
        raise Malformed("not_shortest")
