"""What comes back instead of the centre's answer."""

import gzip
from collections.abc import Iterator

from sync.protocol.answer_signing import ANSWER_HEADER
from sync.protocol.request_signing import CONTENT_TYPE
from tests.faults.line_faults import Kind

PAGE = b"<html><body>Silakan masuk ke jaringan bandara.</body></html>"
HTML = "text/html"
BOMB = gzip.compress(bytes(50 * 1024 * 1024))
FAKE_SIGNATURE = "A" * 86 + "=="


def reply(status: int, body: bytes, **headers: str) -> bytes:
    """Give an HTTP response; underscores in names are dashes."""
    stated = {"Content-Length": str(len(body)), "Connection": "close"}
    stated |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status} Jawaban", *[f"{n}: {v}" for n, v in stated.items()]]
    return "\r\n".join([*lines, "", ""]).encode() + body


def like_ours(body: bytes, **headers: str) -> bytes:
    """Give a response that says it is the centre's."""
    ours = {"Content_Type": CONTENT_TYPE, ANSWER_HEADER: FAKE_SIGNATURE}
    return reply(200, body, **(ours | headers))


CANNED = {
    Kind.REDIRECT_301: reply(301, PAGE, Location="https://portal.contoh.invalid/masuk"),
    Kind.REDIRECT_302: reply(302, PAGE, Location="/ca"),
    Kind.PORTAL: reply(200, PAGE, Content_Type=HTML),
    Kind.NO_CONTENT: reply(204, b""),
    Kind.TOO_MANY: reply(429, PAGE, Content_Type=HTML, Retry_After="1"),
    Kind.ERROR_500: reply(500, PAGE, Content_Type=HTML),
    Kind.ERROR_503: reply(503, PAGE, Content_Type=HTML, Retry_After="1"),
    Kind.BOMB: like_ours(BOMB, Content_Encoding="gzip"),
    Kind.DEEP: like_ours(b"[" * 100_000 + b"]" * 100_000),
    Kind.DUPLICATE_KEYS: like_ours(b'{"results":[],"results":[{"id":"x"}]}'),
    Kind.NOT_A_NUMBER: like_ours(b'{"at_ms":NaN}'),
}


def canned(kind: Kind, answer: bytes) -> bytes:
    """Give what comes instead of an answer, which only `wrong content type` still carries."""
    if kind is Kind.WRONG_TYPE:
        body = answer.split(b"\r\n\r\n", 1)[1] if answer else b"{}"
        return reply(200, body, Content_Type="application/octet-stream")
    return CANNED[kind]


def without_length(answer: bytes) -> bytes:
    """Give an answer whose end only the connection's end shows."""
    lines = answer.split(b"\r\n\r\n", 1)[0].split(b"\r\n")
    kept = [line for line in lines if not line.lower().startswith(b"content-length:")]
    body = answer.split(b"\r\n\r\n", 1)[1] if answer else PAGE
    return b"\r\n".join([*kept, b"connection: close", b"", b""]) + body


def chunk_cut(answer: bytes) -> bytes:
    """Give half of a chunked answer."""
    head, _, body = without_length(answer).partition(b"\r\n\r\n")
    half = body[: len(body) // 2]
    chunked = head + b"\r\ntransfer-encoding: chunked\r\n\r\n"
    return chunked + f"{len(body):x}\r\n".encode() + half


def drip_pieces(answer: bytes) -> Iterator[bytes]:
    """Give an answer, and then more of it, byte by byte."""
    whole = answer + bytes(1_000)
    for at in range(len(whole)):
        yield whole[at : at + 1]
