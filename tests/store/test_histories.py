"""Random histories: whatever was stated, the tables say what the journal folds to."""

import random
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from posko_app.domain.entries import join_parts
from posko_app.domain.fold import Statement, fold
from tests.faults.counts import Counts
from tests.faults.tally import Tally, Verdict, timed
from tests.support.rulesets import packaged, packaged_hash
from tests.support.stores import correction, erasure, found_desk, raw, screening

pytestmark = pytest.mark.soak

HISTORIES = Counts(test=1_000, soak=20_000).now

NAMES = st.sampled_from(["CONTOH SATU", "CONTOH DUA", "CONTOH TIGA"])
SETS = st.fixed_dictionaries(
    {},
    optional={
        "traveller.name": NAMES | st.none(),
        "traveller.nik": st.sampled_from(["9902011203990001", "9902011203990002", None]),
        "decision": st.sampled_from(["boleh", "tunda", "rujuk", None]),
        "officer_ticks.coe_speaks_for": st.sampled_from([True, None]),
        "occurred_on": st.sampled_from(["2026-11-23", "2026-11-24"]),
        "recruiter.name": NAMES,
        "notes": st.sampled_from(["catatan", None]),
        "recruiter.contact": st.sampled_from(["+6281200000001", "+6281200000002", None]),
        "traveller.village": st.sampled_from(["DESA SATU", "DESA DUA", None]),
        "ticket.payer": st.sampled_from(["perekrut", "sendiri", None]),
        "docs.paspor": st.sampled_from(["ada", "tidak_ada", None]),
        "purpose": st.sampled_from(["kerja_ln", "wisata", None]),
    },
)
ACT = st.one_of(
    st.tuples(st.just("save"), SETS),
    st.tuples(st.just("correct"), SETS, st.integers(0, 99)),
    st.tuples(st.just("correct_concurrently"), SETS, SETS, st.integers(0, 99)),
    st.tuples(st.just("void"), st.integers(0, 99)),
    st.tuples(st.just("remove"), st.integers(0, 99), st.sampled_from(["identity", "notes"])),
)


@pytest.fixture(scope="module")
def tally():
    return Tally("histories of the journal")


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    return found_desk(
        tmp_path_factory.mktemp("histories"),
        clock=lambda: datetime(2026, 11, 24, 1, tzinfo=UTC),
        random_bytes=random.Random(11).randbytes,
    )


@pytest.fixture(scope="module")
def store(desk):
    opened = desk.open()
    opened.write(lambda unit: unit.put_ruleset(packaged(), "packaged")).result()
    yield opened
    opened.close()


class History:
    """Plays acts on the store and keeps, apart from it, what was stated about whom."""

    def __init__(self, desk, store):
        self.desk, self.store = desk, store
        self.screenings = []
        self.stated: dict[str, list] = {}  # subject -> [entry, parts still there]

    def play(self, act, *details):
        getattr(self, act)(*details)

    def save(self, answers):
        told = {"traveller.name": "CONTOH", "ruleset": packaged_hash(), **answers}
        entry = self._append(screening(self.desk, told))
        self.screenings.append(entry)

    def correct(self, sets, which):
        entry = self._picked(which)
        if entry and sets:
            self._append(correction(self.desk, entry, sets, based_on=self._frontier(entry)))

    def correct_concurrently(self, one, other, which):
        entry = self._picked(which)
        if entry and one and other:
            base = self._frontier(entry)
            self._append(correction(self.desk, entry, one, based_on=base))
            self._append(correction(self.desk, entry, other, based_on=base))

    def void(self, which):
        self.correct({"voided": True, "correction_reason": "salah orang"}, which)

    def remove(self, which, part):
        entry = self._picked(which)
        if entry is None:
            return
        told = self.stated[entry.header.subject]
        victim, parts = told[which % len(told)]
        if part not in parts:
            return

        def task(unit):
            by = unit.append(erasure(self.desk, victim.header.id, part))
            unit.erase(victim.header.id, part, by_entry=by.header.id)

        self.store.write(task).result()
        del parts[part]

    def statements(self, entry):
        return [
            Statement(e.header.id, e.header.based_on, join_parts(parts))
            for e, parts in self.stated[entry.header.subject]
        ]

    def folded(self, entry):
        return fold(self.statements(entry))

    def _append(self, new):
        entry = self.store.write(lambda unit: unit.append(new)).result()
        self.stated.setdefault(entry.header.subject, []).append((entry, dict(new.parts)))
        return entry

    def _picked(self, which):
        return self.screenings[which % len(self.screenings)] if self.screenings else None

    def _frontier(self, entry):
        return self.folded(entry).frontier


def row_of(store, entry):
    sql = (
        "SELECT name, decision, voided, conflict, corrections, position, level FROM screenings"
        " WHERE subject = ?"
    )
    return raw(store, sql, entry.header.subject)[0]


def stood_alone(told, statement):
    """Give what a statement and all it was based on say, folded."""
    wanted, waiting = {statement.entry_id}, list(statement.based_on)
    by_id = {s.entry_id: s for s in told}
    while waiting:
        other = waiting.pop()
        if other not in wanted:
            wanted.add(other)
            waiting += by_id[other].based_on
    return fold(s for s in told if s.entry_id in wanted).values


def expected_level(store, told, folded):
    """The most urgent of what is merged and, in a conflict of facts, of what each rival knew."""
    rivals = {
        setter.entry_id
        for path, setters in folded.conflicts.items()
        if path not in {"traveller.name", "traveller.nik", "traveller.village", "notes"}
        and path not in {"recruiter.name", "recruiter.contact"}
        for setter in setters
    }
    seen = rivals | set(folded.frontier) if rivals else set()
    views = [folded.values, *(stood_alone(told, s) for s in told if s.entry_id in seen)]
    judged = store.read(lambda u: [u.judge(view, packaged_hash()) for view in views]).result()
    return max((found.level for found in judged), key=lambda level: level.rank).value


def contacts_of(store, position):
    rows = raw(store, "SELECT contact FROM contact_keys WHERE position = ?", position)
    return {contact for (contact,) in rows}


def expected_contacts(folded):
    if folded.values.get("voided") is True:
        return set()
    rivals = [s.value for s in folded.conflicts.get("recruiter.contact", ())]
    return {c for c in (*rivals, folded.values.get("recruiter.contact")) if c}


@settings(
    max_examples=HISTORIES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(acts=st.lists(ACT, min_size=1, max_size=12))
def test_projection_is_what_the_journal_folds_to(desk, store, tally, acts):
    history = History(desk, store)
    with timed(tally):
        for act in acts:
            history.play(*act)

    for entry in history.screenings:
        expected = history.folded(entry)
        told = store.read(lambda unit, e=entry: unit.history(e.header.subject)).result()
        name, decision, voided, conflict, corrections, position, level = row_of(store, entry)
        assert (told.values, told.conflicts, told.frontier) == (
            expected.values,
            expected.conflicts,
            expected.frontier,
        )
        assert conflict == bool(expected.conflicts)
        assert voided == (expected.values.get("voided") is True)
        assert corrections == len(history.stated[entry.header.subject]) - 1
        rivals = {str(s.value) for s in expected.conflicts.get("traveller.name", ()) if s.value}
        shown = rivals or {expected.values.get("traveller.name")}
        assert set((name or "").split(" ≠ ")) == {text or "" for text in shown}
        assert decision == (expected.values.get("decision") or "belum_diputuskan")
        assert level == expected_level(store, history.statements(entry), expected)
        assert contacts_of(store, position) == expected_contacts(expected)
    tally.add(Verdict.WHOLE)


def test_after_all_histories_the_whole_store_verifies(store, tally, report):
    report(tally)
    result = store.verify().result()

    assert (result.ok, result.fault) == (True, None)


def test_a_fold_that_chose_by_clock_would_be_noticed(desk, store):
    history = History(desk, store)
    history.save({"traveller.name": "CONTOH SATU"})
    history.correct_concurrently(
        {"traveller.name": "CONTOH DUA"}, {"traveller.name": "CONTOH TIGA"}, 0
    )
    (entry,) = history.screenings
    raw(
        store,
        "UPDATE screenings SET name = 'CONTOH TIGA', conflict = 0 WHERE subject = ?",
        entry.header.subject,
    )

    result = store.verify().result()

    assert (result.ok, result.fault.code, result.fault.entry) == (
        False,
        "projection_differs",
        entry.header.id,
    )
