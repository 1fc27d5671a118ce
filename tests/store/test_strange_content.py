"""Random content from a sister laptop, seeded: whatever it says, this store stays whole."""

from dataclasses import replace
from random import Random

import pytest

from posko_app.domain.fields import every_path
from posko_app.domain.screening import put_at
from posko_app.domain.shift import ShiftAction
from sync.protocol.entry import Kind, part_hash, sign_entry
from tests.support.rulesets import packaged
from tests.support.stores import raw
from tests.support.sync_stores import Guest

ENTRIES = 120
PARTS = ("facts", "identity", "contacts", "notes")
WORDS = ("", "x", "tunda", "ya", "MY", "2026-11-24", "9999-12-31T23:59:59Z", '"*AND', "é" * 40)
NUMBERS = (0, -1, 7, 2**53 - 1, 1 - 2**53)
KINDS = (
    *(*[Kind.SCREENING] * 3, *[Kind.CORRECTION] * 4),
    *(Kind.TALLY, Kind.WATCH, Kind.LINK, Kind.SHIFT, Kind.SHIFT, Kind.ERASURE),
)
ABOUT = (Kind.CORRECTION, Kind.WATCH, Kind.SHIFT)  # something that was spoken of before


class Mouth:
    """Says anything that JSON can say."""

    def __init__(self, seed: int, ruleset: str) -> None:
        self.random = Random(seed)
        self._words = (*WORDS, ruleset, "+6281200000001", "9902011203990001")
        self._paths = (*every_path(), "voided", "ruleset", "shown_level", "paper_no", "a.b")

    def value(self, depth: int = 0):
        choice = self.random.randrange(8 if depth < 3 else 6)
        if choice == 6:
            return [self.value(depth + 1) for _ in range(self.random.randrange(3))]
        if choice == 7:
            return {name: self.value(depth + 1) for name in self.random.sample(("a", "", "b"), 2)}
        of_kind = ((None,), (True, False), NUMBERS, *[self._words] * 3)
        return self.random.choice(of_kind[choice])

    def part(self):
        found = {}
        for path in self.random.sample(self._paths, self.random.randrange(1, 12)):
            try:
                put_at(found, path, self.value())
            except (TypeError, AttributeError):  # something else stands on the way there
                found[path] = self.value()
        return found

    def parts(self, kind: Kind, known: list[str]):
        if kind is Kind.TALLY:
            return {"facts": {name: self.value() for name in ("on", "hour", "takes_back")}}
        if kind is Kind.WATCH:
            told = {name: self.value() for name in ("ground", "owner", "expires_on", "keep")}
            action = self.random.choice(("add", "contest", "settle", "renew", "end", "x"))
            contact = {"contact": self.value(), "name": self.value()}
            return {"facts": {"action": action, **told}, "contacts": contact}
        if kind is Kind.SHIFT:
            told = {name: self.value() for name in ("agencies", "officers", "to", "cases")}
            told |= {"counts": self.value(), "withdraws": self.random.choice([*known, ""])}
            action = self.random.choice((*ShiftAction, "x"))
            flight = {"number": self.value(), "departs_on": self.value(), "to": self.value()}
            return {"facts": {"action": str(action), "departure": flight, **told}}
        if kind is Kind.LINK:
            told = [self.random.choice(("aa" * 16, "bb" * 16, self.value())) for _ in "ab"]
            return {"facts": {"action": self.random.choice(("same", "x")), "screenings": told}}
        if kind is Kind.ERASURE:
            parts = [self.random.choice((*PARTS, "lain"))]
            return {"facts": {"items": [{"entry": self.random.choice(known), "parts": parts}]}}
        names = self.random.sample(PARTS, self.random.randrange(1, 5))
        return {name: self.part() for name in names}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nothing_that_can_be_said_breaks_a_store(make, centre, seed):
    here, guest = make("satu"), Guest(centre)
    record = here.store.write(lambda u: u.put_ruleset(packaged(), "packaged")).result()
    mouth = Mouth(seed, record.hash)
    known, subjects = [], ["aa" * 16]
    for _ in range(ENTRIES):
        kind = mouth.random.choice(KINDS)
        if kind is Kind.ERASURE and not known:
            continue
        about = mouth.random.choice(subjects) if kind in ABOUT else None
        bent = {} if about is None else {"subject": about}
        entry = guest.state(kind, mouth.parts(kind, known), **bent)
        known.append(entry.header.id)
        subjects += [entry.header.subject] * (kind is Kind.SCREENING)

    here.sync()

    state = here.journal.feed("el-tari")
    assert state.cursor == state.size == len(known) + 4  # two who introduce somebody, twice
    assert raw(here.store, "SELECT count(*) FROM screenings")[0][0] > 0


def test_half_a_character_is_set_aside_and_never_stops_the_feed(make, centre):
    here, guest = make("satu"), Guest(centre)
    key, raw_part = guest.writer.officer_key, bytes(16) + b'{"hour":1,"on":"\\ud800"}'
    honest = guest.writer.entry(Kind.TALLY, key, {"facts": {}})
    header = replace(honest.header, parts={"facts": part_hash(raw_part)})
    guest.put(sign_entry(header, {"facts": raw_part}, key))

    here.sync()

    state = here.journal.feed("el-tari")
    assert state.cursor == state.size
    assert raw(here.store, "SELECT reason FROM quarantine") == [("content_unreadable",)]
