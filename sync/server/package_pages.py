"""Answering what a package asks, request by request; a pull or leaves request page by page.

It knows no database: whoever answers one request on the line answers it here.
"""

from collections.abc import Callable, Iterator, Sequence

import msgspec

from sync.protocol.codec import decode, encode
from sync.protocol.limits import LEAVES_PAGE, PACKAGE_BYTES
from sync.protocol.merkle import HASH_BYTES
from sync.protocol.messages import (
    LeavesAnswer,
    LeavesRequest,
    PackedAnswer,
    PackedRequest,
    PullAnswer,
    PullRequest,
)

PACKABLE = frozenset({"heads", "push", "pull", "leaves", "challenge"})
ANSWERED = 200
ANSWER_BYTES = PACKAGE_BYTES // 2  # after so much no further page is begun

AnswerOne = Callable[[str, bytes], tuple[int, bytes]]  # name and body -> status and body


def answers_to(
    requests: Sequence[PackedRequest], answer: AnswerOne, *, limit_bytes: int = ANSWER_BYTES
) -> list[PackedAnswer]:
    """Answer each request in order; one of a name that no package carries is passed over.

    When the package is full no further page of entries is begun; leaves are small and prove them.

    Raises:
        Malformed: a pull or leaves request cannot be read.
    """
    answers: list[PackedAnswer] = []
    used_bytes = 0
    for request in requests:
        if request.name not in PACKABLE:
            continue
        for status, body in _pages(request, answer):
            asked = request.body if request.name == "challenge" else b""
            answers.append(PackedAnswer(request.name, status, body, asked))
            used_bytes += len(body)
            if request.name == "pull" and used_bytes > limit_bytes:
                break
    return answers


def _pages(request: PackedRequest, answer: AnswerOne) -> Iterator[tuple[int, bytes]]:
    if request.name == "pull":
        return _pull_pages(decode(request.body, PullRequest), answer)
    if request.name == "leaves":
        return _leaves_pages(decode(request.body, LeavesRequest), answer)
    return iter([answer(request.name, request.body)])


def _pull_pages(request: PullRequest, answer: AnswerOne) -> Iterator[tuple[int, bytes]]:
    while True:
        status, body = answer("pull", encode(request))
        yield status, body
        if status != ANSWERED:
            return
        page = decode(body, PullAnswer)
        if not (page.more and page.entries):
            return
        request = msgspec.structs.replace(request, after=page.entries[-1].position)


def _leaves_pages(request: LeavesRequest, answer: AnswerOne) -> Iterator[tuple[int, bytes]]:
    while True:
        status, body = answer("leaves", encode(request))
        yield status, body
        if status != ANSWERED:
            return
        count = len(decode(body, LeavesAnswer).leaves.hashes) // HASH_BYTES
        if count < LEAVES_PAGE:
            return
        request = msgspec.structs.replace(request, size=request.size + count)
