"""Serves devices and the console over TLS: one process with threads on SQLite, several elsewhere.

SQLite takes one writer, so more processes would only wait for each other. A process that serves
ends when the one that started it is gone, so that a killed centre leaves no port taken.
"""

import errno
import json
import multiprocessing
import os
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from sync.server.private_files import replace_whole
from sync.server.refusal import FAILED, NOT_POSSIBLE, OperationRefused
from sync.server.tls import SERVER_NAME, TlsFiles

ADDRESS_FILE = "address.json"
LOCK_FILE = "serving.lock"
THREADS = 16  # a request waits for the disk most of its time
BACKLOG = 1024
STOP_SECONDS = 10
LOOK_AGAIN_S = 0.05
PORT_WAIT_S = 2  # a killed centre's port is free again a moment after it
MOST_WORKERS = 4
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - names what a person asked for

Application = Callable[..., object]


@dataclass(frozen=True, slots=True)
class Serving:
    """Where and how to serve; `database_url` None takes the file in the data directory."""

    data_dir: Path
    database_url: str | None
    host: str
    port: int
    workers: int
    files: TlsFiles

    @property
    def url(self) -> str:
        """The address, as a device on this machine may call it."""
        host = "127.0.0.1" if self.host in EVERYWHERE else self.host
        return f"https://{f'[{host}]' if ':' in host else host}:{self.port}"


def workers_for(vendor: str, wanted: int | None) -> int:
    """Say how many processes serve: one on SQLite, whatever was wished for."""
    if vendor == "sqlite":
        return 1
    return wanted or max(2, min(MOST_WORKERS, os.cpu_count() or 1))


@contextmanager
def serving_alone(data_dir: Path, vendor: str) -> Iterator[None]:
    """Keep a second process from serving, or moving, the same SQLite file meanwhile.

    Raises:
        OperationRefused: `serve.already`.
    """
    if vendor != "sqlite" or os.name == "nt":  # Windows keeps an open file from being moved
        yield
        return
    import fcntl  # does not exist on Windows

    with (data_dir / LOCK_FILE).open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise OperationRefused("serve.already", NOT_POSSIBLE) from None
        yield


def free_port(host: str, port: int) -> int:
    """Give the port if it can be had; for 0, a free one.

    Raises:
        OperationRefused: `serve.port_taken`, `serve.no_address`.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    give_up_at = time.monotonic() + PORT_WAIT_S
    while True:
        try:
            return _bound_once(family, host, port)
        except OSError as error:
            taken = error.errno in (errno.EADDRINUSE, getattr(errno, "WSAEADDRINUSE", 0))
            if taken and time.monotonic() < give_up_at:
                time.sleep(LOOK_AGAIN_S)
                continue
            key = "serve.port_taken" if taken else "serve.no_address"
            raise OperationRefused(key, NOT_POSSIBLE, host=host, port=port) from None


def _bound_once(family: int, host: str, port: int) -> int:
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name != "nt":  # there it would let two programs share a port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))
        return int(probe.getsockname()[1])


def serve(serving: Serving, announce: Callable[[], None]) -> None:
    """Serve until the process is told to stop.

    Args:
        serving: where; the port is free.
        announce: called once the server answers.

    Raises:
        OperationRefused: `serve.no_start`, or it stopped by itself.
    """
    # As on Windows: a worker begins afresh and inherits no connection and no lock.
    multiprocessing.set_start_method("spawn", force=True)
    server = Granian(
        target="posko-centre",
        address=serving.host,
        port=serving.port,
        interface=Interfaces.WSGI,
        workers=serving.workers,
        blocking_threads=THREADS,
        backlog=BACKLOG,
        http=HTTPModes.http1,
        log_level=LogLevels.error,
        ssl_cert=serving.files.certificate,
        ssl_key=serving.files.key,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
    )
    threading.Thread(target=_announce_when_ready, args=(serving, announce), daemon=True).start()
    load = partial(load_application, str(serving.data_dir), serving.database_url)
    try:
        server.serve(target_loader=load, wrap_loader=False)
    except SystemExit as end:
        if end.code:
            raise OperationRefused("serve.no_start", FAILED) from None


def load_application(data_dir: str, database_url: str | None) -> Application:
    """Give the application of a data directory; runs in each process that serves."""
    from sync.server.wsgi import application_of  # start-up order: it sets Django up

    threading.Thread(target=_end_with_parent, daemon=True).start()
    return application_of(Path(data_dir), database_url)


def remembered_url(data_dir: Path) -> str | None:
    """Give the address last served under; None when it was never served to others."""
    path = data_dir / ADDRESS_FILE
    return str(json.loads(path.read_bytes())["url"]) if path.exists() else None


def _announce_when_ready(serving: Serving, announce: Callable[[], None]) -> None:
    trusting = ssl.create_default_context(cafile=serving.files.ca)
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(serving.host, serving.host)  # noqa: S104
    while not _answers(host, serving.port, trusting):
        time.sleep(LOOK_AGAIN_S)
    if serving.host not in EVERYWHERE:
        url = json.dumps({"url": serving.url}).encode() + b"\n"
        replace_whole(serving.data_dir / ADDRESS_FILE, url)
    announce()


def _answers(host: str, port: int, trusting: ssl.SSLContext) -> bool:
    try:
        with (
            socket.create_connection((host, port), timeout=1) as line,
            trusting.wrap_socket(line, server_hostname=SERVER_NAME),
        ):
            return True
    except OSError:
        return False


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(FAILED)
