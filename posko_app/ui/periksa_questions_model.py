"""The ten questions, one at a time, and what a digit under each of them records.

Basis: SRC-INDICATORS 3.3 (wording and order), 3.2 (what the officer sees himself). Refusal and
"not asked" never count.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from posko_app.domain.screening import Answers, Value

LAST = 10  # the page after it is not asked but seen


class AnswerState(StrEnum):
    """How far a question got."""

    ANSWERED = "dijawab"
    REFUSED = "menolak"
    NOT_ASKED = "tidak_ditanya"


@dataclass(frozen=True, slots=True)
class Option:
    """One digit under a question: the answer it records, and the key of its caption."""

    path: str
    value: str | bool
    caption: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `options` are shown with the digits from 1."""

    number: int
    options: tuple[Option, ...]

    @property
    def path(self) -> str:
        """The field that holds the state of the answer, `""` for what nobody is asked."""
        return f"answers.Q{self.number}" if self.number <= LAST else ""

    @property
    def one_choice(self) -> bool:
        """Say whether a digit answers the whole question, so that the next may come."""
        return len(self.options) > 1 and len({option.path for option in self.options}) == 1


def _codes(path: str, group: str, codes: str) -> tuple[Option, ...]:
    return tuple(Option(path, code, f"code.{group}.{code}") for code in codes.split())


def _fact(path: str, *, value: str | bool, caption: str) -> Option:
    return Option(path, value, f"periksa.option.{caption}")


def _tick(code: str) -> Option:
    return Option(f"officer_ticks.{code}", True, f"periksa.option.{code}")


QUESTIONS: tuple[Question, ...] = (
    Question(
        1,
        (
            *_codes("claimed.purpose", "purpose", "kerja_ln kerja_dn keluarga sekolah wisata"),
            _fact("journey.final_known", value=False, caption="final_unknown"),
            _fact("job.known", value=False, caption="job_unknown"),
            _tick("dec_study_marriage_front"),
        ),
    ),
    Question(
        2,
        (
            *_codes("recruiter.channel", "channel", "P3MI perusahaan perorangan keluarga medsos"),
            _fact("recruiter.name_known", value=False, caption="recruiter_unnamed"),
            _fact("recruiter.met_in_person", value=False, caption="recruiter_unmet"),
            _tick("rec_romance_new_friend"),
            _tick("rec_rush_minimal_papers"),
        ),
    ),
    Question(
        3,
        _codes(
            "ticket.payer",
            "payer",
            "sendiri keluarga perusahaan perekrut orang_tidak_dikenal tidak_tahu",
        ),
    ),
    Question(
        4,
        (
            *_codes("pickup.by", "pickup", "sendiri keluarga perusahaan orang_tidak_dikenal"),
            _fact("employer.address_known", value=False, caption="address_unknown"),
        ),
    ),
    Question(
        5,
        (
            _fact("job.known", value=True, caption="job_known"),
            _fact("job.known", value=False, caption="job_unknown"),
            _fact("employer.known", value=False, caption="employer_unknown"),
            _tick("dec_terms_changed"),
            _tick("dec_signed_not_understood"),
            _tick("dec_exploit_job"),
        ),
    ),
    Question(
        6,
        (
            *_codes("doc_holder", "holder", "sendiri keluarga orang_lain dikirim_lebih_dulu"),
            _fact("doc_returned", value=True, caption="returned"),
            _fact("doc_returned", value=False, caption="not_returned"),
            _fact("docs.perjanjian_kerja", value="tidak_ada", caption="no_contract_copy"),
        ),
    ),
    Question(
        7,
        (
            *_codes("money.owes_to", "owes_to", "tidak_ada perekrut majikan keluarga"),
            _fact("money.deduction", value="ada_tidak_jelas", caption="deduction_unclear"),
            _fact("money.collateral", value=True, caption="collateral"),
            _tick("rec_payment_for_consent"),
        ),
    ),
    Question(8, (_tick("coe_cannot_cancel"),)),
    Question(
        9,
        (
            _tick("coe_phone_contact_blocked"),
            _tick("age_child_family_unaware"),
            _tick("doc_mutasi_unrecorded"),
        ),
    ),
    Question(
        10,
        (
            _tick("coe_forced_or_afraid"),
            _tick("coe_held_before_departure"),
            _tick("rec_coached_to_lie"),
        ),
    ),
)


# what nobody is asked: the officer sees it himself
SEEN = Question(
    LAST + 1,
    (
        _tick("doc_id_altered"),
        _tick("age_doubt_objective"),
        _tick("rec_escort_evades"),
        _tick("dec_story_mismatch"),
        _tick("coe_speaks_for"),
        _tick("coe_visible_injury"),
    ),
)
PAGES = (*QUESTIONS, SEEN)


def states(answers: Answers) -> dict[int, AnswerState | None]:
    """Give the state of each question; None while nothing was marked."""
    return {question.number: _state(answers.get(question.path)) for question in QUESTIONS}


def not_asked(answers: Answers) -> tuple[int, ...]:
    """Name the questions that were neither answered nor refused."""
    settled = (AnswerState.ANSWERED, AnswerState.REFUSED)
    return tuple(number for number, state in states(answers).items() if state not in settled)


def is_marked(option: Option, answers: Answers) -> bool:
    """Say whether an option's answer is recorded now."""
    return option.path in answers and answers[option.path] == option.value


def marking(option: Option, question: Question, answers: Answers) -> Mapping[str, Value]:
    """Give the changes a digit makes: mark or unmark, and the question counts as answered."""
    if is_marked(option, answers):
        return {option.path: None}
    if not question.path:
        return {option.path: option.value}
    return {option.path: option.value, question.path: AnswerState.ANSWERED.value}


def next_open(after: int, answers: Answers, asked: Collection[int] = range(1, LAST + 1)) -> int:
    """Give the next of the questions asked that has no state, else the one that follows."""
    known = states(answers)
    later = [number for number in asked if number > after]
    still_open = [number for number in later if known[number] is None]
    return next(iter(still_open or later), max(asked, default=after))


def _state(value: Value) -> AnswerState | None:
    try:
        return AnswerState(str(value))
    except ValueError:
        return None
