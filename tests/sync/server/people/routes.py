"""What each route answers to each visitor: the table that a new route must be written into.

A line is a route, then what anybody, an administrator, a pengawas, an auditor and a laptop that
signs its request get: `in` is a redirect to the sign-on, `go` any other redirect, the rest are
HTTP statuses.
"""

import re
from collections.abc import Iterator, Mapping

VISITORS = ("anybody", "administrator", "pengawas", "auditor", "laptop")

READING = """
sync/v1/<str:name>                                              400 400 400 400 400
ca                                                              404 404 404 404 404
/                                                               200 200 200 200 200
kesehatan                                                       200 200 200 200 200
bahasa                                                          go  go  go  go  go
kelola/                                                         in  200 200 200 in
kelola/login/                                                   200 go  go  go  200
kelola/logout/                                                  go  405 405 405 go
kelola/password_change/                                         in  200 200 200 in
kelola/password_change/done/                                    in  200 200 200 in
kelola/jsi18n/                                                  in  200 200 200 in
kelola/people/post/                                             in  200 200 200 in
kelola/people/post/add/                                         in  200 403 403 in
kelola/people/post/<path:object_id>/change/                     in  200 200 200 in
kelola/people/device/                                           in  200 200 200 in
kelola/people/device/<path:object_id>/change/                   in  200 200 200 in
kelola/people/device/<path:object_id>/revoke_device/            in  200 200 403 in
kelola/people/device/<path:object_id>/lift_device/              in  403 200 403 in
kelola/people/device/<path:object_id>/lease_code/               in  403 200 403 in
kelola/people/officer/                                          in  200 200 200 in
kelola/people/officer/<path:object_id>/change/                  in  200 200 200 in
kelola/people/officer/<path:object_id>/confirm_officer/         in  403 200 403 in
kelola/people/officer/<path:object_id>/revoke_officer/          in  403 200 403 in
kelola/people/enrolmentcode/                                    in  200 200 200 in
kelola/people/enrolmentcode/add/                                in  200 200 403 in
kelola/people/enrolmentcode/<path:object_id>/change/            in  200 200 200 in
kelola/people/quarantined/                                      in  200 200 200 in
kelola/people/quarantined/<path:object_id>/change/              in  200 200 200 in
kelola/people/quarantined/<path:object_id>/open_contents/       in  403 200 403 in
kelola/people/alarm/                                            in  200 200 200 in
kelola/people/alarm/<path:object_id>/change/                    in  200 200 200 in
kelola/people/alarm/<path:object_id>/note_alarm/                in  403 200 403 in
kelola/people/alarm/<path:object_id>/settle_alarm/              in  403 200 403 in
kelola/people/feed/                                             in  200 200 200 in
kelola/people/feed/<path:object_id>/change/                     in  200 200 200 in
kelola/people/fork/                                             in  200 200 200 in
kelola/people/fork/<path:object_id>/change/                     in  200 200 200 in
kelola/people/approval/                                         in  200 200 200 in
kelola/people/approval/<path:object_id>/change/                 in  200 200 200 in
kelola/people/approval/<path:object_id>/approve/                in  403 200 403 in
kelola/people/approval/<path:object_id>/decline/                in  403 200 403 in
kelola/people/reading/                                          in  200 200 200 in
kelola/people/reading/<path:object_id>/change/                  in  200 200 200 in
kelola/people/deed/                                             in  200 403 200 in
kelola/people/deed/<path:object_id>/change/                     in  200 403 200 in
kelola/people/signin/                                           in  200 403 200 in
kelola/people/signin/<path:object_id>/change/                   in  200 403 200 in
kelola/people/failedsignin/                                     in  200 403 200 in
kelola/people/failedsignin/<path:object_id>/change/             in  200 403 200 in
kelola/people/account/                                          in  200 403 200 in
kelola/people/account/<path:object_id>/change/                  in  200 403 200 in
kelola/people/account/<path:object_id>/close_account/           in  200 403 403 in
api/v1/openapi.json                                             401 200 200 200 401
api/v1/alive                                                    200 200 200 200 200
api/v1/witness                                                  200 200 200 200 200
api/v1/health                                                   401 200 200 200 401
api/v1/posts                                                    401 200 200 200 401
api/v1/devices                                                  401 200 200 200 401
api/v1/devices/<fingerprint>                                    401 200 200 200 401
api/v1/feeds                                                    401 200 200 200 401
api/v1/alarms                                                   401 200 200 200 401
api/v1/officers                                                 401 200 200 200 401
api/v1/                                                         404 404 404 404 404
"""

# Each form comes with what it asks for, so that only the role decides.
WRITING = """
sync/v1/<str:name>                                              401 401 401 401 400
ca                                                              405 405 405 405 405
/                                                               405 405 405 405 405
kesehatan                                                       405 405 405 405 405
bahasa                                                          go  go  go  go  go
kelola/                                                         in  200 200 200 in
kelola/login/                                                   200 200 200 200 200
kelola/password_change/                                         in  200 200 200 in
kelola/password_change/done/                                    in  405 405 405 in
kelola/jsi18n/                                                  in  405 405 405 in
kelola/people/post/                                             in  405 405 405 in
kelola/people/post/add/                                         in  go  403 403 in
kelola/people/post/<path:object_id>/change/                     in  403 403 403 in
kelola/people/device/                                           in  405 405 405 in
kelola/people/device/<path:object_id>/change/                   in  403 403 403 in
kelola/people/device/<path:object_id>/lease_code/               in  403 200 403 in
kelola/people/device/<path:object_id>/revoke_device/            in  go  go  403 in
kelola/people/device/<path:object_id>/lift_device/              in  403 go  403 in
kelola/people/officer/                                          in  405 405 405 in
kelola/people/officer/<path:object_id>/change/                  in  403 403 403 in
kelola/people/officer/<path:object_id>/confirm_officer/         in  403 go  403 in
kelola/people/officer/<path:object_id>/revoke_officer/          in  403 go  403 in
kelola/people/enrolmentcode/                                    in  405 405 405 in
kelola/people/enrolmentcode/add/                                in  200 200 403 in
kelola/people/enrolmentcode/<path:object_id>/change/            in  403 403 403 in
kelola/people/quarantined/                                      in  405 405 405 in
kelola/people/quarantined/<path:object_id>/change/              in  403 403 403 in
kelola/people/quarantined/<path:object_id>/open_contents/       in  403 200 403 in
kelola/people/alarm/                                            in  405 405 405 in
kelola/people/alarm/<path:object_id>/change/                    in  403 403 403 in
kelola/people/alarm/<path:object_id>/note_alarm/                in  403 go  403 in
kelola/people/alarm/<path:object_id>/settle_alarm/              in  403 go  403 in
kelola/people/feed/                                             in  405 405 405 in
kelola/people/feed/<path:object_id>/change/                     in  403 403 403 in
kelola/people/fork/                                             in  405 405 405 in
kelola/people/fork/<path:object_id>/change/                     in  403 403 403 in
kelola/people/approval/                                         in  405 405 405 in
kelola/people/approval/<path:object_id>/change/                 in  403 403 403 in
kelola/people/approval/<path:object_id>/decline/                in  403 go  403 in
kelola/people/approval/<path:object_id>/approve/                in  403 go  403 in
kelola/people/reading/                                          in  405 405 405 in
kelola/people/reading/<path:object_id>/change/                  in  403 403 403 in
kelola/people/deed/                                             in  405 405 405 in
kelola/people/deed/<path:object_id>/change/                     in  403 403 403 in
kelola/people/signin/                                           in  405 405 405 in
kelola/people/signin/<path:object_id>/change/                   in  403 403 403 in
kelola/people/failedsignin/                                     in  405 405 405 in
kelola/people/failedsignin/<path:object_id>/change/             in  403 403 403 in
kelola/people/account/                                          in  405 405 405 in
kelola/people/account/<path:object_id>/change/                  in  403 403 403 in
kelola/people/account/<path:object_id>/close_account/           in  go  403 403 in
api/v1/openapi.json                                             401 405 405 405 401
api/v1/alive                                                    405 405 405 405 405
api/v1/witness                                                  405 405 405 405 405
api/v1/health                                                   405 405 405 405 405
api/v1/posts                                                    405 405 405 405 405
api/v1/devices                                                  405 405 405 405 405
api/v1/devices/<fingerprint>                                    405 405 405 405 405
api/v1/feeds                                                    405 405 405 405 405
api/v1/alarms                                                   405 405 405 405 405
api/v1/officers                                                 405 405 405 405 405
api/v1/                                                         404 404 404 404 404
kelola/logout/                                                  go  200 200 200 go
"""


def table(text: str) -> Mapping[str, tuple[str, ...]]:
    """Read a table: route to one expectation a visitor, in their order."""
    rows = [line.split() for line in text.strip().splitlines()]
    return {"" if row[0] == "/" else row[0]: tuple(row[1:]) for row in rows}


def routes() -> Iterator[str]:
    """Name every route that the centre answers to, as the resolver knows them."""
    from django.urls import get_resolver  # only after Django is configured

    yield from _walk(get_resolver().url_patterns, "")


def _walk(patterns, before: str) -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from _walk(pattern.url_patterns, route)
        else:
            yield route


def address(route: str, targets) -> str:
    """An address that a route answers to."""
    listed = re.match(r"kelola/people/(\w+)/", route)
    target = str(targets[listed.group(1) if listed else "api"])
    return "/" + re.sub(
        r"<str:name>", "heads", re.sub(r"<(path:object_id|fingerprint)>", target, route)
    )
