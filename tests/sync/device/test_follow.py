"""A laptop goes over to a new key of the centre only on the word of the key it knows."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from sync.device.follow import follow
from sync.device.ports import CentreLink, Exchanged, NoLine, NotOurs, Outcome, Unproved
from sync.protocol.announcement import CentreKeys
from sync.protocol.answer_signing import sign_answer
from sync.protocol.codec import decode, encode
from sync.protocol.entry import Entry, Kind
from sync.protocol.messages import KeysAnswer, KeysRequest, Refused
from tests.sync.device.fake_journal import FakeJournal
from tests.sync.device.little_centre import LittleCentre, wire_of
from tests.sync.device.rounds import enrolled, link_to, run
from tests.sync.protocol.makers import ChainMaker, fixed_key, print_of, public

pytestmark = pytest.mark.sync
FIRST, SECOND, THIRD = "pusat contoh", "pusat kedua", "pusat ketiga"
SEAL = bytes(range(32))


def said(by: str, named: str) -> Entry:
    facts = CentreKeys(public(fixed_key(named)), SEAL).facts()
    return ChainMaker(by).entry(Kind.SYSTEM, fixed_key(by), {"facts": facts})


@dataclass
class Telling:
    """A line to whoever holds a key, who tells these announcements; it proves nothing else."""

    signer: str
    entries: Sequence[Entry] = ()
    answer: bytes | None = None  # instead of the announcements
    breaks: Exception | None = None
    lies: dict[str, object] = field(default_factory=dict)
    asked: list[KeysRequest] = field(default_factory=list)
    trusted: list[CentreLink] = field(default_factory=list)

    def exchange(self, name: str, body: bytes) -> Exchanged:
        raise NotOurs("answer_forged")

    def unproved(self, name: str, body: bytes) -> Unproved:
        assert name == "keys"
        self.asked.append(decode(body, KeysRequest))
        if self.breaks is not None:
            raise self.breaks
        told = KeysAnswer(at_ms=1, nonce="", entries=[wire_of(entry) for entry in self.entries])
        answer = encode(told) if self.answer is None else self.answer
        bound = {"request_id": "satu", "request_body": body, "status": 200, "body": answer}
        signature = sign_answer(fixed_key(self.signer), **(bound | self.lies))
        return Unproved(answer, 200, signature, "satu", body)

    def trust(self, link: CentreLink) -> None:
        self.trusted.append(link)


@pytest.fixture
def journal() -> FakeJournal:
    journal = FakeJournal("laptop satu", post="el-tari")
    journal.set_link(link_to(LittleCentre(FIRST)))
    return journal


def test_both_newest_keys_are_taken_and_the_earlier_ones_kept(journal):
    line = Telling(THIRD, [said(FIRST, SECOND), said(SECOND, THIRD)])

    link = follow(journal, line)

    assert link is not None
    assert (link.sign_key, link.seal_key) == (public(fixed_key(THIRD)), SEAL)
    assert link.earlier_keys == (public(fixed_key(FIRST)), public(fixed_key(SECOND)))
    assert (journal.link(), line.trusted) == (link, [link])
    assert [asked.known for asked in line.asked] == [print_of(fixed_key(FIRST))]


def test_it_follows_again_from_where_it_stands_and_never_back(journal):
    assert follow(journal, Telling(SECOND, [said(FIRST, SECOND)]))
    second = journal.link()

    assert follow(journal, Telling(SECOND, [said(FIRST, SECOND)])) is None
    assert follow(journal, Telling(FIRST, [said(SECOND, FIRST)])) is None
    assert journal.link() == second

    third = follow(journal, Telling(THIRD, [said(SECOND, THIRD)]))
    assert third is not None
    assert third.earlier_keys == (public(fixed_key(FIRST)), public(fixed_key(SECOND)))


def test_a_stolen_key_that_was_replaced_leads_nobody_who_has_followed(journal):
    forged = Telling("penipu", [said(FIRST, "penipu")])
    assert follow(journal, Telling(SECOND, [said(FIRST, SECOND)]))

    assert follow(journal, forged) is None
    assert journal.link().sign_key == public(fixed_key(SECOND))

    journal.set_link(link_to(LittleCentre(FIRST)))  # the control: it leads who has not
    assert follow(journal, forged)


TRUE = [said(FIRST, SECOND)]


@pytest.mark.parametrize(
    "line",
    [
        Telling("orang lain", TRUE),  # a row told again, to a key that nobody has
        Telling(FIRST, TRUE),
        Telling(SECOND, TRUE, lies={"request_body": b"lain"}),
        Telling(SECOND, TRUE, lies={"request_id": "lain"}),
        Telling(SECOND, TRUE, lies={"body": b"lain"}),
        Telling(SECOND, []),
        Telling(SECOND, answer=b"bukan jawaban"),
        Telling(SECOND, answer=encode(Refused(at_ms=1, nonce="", code="busy"))),
        Telling(SECOND, TRUE, breaks=NoLine("reset")),
        Telling(SECOND, TRUE, breaks=NotOurs("portal")),
    ],
)
def test_what_does_not_prove_itself_moves_nothing(journal, line):
    before = journal.link()

    report = run(journal, line)

    assert (report.outcome, report.reason) == (Outcome.NOT_OURS, "answer_forged")
    assert (journal.link(), line.trusted, len(line.asked)) == (before, [], 1)


def test_a_line_that_cannot_ask_is_not_asked():
    desk = enrolled(LittleCentre(FIRST))

    assert follow(desk.journal, desk.line) is None


def test_who_has_no_centre_follows_none():
    line = Telling(SECOND, TRUE)

    assert follow(FakeJournal("laptop dua", post="el-tari"), line) is None
    assert line.asked == []
