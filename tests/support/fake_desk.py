"""A desk without a store: keeps drafts and records in lists, answers with finished futures."""

from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache

from posko_app.domain.checks import missing
from posko_app.domain.departures import Departure, departs_on
from posko_app.domain.detection.rules import Judge
from posko_app.domain.detection.ruleset import Ruleset
from posko_app.domain.detection.ruleset_read import read_ruleset
from posko_app.domain.people import EarlierPeople
from posko_app.domain.records import ScreeningRow, Sending
from posko_app.domain.screening import Draft
from posko_app.domain.shift import ShiftAction, ShiftStatement, fold_shift
from posko_app.errors import PoskoError
from posko_app.paths import resources_dir
from posko_app.services.screening import Recorded
from posko_app.services.shift import AddedDeparture, ShiftNow
from posko_app.ui.periksa_ports import Surroundings

START = datetime(2026, 11, 23, 23, 21, tzinfo=UTC)  # 07.21 WITA on the 24th


def done(value):
    """Give a future that is finished."""
    future = Future()
    future.set_result(value)
    return future


def failed(error):
    """Give a future that went wrong."""
    future = Future()
    future.set_exception(error)
    return future


class FakeScreening:
    """Drafts and records in memory; `fails_with` makes the next saves fail."""

    def __init__(self, drafts=()):
        self.drafts = {draft.id: draft for draft in drafts}
        self.records: list[Draft] = []
        self.kept: list[Draft] = []
        self.departure: dict = {}
        self.fails_with: PoskoError | None = None
        self.waits: list[Future] | None = None  # a list: saves stay unfinished until a test says so

    def save_draft(self, draft):
        if self.fails_with:
            return failed(self.fails_with)
        self.drafts[draft.id] = draft
        self.kept.append(draft)
        return done(None)

    def open_drafts(self):
        return done(tuple(reversed(self.drafts.values())))

    def last_departure(self):
        return done(self.departure)

    def drop_draft(self, draft_id):
        self.drafts.pop(draft_id, None)
        return done(None)

    def record(self, draft):
        if self.waits is not None:
            self.records.append(draft)
            self.waits.append(Future())
            return self.waits[-1]
        if self.fails_with:
            return failed(self.fails_with)
        self.records.append(draft)
        self.drafts.pop(draft.id, None)
        return done(recorded(draft, len(self.records)))


@cache
def shipped_rules() -> Ruleset:
    """Read the rules that come with the program, once."""
    files = sorted((resources_dir() / "catalogue").glob("*.toml"))
    return read_ruleset({path.name: path.read_text(encoding="utf-8") for path in files})


class FakeDetection:
    """The real rules; earlier records say what a test tells them to."""

    def __init__(self):
        self.ruleset = shipped_rules()
        self.says: dict = {}
        self.asked: list[dict] = []
        self.waits: list[Future] | None = None  # a list: answers come when a test says so

    def judge(self):
        return Judge(self.ruleset)

    def prior(self, answers):
        self.asked.append(dict(answers))
        if self.waits is not None:
            self.waits.append(Future())
            return self.waits[-1]
        return done(self.says)


class FakeShift:
    """Shift, departures and cases as a test puts them; `added` are the answers stated."""

    def __init__(self, *, departures=(), cases=(), runs=True):
        self.departures = list(departures)
        self.cases = tuple(cases)
        self.runs = runs
        self.added: list[dict] = []
        self.fails_with: PoskoError | None = None

    def now(self):
        shift = fold_shift("5" * 32, [OPENED]) if self.runs else None
        return done(ShiftNow(shift, tuple(self.departures), self.cases, 0, {}))

    def add_departure(self, answers):
        if self.fails_with:
            return failed(self.fails_with)
        self.added.append(dict(answers))
        made = day_departure(f"{len(self.added):036}", answers)
        self.departures = [one for one in self.departures if one.key != made.key] + [made]
        return done(AddedDeparture(made, is_new=True))

    def take_back(self, departure):
        self.departures = [one for one in self.departures if one.id != departure]
        return done(tuple(self.departures))


OPENED = ShiftStatement("0" * 36, ShiftAction.OPEN, START, "b" * 64)


def day_departure(entry: str, answers) -> Departure:
    """Give a departure of the day, of answers under `departure.`."""
    on = departs_on(answers) or START.date()
    return Departure(entry, "5" * 32, dict(answers), on, START, "b" * 64)


class FakePeople:
    """Who was here before is what a test says; answers can be made to wait."""

    def __init__(self):
        self.says = EarlierPeople()
        self.asked: list[dict] = []
        self.waits: list[Future] | None = None
        self.fails_with: PoskoError | None = None

    def look(self, answers):
        self.asked.append(dict(answers))
        if self.fails_with:
            return failed(self.fails_with)
        if self.waits is not None:
            self.waits.append(Future())
            return self.waits[-1]
        return done(self.says)


@dataclass
class FakeDesk:
    """What the Periksa screen uses of a desk."""

    screening: FakeScreening = field(default_factory=FakeScreening)
    detection: FakeDetection = field(default_factory=FakeDetection)
    shift: FakeShift = field(default_factory=lambda: FakeShift(runs=False))
    people: FakePeople = field(default_factory=FakePeople)
    post: str = "el-tari"


@dataclass(frozen=True)
class FakeStatus:
    """Figures of a status line."""

    today: dict = field(default_factory=lambda: {"boleh": 33, "tunda": 6, "rujuk": 2})
    warnings: tuple[str, ...] = ()


class Ids:
    """Gives 32-hex ids in order."""

    def __init__(self):
        self.given = 0

    def __call__(self) -> str:
        self.given += 1
        return f"{self.given:032x}"


def around(clock=lambda: START, **more) -> Surroundings:
    """Give clock and ids for a Periksa screen at the airport."""
    return Surroundings(clock=clock, new_id=Ids(), kind="udara", **more)


def recorded(draft: Draft, number: int) -> Recorded:
    """Give what the service says about a save."""
    answers = draft.answers
    row = ScreeningRow(
        position=number,
        subject=f"{number:032x}",
        occurred_at=draft.started_at,
        occurred_on=draft.started_at.date(),
        name=answers.get("traveller.name"),
        nik=answers.get("traveller.nik"),
        passport=answers.get("traveller.passport"),
        origin=answers.get("traveller.origin"),
        destination=answers.get("journey.final_city"),
        carrier=answers.get("departure.carrier"),
        level=answers.get("shown_level"),
        decision=answers.get("decision", "belum_diputuskan"),
        sending=Sending.SAVED,
        officer="Petugas Contoh",
        corrections=0,
        conflict=False,
        voided=False,
        receipt="abcdefghij",
        complete=not missing(answers),
    )
    return Recorded(row.subject, row.receipt, missing(answers), row, draft.started_at)
