"""What the pages say: the state of laptops, codes shown once, health without a person in it."""

import re
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest

from sync.protocol.enrolment import iso_week, lease_code, read_code, read_qr
from tests.sync.server.people.invented import STORY, key_of
from tests.sync.server.people.visitors import anybody, signed_on

PROJECT = Path(__file__).resolve().parents[4] / "pyproject.toml"


@pytest.fixture
def watch(filled):
    """A supervisor."""
    return signed_on("contoh-pengawas", "pengawas")


def text_of(client, path: str) -> str:
    """A page as a person reads it: tags away, one space between words."""
    page = client.get(path, secure=True).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))


def row_of(client, path: str, key: str) -> str:
    """The line of a list that names a key."""
    page = client.get(path, secure=True).content.decode()
    rows = [row for row in page.split("<tr>") if key[:8] in row]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", rows[0])).strip()


def test_a_list_says_which_laptop_does_not_sync_and_whose_clock_is_off(filled, watch):
    late = row_of(watch, "/kelola/people/device/", key_of(4)[1])
    good = row_of(watch, "/kelola/people/device/", filled.active)

    assert "▲ 3 hari lalu" in late
    assert "212" in late
    assert "▲ 3 jam cepat" in late
    assert "▲" not in good
    assert "cocok" in good


def test_a_revoked_laptop_is_not_waited_for(filled, watch):
    assert "▲" not in row_of(watch, "/kelola/people/device/", filled.revoked)
    late = text_of(watch, "/kelola/people/device/?silent=1")
    assert key_of(4)[1][:8] in late
    assert filled.revoked[:8] not in late


def test_standing_alarms_and_waiting_officers_come_first(filled, watch):
    alarms = text_of(watch, "/kelola/people/alarm/")
    officers = text_of(watch, "/kelola/people/officer/")

    assert alarms.rindex("■ berdiri") < alarms.index("● selesai")
    assert officers.rindex("▲ belum dikonfirmasi") < officers.index("● dikonfirmasi")


def test_an_alarm_says_what_happened_and_what_to_do(filled, watch):
    page = text_of(watch, f"/kelola/people/alarm/{filled.alarm}/change/")

    assert "Apa yang terjadi" in page
    assert "dua entri berbeda" in page
    assert "1. Telepon pos" in page


def test_an_alarm_of_a_newer_centre_still_shows_its_code(filled, watch):
    from sync.server.models import Alarm

    newer = Alarm.objects.get(code="a_newer_code")

    assert "a_newer_code" in text_of(watch, f"/kelola/people/alarm/{newer.pk}/change/")


def test_an_enrolment_code_is_shown_once_with_its_qr(filled, watch):
    from sync.server.current import the_centre
    from sync.server.models import EnrolmentCode
    from sync.server.tls import ensure_tls

    here = the_centre()
    ca_der = ensure_tls(here.keys.folder, now=here.clock()).ca_der
    made = watch.post("/kelola/people/enrolmentcode/add/", {"post": "tenau"}, secure=True)
    page = made.content.decode()
    shown = re.search(r"[A-Z2-7]{6}(?:-[A-Z2-7]{6}){6}", page).group()
    later = text_of(watch, "/kelola/people/enrolmentcode/")

    assert read_code(shown).is_of(ca_der)
    assert EnrolmentCode.objects.filter(post_id="tenau").count() == 2
    assert "viewBox" in page
    assert "no-store" in made["Cache-Control"]
    assert shown not in later
    assert "belum dipakai" in later


def test_the_qr_carries_the_address_the_console_was_opened_by(filled):
    from sync.server.people.codes import fresh_code

    shown = fresh_code("tenau", address="https://pusat.example:8443")

    assert shown.address == "https://pusat.example:8443"
    assert shown.text not in repr(shown)
    assert read_qr(f"posko:{shown.address}#{shown.text}") == (shown.address, shown.text)


def test_a_new_post_needs_an_id_of_the_right_form_that_is_free(filled):
    from sync.server.models import Post

    client = signed_on("contoh-administrator", "administrator")
    for refused in ("El Tari", "tenau", "shared", "x" * 33, "a_b"):
        form = {"id": refused, "name": "Pos Contoh"}
        assert client.post("/kelola/people/post/add/", form, secure=True).status_code == 200

    client.post("/kelola/people/post/add/", {"id": "pos-3", "name": "Pos Contoh"}, secure=True)

    assert sorted(Post.objects.values_list("pk", flat=True)) == ["el-tari", "pos-3", "tenau"]


def test_the_code_by_telephone_is_the_one_the_laptop_expects(filled, watch):
    from django.utils import timezone

    where = f"/kelola/people/device/{filled.active}/lease_code/"
    page = watch.post(where, {"reason": "pos tanpa jaringan"}, secure=True).content.decode()

    week = iso_week(timezone.localdate())
    assert lease_code(bytes(32), filled.active, week) in page


def test_a_witness_that_holds_a_longer_log_stands_out(filled, watch):
    from sync.server.models import Witness

    before = text_of(watch, "/kelola/people/feed/tenau/change/")
    Witness.objects.filter(feed="tenau").update(size=1300)
    after = text_of(watch, "/kelola/people/feed/tenau/change/")

    assert "lebih panjang" not in before
    assert "■ lebih panjang daripada log pusat" in after


def test_health_tells_anybody_only_that_the_centre_lives(filled):
    page = text_of(anybody(), "/kesehatan")

    assert "Pusat hidup" in page
    for told in ("el-tari", "1240", "SQLite", "PostgreSQL", "berdiri", key_of(9)[1][:8]):
        assert told not in page


def test_health_gives_figures_to_a_role_and_nothing_of_a_person(filled, watch):
    page = text_of(watch, "/kesehatan")
    figures = watch.get("/api/v1/health", secure=True).json()

    assert "1240" in page
    assert "belum ada kustodian" in page
    assert figures["devices"] == {"active": 3, "revoked": 1, "suspended": 1}
    assert (figures["silent_devices"], figures["waiting_entries"]) == (2, 215)
    assert (figures["standing_alarms"], figures["officers_waiting"]) == (3, 2)
    assert (figures["quarantined"], figures["escrowed_to"]) == (1, None)
    assert STORY not in page + str(figures)
    assert "CONTOH" not in page.replace("contoh-pengawas", "") + str(figures)


def test_health_says_to_whom_the_keys_are_sealed(filled, watch):
    from sync.server.current import the_centre
    from sync.server.escrow import CUSTODIANS_FILE

    path = the_centre().keys.folder / CUSTODIANS_FILE
    key = "CQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
    path.write_text(f'[{{"name": "Kustodian Contoh", "public": "{key}"}}]')

    assert "disegel kepada 1 kustodian" in text_of(watch, "/kesehatan")
    assert "Kustodian Contoh" not in text_of(watch, "/kesehatan")


def test_the_version_shown_is_that_of_the_project(filled, watch):
    version = tomllib.loads(PROJECT.read_text())["project"]["version"]

    assert watch.get("/api/v1/health", secure=True).json()["versions"]["posko"] == version


def test_the_first_page_counts_what_waits(filled, watch):
    page = text_of(watch, "/kelola/")

    for card in ("3 alarm berdiri", "1 perangkat ditangguhkan", "2 petugas belum dikonfirmasi"):
        assert card in page


def test_reminders_end_when_nothing_is_late(filled, watch):
    from django.utils import timezone

    from sync.server.models import Device

    Device.objects.update(last_contact_at=timezone.now() - timedelta(minutes=1))

    assert "0 perangkat tidak sinkron" in text_of(watch, "/kelola/")


@pytest.mark.parametrize(
    ("role", "path", "sentence"),
    [
        ("pengawas", "/kelola/people/account/", "Tidak untuk peran ini"),
        ("pengawas", "/kelola/people/device/0000/lease_code/", "Tidak ada halaman ini"),
        ("pengawas", "/tidak-ada", "Tidak ada halaman ini"),
    ],
)
def test_a_refusal_is_a_sentence(filled, role, path, sentence):
    assert sentence in text_of(signed_on(f"contoh-{role}", role), path)


def test_a_failure_is_a_sentence_too(centre_db):
    from django.test import RequestFactory
    from django.views.defaults import server_error

    answer = server_error(RequestFactory().get("/"))

    assert answer.status_code == 500
    assert "Pusat gagal menjawab" in answer.content.decode()


@pytest.mark.parametrize("centre_db", ["sqlite"], indirect=True)
def test_health_says_when_the_database_does_not_answer(filled, expected_log_errors):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE centre_post RENAME TO away")
    expected_log_errors.add("%s: %s")  # Django's own line about a 503
    answer = anybody().get("/kesehatan", secure=True)

    assert answer.status_code == 503
    assert "basis data tidak menjawab" in answer.content.decode()


def test_a_log_in_rebuild_says_how_far_it_is_and_takes_no_statement(filled, watch):
    from sync.server.models import Feed, Officer

    Feed.objects.filter(pk="shared").update(rebuild_size=100)
    where = f"/kelola/people/officer/{filled.confirmed_officer}/revoke_officer/"

    answer = watch.post(where, {"reason": "contoh"}, secure=True, follow=True)

    assert "sedang dibangun ulang" in answer.content.decode()
    assert Officer.objects.get(pk=filled.confirmed_officer).state == "confirmed"
    assert "dibangun ulang: 87 dari 100" in text_of(watch, "/kelola/people/feed/")
    assert "dibangun ulang" in text_of(watch, "/kesehatan")


def test_a_lease_secret_that_cannot_be_read_gives_no_code(filled, watch):
    from sync.server.models import Device

    Device.objects.filter(pk=filled.active).update(lease_secret=b"rusak")
    where = f"/kelola/people/device/{filled.active}/lease_code/"

    answer = watch.post(where, {"reason": "contoh"}, secure=True, follow=True)

    assert "tidak terbaca" in answer.content.decode()


def test_contents_that_are_no_json_are_counted_not_shown(filled, watch):
    from sync.server.current import the_centre
    from sync.server.models import Part

    stored, sealed = the_centre().parts.seal_part(filled.quarantined, "sketch", b"\xff" * 50)
    Part.objects.create(entry_id=filled.quarantined, name="sketch", stored=stored, sealed=sealed)
    where = f"/kelola/people/quarantined/{filled.quarantined}/open_contents/"

    opened = watch.post(where, {"reason": "contoh"}, secure=True).content.decode()

    assert "Isi 34 bita" in opened


@pytest.mark.parametrize(
    ("offset_ms", "words"),
    [
        (None, "–"),
        (59_000, "cocok"),
        (-61_000, "1 menit cepat"),
        (3 * 3_600_000, "3 jam lambat"),
        (-400 * 86_400_000, "400 hari cepat"),
    ],
)
def test_a_clock_is_told_in_the_largest_unit_that_fits(centre_db, offset_ms, words):
    from sync.server.people.cells import clock_difference

    assert clock_difference(offset_ms) == words
