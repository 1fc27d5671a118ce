"""A line to the centre that can be cut: it carries bytes between two ports of this computer."""

import socket
import threading
from contextlib import suppress

ANY_PORT = 0
PIECE_BYTES = 64 * 1024


class Line:
    """Carries everything while it is whole; a cut one refuses and breaks what is under way."""

    def __init__(self, target_port: int, *, port: int = ANY_PORT) -> None:
        """Begin to carry; `port` is where it is reached, a free one unless it is given."""
        self._target = target_port
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._listener: socket.socket | None = None
        self.port = port
        self.mend()

    def mend(self) -> None:
        """Carry again, on the same port as before."""
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self.port))
        listener.listen()
        self.port = listener.getsockname()[1]
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def cut(self) -> None:
        """Break every connection and refuse the next ones."""
        listener, self._listener = self._listener, None
        with self._lock:
            broken, self._open = self._open, set()
        for end in (listener, *broken):
            if end is not None:
                _close(end)

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _ = listener.accept()
            except OSError:  # cut
                return
            try:
                far = socket.create_connection(("127.0.0.1", self._target))
            except OSError:
                _close(near)
                continue
            with self._lock:
                self._open |= {near, far}
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=_carry, args=(source, sink), daemon=True).start()


def _carry(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(PIECE_BYTES):
            sink.sendall(piece)
    _close(source)
    _close(sink)


def _close(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    with suppress(OSError):
        end.close()
