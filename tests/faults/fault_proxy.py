"""A proxy of our own between device and centre that fails as it is told; stdlib sockets.

It ends TLS with the centre's own certificate, so that it can do what a proxy, a portal or a bad
line does at any layer. Each request of a client goes to the centre over a connection of its own.
"""

import contextlib
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from tests.faults.line_answers import canned, chunk_cut, drip_pieces, without_length
from tests.faults.line_faults import OUTAGES, Cell, Kind, Stage

NAME = "pusat.posko"
GIVE_UP_S = 20.0
# as the deadline of the device under test is to thirty seconds
DELAYS_S = {Kind.DELAY_SHORT: 0.02, Kind.DELAY_LONG: 0.13, Kind.DELAY_TOO_LONG: 1.0}


@dataclass(frozen=True)
class Certificates:
    """Server contexts: the centre's own, one of another CA, and two at the wrong time."""

    good: ssl.SSLContext
    bad: dict[Kind, ssl.SSLContext]

    @classmethod
    def of_centre(cls, keys: Path, place: Path) -> "Certificates":
        """Use a centre's own keys; what is made lies in `place`."""
        good = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        good.load_cert_chain(keys / "server.pem", keys / "server.key")
        stranger = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        trustme.CA().issue_cert(NAME).configure_cert(stranger)
        now = datetime.now(UTC)
        return cls(
            good,
            {
                Kind.UNTRUSTED: stranger,
                Kind.EXPIRED: _at_another_time(keys, place, now - timedelta(days=400)),
                Kind.NOT_YET_VALID: _at_another_time(keys, place, now + timedelta(days=400)),
            },
        )


def _at_another_time(keys: Path, place: Path, middle: datetime) -> ssl.SSLContext:
    """Give a server with a certificate of the centre's CA that is valid for a month around."""
    ca = x509.load_pem_x509_certificate((keys / "ca.pem").read_bytes())
    ca_key = load_pem_private_key((keys / "ca.key").read_bytes(), password=None)
    key = load_pem_private_key((keys / "server.key").read_bytes(), password=None)
    assert isinstance(ca_key, ec.EllipticCurvePrivateKey)
    built = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)]))
        .issuer_name(ca.subject)
        .public_key(key.public_key())  # type: ignore[arg-type]
        .serial_number(x509.random_serial_number())
        .not_valid_before(middle - timedelta(days=15))
        .not_valid_after(middle + timedelta(days=15))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(ca_key, hashes.SHA256())
    )
    path = place / f"{middle:%Y%m%d}.pem"
    path.write_bytes(built.public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path, keys / "server.key")
    return context


@dataclass
class _Armed:
    """A fault that waits for its exchange, or has begun."""

    cell: Cell
    struck: int = 0  # exchanges
    outage: bool = False
    held: list[bytes] = field(default_factory=list)  # requests to be delivered late


class FaultProxy:
    """Listens on a free port of this machine; `arm` a fault, `disarm` it."""

    def __init__(self, upstream: tuple[str, int], certificates: Certificates) -> None:
        self._upstream = upstream
        self._certificates = certificates
        self._armed: _Armed | None = None
        self._old: dict[str, bytes] = {}  # path -> an answer that was given before
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._threads: list[threading.Thread] = []
        self._start(self._accept, self._listener)

    @property
    def url(self) -> str:
        """The address for a device; the name lets a DNS failure be played."""
        return f"https://localhost:{self.port}"

    @property
    def name_fails(self) -> bool:
        """Say whether the address cannot be looked up now."""
        armed = self._armed
        return armed is not None and armed.outage and armed.cell.kind is Kind.NO_NAME

    @property
    def struck(self) -> int:
        """Say how many exchanges the present fault struck."""
        armed = self._armed
        return 0 if armed is None else armed.struck

    def arm(self, cell: Cell) -> None:
        """Let a fault strike from the next exchange of its step on."""
        self._armed = _Armed(cell)

    def disarm(self) -> int:
        """Let the line be good again; give how many exchanges were struck."""
        armed, self._armed = self._armed, None
        if self._listener.fileno() == -1:
            self._listener = socket.create_server(("127.0.0.1", self.port))
            self._start(self._accept, self._listener)
        return 0 if armed is None else armed.struck

    def close(self) -> None:
        """End all threads."""
        self._armed = None
        self._ended.set()
        _close(self._listener)
        for thread in self._threads:
            thread.join(GIVE_UP_S)

    def _start(self, run: Callable[..., None], *arguments: object) -> None:
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = threading.Thread(target=run, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self, listener: socket.socket) -> None:
        while not self._ended.is_set():
            try:
                plain, _ = listener.accept()
            except OSError:
                return
            plain.settimeout(GIVE_UP_S)
            self._start(self._serve, plain)

    def _serve(self, plain: socket.socket) -> None:
        armed = self._armed
        context = self._certificates.good
        if armed is not None and armed.outage:
            armed.struck += 1
            if armed.cell.kind is Kind.BLACK_HOLE:
                self._hold(armed)
                plain.close()
                return
            context = self._certificates.bad.get(armed.cell.kind, context)
        with plain, contextlib.suppress(OSError), context.wrap_socket(plain, server_side=True) as w:
            while (request := read_message(w)) and self._exchange(w, request):
                pass

    def _exchange(self, wire: ssl.SSLSocket, request: bytes) -> bool:
        """Let one request through, or let it fail; say whether the connection goes on."""
        path = request.split(b" ", 2)[1].decode()
        armed = self._armed
        if armed is None or not path.endswith("/" + armed.cell.step):
            answer = self.forward(request)
            self._old[path] = answer
            wire.sendall(answer)
            return True
        armed.struck += 1
        if armed.cell.kind in OUTAGES:
            self._break_off(armed, request)
            return False
        return Striking(self, armed, wire, request, self._old.get(path, b"")).strike()

    def _break_off(self, armed: _Armed, request: bytes) -> None:
        """Let the connection break at the stage, and none come about after it."""
        self.deliver(armed.cell.stage, request)
        armed.outage = True
        if armed.cell.kind is Kind.REFUSE:
            _close(self._listener)

    def deliver(self, stage: Stage, request: bytes) -> bytes:
        """Bring to the centre what the stage lets through; give its answer if there is one."""
        if stage is Stage.AFTER:
            return self.forward(request)
        if stage is Stage.DURING:
            self.forward(request[: len(request) - max(1, body_length(request) // 2)], whole=False)
        return b""

    def forward(self, request: bytes, *, whole: bool = True) -> bytes:
        """Send to the centre over a connection of its own; give the answer to a whole request."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with (
            socket.create_connection(self._upstream, timeout=GIVE_UP_S) as plain,
            context.wrap_socket(plain, server_hostname=NAME) as wire,
        ):
            wire.sendall(request)
            return read_message(wire) if whole else b""

    def _hold(self, armed: _Armed, seconds: float = GIVE_UP_S) -> None:
        """Say nothing as long as the fault lasts."""
        until = time.monotonic() + seconds
        while self._armed is armed and time.monotonic() < until:
            if self._ended.wait(0.01):
                return

    hold = _hold


@dataclass
class Striking:
    """One exchange that a fault strikes."""

    proxy: FaultProxy
    armed: _Armed
    wire: ssl.SSLSocket
    request: bytes
    old: bytes

    def strike(self) -> bool:
        """Do it; say whether the connection goes on."""
        kind, stage = self.armed.cell.kind, self.armed.cell.stage
        if kind in DELAYS_S:
            return self._delay(DELAYS_S[kind])
        if kind is Kind.DUPLICATE:
            return self._twice()
        if kind is Kind.REORDER:
            return self._late()
        answer = self.proxy.deliver(stage, self.request)
        if kind in (Kind.RESET_BEFORE, Kind.RESET_MID, Kind.RESET_AFTER):
            reset(self.wire)
            return False
        self._answer(kind, answer or self.old)
        return False

    def _answer(self, kind: Kind, answer: bytes) -> None:
        """Send something else than the whole answer; the centre's own is cut or held back."""
        if kind is Kind.DRIP:
            for piece in drip_pieces(answer):
                self.wire.sendall(piece)
                self.proxy.hold(self.armed, 0.05)
        elif kind is Kind.CUT_WITH_LENGTH:
            self.wire.sendall(answer[: -max(1, body_length(answer) // 2)])
        elif kind is Kind.CUT_WITHOUT_LENGTH:
            self.wire.sendall(without_length(answer)[:-10])
        elif kind is Kind.CUT_CHUNK:
            self.wire.sendall(chunk_cut(answer))
        elif kind is Kind.OLD_ANSWER:
            self.wire.sendall(self.old)
        else:
            self.wire.sendall(canned(kind, answer))

    def _delay(self, seconds: float) -> bool:
        stage = self.armed.cell.stage
        if stage is not Stage.AFTER:
            self.proxy.deliver(stage, self.request)
            self.proxy.hold(self.armed, seconds)
        answer = self.proxy.forward(self.request)
        if stage is Stage.AFTER:
            self.proxy.hold(self.armed, seconds)
        self.wire.sendall(answer)
        return True

    def _twice(self) -> bool:
        """Deliver twice; which answer comes back, and what else was sent, is the stage's."""
        stage = self.armed.cell.stage
        self.proxy.deliver(Stage.DURING if stage is Stage.DURING else Stage.AFTER, self.request)
        answer = self.proxy.forward(self.request)
        if stage is Stage.BEFORE:
            self.proxy.forward(self.request)
        self.wire.sendall(answer)
        return True

    def _late(self) -> bool:
        """Hold a request back until after the next one; the client hears nothing of the first."""
        if not self.armed.held:
            self.proxy.deliver(self.armed.cell.stage, self.request)
            self.armed.held.append(self.request)
            return False
        answer = self.proxy.forward(self.request)
        for stale in self.armed.held:
            self.proxy.forward(stale)
        self.wire.sendall(answer)
        return True


def read_message(wire: socket.socket) -> bytes:
    """Read one HTTP message with a stated length; empty when the other side is gone."""
    raw = b""
    while b"\r\n\r\n" not in raw:
        piece = wire.recv(65536)
        if not piece:
            return b""
        raw += piece
    missing = body_length(raw) - len(raw.split(b"\r\n\r\n", 1)[1])
    while missing > 0:
        piece = wire.recv(65536)
        if not piece:
            return b""
        raw += piece
        missing -= len(piece)
    return raw


def body_length(message: bytes) -> int:
    """Give the stated length of a message's body."""
    head = message.split(b"\r\n\r\n", 1)[0].lower()
    for line in head.split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.split(b":", 1)[1])
    return 0


def reset(wire: socket.socket) -> None:
    """Break a connection without a goodbye."""
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    wire.close()


def _close(listener: socket.socket) -> None:
    """Close a listener and wake the thread that waits on it."""
    with contextlib.suppress(OSError):
        listener.shutdown(socket.SHUT_RDWR)
    listener.close()
