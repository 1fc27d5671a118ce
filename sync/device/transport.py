"""The line over HTTPS: nothing that answers counts before its signature by the centre does.

Basis: SRC-FORMAT, "Requests".
"""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.device.https_wire import ANSWERED, PATIENT, HttpsWire, Patience, check_kind
from sync.device.ports import CentreLink, Exchanged, NotOurs, Unproved
from sync.protocol.answer_signing import ANSWER_HEADER, verify_answer
from sync.protocol.canonical import Malformed
from sync.protocol.codec import decode
from sync.protocol.entry import BadSignature, fingerprint
from sync.protocol.ids import RandomBytes
from sync.protocol.messages import PATH_PREFIX, Answer, Refusal, Refused
from sync.protocol.request_signing import (
    CONTENT_TYPE,
    CONTENT_TYPE_HEADER,
    REQUEST_ID_HEADER,
    sign_request,
)


class HttpsLine:
    """Exchanges with one centre. One thread at a time; `interrupt` from any."""

    def __init__(
        self,
        link: CentreLink,
        sign_key: Ed25519PrivateKey,
        *,
        random_bytes: RandomBytes,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        monotonic: Callable[[], float] = time.monotonic,
        patience: Patience = PATIENT,
    ) -> None:
        """Prepare a line; nothing is sent yet.

        Args:
            link: the centre's address, CA and key.
            sign_key: the device's.
            random_bytes: names requests.
            clock: aware UTC; times the exchanges for the clock's offset.
            monotonic: seconds that never jump; bounds the exchanges.
            patience: how long an exchange may take.
        """
        self._link = link
        self._sign_key = sign_key
        self._centre = fingerprint(link.sign_key)
        self._random_bytes = random_bytes
        self._clock = clock
        self._monotonic = monotonic
        self._nonce = ""
        self._wire = HttpsWire(link.url, link.ca_pem, monotonic=monotonic, patience=patience)

    def exchange(self, name: str, body: bytes) -> Exchanged:
        """Send a request and give the answer that proved itself; see `Line`.

        A nonce that ran out is replaced and the request sent once more.
        """
        exchanged = self._once(name, body)
        if self._has_new_nonce(exchanged) and _refusal(exchanged) == Refusal.NONCE_EXPIRED:
            exchanged = self._once(name, body)
            self._has_new_nonce(exchanged)
        return exchanged

    def unproved(self, name: str, body: bytes) -> Unproved:
        """Send an unsigned request and give whatever is answered; see `FollowingLine`."""
        request_id = self._random_bytes(16).hex()
        headers = {CONTENT_TYPE_HEADER: CONTENT_TYPE, REQUEST_ID_HEADER: request_id}
        status, answered, content = self._wire.post(PATH_PREFIX + name, body, headers)
        check_kind(status, answered)
        return Unproved(content, status, answered.get(ANSWER_HEADER, ""), request_id, body)

    def trust(self, link: CentreLink) -> None:
        """Take only the key of this link for the centre's from now on."""
        self._link, self._centre, self._nonce = link, fingerprint(link.sign_key), ""

    def interrupt(self) -> None:
        """Let the exchange under way and every later one fail. From any thread."""
        self._wire.interrupt()

    def close(self) -> None:
        """Close the connection; the next exchange opens another."""
        self._wire.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _once(self, name: str, body: bytes) -> Exchanged:
        request_id = self._random_bytes(16).hex()
        path = PATH_PREFIX + name
        headers = sign_request(
            path=path,
            body=body,
            centre=self._centre,
            key=self._sign_key,
            nonce=self._nonce,
            request_id=request_id,
        )
        sent_at_ms = self._now_ms()
        status, answered, content = self._wire.post(path, body, headers)
        check_kind(status, answered)
        self._check_signature(status, answered, content, request_id=request_id, request=body)
        return Exchanged(status, content, sent_at_ms, self._now_ms())

    def _check_signature(
        self,
        status: int,
        answered: Mapping[str, str],
        content: bytes,
        *,
        request_id: str,
        request: bytes,
    ) -> None:
        header = answered.get(ANSWER_HEADER)
        if header is None:
            raise NotOurs("answer_unsigned")
        try:
            verify_answer(
                self._link.sign_key,
                header,
                request_id=request_id,
                request_body=request,
                status=status,
                body=content,
            )
        except BadSignature as error:
            self._wire.close()
            raise NotOurs("answer_forged") from error

    def _has_new_nonce(self, exchanged: Exchanged) -> bool:
        """Keep the nonce that every answer brings for the next request."""
        try:
            nonce = decode(exchanged.body, Answer).nonce
        except Malformed:
            return False  # signed, so the centre's: whoever reads it says that it cannot be read
        changed, self._nonce = nonce != self._nonce, nonce
        return changed

    def _now_ms(self) -> int:
        return int(self._clock().timestamp() * 1000)


def _refusal(exchanged: Exchanged) -> str:
    """Give the code of a refusal; empty for an answer."""
    if exchanged.status == ANSWERED:
        return ""
    try:
        return decode(exchanged.body, Refused).code
    except Malformed:
        return ""
