"""The commands of the centre: exit codes, JSON, and one clear sentence for each refusal."""

import json
import stat
from datetime import UTC, datetime, timedelta

import pytest

from sync.protocol.enrolment import iso_week, lease_code, read_code
from sync.protocol.messages import Refusal
from sync.server.wording import load_wording
from tests.sync.server.operations.conftest import CommandLine, on_sqlite
from tests.sync.server.operations.tampering import disarm, run
from tests.sync.server.people_at_posts import Laptop


@pytest.fixture
def centre(commands):
    from sync.server.centre import open_centre

    commands("enrol-code", "--post", "el-tari", before=("--training",))
    return open_centre(commands.data_dir)


@pytest.fixture
def laptop(centre) -> Laptop:
    return Laptop(centre, "laptop satu").settle(3, now=datetime.now(UTC))


def test_first_code_makes_directory_keys_and_post(commands):
    from sync.server.models import EnrolmentCode, Post

    ended = commands("enrol-code", "--post", "el-tari", before=("--training",))

    (made,) = ended.lines
    assert ended.code == 0
    assert set(made) == {"code", "ca", "expires_at"}
    ca = commands.data_dir / "keys/ca.pem"
    assert made["ca"] == str(ca)
    from sync.server.tls import TlsFiles

    assert read_code(made["code"]).is_of(TlsFiles(ca, ca, ca).ca_der)
    assert made["code"] in ended.words
    left = datetime.fromisoformat(made["expires_at"]) - datetime.now(UTC)
    assert timedelta(hours=23) < left <= timedelta(hours=24)
    assert (Post.objects.count(), EnrolmentCode.objects.count()) == (1, 1)


def test_a_code_enrols_one_laptop(commands, centre):
    (made,) = commands("enrol-code", "--post", "el-tari").lines
    laptop = Laptop(centre, "laptop satu")

    laptop.enrol(now=datetime.now(UTC), secret=read_code(made["code"]).secret)

    assert laptop.row.post_id == "el-tari"


@on_sqlite
def test_the_qr_carries_address_and_code_for_its_owner_only(commands, tmp_path):
    qr = tmp_path / "kode.svg"

    ended = commands("enrol-code", "--post", "tenau", "--qr", qr, "--url", "https://10.0.0.2:8443")

    assert ended.code == 0
    assert qr.read_bytes().startswith(b"<?xml")
    assert stat.S_IMODE(qr.stat().st_mode) == 0o600


@on_sqlite
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [(["--qr", "x.svg"], "--url"), (["--qr", "x.svg", "--url", "http://10.0.0.2"], "https://")],
)
def test_a_qr_without_an_address_makes_no_code(commands, arguments, sentence):
    from sync.server.models import EnrolmentCode

    ended = commands("enrol-code", "--post", "tenau", *arguments)

    assert (ended.code, ended.lines) == (2, [])
    assert sentence in ended.words
    assert EnrolmentCode.objects.count() == 0


@on_sqlite
def test_training_is_fixed_at_first_use(commands, centre):
    assert commands("verify", before=("--training",)).code == 0
    assert commands("verify").code == 0

    from sync.server.centre import open_centre

    open_centre(commands.data_dir.parent / "other")
    ended = CommandLine(commands.data_dir.parent / "other")("verify", before=("--training",))

    assert ended.code == 2
    assert "live" in ended.words


@on_sqlite
def test_nothing_is_made_by_a_command_that_looks(commands, tmp_path):
    for command in ("verify", "devices"):
        ended = CommandLine(tmp_path / "nowhere")(command)

        assert ended.code == 2
        assert "belum ada pusat" in ended.words
    assert not (tmp_path / "nowhere").exists()


def test_verify_says_that_all_fits(commands, laptop):
    ended = commands("verify")

    assert ended.code == 0
    assert ended.lines == [
        {
            "findings": 0,
            "feeds": 2,
            "entries": 7,
            "parts": 11,
            "positions": 9,
            "rebuilding": [],
        }
    ]


def test_verify_gives_a_line_for_each_row_and_exit_2(commands, laptop):
    disarm()
    entry = laptop.said[3].header.id
    run("DELETE FROM centre_part WHERE entry_id = %s AND name = 'identity'", entry)

    ended = commands("verify")

    assert ended.code == 2
    assert ended.lines[0] == {"table": "part", "row": f"{entry}/identity", "what": ["part_missing"]}
    assert ended.lines[1]["findings"] == 1
    assert f"part {entry}/identity: bagian hilang" in ended.words


def test_devices_say_who_is_late_and_which_alarms_stand(commands, laptop):
    run(
        "UPDATE centre_device SET last_contact_at = %s, clock_offset_ms = 90000",
        datetime.now(UTC) - timedelta(days=5),
    )

    (report,) = commands("devices", "--json").lines
    (device,) = report["devices"]
    shown = commands("devices")

    assert (device["late"], device["clock_offset_ms"], device["state"]) == (True, 90000, "active")
    assert (report["alarms"], shown.code) == ([], 0)
    assert "belum sinkron 5 hari" in shown.out
    assert "+1.5 min" in shown.out


def test_a_standing_alarm_is_exit_2(commands, laptop):
    from sync.server.alarms import CentreAlarm, Finding, raise_alarm

    raise_alarm(Finding(CentreAlarm.FORK, "el-tari", device=laptop.fingerprint), datetime.now(UTC))

    ended = commands("devices", "--json")

    assert ended.code == 2
    assert ended.lines[0]["alarms"][0]["code"] == "fork"
    assert ended.lines[0]["devices"][0]["alarms"] == ["fork"]
    assert "fork" in commands("devices").words


def test_an_officer_is_confirmed_once_and_the_log_says_so(commands, laptop):
    from sync.server.models import Entry, Officer

    key = Officer.objects.get().key

    ended = commands("officer", "confirm", key[:8], "00000000")
    again = commands("officer", "confirm", key[:8])

    assert (ended.code, ended.lines) == (1, [{"done": [key], "refused": 1}])
    assert "00000000" in ended.words
    assert (again.code, again.lines) == (1, [{"done": [], "refused": 1}])
    listed = commands("officer", "list").lines[0]["officers"]
    assert [(row["key"], row["state"]) for row in listed] == [(key, "confirmed")]
    assert Entry.objects.filter(kind="confirmation").count() == 1
    assert commands("verify").code == 0


@on_sqlite
def test_a_revoked_officer_is_not_confirmed_again(commands, laptop):
    from sync.server.models import Officer

    key = Officer.objects.get().key
    assert commands("officer", "revoke", key).code == 0

    ended = commands("officer", "confirm", key)

    assert ended.code == 1
    assert "dihapus" in ended.words
    assert commands("verify").code == 0


def test_a_device_is_revoked_and_taken_back_in_the_log(commands, laptop):
    states = [
        commands("device", action, laptop.fingerprint[:10]).lines[0]["state"]
        for action in ("confirm", "revoke", "restore")
    ]

    assert states == ["active", "revoked", "active"]
    assert commands("verify").code == 0


@on_sqlite
def test_revoking_twice_writes_nothing(commands, laptop):
    commands("device", "revoke", laptop.fingerprint)

    ended = commands("device", "revoke", laptop.fingerprint)

    assert ended.code == 2
    assert "sudah" in ended.words


@on_sqlite
def test_a_device_without_an_entry_is_suspended_instead(commands, centre):
    laptop = Laptop(centre, "laptop baru")
    laptop.enrol(now=datetime.now(UTC))

    ended = commands("device", "revoke", laptop.fingerprint)

    assert ended.code == 2
    assert laptop.row.state == "suspended"
    assert commands("device", "restore", laptop.fingerprint).lines[0]["state"] == "active"


@on_sqlite
@pytest.mark.parametrize("typed", ["ffffffff", "", "0"])
def test_an_unknown_device_or_key_is_named(commands, laptop, typed):
    assert commands("device", "revoke", typed).code == 2
    assert commands("lease-code", "--device", typed).code == 2
    assert commands("officer", "confirm", typed).code == 1


@on_sqlite
def test_lease_code_is_the_one_the_laptop_computes(commands, laptop):
    answer = laptop.enrol(now=datetime.now(UTC))

    ended = commands("lease-code", "--device", laptop.fingerprint)

    (given,) = ended.lines
    assert given["code"] == lease_code(answer.lease_secret, laptop.fingerprint, given["week"])
    assert given["week"] == iso_week(datetime.now(UTC).astimezone(tz_of_the_posts()).date())


def tz_of_the_posts():
    from zoneinfo import ZoneInfo

    return ZoneInfo("Asia/Makassar")


@on_sqlite
def test_a_revoked_device_gets_no_lease_code(commands, laptop):
    commands("device", "revoke", laptop.fingerprint)

    assert commands("lease-code", "--device", laptop.fingerprint).code == 2


def test_an_account_is_shown_once_and_its_name_is_taken(commands, centre):
    made = commands("admin", "create", "CONTOH.PENGELOLA")
    again = commands("admin", "create", "CONTOH.PENGELOLA")
    renewed = commands("admin", "renew", "CONTOH.PENGELOLA")

    assert set(made.lines[0]) == {"name", "role", "password", "otpauth_url"}
    assert made.lines[0]["role"] == "administrator"
    assert (again.code, "sudah ada" in again.words) == (2, True)
    assert renewed.lines[0]["password"] != made.lines[0]["password"]
    assert commands("admin", "renew", "TIDAK.ADA").code == 2


@on_sqlite
def test_the_roles_offered_are_those_of_the_console(commands):
    from sync.server.cli_parser import ROLES
    from sync.server.people.roles import Role

    assert set(ROLES) == set(Role)


@on_sqlite
def test_the_warning_stands_until_custodians_are_named(commands, tmp_path, centre):
    file = tmp_path / "kustodian.json"
    file.write_text(
        json.dumps(
            [{"name": "KUSTODIAN", "public": "L9V9o0fNYkMVKNqsX7spBzDzWWFWzS7uSvUe6rjLkn4="}]
        )
    )
    assert "Peringatan" in commands("verify").words

    ended = commands("verify", before=("--escrow", file))

    assert "1 kustodian dicatat" in ended.words
    assert "Peringatan" not in commands("verify").words
    assert commands("escrow", file).lines == [{"custodians": ["KUSTODIAN"]}]


@on_sqlite
@pytest.mark.parametrize(
    "words", [[], ["verfy"], ["serve", "--port", "x"], ["enrol-code"], ["serve", "--port", "70000"]]
)
def test_wrong_words_show_how_the_command_goes(commands, words):
    ended = commands(*words)

    assert ended.code == 2
    assert "posko-centre" in ended.words


@on_sqlite
@pytest.mark.parametrize("post", ["shared", "El Tari", "a" * 33, ""])
def test_a_post_has_a_name_that_a_feed_can_have(commands, post):
    assert commands("enrol-code", "--post", post).code == 2


@on_sqlite
def test_help_speaks_the_language_asked_for(commands, capsys):
    for language, word in (("id", "perangkat"), ("en", "devices")):
        ended = CommandLine(commands.data_dir, language)("--help")

        assert ended.code == 0
        assert word in capsys.readouterr().out


def test_a_database_of_a_newer_version_is_refused(commands, centre):
    run(
        "INSERT INTO django_migrations (app, name, applied) VALUES ('centre', '9999_later', %s)",
        datetime.now(UTC),
    )

    for command in (["verify"], ["enrol-code", "--post", "tenau"]):
        ended = commands(*command)

        assert ended.code == 3
        assert "lebih baru" in ended.words


def test_a_database_of_an_older_version_is_migrated_by_serving_only(commands, centre):
    run("DELETE FROM django_migrations WHERE app = 'otp_totp' AND name LIKE '0003%%'")

    ended = commands("verify")

    assert ended.code == 2
    assert "versi yang lebih lama" in ended.words


@on_sqlite
def test_a_package_that_is_none_is_refused_and_nothing_is_written(commands, centre, tmp_path):
    package, out = tmp_path / "paket", tmp_path / "jawaban"

    absent = commands("package-in", package, "--out", out)
    package.write_bytes(b"not a package")
    broken = commands("package-in", package, "--out", out)
    out.write_bytes(b"here already")
    taken = commands("package-in", package, "--out", out)

    assert [absent.code, broken.code, taken.code] == [2, 2, 2]
    assert out.read_bytes() == b"here already"
    assert "bukan paket Posko (not_a_package)" in broken.words
    assert "Salin sekali lagi" in broken.words


@on_sqlite
def test_each_package_that_is_turned_away_is_told_in_a_sentence(commands, centre):
    from sync.server.package_files import SENTENCES

    said = load_wording("id").sentences

    assert {f"package.{name}" for name in SENTENCES.values()} - set(said) == set()
    assert {refusal for refusal in Refusal if refusal.startswith("device_")} <= set(SENTENCES)
