"""Lines of JSON from a file or standard input, one at a time whatever their length."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NoReturn

from posko_app.cli_console import Json
from posko_app.errors import OperatorError

LINE_BYTES = 1024 * 1024
STANDARD_INPUT = "-"
_BOM = b"\xef\xbb\xbf"


class BadLine(Exception):
    """A line that holds no input; the sentence of its key says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@contextmanager
def opened_input(name: str) -> Iterator[BinaryIO]:
    """Open a file, or standard input for `-`.

    Raises:
        OperatorError: `assess.file_missing`.
    """
    if name == STANDARD_INPUT:
        yield sys.stdin.buffer
        return
    try:
        file = Path(name).open("rb")  # noqa: SIM115 - closed below; only opening may fail here
    except OSError as error:
        raise OperatorError("assess.file_missing") from error
    with file:
        yield file


def lines_of(stream: BinaryIO) -> Iterator[bytes]:
    """Give the lines of a stream; of one that is too large only enough to see that it is."""
    most = LINE_BYTES + len(b"\r\n")
    while line := stream.readline(most):
        yield line
        while len(line) == most and not line.endswith(b"\n"):
            line = stream.readline(most)


def numbered(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Give the lines that hold something with their numbers, counted from 1."""
    for number, line in enumerate(lines, 1):
        bare = line.removeprefix(_BOM).strip()
        if bare:
            yield number, bare


def json_object(line: bytes) -> Mapping[str, Json]:
    """Read a line as one JSON object.

    Raises:
        BadLine: it is none, or too large, or says a key twice.
    """
    if len(line) > LINE_BYTES:
        raise BadLine("assess.too_large")
    try:
        content = json.loads(line, object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise BadLine("assess.not_json") from None
    if not isinstance(content, dict):
        raise BadLine("assess.not_object")
    return content


def _once(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    """Refuse a key that stands twice: which of the two was meant, nobody can say."""
    content = dict(pairs)
    if len(content) != len(pairs):
        raise BadLine("assess.twice")
    return content


def _no_number(constant: str) -> NoReturn:
    """Refuse NaN and Infinity, which are Python's and not JSON's."""
    raise ValueError(constant)
