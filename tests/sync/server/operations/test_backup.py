"""A backup opens for a custodian only, whole or not at all, and restores everything."""

import base64
import json
import stat
import threading
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.sync.server.operations.conftest import CommandLine, on_sqlite
from tests.sync.server.people_at_posts import Laptop

KEYS = [X25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2, 3)]
FORMS = {
    "raw": lambda key: key.private_bytes_raw(),
    "base64": lambda key: base64.b64encode(key.private_bytes_raw()) + b"\n",
    "pem": lambda key: key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
}


@pytest.fixture
def centre(commands):
    from sync.server.centre import open_centre

    commands("enrol-code", "--post", "el-tari", before=("--training",))
    return open_centre(commands.data_dir)


@pytest.fixture
def custodians(commands, centre, tmp_path):
    listed = [
        {
            "name": f"KUSTODIAN {n}",
            "public": base64.b64encode(key.public_key().public_bytes_raw()).decode(),
        }
        for n, key in enumerate(KEYS[:2])
    ]
    (tmp_path / "kustodian.json").write_text(json.dumps(listed))
    commands("escrow", tmp_path / "kustodian.json")


@pytest.fixture
def laptop(centre) -> Laptop:
    laptop = Laptop(centre, "laptop satu").settle(12, now=datetime.now(UTC))
    show(laptop)
    return laptop


def show(laptop: Laptop) -> None:
    """Let the device show what it has proved, as each contact does."""
    from sync.protocol.messages import FeedShown
    from sync.server.log import checkpoint_of
    from sync.server.models import Feed

    now = datetime.now(UTC)
    feeds = [Feed.objects.get(pk=name) for name in ("el-tari", "shared")]
    shown = [
        FeedShown(feed.id, 0, feed.size, checkpoint_of(laptop.centre, feed, now)) for feed in feeds
    ]
    laptop.shows(*shown, now=now)


@pytest.fixture
def elsewhere(centre_db, tmp_path, monkeypatch, request):
    """A data directory, and a database on PostgreSQL, in which nothing is."""
    if not centre_db.url:
        yield CommandLine(tmp_path / "elsewhere")
        return
    server = request.getfixturevalue("postgres")
    name = server.new_database()
    monkeypatch.setenv("DATABASE_URL", server.url(name))
    yield CommandLine(tmp_path / "elsewhere")
    from django.db import connections

    connections.close_all()
    server.drop_database(name)


def backed_up(commands, tmp_path):
    out = tmp_path / "pusat.cadangan"
    ended = commands("backup", "--out", out)
    assert ended.code == 0, ended.words
    return out, ended.lines[0]


def key_file(tmp_path, key=KEYS[0], form="base64"):
    path = tmp_path / "kustodian.key"
    path.write_bytes(FORMS[form](key))
    return path


@pytest.mark.parametrize("form", list(FORMS))
def test_everything_comes_back_and_feeds_wait_for_their_devices(
    commands, custodians, laptop, elsewhere_after, tmp_path, form
):
    out, written = backed_up(commands, tmp_path)
    keys = {p.name: p.read_bytes() for p in (commands.data_dir / "keys").iterdir()}

    elsewhere = elsewhere_after()
    ended = elsewhere("restore", out, "--custodian-key", key_file(tmp_path, KEYS[1], form))

    assert ended.code == 0, ended.words
    assert ended.lines == [{"entries": written["entries"], "rows": written["rows"]}]
    restored = {p.name: p.read_bytes() for p in (elsewhere.data_dir / "keys").iterdir()}
    assert restored == keys
    verified = elsewhere("verify")
    assert verified.code == 0, verified.out
    assert set(verified.lines[-1]["rebuilding"]) == {"el-tari", "shared"}
    assert verified.lines[-1]["entries"] == written["entries"]


@pytest.fixture
def elsewhere_after(request):
    """Give the empty place only once the first centre has been used."""
    return lambda: request.getfixturevalue("elsewhere")


def test_a_restored_centre_goes_on_once_its_devices_have_shown_themselves(
    commands, custodians, laptop, elsewhere_after, tmp_path
):
    from sync.server.centre import open_centre
    from sync.server.models import Feed

    out, _ = backed_up(commands, tmp_path)
    elsewhere = elsewhere_after()
    elsewhere("restore", out, "--custodian-key", key_file(tmp_path))
    laptop.centre = open_centre(elsewhere.data_dir)

    show(laptop)
    laptop.screenings(1)
    answer = laptop.push(laptop.said[-1], now=datetime.now(UTC))

    assert answer.stopped is None
    assert answer.results[0].position == 15
    assert not Feed.objects.exclude(rebuild_size=None).exists()


def test_what_was_sent_after_the_backup_comes_back_from_the_laptops(
    commands, custodians, centre, elsewhere_after, tmp_path
):
    from sync.device.ports import AlarmCode
    from tests.sync.server.lines import enrolled

    desks = [enrolled(centre, name, seed=at) for at, name in enumerate(("satu", "dua"))]
    for desk in (*desks, *desks):
        desk.journal.record(3)
        desk.sync()
    out, _ = backed_up(commands, tmp_path)
    for desk in (*desks, *desks):
        desk.journal.record(2)
        desk.sync()
    sent = desks[0].journal.acknowledged_ids() | desks[1].journal.acknowledged_ids()
    elsewhere = elsewhere_after()
    elsewhere("restore", out, "--custodian-key", key_file(tmp_path))

    for desk in (*desks, *desks, *desks):
        desk.sync()

    raised = {alarm.code for desk in desks for alarm in desk.journal.past_alarms}
    assert AlarmCode.CENTRE_ROLLED_BACK in raised
    assert [desk.codes() for desk in desks] == [set(), set()]
    from sync.server.models import Entry

    assert sent <= set(Entry.objects.values_list("id", flat=True))
    verified = elsewhere("verify")
    assert (verified.code, verified.lines[-1]["rebuilding"]) == (0, []), verified.out


def test_codes_made_before_the_backup_count_no_more(
    commands, custodians, laptop, elsewhere_after, tmp_path
):
    from sync.server.models import EnrolmentCode

    out, _ = backed_up(commands, tmp_path)
    elsewhere = elsewhere_after()
    elsewhere("restore", out, "--custodian-key", key_file(tmp_path))

    open_ones = EnrolmentCode.objects.filter(used_at=None, expires_at__gt=datetime.now(UTC))
    assert open_ones.count() == 0


def test_without_custodians_there_is_no_backup(commands, centre, tmp_path):
    ended = commands("backup", "--out", tmp_path / "x")

    assert (ended.code, (tmp_path / "x").exists()) == (2, False)
    assert "escrow" in ended.words


def test_a_backup_replaces_nothing_and_is_its_owners_only(commands, custodians, laptop, tmp_path):
    out, _ = backed_up(commands, tmp_path)
    before = out.read_bytes()

    assert commands("backup", "--out", out).code == 2
    assert out.read_bytes() == before
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.glob("*.new")] == []


def test_a_backup_shows_nothing_readable(commands, custodians, laptop, tmp_path):
    out, _ = backed_up(commands, tmp_path)
    content = out.read_bytes()

    secrets = [p.read_bytes() for p in (commands.data_dir / "keys").glob("*.key")]
    assert not [secret for secret in secrets if secret in content]
    assert b"wisata" not in content
    assert b"CONTOH" not in content
    assert b"KUSTODIAN 0" in content  # who can open it is no secret


def test_restoring_replaces_nothing(commands, custodians, laptop, tmp_path):
    out, _ = backed_up(commands, tmp_path)
    before = {p: p.read_bytes() for p in (commands.data_dir / "keys").iterdir()}

    ended = commands("restore", out, "--custodian-key", key_file(tmp_path))

    assert ended.code == 2
    assert "tidak kosong" in ended.words
    assert {p: p.read_bytes() for p in (commands.data_dir / "keys").iterdir()} == before
    assert commands("verify").code == 0


@pytest.mark.parametrize("centre_db", ["postgresql"], indirect=True)
def test_a_database_that_is_not_empty_takes_no_restore_and_no_keys(
    commands, custodians, laptop, tmp_path
):
    out, _ = backed_up(commands, tmp_path)
    new = CommandLine(tmp_path / "new")

    ended = new("restore", out, "--custodian-key", key_file(tmp_path))

    assert ended.code == 2
    assert "tidak kosong" in ended.words
    assert list((tmp_path / "new/keys").iterdir()) == []
    assert commands("verify").code == 0


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda content: b"x" + content, "bukan cadangan"),
        (lambda content: content[:-1], "rusak"),
        (lambda content: content[:40], "bukan cadangan"),
        (lambda content: content[:3000], "rusak"),
        (lambda content: content[:-40] + bytes([content[-40] ^ 1]) + content[-39:], "rusak"),
        (lambda content: content + b"\0\0\0\x20" + b"x" * 32, "rusak"),
        (lambda content: content.replace(b'"training"', b'"trainlng"'), "rusak"),
    ],
)
@on_sqlite
def test_a_changed_or_cut_backup_restores_nothing(
    commands, custodians, laptop, tmp_path, change, sentence
):
    out, _ = backed_up(commands, tmp_path)
    out.write_bytes(change(out.read_bytes()))
    new = CommandLine(tmp_path / "new")

    ended = new("restore", out, "--custodian-key", key_file(tmp_path))

    assert ended.code == 2
    assert sentence in ended.words
    assert not (tmp_path / "new").exists()


@on_sqlite
def test_another_key_or_no_key_opens_nothing(commands, custodians, laptop, tmp_path):
    out, _ = backed_up(commands, tmp_path)
    new = CommandLine(tmp_path / "new")
    no_key = tmp_path / "no.key"
    no_key.write_bytes(b"hello")

    for key, sentence in (
        (key_file(tmp_path, KEYS[2]), "tidak disegel"),
        (no_key, "bukan kunci X25519"),
        (tmp_path / "absent.key", "tidak ada"),
    ):
        ended = new("restore", out, "--custodian-key", key)

        assert ended.code == 2
        assert sentence in ended.words
    assert new("restore", tmp_path / "absent", "--custodian-key", key_file(tmp_path)).code == 2
    assert not (tmp_path / "new").exists()


def test_a_backup_is_one_moment_while_others_write(commands, custodians, laptop, tmp_path):
    """Rows that come while the tables are read are in none of them."""
    from sync.server.snapshot import snapshot
    from sync.server.table_stream import read_tables, states_of

    laptop.screenings(5)
    with snapshot():
        frames = read_tables()
        first = next(frames)

        def push() -> None:
            from django.db import connections

            laptop.push(*laptop.said[-5:], now=datetime.now(UTC) + timedelta(seconds=1))
            connections.close_all()

        other = threading.Thread(target=push)
        other.start()
        other.join()
        states = states_of([first, *frames])

    from sync.server.models import Entry

    assert Entry.objects.count() == states["centre.Entry"].rows + 5
    # the opening and the officer stand in two feeds
    assert states["centre.Position"].rows == states["centre.Entry"].rows + 2
