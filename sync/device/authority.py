"""Fetching a centre's CA over a line that nobody vouches for yet: bounded, and believed by nobody.

Basis: SRC-FORMAT, "Requests".
"""

import ssl
import time
from http.client import HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import urlsplit

from sync.device.line_errors import translated
from sync.device.pinned_tls import Deadline, PinnedContext, TimedSocket
from sync.device.ports import NotOurs

CA_PATH = "/ca"
CA_BYTES = 16 * 1024
FETCH_S = 20.0
ANSWERED = 200


def fetch_ca(url: str, *, within_s: float = FETCH_S) -> bytes:
    """Give what the address says its CA is (PEM), unverified; the caller compares its hash.

    Raises:
        NoLine: nobody answered in time.
        NotOurs: a redirect, a page, or more than a certificate can be.
    """
    parts = urlsplit(url)
    connection = HTTPSConnection(
        parts.hostname or "", parts.port or 443, timeout=within_s, context=_unverified(within_s)
    )
    try:
        connection.request("GET", parts.path.rstrip("/") + CA_PATH)
        return _content(connection.getresponse())
    except HTTPException as error:
        raise NotOurs("portal") from error
    except OSError as error:
        raise translated(error) from error
    finally:
        connection.close()


def _content(response: HTTPResponse) -> bytes:
    if 300 <= response.status < 400:
        raise NotOurs("redirect")
    if response.status != ANSWERED:
        raise NotOurs("portal")
    content = bytearray()
    while piece := response.read1(CA_BYTES + 1):
        content += piece
        if len(content) > CA_BYTES:
            raise NotOurs("too_large")
    return bytes(content)


def _unverified(within_s: float) -> ssl.SSLContext:
    context = PinnedContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.sslsocket_class = TimedSocket
    context.deadline = Deadline(time.monotonic)
    context.deadline.begin(within_s)
    return context
