"""A TLS server of a test's own, on a free port, that answers as it is told; stdlib sockets."""

import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import trustme

NAME = "pusat.posko"
GIVE_UP_S = 20.0  # no test waits longer for its own server


@dataclass(frozen=True)
class Request:
    """What a client sent."""

    method: str
    path: str
    headers: dict[str, str]  # lower-case names
    body: bytes


class Client:
    """One connection, as the server's script sees it."""

    def __init__(self, wire: socket.socket, ended: threading.Event) -> None:
        self.wire = wire
        self._ended = ended

    def send(self, data: bytes) -> None:
        self.wire.sendall(data)

    def drip(self, data: bytes, every_s: float) -> None:
        for at in range(len(data)):
            if self._ended.wait(every_s):
                return
            self.wire.sendall(data[at : at + 1])

    def hold(self) -> None:
        """Say nothing until the server is closed."""
        self._ended.wait(GIVE_UP_S)

    def reset(self) -> None:
        """Break the connection without a goodbye."""
        self.wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.wire.close()


Script = Callable[[Request, Client], None]


def response(
    status: int, headers: dict[str, str], body: bytes, *, length: int | None = None
) -> bytes:
    """Give the bytes of an HTTP response; `length` lies about the body's."""
    stated = {"Content-Length": str(len(body) if length is None else length), **headers}
    lines = [f"HTTP/1.1 {status} Uji"]
    lines += [f"{name}: {value}" for name, value in stated.items() if value]
    return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass
class TlsServer:
    """Serves each request by `script`; without a context it speaks plain HTTP."""

    script: Script
    context: ssl.SSLContext | None
    seen: list[Request] = field(default_factory=list)
    accept_only: bool = False  # takes connections and never shakes hands

    def __post_init__(self) -> None:
        self._ended = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"https://127.0.0.1:{self._listener.getsockname()[1]}"
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._open: list[socket.socket] = []
        self._threads[0].start()

    def close(self) -> None:
        self._ended.set()
        # shutdown wakes the accepting thread; close alone would leave it waiting
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for wire in self._open:
            wire.close()
        for thread in self._threads:
            thread.join(GIVE_UP_S)

    def _accept(self) -> None:
        while not self._ended.is_set():
            try:
                plain, _ = self._listener.accept()
            except OSError:
                return
            plain.settimeout(GIVE_UP_S)
            self._open.append(plain)
            thread = threading.Thread(target=self._serve, args=(plain,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, plain: socket.socket) -> None:
        if self.accept_only:
            self._ended.wait(GIVE_UP_S)
            return
        try:
            wire = self.context.wrap_socket(plain, server_side=True) if self.context else plain
            with wire:
                while (request := self._read(wire)) is not None:
                    self.seen.append(request)
                    self.script(request, Client(wire, self._ended))
        except OSError:
            return

    def _read(self, wire: socket.socket) -> Request | None:
        if self.context is None and wire.recv(65536):  # a handshake; a web server answers it
            return Request("", "", {}, b"")
        return _read(wire)


def _read(wire: socket.socket) -> Request | None:
    raw = b""
    while b"\r\n\r\n" not in raw:
        piece = wire.recv(65536)
        if not piece:
            return None
        raw += piece
    head, body = raw.split(b"\r\n\r\n", 1)
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {n.lower(): v.strip() for n, _, v in (line.partition(":") for line in lines)}
    while len(body) < int(headers.get("content-length", "0")):
        piece = wire.recv(65536)
        if not piece:
            return None
        body += piece
    method, path, _ = first.split(" ")
    return Request(method, path, headers, body)


def served_by(certificate: trustme.LeafCert) -> ssl.SSLContext:
    """Give a server's context with this certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


@contextmanager
def serving(script: Script, context: ssl.SSLContext | None) -> Iterator[TlsServer]:
    """Run a server for the length of a test."""
    server = TlsServer(script, context)
    try:
        yield server
    finally:
        server.close()
