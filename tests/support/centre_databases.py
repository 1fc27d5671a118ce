"""A centre's data directory on each database, migrated once and copied for every test."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sync.server.configure import configure, migrate
from tests.support.postgres import NoPostgres, PostgresServer, start_postgres

DATABASE_FILE = "centre.sqlite3"


@dataclass(frozen=True)
class CentreDatabase:
    """An empty centre that Django is set up for: its data directory and its DATABASE_URL."""

    vendor: str
    data_dir: Path
    url: str  # empty: the file in the data directory

    @property
    def environment(self) -> dict[str, str]:
        """What a process of its own needs to use the same database."""
        return {"DATABASE_URL": self.url} if self.url else {}


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server for this run; without one, its tests are skipped with one clear line."""
    try:
        server = start_postgres()
    except NoPostgres as absent:
        pytest.skip(str(absent))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory) -> bytes:
    """The bytes of a migrated, empty SQLite database."""
    place = tmp_path_factory.mktemp("centre-template")
    _migrate(place, "")
    return (place / DATABASE_FILE).read_bytes()


@pytest.fixture(scope="session")
def migrated_database(postgres, tmp_path_factory) -> str:
    """The name of a migrated, empty PostgreSQL database."""
    name = postgres.new_database()
    _migrate(tmp_path_factory.mktemp("centre-template"), postgres.url(name))
    return name


@pytest.fixture(params=["sqlite", "postgresql"])
def centre_db(request, tmp_path, monkeypatch) -> Iterator[CentreDatabase]:
    """A migrated, empty centre in `tmp_path / "centre"`, once on each database."""
    from django.db import connections  # only after Django is configured

    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("POSKO_CENTRE_KEYS", raising=False)
    place = tmp_path / "centre"
    place.mkdir(mode=0o700)
    url, name = "", ""
    if request.param == "sqlite":
        (place / DATABASE_FILE).write_bytes(request.getfixturevalue("migrated_file"))
    else:
        server = request.getfixturevalue("postgres")
        name = server.copy_database(request.getfixturevalue("migrated_database"))
        url = server.url(name)
    configure(place, url)
    yield CentreDatabase(request.param, place, url)
    connections.close_all()
    if name:
        request.getfixturevalue("postgres").drop_database(name)


def _migrate(place: Path, url: str) -> None:
    configure(place, url)
    migrate()
    from django.db import connections  # only after Django is configured

    connections.close_all()
