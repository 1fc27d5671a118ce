"""Comparing a capture with a practice case; ages that stay true; adding tries up."""

from datetime import date

import pytest

from posko_app.domain.detection.assessment import Assessment, Calmed, Counts, Level, Sign
from posko_app.domain.detection.ruleset import Question, Strength, Text
from posko_app.domain.practice import (
    PracticeCase,
    PracticeTry,
    Topic,
    TopicScore,
    as_practised,
    born,
    compared,
    filled,
    practice_nik,
    scores,
)

TODAY = date(2026, 11, 24)
CASE = PracticeCase("k01", "CONTOH", "CONTOH", (Topic.UTANG,), {"prior.contact_repeats": 3})


def reading(level=Level.HIJAU, fired=(), calmed=()):
    return Assessment(
        level=level,
        tppo_axis=level,
        placement_axis=Level.HIJAU,
        rule="R4",
        fired=tuple(Sign(sign, Strength.MEDIUM, False, ()) for sign in fired),
        neutralised=tuple(Calmed(sign, ("fp_contoh",)) for sign in calmed),
        absolute=(),
        priority=False,
        counts=Counts(),
        not_asked=(),
        next_step="berangkat",
        referral=None,
        child=False,
        scheme=None,
        ruleset="0" * 64,
    )


def question(number, *fields):
    return Question(f"Q{number}", Text("CONTOH?", "SAMPLE?"), "true", fields)


def result(expected, own, *, decision="boleh", due=(), answers=None):
    return compared(
        CASE,
        expected=expected,
        own=own,
        suggested=("boleh", "tunda"),
        decision=decision,
        due=due,
        answers=answers or {},
    )


def test_signs_are_found_missed_or_extra():
    told = result(reading(fired=("a", "b")), reading(fired=("b", "c")))

    assert (told.found, told.missed, told.extra) == (("b",), ("a",), ("c",))


def test_a_sign_is_found_only_as_it_stands():
    told = result(
        reading(fired=("stands",), calmed=("calm", "both")),
        reading(fired=("calm",), calmed=("stands", "both", "needless")),
    )

    assert told.found == ("both",)
    assert told.missed == ("stands", "calm")
    assert told.extra == ()


def test_level_and_decision_are_compared():
    same = result(reading(Level.KUNING), reading(Level.KUNING), decision="tunda")
    other = result(reading(Level.KUNING), reading(Level.MERAH), decision="rujuk")
    undecided = result(reading(), reading(), decision=None)

    assert (same.level_agrees, same.decision_follows) == (True, True)
    assert (other.level_agrees, other.decision_follows) == (False, False)
    assert not undecided.decision_follows


def test_a_question_was_put_when_it_was_answered_refused_or_left_its_answer():
    due = tuple(question(n, f"field.{n}") for n in range(1, 6))
    told = result(
        reading(),
        reading(),
        due=due,
        answers={
            "answers.Q1": "dijawab",
            "answers.Q2": "menolak",
            "answers.Q3": "tidak_ditanya",
            "field.3": True,
            "field.4": False,
        },
    )

    assert (told.asked, told.not_asked) == (("Q1", "Q2", "Q4"), ("Q3", "Q5"))


def test_what_other_records_say_comes_from_the_case():
    own = {"prior.contact_repeats": 9, "watch_hit": True, "shown_level": "merah", "purpose": "lain"}

    assert as_practised(own, CASE) == {"purpose": "lain", "prior.contact_repeats": 3}


@pytest.mark.parametrize(
    ("today", "years", "months", "expected"),
    [
        (TODAY, 16, 5, date(2010, 6, 24)),
        (TODAY, 0, 11, date(2025, 12, 24)),
        (date(2027, 1, 31), 17, 1, date(2009, 12, 28)),
        (date(2028, 2, 29), 18, 0, date(2010, 2, 28)),
    ],
)
def test_a_birth_date_keeps_the_age(today, years, months, expected):
    assert born(years, months, today=today) == expected


def test_an_invented_nik_holds_the_birth_date_of_its_sex():
    on = date(2010, 6, 24)

    assert practice_nik(on, sex="L", number=7) == "9901012406100007"
    assert practice_nik(on, sex="P", number=7) == "9901016406100007"


def test_dates_and_nik_are_put_into_a_text():
    dates = {"ktp": date(2010, 6, 24), "lain": date(2008, 1, 2)}
    text = "{nik}, {lahir_ktp}, {lahir_lain}"

    assert filled(text, dates, "99", iso=False) == "99, 24-06-2010, 02-01-2008"
    assert filled(text, dates, "99", iso=True) == "99, 2010-06-24, 2008-01-02"


def one_try(topic, level_own="kuning", found=("a",), missed=("b",)):
    return PracticeTry("k01", topic, "1" * 32, found, missed, (), 4, 5, "kuning", level_own)


def test_tries_add_up_by_topic_in_the_order_of_topics():
    tries = (one_try("utang"), one_try("umur"), one_try("utang", "merah", ("a", "b"), ()))

    assert scores(tries) == (
        TopicScore(Topic.UMUR, tries=1, agreed=1, found=1, wanted=2, asked=4, due=5),
        TopicScore(Topic.UTANG, tries=2, agreed=1, found=3, wanted=4, asked=8, due=10),
    )
    assert scores(()) == ()
