"""The real server without a socket, and what somebody with its database can do."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from sync.device.ports import CentreLink
from sync.protocol.enrolment import read_code
from sync.protocol.messages import EnrolRequest, WireEntry
from sync.server.configure import configure
from sync.server.settings import DATABASE_FILE
from sync.server.tls import ensure_tls
from tests.sync.model.laptops import Laptop

TRIGGERS = "SELECT name FROM sqlite_schema WHERE type = 'trigger'"
Received = tuple[int, Mapping[str, str], bytes]


class InProcessCentre:
    """The real server's stack over a real database file, without a socket.

    Django's models can be imported only once `configure` ran; so the server is imported late here.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        configure(folder)
        from django.test import Client

        self._client = Client(raise_request_exception=False)

    @property
    def database(self) -> Path:
        """The one file with everything but the keys."""
        return self.folder / DATABASE_FILE

    def deliver(self, path: str, body: bytes, headers: Mapping[str, str]) -> Received:
        """Hand a request to Django's whole stack and give what comes out."""
        sent = {name: value for name, value in headers.items() if name.lower() != "content-type"}
        kind = next(value for name, value in headers.items() if name.lower() == "content-type")
        answered = self._client.generic(
            "POST", path, body, content_type=kind, secure=True, headers=sent
        )
        lowered = {name.lower(): value for name, value in answered.headers.items()}
        return answered.status_code, lowered, answered.content

    def restart(self) -> None:
        """Let go of everything the process holds in memory."""
        from django.db import connections

        from sync.server import current

        connections.close_all()
        current._opened.cache_clear()

    def enrol(self, laptop: Laptop) -> None:
        """Take a laptop in with a code of its post."""
        from sync.server.current import the_centre
        from sync.server.enrol import enrol
        from sync.server.enrol_code import make_enrolment_code

        centre = the_centre()
        tls = ensure_tls(centre.keys.folder, now=centre.clock())
        made = make_enrolment_code(centre, laptop.post, ca_der=tls.ca_der, now=centre.clock())
        entry = laptop.journal.newest_device_entry()
        wire = WireEntry(entry.header_bytes, entry.signature, dict(entry.parts))
        answer = enrol(EnrolRequest(read_code(made.code).secret, wire), centre, centre.clock())
        laptop.journal.set_link(
            CentreLink(
                url="https://127.0.0.1",
                ca_pem=(centre.keys.folder / "ca.pem").read_text(),
                sign_key=answer.sign_key,
                seal_key=answer.seal_key,
                lease_secret=answer.lease_secret,
                enrolled_at=laptop.clock(),
                lease_until=laptop.clock() + timedelta(days=60),
                earlier_keys=tuple(answer.earlier_keys),
            )
        )

    def snapshot(self) -> bytes:
        """Copy the database as a backup would."""
        copy = self.folder / "snapshot.sqlite3"
        copy.unlink(missing_ok=True)
        self.raw("VACUUM INTO %s", str(copy))
        return copy.read_bytes()

    def put_back(self, snapshot: bytes) -> None:
        """Replace the database by an older copy, as somebody with the machine could."""
        from django.db import connections

        connections.close_all()
        for name in ("-wal", "-shm"):
            Path(f"{self.database}{name}").unlink(missing_ok=True)
        self.database.write_bytes(snapshot)

    def say_restored(self) -> None:
        """Set every feed to rebuild, as `posko-centre restore` does."""
        from django.db.models import F

        from sync.server.current import the_centre
        from sync.server.models import Feed

        self.restart()
        Feed.objects.update(
            rebuild_size=F("size"), rebuild_root=F("root"), rebuild_since=the_centre().clock()
        )

    def give_up_missing(self) -> None:
        """Begin anew each feed that waits for what nobody holds, as a person decides."""
        from sync.server.current import the_centre
        from sync.server.generation import NothingMissing, open_generation

        centre = the_centre()
        for (feed,) in self.raw("SELECT id FROM centre_feed WHERE rebuild_size IS NOT NULL"):
            with suppress(NothingMissing):
                open_generation(feed, centre, centre.clock())

    def raw(self, sql: str, *params: object) -> list[tuple[object, ...]]:
        """Run SQL past all our code."""
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall() if cursor.description else []

    def tamper(self, sql: str, *params: object) -> None:
        """Run SQL with the guards taken away, as somebody with the database could."""
        for (name,) in self.raw(TRIGGERS):
            self.raw(f'DROP TRIGGER "{name}"')
        self.raw(sql, *params)
