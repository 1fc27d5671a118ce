"""Every route has an expected answer for every visitor, and gives it."""

import pytest
from django.urls import path

from tests.sync.server.people import invented, routes
from tests.sync.server.people.visitors import anybody, from_laptop

pytestmark = pytest.mark.parametrize("centre_db", ["sqlite"], indirect=True)

REASON = {"reason": "contoh alasan yang cukup"}
FORMS = {
    "add_post": {"id": "pos-contoh", "name": "Pos Contoh"},
    "add_code": {"post": "tenau"},
    "language": {"language": "id"},
}


def form_of(route: str):
    """What the route's form asks for."""
    name = {"kelola/people/post/add/": "add_post", "kelola/people/enrolmentcode/add/": "add_code"}
    return FORMS.get(name.get(route, "language" if route == "bahasa" else ""), REASON)


def told(response) -> str:
    """The answer as the table writes it."""
    if response.status_code in {301, 302}:
        return "in" if "/kelola/login/" in response["Location"] else "go"
    return str(response.status_code)


def answers(method: str, route: str, targets, people) -> tuple[str, ...]:
    """What each visitor gets, in the order of the table."""

    where = routes.address(route, targets)
    sent = {"data": form_of(route)} if method == "post" else {}
    visitors = [anybody(), *(people[role] for role in invented.ROLES)]
    found = [told(getattr(one, method)(where, secure=True, **sent)) for one in visitors]
    return (*found, told(from_laptop(method, where)))


def wrong_cells(method: str, expected, targets, people) -> list[str]:
    """Every route whose answers are not those of its line."""
    found = {route: answers(method, route, targets, people) for route in expected}
    return [
        f"{route or '/'}: {found[route]} instead of {line}"
        for route, line in expected.items()
        if found[route] != line
    ]


@pytest.mark.parametrize("text", [routes.READING, routes.WRITING])
def test_every_route_has_its_line(centre_db, text):
    assert set(routes.routes()) == set(routes.table(text))


def test_a_route_without_a_line_would_be_seen(centre_db):
    from sync.server import urls

    urls.urlpatterns.append(path("baru/", print))
    try:
        from django.urls import clear_url_caches

        clear_url_caches()
        assert set(routes.routes()) - set(routes.table(routes.READING)) == {"baru/"}
    finally:
        urls.urlpatterns.pop()
        clear_url_caches()


def test_each_visitor_reads_what_the_table_says(targets, people):
    assert wrong_cells("get", routes.table(routes.READING), targets, people) == []


def test_each_visitor_does_what_the_table_says(targets, people):
    assert wrong_cells("post", routes.table(routes.WRITING), targets, people) == []


def test_a_door_left_open_would_be_seen(targets, people, monkeypatch):
    from sync.server.people.roles import ALLOWED, Right, Role

    contents = "kelola/people/quarantined/<path:object_id>/open_contents/"
    expected = {contents: routes.table(routes.READING)[contents]}
    monkeypatch.setitem(ALLOWED, Role.AUDITOR, ALLOWED[Role.AUDITOR] | {Right.READ_CONTENTS})

    wrong = wrong_cells("get", expected, targets, people)

    told_of = "('in', '403', '200', '200', 'in') instead of ('in', '403', '200', '403', 'in')"
    assert wrong == [f"{contents}: {told_of}"]
