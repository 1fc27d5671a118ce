"""The JSON edge under /api/v1/: read-only, for whoever has a role; its OpenAPI lies beside it."""

import base64
from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from typing import Annotated, Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from ninja import NinjaAPI, Path, Query
from ninja.errors import HttpError, ValidationError
from ninja.security import APIKeyCookie

from sync.protocol.messages import SHARED
from sync.server import models as centre
from sync.server.current import the_centre
from sync.server.feed import ensure_feed
from sync.server.log import checkpoint_of
from sync.server.people import shapes
from sync.server.people.alarms import alarm_words
from sync.server.people.base import READING
from sync.server.people.devices import silent
from sync.server.people.health import is_alive, read_health
from sync.server.people.roles import Role, is_inside, may, role_of

PAGE = 200
Count = Annotated[int, Query(ge=1, le=PAGE)]
Skip = Annotated[int, Query(ge=0, le=1_000_000)]
Word = Annotated[str, Query(pattern=r"^[a-z0-9-]{0,32}$")]
HEX = r"^[0-9a-f]{64}$"
REFUSALS = {400: shapes.Problem, 401: shapes.Problem, 403: shapes.Problem, 422: shapes.Problem}
Answer = Callable[..., Any]


class SignedOn(APIKeyCookie):
    """A session of the console: password, second factor, one role."""

    param_name = settings.SESSION_COOKIE_NAME

    def authenticate(self, request: HttpRequest, key: str | None) -> Role | None:
        """Give the role; None refuses."""
        return role_of(request.user) if key and is_inside(request) else None


def for_people_inside(view: Answer) -> Answer:
    """Show the description of the edge to whoever may use it."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401
        if not is_inside(request):
            return JsonResponse({"detail": "Unauthorized"}, status=401)
        if request.method not in READING:
            return HttpResponseNotAllowed(READING)
        answer: HttpResponse = view(request, *args, **kwargs)
        return answer

    return shown


api = NinjaAPI(
    title="Pusat Posko",
    version="1",
    description="Health, posts, devices, feeds with signed checkpoints, alarms, officers' state.",
    auth=SignedOn(),
    docs_url=None,
    docs_decorator=for_people_inside,
    urls_namespace="api",
)


@api.exception_handler(ValidationError)
def not_understood(request: HttpRequest, error: ValidationError) -> HttpResponse:  # noqa: ARG001
    """Say which parameters were not understood, without repeating what was sent."""
    places = sorted({".".join(map(str, one["loc"][1:])) for one in error.errors})
    return JsonResponse({"detail": f"not understood: {', '.join(places)}"}, status=422)


def check(request: HttpRequest, name: str) -> None:
    """Refuse a list that this role may not see (raises HttpError)."""
    if not may(request.user, f"view_{name}"):
        raise HttpError(403, "Forbidden")


@api.get("/alive", auth=None, response={200: shapes.Alive}, operation_id="alive")
def alive(request: HttpRequest) -> shapes.Alive:  # noqa: ARG001
    """Say to anybody that the centre and its database answer."""
    return shapes.Alive(alive=is_alive())


@api.get("/witness", auth=None, response={200: shapes.Checkpoint}, operation_id="witness")
def witness(request: HttpRequest) -> shapes.Checkpoint:  # noqa: ARG001
    """Give anybody the newest checkpoint of the shared feed, to be kept once a week.

    The shared feed states the size and root of every post's feed, so these hundred bytes bind the
    whole centre; they say nothing of what any post does.
    """
    return checkpoint_shape(ensure_feed(SHARED, the_centre()))


@api.get("/health", response={200: shapes.HealthOut, **REFUSALS}, operation_id="health")
def health(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001
    """Say how the centre is."""
    return asdict(read_health())


@api.get("/posts", response={200: list[shapes.PostOut], **REFUSALS}, operation_id="posts")
def posts(request: HttpRequest, limit: Count = PAGE, offset: Skip = 0) -> list[Any]:
    """List the posts."""
    check(request, "post")
    return list(centre.Post.objects.order_by("id")[offset : offset + limit])


@api.get("/devices", response={200: list[shapes.DeviceOut], **REFUSALS}, operation_id="devices")
def devices(
    request: HttpRequest, post: Word = "", state: Word = "", limit: Count = PAGE, offset: Skip = 0
) -> list[shapes.DeviceOut]:
    """List laptops, those of one post or in one state if asked."""
    check(request, "device")
    rows = narrowed(centre.Device.objects, post_id=post, state=state).order_by("pk")
    return device_shapes(rows[offset : offset + limit])


@api.get(
    "/devices/{fingerprint}",
    response={200: shapes.DeviceOut, 404: shapes.Problem, **REFUSALS},
    operation_id="device",
)
def device(
    request: HttpRequest, fingerprint: Annotated[str, Path(pattern=HEX)]
) -> shapes.DeviceOut:
    """Give one laptop."""
    check(request, "device")
    found = device_shapes(centre.Device.objects.filter(pk=fingerprint))
    if not found:
        raise HttpError(404, "Not Found")
    return found[0]


@api.get("/feeds", response={200: list[shapes.FeedOut], **REFUSALS}, operation_id="feeds")
def feeds(request: HttpRequest) -> list[shapes.FeedOut]:
    """List the logs with their newest signed checkpoints."""
    check(request, "feed")
    return [feed_shape(feed) for feed in centre.Feed.objects.order_by("id")]


@api.get("/alarms", response={200: list[shapes.AlarmOut], **REFUSALS}, operation_id="alarms")
def alarms(
    request: HttpRequest, *, standing: bool = True, limit: Count = PAGE, offset: Skip = 0
) -> list[shapes.AlarmOut]:
    """List alarms: standing ones, or those whose cause is gone."""
    check(request, "alarm")
    rows = centre.Alarm.objects.filter(ended_at__isnull=standing).order_by("-last_at", "pk")
    return [alarm_shape(row) for row in rows[offset : offset + limit]]


@api.get("/officers", response={200: list[shapes.OfficerOut], **REFUSALS}, operation_id="officers")
def officers(
    request: HttpRequest, state: Word = "", limit: Count = PAGE, offset: Skip = 0
) -> list[Any]:
    """List officers' keys and whether the centre confirmed them; without names, for any role."""
    check(request, "officer")
    rows = narrowed(centre.Officer.objects, state=state).order_by("pk")
    return list(rows[offset : offset + limit])


def narrowed(rows: Any, **wanted: str) -> QuerySet[Any]:  # noqa: ANN401 - a manager of any model
    """Keep the rows with these values; an empty one asks for nothing."""
    kept: QuerySet[Any] = rows.filter(**{name: value for name, value in wanted.items() if value})
    return kept


def device_shapes(rows: QuerySet[centre.Device]) -> list[shapes.DeviceOut]:
    """Put laptops into the shape of the edge."""
    late = set(centre.Device.objects.filter(silent()).values_list("pk", flat=True))
    return [
        shapes.DeviceOut(
            fingerprint=row.pk,
            post=row.post_id,
            state=row.state,
            enrolled_at=row.enrolled_at,
            lease_until=row.lease_until,
            last_contact_at=row.last_contact_at,
            silent=row.pk in late,
            clock_offset_ms=row.clock_offset_ms,
            program=row.program,
            waiting=row.waiting,
        )
        for row in rows
    ]


def feed_shape(feed: centre.Feed) -> shapes.FeedOut:
    """Put a log into the shape of the edge."""
    return shapes.FeedOut(
        feed=feed.id,
        generation=feed.generation,
        size=feed.size,
        root=feed.root,
        rebuilding=feed.rebuild_size is not None or feed.rebuild_since is not None,
        witnesses=centre.Witness.objects.filter(feed=feed.id).count(),
        checkpoint=checkpoint_shape(feed),
    )


def checkpoint_shape(feed: centre.Feed) -> shapes.Checkpoint:
    """Sign a log's state as it is now, and put it into the shape of the edge."""
    here = the_centre()
    signed = checkpoint_of(here, feed, here.clock())
    return shapes.Checkpoint(
        body=signed.body.decode(),
        signature=base64.b64encode(signed.signature).decode(),
        public_key=here.keys.sign_public.hex(),
    )


def alarm_shape(alarm: centre.Alarm) -> shapes.AlarmOut:
    """Put an alarm into the shape of the edge, with its sentences."""
    title, _, do = alarm_words(alarm.code)
    return shapes.AlarmOut(
        id=alarm.pk,
        code=alarm.code,
        feed=alarm.feed,
        position=alarm.position,
        device=alarm.device,
        detail=alarm.detail,
        first_at=alarm.first_at,
        last_at=alarm.last_at,
        ended_at=alarm.ended_at,
        title=title,
        what_to_do=do,
    )
