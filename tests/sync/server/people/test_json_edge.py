"""The JSON edge holds to its own description, whatever is sent, and never falls over."""

import base64
import json

import pytest

from sync.protocol.checkpoint import read_checkpoint
from sync.protocol.messages import SignedCheckpoint
from tests.faults.counts import EDGE_REQUESTS, seed
from tests.faults.tally import Tally, Verdict, timed
from tests.sync.server.people.edge_requests import send_many, with_session
from tests.sync.server.people.visitors import anybody, signed_on

pytestmark = pytest.mark.parametrize("centre_db", ["sqlite"], indirect=True)


@pytest.fixture
def application(filled):
    """The whole centre, met with an auditor's session."""
    from django.core.wsgi import get_wsgi_application  # only after Django is configured

    client = signed_on("contoh-auditor", "auditor")
    return with_session(
        get_wsgi_application(), f"__Host-posko={client.cookies['__Host-posko'].value}"
    )


@pytest.mark.soak
def test_the_edge_answers_as_it_says_it_does(application, report):
    tally = Tally("requests to the JSON edge")
    with timed(tally):
        sent = send_many(application, count=EDGE_REQUESTS.now, number=seed())
    wrong = len(sent.failures)
    tally.verdicts.update({Verdict.WHOLE: sent.requests - wrong, Verdict.WRONG: wrong})
    tally.notes.update({f"answered {status}": count for status, count in sent.statuses.items()})
    report(tally)

    assert sent.failures == []
    assert sent.server_errors == 0
    assert sent.requests > EDGE_REQUESTS.now / 2
    assert sent.statuses[200] > sent.requests / 10
    assert sent.statuses[422] > sent.requests / 10


def broken(application, path: str, status: str, body: bytes):
    """The application with one route that answers wrongly."""

    def answer(environ, start_response):
        if environ["PATH_INFO"] != path:
            return application(environ, start_response)
        start_response(status, [("Content-Type", "application/json")])
        return [body]

    return answer


def test_a_route_that_falls_over_would_be_reported(application):
    faulty = broken(application, "/api/v1/posts", "500 Oops", b'{"detail": "x"}')

    sent = send_many(faulty, count=60)

    assert sent.server_errors > 0
    assert {line.partition(":")[0] for line in sent.failures} == {"GET /api/v1/posts"}


def test_an_answer_of_another_form_would_be_reported(application):
    faulty = broken(application, "/api/v1/alive", "200 OK", b'{"alive": "perhaps"}')

    sent = send_many(faulty, count=20)

    assert {line.partition(":")[0] for line in sent.failures} == {"GET /api/v1/alive"}


def test_anybody_can_keep_a_proof_that_binds_the_whole_centre(filled):
    from sync.server.current import the_centre

    shown = anybody().get("/api/v1/witness", secure=True).json()

    signed = SignedCheckpoint(shown["body"].encode(), base64.b64decode(shown["signature"]))
    checkpoint = read_checkpoint(signed, bytes.fromhex(shown["public_key"]))
    assert (checkpoint.feed, checkpoint.size) == ("shared", 87)
    assert checkpoint.centre == the_centre().fingerprint
    kept = f"{checkpoint.size} {checkpoint.root} {checkpoint.centre[:16]}"
    assert len(kept) <= 100


def test_feeds_carry_checkpoints_signed_by_the_centre(filled):
    client = signed_on("contoh-auditor", "auditor")

    feeds = client.get("/api/v1/feeds", secure=True).json()

    assert [feed["feed"] for feed in feeds] == ["el-tari", "shared", "tenau"]
    for feed in feeds:
        shown = feed["checkpoint"]
        signed = SignedCheckpoint(shown["body"].encode(), base64.b64decode(shown["signature"]))
        checkpoint = read_checkpoint(signed, bytes.fromhex(shown["public_key"]))
        assert (checkpoint.root, checkpoint.size) == (feed["root"], feed["size"])


def test_a_refusal_repeats_nothing_of_what_was_sent(filled):
    client = signed_on("contoh-auditor", "auditor")

    answer = client.get("/api/v1/devices?post=CONTOH+NAMA+SATU", secure=True)

    assert answer.status_code == 422
    assert json.loads(answer.content) == {"detail": "not understood: post"}


def test_lists_are_narrowed_and_paged(filled):
    client = signed_on("contoh-auditor", "auditor")

    def keys(query: str) -> list[str]:
        found = client.get(f"/api/v1/devices{query}", secure=True).json()
        return [one["fingerprint"] for one in found]

    everything = keys("")
    assert len(everything) == 5
    assert keys("?limit=2") + keys("?limit=3&offset=2") == everything
    assert keys("?state=suspended") == [filled.suspended]
    assert len(keys("?post=tenau")) == 2
