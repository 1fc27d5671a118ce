"""The rules of the Periksa screen, without a window."""

from datetime import timedelta

import pytest

from posko_app.domain.fields import FIELDS, FieldType, field_at
from posko_app.domain.screening import Draft
from posko_app.domain.values import stored_value
from posko_app.i18n import load_catalogue
from posko_app.ui.periksa_findings import look_at
from posko_app.ui.periksa_keys import KEYS
from posko_app.ui.periksa_layout import (
    NOT_TYPED,
    PAPER_LETTERS,
    WEIGHTS,
    further_fields,
    on_first_page,
)
from posko_app.ui.periksa_model import PeriksaModel
from posko_app.ui.periksa_questions_model import (
    QUESTIONS,
    AnswerState,
    marking,
    next_open,
    not_asked,
)
from posko_app.ui.periksa_words import (
    Words,
    departure_day,
    departure_route,
    departure_title,
    minutes_left,
)
from tests.support.fake_desk import START, Ids

WORDS = Words(load_catalogue())


@pytest.fixture
def model(clock) -> PeriksaModel:
    return PeriksaModel(clock=clock, new_id=Ids(), kind="udara")


def test_every_field_of_the_schema_has_its_place():
    further = {field.path for fields in further_fields().values() for field in fields}
    questions = {question.path for question in QUESTIONS}
    derived = {field.path for field in FIELDS if field.derived}

    placed = on_first_page() | further | questions | NOT_TYPED | derived

    assert placed == {field.path for field in FIELDS}


def test_every_line_of_two_fields_has_a_label_and_weights():
    assert set(WEIGHTS) == {path for path in WEIGHTS if WORDS.has(f"periksa.pair.{path}")}


def test_letters_of_papers_and_decisions_are_all_different():
    letters = [letter for _, letter in PAPER_LETTERS]

    assert len(set(letters) | set("BTRS")) == len(letters) + 4
    assert len({row.keys for row in KEYS}) == len(KEYS)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.path)
def test_options_record_answers_that_can_be_stored(question):
    for option in question.options:
        field = field_at(option.path)
        assert field is not None
        assert stored_value(field, option.value) == option.value
        assert not WORDS.option(option.caption).startswith("[")
    assert len(question.options) <= 9
    assert "<b>" in WORDS.question(question.number)


def test_the_first_answer_is_stamped_with_its_time(model, clock):
    changed = model.set("claimed.purpose", "keluarga")
    clock.forward(minutes=4)
    model.set("admitted.purpose", "kerja_ln")

    assert changed == {"claimed.purpose": "keluarga", "claimed.at": "2026-11-24T01:00:00Z"}
    assert model.answers["claimed.at"] == "2026-11-24T01:00:00Z"
    assert model.answers["admitted.at"] == "2026-11-24T01:04:00Z"


def test_the_same_answer_again_keeps_its_time(model, clock):
    model.set("claimed.purpose", "keluarga")
    clock.forward(minutes=4)

    assert model.set("claimed.purpose", "keluarga") == {}


def test_an_answer_taken_back_takes_its_stamp_along(model):
    model.set("claimed.purpose", "keluarga")
    model.set("claimed.purpose", None)

    assert model.answers == {"departure.kind": "udara"}


def test_a_screening_occurred_when_its_first_key_was_pressed(model, clock):
    clock.forward(minutes=10)
    model.set("traveller.name", "CONTOH NAMA SATU")
    clock.forward(minutes=3)
    model.set("traveller.sex", "P")

    assert model.draft().answers["occurred_at"] == "2026-11-24T01:10:00Z"
    assert model.draft().updated_at == clock.now


def test_an_empty_form_has_no_time(model):
    assert not model.has_content()
    assert "occurred_at" not in model.draft().answers


def test_handing_over_leaves_only_the_departure(model):
    model.set("departure.number", "jt 0691")
    model.set("traveller.name", "CONTOH NAMA SATU")

    draft = model.hand_over()

    assert draft.answers["departure.number"] == "JT691"
    assert draft.answers["traveller.name"] == "CONTOH NAMA SATU"
    assert model.answers == {"departure.kind": "udara", "departure.number": "jt 0691"}
    assert model.draft().id != draft.id
    assert model.repeated("traveller.name") == "CONTOH NAMA SATU"
    assert model.repeated("traveller.nik") is None


def test_texts_are_stored_in_their_one_form_and_unreadable_ones_as_typed(model):
    model.set("traveller.phone", "0812-3456-7890")
    model.set("traveller.dob_ktp", "31-02-1989")

    draft = model.draft()

    assert draft.answers["traveller.phone"] == "+6281234567890"
    assert draft.answers["traveller.dob_ktp"] == "31-02-1989"
    assert model.findings().problem_paths == ("traveller.dob_ktp",)


def test_half_a_number_is_no_mistake_while_it_is_typed(model):
    model.editing = "traveller.nik"
    model.set("traveller.nik", "99020157")
    while_typing = model.findings().beside("traveller.nik")
    model.editing = "traveller.name"
    after = model.findings().beside("traveller.nik")

    assert while_typing is None
    assert after is not None
    assert WORDS.sentence(after) == "NIK harus 16 angka. Sekarang 8."


def test_a_message_that_was_shown_stays_while_its_field_is_mended(model):
    model.set("traveller.nik", "99020157")
    model.findings()
    model.editing = "traveller.nik"
    model.set("traveller.nik", "990201571189")

    assert model.findings().beside("traveller.nik") is not None


def test_emptying_can_be_taken_back(model):
    model.set("traveller.name", "CONTOH NAMA SATU")
    before = model.clear()
    empty = model.has_content()
    model.load(before)

    assert not empty
    assert model.answers["traveller.name"] == "CONTOH NAMA SATU"
    assert model.draft().id == before.id


def test_one_reason_replaces_another(model):
    model.choose_reason("decision_reason", "menunggu_konfirmasi")
    model.choose_reason("decision_reason", "lain")

    assert [path for path in model.answers if path.startswith("decision_reason")] == [
        "decision_reason.lain"
    ]


def test_a_digit_marks_and_takes_back_and_the_question_counts_as_answered():
    question = QUESTIONS[2]
    option = question.options[3]
    marked = dict(marking(option, question, {}))

    assert marked == {"ticket.payer": "perekrut", "answers.Q3": "dijawab"}
    assert marking(option, question, marked) == {"ticket.payer": None}


def test_the_next_question_is_the_next_without_a_state():
    answers = {"answers.Q2": "dijawab", "answers.Q3": "menolak"}

    assert next_open(1, answers) == 4
    assert next_open(10, answers) == 10
    assert not_asked(answers) == (1, 4, 5, 6, 7, 8, 9, 10)


def test_refused_is_asked_and_put_aside_is_not():
    answers = {"answers.Q1": AnswerState.REFUSED, "answers.Q2": AnswerState.NOT_ASKED}

    assert 1 not in not_asked(answers)
    assert 2 in not_asked(answers)


def test_findings_come_problems_first():
    answers = {"traveller.nik": "123", "traveller.dob_ktp": "besok"}

    found = look_at(answers, today=START.date())

    assert [message.kind for message in found.messages] == ["problem", "caution"]


def test_the_departure_is_spoken_as_officers_do():
    answers = {
        "departure.number": "JT691",
        "departure.from": "Kupang",
        "departure.to": "Surabaya",
        "departure.departs_on": "2026-11-24",
        "departure.departs_time": "07:55",
    }

    assert departure_title(answers) == "JT 691"
    assert departure_title({"departure.carrier": "KM Contoh"}) == "KM Contoh"
    assert departure_route(answers) == "Kupang → Surabaya"
    assert departure_day(answers, WORDS.catalogue) == "Sel, 24 Nov"
    assert departure_day(answers, load_catalogue("en")) == "Tue, 24 Nov"
    assert departure_day({}, WORDS.catalogue) == ""
    assert minutes_left(answers, START) == 34
    assert minutes_left(answers, START + timedelta(hours=1)) is None


def test_a_departure_time_that_is_none_counts_no_minutes():
    answers = {"departure.departs_on": "2026-11-24", "departure.departs_time": "99:99"}

    assert minutes_left(answers, START) is None


def test_names_beyond_four_are_counted():
    paths = ("traveller.nik", "traveller.name", "traveller.sex", "traveller.dob_ktp", "decision")

    assert WORDS.names(paths) == "NIK, Nama, Kelamin, Lahir dan 1 lagi"


def test_the_nik_is_read_in_words():
    assert WORDS.nik_reading("5302015711890003", today_at=START) == (
        "Perempuan · lahir 17-11-1989 · daftar pertama: Kab. Timor Tengah Selatan"
    )
    assert WORDS.nik_reading("", today_at=START) == ""


def test_codes_of_every_list_have_words():
    lists = [field for field in FIELDS if field.codes and field.type is not FieldType.COUNTRY]

    assert all(
        not label.startswith("[") for field in lists for label in WORDS.codes(field).values()
    )


def test_a_draft_left_open_goes_on_where_it_was(model):
    draft = Draft("0" * 32, {"traveller.name": "CONTOH NAMA DUA"}, START, START)
    model.load(draft)
    model.set("traveller.sex", "L")

    assert model.draft().id == "0" * 32
    assert model.draft().started_at == START


def test_a_departure_is_taken_over_while_none_is_known(model):
    assert model.carry({"departure.carrier": "Pelni"}) == {"departure.carrier": "Pelni"}
    assert not model.has_content()

    assert model.carry({"departure.carrier": "Lion Air", "departure.number": "691"}) == {}
    assert model.answers["departure.carrier"] == "Pelni"


def test_no_departure_is_taken_over_once_somebody_is_in_the_form(model):
    model.set("traveller.name", "CONTOH NAMA DUA")

    assert model.carry({"departure.carrier": "Pelni"}) == {}
    assert "departure.carrier" not in model.answers
