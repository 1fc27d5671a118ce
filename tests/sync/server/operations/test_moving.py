"""From SQLite to PostgreSQL: the same rows and the same roots, or nothing is called done."""

from datetime import UTC, datetime

import pytest

from tests.sync.server.operations.conftest import CommandLine
from tests.sync.server.people_at_posts import Laptop

pytestmark = pytest.mark.parametrize("centre_db", ["sqlite"], indirect=True)


@pytest.fixture
def centre(commands):
    from sync.server.centre import open_centre

    commands("enrol-code", "--post", "el-tari", before=("--training",))
    commands("admin", "create", "CONTOH.PENGELOLA")
    return open_centre(commands.data_dir)


@pytest.fixture
def laptop(centre) -> Laptop:
    return Laptop(centre, "laptop satu").settle(300, now=datetime.now(UTC))


@pytest.fixture
def target(postgres):
    name = postgres.new_database()
    yield postgres.url(name)
    from django.db import connections

    connections.close_all()
    postgres.drop_database(name)


def test_rows_and_roots_agree_and_the_old_file_is_put_aside(commands, laptop, target, monkeypatch):
    from sync.server.models import Feed

    before = dict(Feed.objects.values_list("id", "root"))

    ended = commands("migrate-database", "--to", target)

    assert ended.code == 0, ended.words
    assert ended.lines[0]["roots"] == before
    assert not (commands.data_dir / "centre.sqlite3").exists()
    assert (commands.data_dir / "moved-centre.sqlite3").exists()
    refused = commands("verify")
    assert (refused.code, "DATABASE_URL" in refused.words) == (3, True)
    assert commands("enrol-code", "--post", "tenau").code == 3
    monkeypatch.setenv("DATABASE_URL", target)
    verified = commands("verify")
    assert (verified.code, verified.lines[-1]["entries"]) == (0, ended.lines[0]["entries"])


def test_the_moved_centre_goes_on(commands, laptop, target, monkeypatch):
    commands("migrate-database", "--to", target)
    monkeypatch.setenv("DATABASE_URL", target)
    commands("devices")

    laptop.screenings(1)
    answer = laptop.push(laptop.said[-1], now=datetime.now(UTC))

    assert answer.results[0].position == 303
    assert commands("admin", "create", "CONTOH.AUDITOR", "--role", "auditor").code == 0
    assert commands("verify").code == 0


def test_a_target_that_is_not_empty_is_left_alone(commands, laptop, target, tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", target)
    CommandLine(tmp_path / "other")("enrol-code", "--post", "tenau")
    monkeypatch.delenv("DATABASE_URL")
    commands("devices")

    ended = commands("migrate-database", "--to", target)

    assert ended.code == 2
    assert "tidak kosong" in ended.words
    assert commands("verify").code == 0


def test_a_copy_that_differs_is_not_called_done(commands, laptop, target):
    """The control: what is compared is what stands in the target."""
    from sync.server.configure import configure, migrate
    from sync.server.migrate_database import move_into, spool_tables
    from sync.server.refusal import OperationRefused
    from tests.sync.server.operations.tampering import run

    with spool_tables(commands.data_dir) as spooled:
        configure(commands.data_dir, target)
        migrate()
        run(
            "CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " IF NEW.position = 7 THEN NEW.leaf = NEW.root; END IF; RETURN NEW; END $$"
        )
        run(
            "CREATE TRIGGER lose BEFORE INSERT ON centre_position"
            " FOR EACH ROW EXECUTE FUNCTION lose()"
        )
        with pytest.raises(OperationRefused) as refused:
            move_into(spooled)

    assert (refused.value.key, refused.value.params) == (
        "move.differs",
        {"what": "centre.Position"},
    )


@pytest.mark.parametrize("to", ["sqlite:///x.db", "mysql://x/y", ""])
def test_only_postgresql_is_a_target(commands, centre, to):
    ended = commands("migrate-database", "--to", to)

    assert ended.code == 2
    assert "postgres://" in ended.words


def test_moving_starts_from_sqlite(commands, centre, target, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", target)

    assert commands("migrate-database", "--to", target).code == 2


def test_a_database_out_of_reach_is_said(commands, centre):
    ended = commands("migrate-database", "--to", "postgres://posko@127.0.0.1:1/absent")

    assert ended.code == 2
    assert "tidak bisa dihubungi" in ended.words
    assert (commands.data_dir / "centre.sqlite3").exists()
