"""Names and stories are seen by the role that may, and by nobody else, wherever one looks."""

import re

import pytest

from tests.sync.server.people import routes
from tests.sync.server.people.invented import NAME, STORY

pytestmark = pytest.mark.parametrize("centre_db", ["sqlite"], indirect=True)

BLIND = ("administrator", "auditor")
PEOPLE = re.compile("CONTOH PETUGAS|CONTOH CERITA")
INLINE = re.compile(
    r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:", re.IGNORECASE
)
ELSEWHERE = re.compile(r"""(?:src|href|action)=["'](?:https?:)?//""")


def pages(client, targets, *, under: str = ""):
    """The text of every page under an address that this visitor is shown."""
    for route in filter(lambda one: one.startswith(under), routes.table(routes.READING)):
        answer = client.get(routes.address(route, targets), secure=True)
        if answer.status_code == 200:
            yield route, answer.content.decode()


@pytest.mark.parametrize("role", BLIND)
def test_no_page_shows_a_name_to_a_role_that_may_not_read_names(targets, people, role):
    showing = [route for route, text in pages(people[role], targets) if PEOPLE.search(text)]

    assert showing == []


def test_the_role_that_may_read_names_finds_them(targets, people):
    showing = {route for route, text in pages(people["pengawas"], targets) if NAME in text}

    assert showing == {
        "kelola/people/officer/",
        "kelola/people/officer/<path:object_id>/change/",
    }


def test_the_edge_gives_no_name_to_any_role(targets, people):
    texts = [text for client in people.values() for _, text in pages(client, targets, under="api/")]

    assert len(texts) > 20
    assert [text for text in texts if PEOPLE.search(text)] == []


def test_contents_open_with_a_reason_that_stays_on_record(filled, people):
    from sync.server.people.models import Reading

    where = f"/kelola/people/quarantined/{filled.quarantined}/open_contents/"
    asked = people["pengawas"].get(where, secure=True).content.decode()
    without = people["pengawas"].post(where, {"reason": "  "}, secure=True).content.decode()
    before = Reading.objects.count()
    opened = people["pengawas"].post(where, {"reason": "periksa karantina"}, secure=True)

    assert STORY not in asked + without
    assert before == 0
    assert STORY in opened.content.decode()
    assert "no-store" in opened["Cache-Control"]
    read = Reading.objects.get()
    assert (read.entry_id, read.reason) == (filled.quarantined, "periksa karantina")
    assert read.by.username == "contoh-pengawas"


def test_an_understood_entry_is_not_opened_through_the_quarantine(filled, people):
    from sync.server.models import Entry

    officers_own = Entry.objects.filter(kind="officer").first().pk
    where = f"/kelola/people/quarantined/{officers_own}/open_contents/"

    assert people["pengawas"].post(where, {"reason": "x"}, secure=True).status_code == 404


def test_a_touched_part_says_so_instead_of_failing(filled, people):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'centre_part'"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute("UPDATE centre_part SET stored = x'00' WHERE sealed > 0")
    where = f"/kelola/people/quarantined/{filled.quarantined}/open_contents/"

    opened = people["pengawas"].post(where, {"reason": "x"}, secure=True)
    names = people["pengawas"].get("/kelola/people/officer/", secure=True)

    assert "tidak bisa dibuka" in opened.content.decode()
    assert "nama sudah dihapus" in names.content.decode()


def test_no_page_carries_anything_inline_or_from_elsewhere(targets, people):
    faulty = [
        route
        for client in people.values()
        for route, text in pages(client, targets)
        if not route.startswith("api/") and (INLINE.search(text) or ELSEWHERE.search(text))
    ]

    assert faulty == []


@pytest.mark.parametrize(
    "text", ["<p style='x'>", "<style>", "<script>x</script>", '<a onclick="x">', "<script defer>"]
)
def test_something_inline_would_be_seen(centre_db, text):
    assert INLINE.search(text)
    assert not INLINE.search('<script src="/static/x.js" defer></script>')
    assert ELSEWHERE.search('<img src="//cdn.example/x.png">')
