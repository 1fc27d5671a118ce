"""Cutting an import file into lines without ever holding more than one row's limit."""

from collections.abc import Iterator
from typing import BinaryIO

from sync.protocol.limits import IMPORT_ROW_BYTES

BYTE_ORDER_MARK = b"\xef\xbb\xbf"

Line = tuple[int, bytes | None]


class Lines:
    """Lines that can be put back, so that a broken row costs only itself."""

    def __init__(self, source: Iterator[Line]) -> None:
        self._source = source
        self._waiting: list[Line] = []

    def take(self) -> Line | None:
        """Give the next line, or None at the end."""
        return self._waiting.pop() if self._waiting else next(self._source, None)

    def put_back(self, lines: list[Line]) -> None:
        """Let these lines, in their order, be the next ones again."""
        self._waiting.extend(reversed(lines))


def numbered_lines(stream: BinaryIO) -> Iterator[Line]:
    """Give each line with its number from 1; None stands for one that is too long."""
    number = 0
    while line := stream.readline(IMPORT_ROW_BYTES + 1):
        number += 1
        if number == 1:
            line = line.removeprefix(BYTE_ORDER_MARK)
        if len(line) > IMPORT_ROW_BYTES:
            _skip_rest(stream, line)
            yield number, None
        else:
            yield number, line


def _skip_rest(stream: BinaryIO, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(IMPORT_ROW_BYTES + 1)
