"""Answering what a package asks, request by request; a pull or leaves request page by page.

It knows no database: whoever answers one request on the line answers it here. What is asked is
counted and weighed before anything is answered, and no page is begun that could be too much.

Basis: SRC-FORMAT, "Limits".
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec

from sync.protocol.canonical import Malformed
from sync.protocol.codec import decode, encode, inflate
from sync.protocol.limits import (
    BODY_BYTES,
    INFLATED_BYTES,
    LEAVES_PAGE,
    PACKAGE_BYTES,
    PACKAGE_INFLATED_BYTES,
    PACKAGE_REQUESTS,
    PULL_PAGE_BYTES,
)
from sync.protocol.merkle import HASH_BYTES
from sync.protocol.messages import (
    LeavesAnswer,
    LeavesRequest,
    PackedAnswer,
    PackedRequest,
    PullAnswer,
    PullRequest,
)
from sync.protocol.package import PackageBroken

PACKABLE = frozenset({"heads", "push", "pull", "leaves", "challenge"})
ANSWERED = 200
ANSWER_BYTES = PACKAGE_BYTES // 2  # after so much no further page of entries is begun
LEAVES_END_BYTES = PACKAGE_BYTES - 2 * BODY_BYTES  # and of leaves: one more page, and the head
ASKED_ONCE: Mapping[str, int] = {"heads": 1, "challenge": 1, "pull": 2, "leaves": 2}  # two feeds

AnswerOne = Callable[[str, bytes], tuple[int, bytes]]  # name and body -> status and body


def check_asked(requests: Sequence[PackedRequest]) -> None:
    """Let pass only what a laptop may have to ask for at once; nothing was answered before.

    Raises:
        PackageBroken: `asks_too_much`.
        Malformed: a body cannot be opened.
    """
    counted = Counter(request.name for request in requests)
    if len(requests) > PACKAGE_REQUESTS or any(counted[n] > most for n, most in ASKED_ONCE.items()):
        raise PackageBroken("asks_too_much")
    left = PACKAGE_INFLATED_BYTES
    for request in requests:
        if request.name not in PACKABLE:
            continue
        left -= _inflated_bytes(request.body)
        if left < 0:
            raise PackageBroken("asks_too_much")


def _inflated_bytes(body: bytes) -> int:
    try:
        return len(inflate(body, limit_bytes=INFLATED_BYTES))
    except Malformed as error:
        if error.code == "bomb":
            raise PackageBroken("asks_too_much") from error
        raise


def answers_to(
    requests: Sequence[PackedRequest],
    answer: AnswerOne,
    *,
    limit_bytes: int = ANSWER_BYTES,
    leaves_limit_bytes: int = LEAVES_END_BYTES,
) -> list[PackedAnswer]:
    """Answer each request in order; one of a name that no package carries is passed over.

    When the answer is half full no further page of entries is begun, so that the leaves, which are
    small and prove them, find room; those end before the answer would be too large to be sealed.

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
            if used_bytes > (limit_bytes if request.name == "pull" else leaves_limit_bytes):
                break
    return answers


def _pages(request: PackedRequest, answer: AnswerOne) -> Iterator[tuple[int, bytes]]:
    if request.name == "pull":
        asked = decode(request.body, PullRequest)
        # Whole pages without leaves, whatever is asked for: those are asked for by themselves.
        asked = msgspec.structs.replace(asked, limit_bytes=PULL_PAGE_BYTES, sizes={})
        return _pull_pages(asked, answer)
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
