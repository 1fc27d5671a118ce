"""A device's line to the real centre, through Django, without a socket."""

import hashlib
from dataclasses import dataclass, field
from itertools import count

from django.test import Client

from sync.device.ports import CentreLink, Exchanged
from sync.protocol.answer_signing import ANSWER_HEADER, verify_answer
from sync.protocol.codec import decode, encode
from sync.protocol.messages import EnrolAnswer, EnrolRequest, Refusal, Refused
from sync.protocol.request_signing import CONTENT_TYPE, sign_request
from tests.sync.device.fake_journal import FakeJournal
from tests.sync.device.rounds import NOW, run
from tests.sync.server.people_at_posts import make_code, wire

NOW_MS = int(NOW.timestamp() * 1000)


@dataclass
class CentreLine:
    """Signs, sends, verifies the answer; repeats once with the nonce it was given."""

    centre: object
    key: object
    nonce: str = ""
    client: Client = field(default_factory=Client)
    numbers: object = field(default_factory=count)

    def exchange(self, name: str, body: bytes) -> Exchanged:
        exchanged = self.once(name, body)
        if exchanged.status == 401:
            refused = decode(exchanged.body, Refused)
            if refused.code == Refusal.NONCE_EXPIRED:
                self.nonce = refused.nonce
                return self.once(name, body)
        return exchanged

    def once(self, name: str, body: bytes, centre: str | None = None) -> Exchanged:
        path, request_id = f"/sync/v1/{name}", f"request {next(self.numbers)}"
        headers = sign_request(
            path=path,
            body=body,
            centre=self.centre.fingerprint if centre is None else centre,
            key=self.key,
            nonce=self.nonce,
            request_id=request_id,
        )
        response = self.client.post(
            path, body, content_type=CONTENT_TYPE, headers=headers, secure=True
        )
        verify_answer(
            self.centre.keys.sign_public,
            response.headers[ANSWER_HEADER],
            request_id=request_id,
            request_body=body,
            status=response.status_code,
            body=response.content,
        )
        return Exchanged(response.status_code, response.content, NOW_MS, NOW_MS)


@dataclass
class Desk:
    """A laptop of the device's half, enrolled with the real centre."""

    journal: FakeJournal
    line: CentreLine

    def sync(self):
        return run(self.journal, self.line)

    def codes(self) -> set[str]:
        return {standing.alarm.code for standing in self.journal.standing_alarms()}


def enrolled(centre, name: str, *, post: str = "el-tari", seed: int = 1) -> Desk:
    journal = FakeJournal(name, post=post, seed=seed)
    desk = Desk(journal, CentreLine(centre, journal.sign_key))
    enrol(desk, name)
    return desk


def enrol(desk: Desk, code: str) -> None:
    """Enrol with a fresh code; also a laptop that was enrolled before."""
    journal, centre = desk.journal, desk.line.centre
    secret = hashlib.sha256(code.encode()).digest()[:10]
    make_code(journal.post, secret, centre.clock())
    request = EnrolRequest(secret, wire(journal.newest_device_entry()))
    answer = decode(desk.line.once("enrol", encode(request), centre="").body, EnrolAnswer)
    journal.set_link(
        CentreLink(
            url="https://pusat.contoh.invalid",
            ca_pem="",
            sign_key=answer.sign_key,
            seal_key=answer.seal_key,
            lease_secret=answer.lease_secret,
            enrolled_at=NOW,
            lease_until=NOW,
            earlier_keys=tuple(answer.earlier_keys),
        )
    )
