"""The line of the demo: it carries, it can be cut, and it comes back on the same port."""

import socket
import threading

import pytest

from tools.line import Line


@pytest.fixture
def echo():
    """A server that says back what it hears."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    near, _ = server.accept()
                except OSError:
                    return
                threading.Thread(target=back, args=(near,), daemon=True).start()

        def back(near) -> None:
            with near:
                while piece := near.recv(1024):
                    near.sendall(piece)

        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1]


def call(line: Line) -> socket.socket:
    return socket.create_connection(("127.0.0.1", line.port), timeout=5)


def test_what_is_said_comes_back_through_it(echo):
    line = Line(echo)
    with call(line) as near:
        near.sendall(b"halo")

        assert near.recv(1024) == b"halo"
    line.cut()


def test_a_cut_breaks_what_is_under_way_and_refuses_the_next(echo):
    line = Line(echo)
    with call(line) as near:
        near.sendall(b"halo")
        near.recv(1024)
        line.cut()

        assert near.recv(1024) == b""
    with pytest.raises(OSError, match="refused"):
        call(line)


def test_a_mended_line_has_its_old_port(echo):
    line = Line(echo)
    port = line.port
    line.cut()
    line.mend()
    with call(line) as near:
        near.sendall(b"lagi")

        assert near.recv(1024) == b"lagi"
    line.cut()

    assert line.port == port


def test_a_line_without_a_centre_ends_what_is_begun():
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        line = Line(closed.getsockname()[1])
        with call(line) as near:
            assert near.recv(1024) == b""
    line.cut()
