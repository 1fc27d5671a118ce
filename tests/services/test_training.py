"""Practice over a real store: what was captured is compared and added up, and never ranked."""

import pytest

from posko_app.bootstrap import create_store
from posko_app.domain.codes import Post
from posko_app.domain.detection.assessment import Level
from posko_app.domain.practice import Topic
from posko_app.errors import Defect, OperatorError
from posko_app.practice_files import practice_files
from posko_app.services.practice_cases import practice_cases
from sync.protocol.entry import Deployment
from sync.protocol.people import Role
from tests.services.desks import PETUGAS, SANDI, SANDI_DUA, START, draft, opened
from tests.services.rules import changed, published
from tests.support.low_cost import LOW

OF_THE_DAY = {"occurred_at", "occurred_on", "occurred_hour"}


def case_of(desk, id_):
    return next(case for case in desk.training.cases() if case.id == id_)


def capture(desk, clock, case, *, without=(), **more):
    """Record a case as somebody would who leaves some things out and adds others."""
    answers = {
        path: value
        for path, value in case.answers.items()
        if path not in OF_THE_DAY and path not in without
    }
    saved = desk.screening.record(draft(clock, **answers, **more)).result(timeout=20)
    return saved.subject


def finish(desk, clock, id_, **how):
    case = case_of(desk, id_)
    subject = capture(desk, clock, case, **how)
    return desk.training.finish(case, subject).result(timeout=20)


def test_a_good_capture_finds_every_sign_and_asks_every_question(desk, clock):
    result = finish(desk, clock, "k18", decision="rujuk")

    assert (result.level_agrees, result.decision_follows) == (True, True)
    assert len(result.found) == 7
    assert (result.missed, result.extra, result.not_asked) == ((), (), ())


def test_what_was_left_out_is_missed_and_not_asked(desk, clock):
    result = finish(
        desk,
        clock,
        "k03",
        without={"doc_holder", "doc_returned", "answers.Q6"},
        decision="boleh",
        pickup__by="orang_tidak_dikenal",
    )

    assert (result.missed, result.extra) == (("doc_held_by_other",), ("trv_pickup_stranger",))
    assert result.not_asked == ("Q6",)
    assert (result.expected.level, result.own.level) == (Level.KUNING, Level.HIJAU)
    assert result.suggested == ("boleh", "tunda")


def test_a_fact_that_was_checked_but_not_recorded_is_missed(desk, clock):
    result = finish(desk, clock, "k21", without={"mitigations.fp_seafarer_verified"})

    assert (result.found, result.missed, result.extra) == ((), ("trv_pickup_stranger",), ())
    assert result.decision == "belum_diputuskan"


def test_the_expected_level_follows_the_rules_in_force(desk, clock, tmp_path):
    before = finish(desk, clock, "k05").expected.level
    rules = changed(
        (
            'value = ["perekrut", "koordinator", "majikan"]',
            'value = ["perekrut", "majikan"]',
        )
    )
    desk.officers.add("PENYELIA DUA CONTOH", passphrase=SANDI_DUA, role=Role.PENYELIA).result()
    second = desk.officers.unlock("PENYELIA DUA CONTOH", passphrase=SANDI_DUA).result().officer
    desk.rulesets.install(published(tmp_path, rules), second=second).result(timeout=20)

    after = finish(desk, clock, "k05").expected
    assert before is Level.KUNING
    assert (after.level, [sign.id for sign in after.fired]) == (
        Level.HIJAU,
        ["debt_deduction_unclear"],
    )


def test_earlier_practice_of_the_same_person_changes_no_reading(desk, clock):
    case, subject = case_of(desk, "k05"), ""
    for number in range(4):
        subject = capture(
            desk,
            clock,
            case,
            without={"traveller.nik"},
            traveller__name=f"CONTOH {number}",
            recruiter__contact="081299000001",
        )
    result = desk.training.finish(case, subject).result(timeout=20)

    stored = desk.screening.show(subject).result().values
    assert stored["prior.contact_repeats"] == 3
    assert (result.missed, result.extra) == ((), ())


def test_scores_add_up_by_topic(desk, clock):
    finish(desk, clock, "k18", decision="rujuk")
    finish(desk, clock, "k05", without={"money.owes_to", "answers.Q7"})
    scores = desk.training.scores().result()

    assert [(s.topic, s.tries, s.agreed) for s in scores.own] == [
        (Topic.DOKUMEN, 1, 1),
        (Topic.UTANG, 2, 1),
        (Topic.PAKSAAN, 1, 1),
    ]
    debt = scores.own[1]
    assert (debt.found, debt.wanted, debt.asked, debt.due) == (8, 9, 20, 20)
    assert scores.tried == {"k18": 1, "k05": 1}
    assert scores.agreed == {"k18"}
    assert scores.post == scores.own


def test_only_the_last_try_says_whether_the_level_agrees(desk, clock):
    finish(desk, clock, "k05", without={"money.owes_to", "money.deduction"})
    finish(desk, clock, "k05")
    scores = desk.training.scores().result()

    assert (scores.tried, scores.agreed) == ({"k05": 2}, {"k05"})


def test_a_screening_is_scored_once(desk, clock):
    case = case_of(desk, "k05")
    subject = capture(desk, clock, case)
    for _ in range(2):
        desk.training.finish(case, subject).result(timeout=20)

    assert desk.training.scores().result().tried == {"k05": 1}


def test_a_petugas_sees_his_own_results_and_nobody_elses(directory, clock):
    with opened(directory, clock=clock) as desk:
        desk.officers.add(PETUGAS, passphrase=SANDI_DUA, role=Role.PETUGAS).result(timeout=20)
        finish(desk, clock, "k18")
    with opened(directory, clock=clock, officer=PETUGAS, passphrase=SANDI_DUA) as desk:
        before = desk.training.scores().result()
        finish(desk, clock, "k01")
        after = desk.training.scores().result()
    with opened(directory, clock=clock, officer="PENYELIA CONTOH") as desk:
        penyelia = desk.training.scores().result()

    assert (before.own, before.tried, before.post) == ((), {}, None)
    assert ([score.topic for score in after.own], after.post) == ([Topic.PERJALANAN], None)
    assert Topic.PERJALANAN not in [score.topic for score in penyelia.own]
    assert Topic.PERJALANAN in [score.topic for score in penyelia.post]


def test_practice_is_an_ordinary_record_of_the_training_store(desk, clock):
    finish(desk, clock, "k18", decision="rujuk")

    (row,) = desk.day.day(START.date()).result().rows
    assert (row.level, row.decision) == ("merah", "rujuk")
    assert desk.integrity.verify().result(timeout=30).ok


def test_a_live_store_knows_no_practice(tmp_path, clock):
    create_store(
        tmp_path / "live",
        post=Post.TENAU,
        deployment=Deployment.LIVE,
        officer="PENYELIA CONTOH",
        passphrase=SANDI,
        policy=LOW,
        clock=clock,
    )
    with opened(tmp_path / "live", clock=clock) as desk:
        case = practice_cases(practice_files(), today=START.date())[0]
        subject = capture(desk, clock, case)
        refused = [
            desk.training.finish(case, subject).exception(timeout=20),
            desk.training.scores().exception(timeout=20),
        ]
        with pytest.raises(OperatorError) as error:
            desk.training.cases()

    assert {found.key for found in (*refused, error.value)} == {"training.only_training_store"}


def test_an_unknown_screening_is_refused(desk):
    case = case_of(desk, "k01")

    error = desk.training.finish(case, "0" * 32).exception(timeout=20)
    assert error.key == "store.no_such_screening"


def test_a_case_that_cannot_be_captured_is_a_defect():
    stated = [{"id": "k99", "topics": ["umur"], "sex": "P", "input": {"purpose": 1}}]

    with pytest.raises(Defect) as error:
        practice_cases(stated, today=START.date())

    assert (error.value.key, error.value.params) == ("training.case_faulty", {"case": "k99"})
