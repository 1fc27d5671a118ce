"""TLS to one centre: its own authority, its own name, and an end to every wait.

Only the centre's CA is trusted, read from memory; what else the machine trusts does not count.
The name is `pusat.posko` whatever the address. Each operation on the socket gets what is left of
the exchange's time, so neither a dripping answer nor a slow handshake outlives the deadline.
"""

import socket
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from requests.adapters import HTTPAdapter

if TYPE_CHECKING:  # collections.abc has it from 3.12 on
    from typing_extensions import Buffer

CENTRE_NAME = "pusat.posko"
LONGEST_WAIT_S = 30.0  # of one operation on a socket, however much time the exchange has
Monotonic = Callable[[], float]


class Deadline:
    """When the exchange that is under way must be over."""

    def __init__(self, monotonic: Monotonic = time.monotonic) -> None:
        self._monotonic = monotonic
        self._ends_at: float | None = None
        self._is_over = False
        self._under_way: socket.socket | None = None

    def begin(self, seconds: float) -> None:
        """Start a new exchange."""
        self._ends_at = self._monotonic() + seconds

    def extend(self, seconds: float) -> None:
        """Allow for more bytes than were known of."""
        if self._ends_at is not None:
            self._ends_at += seconds

    @property
    def is_over(self) -> bool:
        """Say whether everything was told to end."""
        return self._is_over

    def end_all(self) -> None:
        """Let this and every later exchange fail at once. From any thread."""
        self._is_over = True
        under_way = self._under_way
        if under_way is not None:
            with suppress(OSError):  # it ended by itself meanwhile
                # the plain socket's own: it wakes whoever waits, and leaves TLS alone
                socket.socket.shutdown(under_way, socket.SHUT_RDWR)

    def bound(self, wire: socket.socket) -> None:
        """Let a socket's next operation end with the exchange.

        Raises:
            TimeoutError: no time is left.
        """
        self._under_way = wire
        wire.settimeout(self._left_s())

    def _left_s(self) -> float:
        """Give the time left for one operation.

        Raises:
            TimeoutError: none is left.
        """
        if self._is_over:
            raise TimeoutError("interrupted")
        if self._ends_at is None:
            return LONGEST_WAIT_S
        left = self._ends_at - self._monotonic()
        if left <= 0:
            raise TimeoutError("deadline")
        return min(left, LONGEST_WAIT_S)


class TimedSocket(ssl.SSLSocket):
    """A TLS socket whose every operation ends with its context's deadline."""

    def do_handshake(self, block: bool = False) -> None:  # noqa: FBT001, FBT002  ssl's signature
        """Shake hands within the deadline."""
        self._bound()
        super().do_handshake(block)

    def read(self, len: int = 1024, buffer: "Buffer | None" = None) -> bytes:  # noqa: A002
        """Read within the deadline; `recv` and `recv_into` come here."""
        self._bound()
        return super().read(len, buffer)

    def send(self, data: "Buffer", flags: int = 0) -> int:
        """Send within the deadline; `sendall` comes here."""
        self._bound()
        return super().send(data, flags)

    def _bound(self) -> None:
        if isinstance(self.context, PinnedContext):
            self.context.deadline.bound(self)


class PinnedContext(ssl.SSLContext):
    """Trusts one authority."""

    deadline: Deadline


def pinned_context(ca_pem: str, deadline: Deadline) -> PinnedContext:
    """Make a client's context that trusts this CA (PEM text) and nothing else.

    Raises:
        ssl.SSLError: this is no certificate.
    """
    context = PinnedContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.deadline = deadline
    context.sslsocket_class = TimedSocket
    context.load_verify_locations(cadata=ca_pem)
    return context


class PinnedAdapter(HTTPAdapter):
    """Lets requests use the pinned context only: no bundle of roots, no environment."""

    def __init__(self, context: PinnedContext) -> None:
        self._context = context
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def init_poolmanager(
        self,
        connections: int,
        maxsize: int,
        block: bool = False,  # noqa: FBT001, FBT002  requests' signature
        **pool_kwargs: object,
    ) -> None:
        """Give the pool our context and the one name that counts."""
        pool_kwargs |= {"ssl_context": self._context, "server_hostname": CENTRE_NAME}
        super().init_poolmanager(connections, maxsize, block=block, **pool_kwargs)

    def cert_verify(self, conn: object, url: str, verify: object, cert: object) -> None:
        """Add nothing to what the context trusts; requests would add its bundle of roots."""
