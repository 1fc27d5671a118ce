"""Judging the journal again: with its own rulesets, with another, after erasure."""

import pytest

from posko_app.domain.detection.ruleset_read import read_ruleset
from posko_app.errors import Defect
from posko_app.services import replay as replay_module
from posko_app.services.detection import DetectionService
from posko_app.services.replay import ReplayReport
from posko_app.store.journal import NewEntry
from sync.protocol.entry import Kind
from tests.services.desks import opened, record
from tests.services.rules import changed, erase, published, unreadable_catalogue
from tests.services.test_rulesets import GROWN_UP_AT_15, MINOR, colleague

CONTACT = "081299000001"
TICKED = {"officer_ticks__rec_rush_minimal_papers": True}


def report(desk, ruleset=None) -> ReplayReport:
    return desk.replay.replay(ruleset).result(timeout=30)


def some_work(desk, clock):
    """Screenings, a correction, a conflict and a void; with contacts that repeat."""
    saved = [
        record(
            desk,
            clock,
            traveller__name=f"CONTOH NAMA {number}",
            traveller__nik=f"99010160010800{number:02}",
            recruiter__contact=CONTACT,
            **(MINOR if number == 0 else TICKED),
        ).subject
        for number in range(4)
    ]
    correct(desk, saved[0], {"traveller.dob_ktp": "1990-01-01"})
    seen = desk.screening.show(saved[1]).result().frontier
    for born in ("1990-01-01", "2011-01-01"):
        correct(desk, saved[1], {"traveller.dob_ktp": born}, based_on=seen)
    correct(desk, saved[1], {"claimed.purpose": "kerja_ln"})
    desk.screening.void(saved[2], reason="uji").result()
    return saved


def correct(desk, subject, changes, based_on=None):
    desk.screening.correct(subject, changes=changes, reason="KTP", based_on=based_on).result()


def test_what_was_judged_comes_out_the_same(desk, clock):
    some_work(desk, clock)

    assert report(desk) == ReplayReport(
        screenings=4,
        statements=8,
        different=0,
        differences=(),
        without_level=0,
        unknown_rulesets=(),
        unvouched_rulesets=(),
    )


def test_identity_and_contacts_erased_change_nothing(desk, clock):
    for subject in some_work(desk, clock):
        erase(desk, subject, "identity", "contacts", "notes")

    found = report(desk)

    assert (found.statements, found.different) == (8, 0)
    assert desk.integrity.verify().result(timeout=30).ok


def test_a_level_the_officer_saw_that_is_not_the_judged_one_is_named(desk, clock):
    saved = record(desk, clock, shown_level="hijau", **MINOR)

    (difference,) = report(desk).differences

    assert (difference.subject, difference.receipt) == (saved.subject, saved.receipt)
    assert (difference.level_then, difference.level_now, difference.rule) == (
        *("hijau", "merah"),
        "R1",
    )
    assert (difference.gained, difference.lost) == ((), ())
    assert difference.entry == desk.screening.show(saved.subject).result().frontier[0]


def test_another_ruleset_names_each_statement_that_it_judges_otherwise(desk, clock):
    minor = record(desk, clock, **MINOR)
    correct(desk, minor.subject, {"traveller.dob_ktp": "2009-01-01"})
    record(desk, clock, **TICKED)

    found = report(desk, read_ruleset(changed(GROWN_UP_AT_15)))

    assert (found.screenings, found.statements, found.different) == (2, 3, 2)
    for difference in found.differences:
        assert (difference.subject, difference.level_then) == (minor.subject, "merah")
        assert (difference.level_now, difference.rule) == ("hijau", "R4")
        assert (difference.gained, difference.lost) == ((), ("age_minor_work",))


def test_a_sign_gained_is_named_though_the_level_stays(desk, clock):
    record(desk, clock, claimed__purpose="kerja_ln", traveller__dob_ktp="2008-01-01")
    older = ('id = "adult_age"\nvalue = 18', 'id = "adult_age"\nvalue = 21')

    (difference,) = report(desk, read_ruleset(changed(older))).differences

    assert (difference.level_then, difference.level_now) == ("hijau", "merah")
    assert difference.gained == ("age_minor_work",)


def test_each_statement_is_judged_with_its_own_ruleset_after_another_was_installed(
    desk, clock, tmp_path
):
    before = record(desk, clock, **MINOR)
    file = published(tmp_path, changed(GROWN_UP_AT_15))
    desk.rulesets.install(file, second=colleague(desk)).result(timeout=20)
    record(desk, clock, **MINOR)
    correct(desk, before.subject, {"notes": "aturan lama tetap dipakai"})

    found = report(desk)

    assert (found.statements, found.different) == (3, 0)
    assert desk.screening.show(before.subject).result().row.level == "merah"


def test_a_ruleset_that_is_not_here_is_named(desk, clock):
    record(desk, clock, **MINOR)
    facts = {"facts": {"shown_level": "merah", "ruleset": "5b" * 32, "decision": "boleh"}}
    state(desk, NewEntry(Kind.SCREENING, "a" * 32, facts, desk.session.current))

    found = report(desk)

    assert (found.screenings, found.statements) == (2, 1)
    assert found.unknown_rulesets == ("5b" * 32,)


def state(desk, new):
    desk.replay._store.write(lambda unit: unit.append(new)).result()


def test_screenings_from_before_there_were_rules_are_counted_and_not_judged(desk, clock):
    without = DetectionService(desk.replay._store, packaged=unreadable_catalogue, clock=clock)
    active, desk.screening._detection = desk.screening._detection, without
    record(desk, clock, **MINOR)
    desk.screening._detection = active

    found = report(desk)

    assert (found.screenings, found.statements, found.unknown_rulesets) == (1, 0, ())
    assert found.without_level == 1


@pytest.mark.parametrize("left_out", ["shown_level", "ruleset"])
def test_a_statement_that_hides_its_level_is_counted(desk, clock, left_out):
    saved = record(desk, clock, **MINOR)
    seen = desk.screening.show(saved.subject).result().frontier
    told = {"shown_level": "hijau", "ruleset": desk.detection.ruleset.hash, "decision": "boleh"}
    del told[left_out]
    me = desk.session.current
    state(desk, NewEntry(Kind.SCREENING, "a" * 32, {"facts": told}, me))
    state(desk, NewEntry(Kind.CORRECTION, saved.subject, {"facts": told}, me, seen))

    assert report(desk).without_level == 2
    erase(desk, "a" * 32, "facts")
    assert report(desk).without_level == 1  # it was lawfully taken, not left out


def test_a_ruleset_that_nobody_let_in_is_named_where_it_was_judged_with(desk, clock, tmp_path):
    installed = published(tmp_path)
    desk.rulesets.install(installed, second=colleague(desk)).result(timeout=20)
    record(desk, clock, **MINOR)
    assert report(desk).unvouched_rulesets == ()

    weak = changed(GROWN_UP_AT_15, version="9.4")
    write = desk.replay._store.write
    hash_ = write(lambda unit: unit.put_ruleset(weak, "packaged")).result().hash
    facts = {"shown_level": "hijau", "ruleset": hash_, "decision": "boleh"}
    state(desk, NewEntry(Kind.SCREENING, "a" * 32, {"facts": facts}, desk.session.current))

    found = report(desk)
    assert (found.different, found.unvouched_rulesets) == (0, (hash_,))


def test_the_journal_is_read_in_pages_that_add_up(desk, clock, monkeypatch):
    monkeypatch.setattr(replay_module, "PAGE_ENTRIES", 3)
    some_work(desk, clock)
    record(desk, clock, shown_level="hijau", **MINOR)

    pages = list(desk.replay.pages())

    assert len(pages) == 5
    assert max(page.statements for page in pages) <= 3
    assert sum(page.statements for page in pages) == report(desk).statements == 9
    assert sum(len(page.differences) for page in pages) == report(desk).different == 1


def test_a_report_keeps_so_many_differences_and_counts_all(desk, clock, monkeypatch):
    monkeypatch.setattr(replay_module, "MOST_DIFFERENCES", 2)
    monkeypatch.setattr(replay_module, "PAGE_ENTRIES", 2)
    for _ in range(5):
        record(desk, clock, shown_level="hijau", **MINOR)

    found = report(desk)

    assert (len(found.differences), found.different) == (2, 5)


def test_a_rule_that_cannot_be_evaluated_is_our_defect(desk, clock):
    record(desk, clock, job__wage_idr="5000000", job__ref_wage_idr="1234567")
    divides = (
        "f.job.wage_idr * 100 >",
        "f.job.wage_idr / (f.job.ref_wage_idr - 1234567) >",
    )
    broken = read_ruleset(changed(divides, file="signs_4_deception.toml"))

    with pytest.raises(Defect, match=r"detection\.rule_broken"):
        report(desk, broken)


def test_a_replay_ends_when_the_store_closes(directory, clock):
    with opened(directory, clock=clock) as desk:
        replay = desk.replay
    running = replay.replay()

    assert running.cancelled()
