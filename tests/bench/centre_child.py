"""A centre in a process of its own, timed from a request's bytes to its answer's bytes.

What runs is the application that the server runs, without a socket. Functions whose name begins
with `_in_child` run over there; Django's models can be imported only once it was set up.
"""

import io
import time
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path

from sync.device.ports import CentreLink
from sync.protocol.enrolment import read_code
from sync.protocol.entry import Deployment, Entry
from sync.protocol.messages import PATH_PREFIX, EnrolRequest, WireEntry

HERE: dict[str, object] = {}  # of the child process: its application


@dataclass(frozen=True, slots=True)
class Timed:
    """An answer, and what it cost."""

    status: int
    headers: dict[str, str]
    body: bytes
    ms: float


class CentreChild:
    """One centre with an empty database, or with whatever `prepare` puts into it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._child = ProcessPoolExecutor(
            1, mp_context=get_context("spawn"), initializer=_in_child_begin, initargs=(folder,)
        )

    def run(self, task, *details):
        """Let a function of a module run over there."""
        return self._child.submit(task, *details).result()

    def enrol(self, opening: Entry, post: str) -> CentreLink:
        """Take a device in."""
        return self.run(_in_child_enrol, opening, post)

    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> Timed:
        """Let the application answer a request."""
        return self.run(_in_child_answer, path, body, dict(headers))

    def close(self) -> None:
        """End the process."""
        self._child.shutdown()


class TimedWire:
    """Stands where HTTPS stands: carries the client's requests to a child, and adds up its time."""

    def __init__(self, centre: CentreChild) -> None:
        self._centre = centre
        self.ms = 0.0
        self.answers: list[tuple[str, bytes]] = []

    def post(self, path: str, body: bytes, headers: Mapping[str, str]):
        """Carry one request."""
        timed = self._centre.post(path, body, headers)
        self.ms += timed.ms
        self.answers.append((path.removeprefix(PATH_PREFIX), timed.body))
        return timed.status, timed.headers, timed.body

    def close(self) -> None:
        """Nothing is held open."""

    def interrupt(self) -> None:
        """Nothing waits."""


def _in_child_begin(folder: Path) -> None:
    from sync.server.wsgi import application_of

    HERE["application"] = application_of(folder)
    from sync.server.centre import open_centre
    from sync.server.configure import migrate

    migrate()
    open_centre(folder, deployment=Deployment.TRAINING)


def _in_child_enrol(opening: Entry, post: str) -> CentreLink:
    from sync.server.current import the_centre
    from sync.server.enrol import enrol
    from sync.server.enrol_code import make_enrolment_code
    from sync.server.tls import ensure_tls

    centre = the_centre()
    now = centre.clock()
    tls = ensure_tls(centre.keys.folder, now=now)
    made = make_enrolment_code(centre, post, ca_der=tls.ca_der, now=now)
    wire = WireEntry(opening.header_bytes, opening.signature, dict(opening.parts))
    answer = enrol(EnrolRequest(read_code(made.code).secret, wire), centre, now)
    return CentreLink(
        url="https://127.0.0.1",
        ca_pem=(centre.keys.folder / "ca.pem").read_text(),
        sign_key=answer.sign_key,
        seal_key=answer.seal_key,
        lease_secret=answer.lease_secret,
        enrolled_at=now,
        lease_until=now + timedelta(days=60),
    )


def _in_child_answer(path: str, body: bytes, headers: dict[str, str]) -> Timed:
    """Answer as the server's thread does; the clock runs while the application does."""
    told: dict[str, object] = {}

    def start(status, answered, _error=None):
        told["status"] = int(status.split()[0])
        told["headers"] = {name.lower(): value for name, value in answered}

    environ = _environ(path, body, headers)
    begun = time.perf_counter()
    response = HERE["application"](environ, start)
    content = b"".join(response)
    response.close()
    ms = (time.perf_counter() - begun) * 1000
    return Timed(told["status"], told["headers"], content, ms)


def _environ(path: str, body: bytes, headers: dict[str, str]) -> dict[str, object]:
    named = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    kind = named.pop("HTTP_CONTENT_TYPE", "")
    return named | {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "SCRIPT_NAME": "",
        "QUERY_STRING": "",
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": str(len(body)),
        "SERVER_NAME": "pusat.posko",
        "SERVER_PORT": "443",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "https",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
