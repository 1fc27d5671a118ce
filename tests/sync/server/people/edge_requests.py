"""Requests that the description of the JSON edge allows, and such that it does not."""

from collections import Counter
from dataclasses import dataclass, field

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.generation.modes import GenerationMode
from werkzeug.test import Client


@dataclass
class Sent:
    """What was sent and what came of it."""

    statuses: Counter = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    @property
    def requests(self) -> int:
        """How many requests were sent."""
        return self.statuses.total()

    @property
    def server_errors(self) -> int:
        """How many answers said that the centre failed."""
        return sum(count for status, count in self.statuses.items() if status >= 500)


def with_session(app, cookie: str):
    """The application as a signed-on browser meets it: each request carries the session."""

    def asked(environ, start_response):
        return app({**environ, "HTTP_COOKIE": cookie}, start_response)

    return asked


def send_many(app, *, count: int, number: int = 1) -> Sent:
    """Send about so many requests to all operations in turn, and judge each answer.

    Args:
        app: the WSGI application.
        count: how many in all.
        number: seed; printed with a failure, it gives the same requests again.
    """
    schema = schemathesis.openapi.from_dict(_without_session(_description(app)))
    schema.app = app
    operations = [found.ok() for found in schema.get_all_operations()]
    sent = Sent()
    varied = [one for one in operations if one.path_parameters or one.query]
    for operation in operations:
        share = -(-count // (2 * len(varied))) if operation in varied else 1
        for mode in GenerationMode if operation in varied else [GenerationMode.POSITIVE]:
            _send(operation, mode, sent, count=share, number=number)
    return sent


def _description(app):
    """The OpenAPI that the edge gives of itself."""
    return Client(app).get("/api/v1/openapi.json").get_json()


def _without_session(description):
    """Leave out the session, which every request carries here: it is nothing to try values of."""
    for operations in description["paths"].values():
        for operation in operations.values():
            operation.pop("security", None)
    return description


def _send(operation, mode, sent: Sent, *, count: int, number: int) -> None:
    @seed(number)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def one(case):
        response = case.call()
        sent.statuses[response.status_code] += 1
        try:
            case.validate_response(response)
        except (Failure, FailureGroup) as failed:
            sent.failures.append(f"{operation.label}: {failed}")

    one()
