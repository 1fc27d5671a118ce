"""Bytes to an address over pinned TLS, and bytes back, all of it bounded in time and size."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from urllib.parse import urlsplit

import requests

from sync.device.certificate_time import dates_of
from sync.device.line_errors import LINE_ERRORS, CertificateTime, translated
from sync.device.pinned_tls import LONGEST_WAIT_S, Deadline, PinnedAdapter, pinned_context
from sync.device.ports import NoLine, NotOurs
from sync.protocol.limits import BODY_BYTES
from sync.protocol.request_signing import CONTENT_TYPE

PIECE_BYTES = 64 * 1024
LONGEST_RETRY_AFTER_S = 600.0
IDLE_S = 20.0  # a connection that lay so long is not used again
ANSWERED = 200
NOTHING = 204
REDIRECTS = range(300, 400)
TRY_LATER = frozenset({429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Patience:
    """How long an exchange may take: a base, and time for its bytes, sent and received."""

    base_s: float = 30.0
    bytes_per_s: float = 2_000.0
    connect_s: float = 10.0


PATIENT = Patience()
OWN_HEADERS = {"Accept-Encoding": "identity", "User-Agent": "posko"}

Received = tuple[int, Mapping[str, str], bytes]  # status, headers, body


def check_kind(status: int, headers: Mapping[str, str]) -> None:
    """Refuse, by status and content type, what can not be an answer of the centre.

    Raises:
        NoLine: something on the way has no time; the centre itself never says so unsigned.
        NotOurs: a portal, a redirect, another server.
    """
    if status in REDIRECTS:
        raise NotOurs("redirect")
    if headers.get("content-type") == CONTENT_TYPE:
        return
    if status in TRY_LATER:
        raise NoLine("busy", retry_after_s=_retry_after(headers.get("retry-after")))
    if "content-type" not in headers and status != NOTHING:
        raise NoLine("cut")  # in the middle of the headers
    raise NotOurs("portal")


def _retry_after(text: str | None) -> float | None:
    """Read a Retry-After in seconds, at most ten minutes; a date is passed over."""
    if text is None or not (text.isascii() and text.isdigit()):
        return None
    return min(float(text[:9]), LONGEST_RETRY_AFTER_S)


class HttpsWire:
    """Bytes to an address over pinned TLS, and bytes back, all of it bounded in time and size."""

    def __init__(
        self,
        url: str,
        ca_pem: str,
        *,
        monotonic: Callable[[], float],
        patience: Patience = PATIENT,
    ) -> None:
        self._url = url.rstrip("/")
        self._ca_pem = ca_pem
        self._monotonic = monotonic
        self._patience = patience
        self._used_at = monotonic()
        self.deadline = Deadline(monotonic)
        self._adapter = PinnedAdapter(pinned_context(ca_pem, self.deadline))

    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> Received:
        """Send and receive whatever comes back.

        Raises:
            NoLine, NotOurs: nothing whole came back, or not from the centre's certificate.
        """
        if urlsplit(self._url).scheme != "https":
            raise NoLine("address")
        if self._monotonic() - self._used_at > IDLE_S:
            self.close()
        patience = self._patience
        self.deadline.begin(patience.base_s + len(body) / patience.bytes_per_s)
        try:
            return self._post(path, body, {**OWN_HEADERS, **headers})
        except (NotOurs, NoLine):
            self.close()
            raise
        except LINE_ERRORS as error:
            self.close()
            raise self._said(error) from error
        finally:
            self._used_at = self._monotonic()

    def interrupt(self) -> None:
        """Let everything fail from now on."""
        self.deadline.end_all()
        self.close()

    def close(self) -> None:
        """Drop the connection, not the settings."""
        self._adapter.close()

    def _post(self, path: str, body: bytes, headers: Mapping[str, str]) -> Received:
        # The adapter alone: a session would read proxies, passwords and bundles of roots from the
        # environment, keep cookies, and take in a redirect's body without a limit.
        request = requests.Request("POST", self._url + path, data=_Pieces(body), headers=headers)
        timeout = (self._patience.connect_s, LONGEST_WAIT_S)
        with self._adapter.send(request.prepare(), stream=True, timeout=timeout) as response:
            lowered = {name.lower(): value for name, value in response.headers.items()}
            check_kind(response.status_code, lowered)
            return response.status_code, lowered, self._body(response, lowered)

    def _body(self, response: requests.Response, headers: Mapping[str, str]) -> bytes:
        """Read the answer as it is sent, never inflated, up to the limit."""
        if headers.get("content-encoding", "identity") != "identity":
            raise NotOurs("encoded")
        announced = headers.get("content-length", "")
        if announced.isascii() and announced.isdecimal() and int(announced[:12]) > BODY_BYTES:
            raise NotOurs("too_large")
        content = bytearray()
        while piece := response.raw.read1(PIECE_BYTES, decode_content=False):
            content += piece
            self.deadline.extend(len(piece) / self._patience.bytes_per_s)
            if len(content) > BODY_BYTES:
                raise NotOurs("too_large")
        return bytes(content)

    def _said(self, error: BaseException) -> NoLine | NotOurs:
        if self.deadline.is_over:
            return NoLine("interrupted")
        found = translated(error)
        if isinstance(found, CertificateTime):
            dates = dates_of(self._url, self._ca_pem, now=datetime.now(UTC))
            return NotOurs("untrusted" if dates is None else found.reason, dates=dates)
        return found


class _Pieces(BytesIO):
    """A body that is sent in pieces with its length, so that each piece meets the deadline."""

    def __len__(self) -> int:
        return len(self.getbuffer())
