"""Which sentence tells a person what sync found: keys into `sync_service.toml`.

A code nobody foresaw, from a newer centre perhaps, gets the general sentence of its family.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from posko_app.domain.civil import civil_date
from posko_app.services.sync_state import AlarmCode, Outcome, RoundReport, StepForPerson
from sync.protocol.messages import Refusal

NO_LINE: Final = frozenset(
    {
        "address",
        "busy",
        "cut",
        "dns",
        "interrupted",
        "refused",
        "reset",
        "timeout",
        "unreachable",
    }
)
NOT_OURS: Final = frozenset(
    {
        "answer_forged",
        "answer_unsigned",
        "certificate_time",
        "encoded",
        "portal",
        "redirect",
        "too_large",
        "untrusted",
    }
)
STOPPED: Final = {  # by code, and the one thing that helps
    "bad_signature": StepForPerson.TELL_CENTRE,
    "chain_gap": StepForPerson.RETRY,
    "prev_differs": StepForPerson.TELL_CENTRE,
    "device_differs": StepForPerson.TELL_CENTRE,
    "deployment_differs": StepForPerson.TELL_CENTRE,
    "part_missing": StepForPerson.RETRY,
    "part_differs": StepForPerson.TELL_CENTRE,
    "facts_malformed": StepForPerson.RETRY,
    "header_malformed": StepForPerson.RETRY,
    "signer_unknown": StepForPerson.RETRY,
    "signer_removed": StepForPerson.TELL_CENTRE,
    "signer_may_not": StepForPerson.TELL_CENTRE,
    "fork": StepForPerson.TELL_CENTRE,
}
REFUSED: Final = frozenset({*Refusal, "answer_malformed", "checkpoint_invalid"})
ENROLMENT: Final = frozenset(
    {
        "code_form",
        "address",
        "ca_form",
        "ca_differs",
        "deployment_differs",
        "post_differs",
        "enrolled_elsewhere",
        "answer_malformed",
    }
)
PACKAGE: Final = frozenset(
    {
        "bad_signature",
        "bytes_differ",
        "content",
        "head_form",
        "not_a_package",
        "not_enrolled",
        "not_opened",
        "other_deployment",
        "other_kind",
        "other_recipient",
        "other_sender",
        "stale",
        "too_large",
        "version_unknown",
    }
)
OTHER = "other"
CLOCK = "certificate_time"


def reason_key(report: RoundReport) -> str:
    """Give the sentence for how a round ended: problem, cause, remedy."""
    if report.outcome is Outcome.DONE:
        return _done_key(report)
    return line_key(report.outcome, report.reason, dated=report.dates is not None)


def _done_key(report: RoundReport) -> str:
    """Say that all is well only when it is."""
    if report.reason:
        return f"sync.refused.{_known(report.reason, REFUSED)}"
    if report.needs_person:
        return "sync.outcome.done_needs_person"
    return "sync.outcome.done_waiting" if report.waiting else "sync.outcome.done"


def line_key(outcome: Outcome, reason: str, *, dated: bool = False) -> str:
    """Give the sentence for an outcome and its code; `dated`: with `dates_of` it."""
    if reason == CLOCK and not dated:
        return f"sync.not_ours.{CLOCK}_undated"
    if outcome is Outcome.NO_LINE:
        return f"sync.no_line.{_known(reason, NO_LINE)}"
    if outcome is Outcome.NOT_OURS:
        return f"sync.not_ours.{_known(reason, NOT_OURS)}"
    if outcome is Outcome.REFUSED:
        return f"sync.refused.{_known(reason, REFUSED)}"
    if outcome is Outcome.FAILED:
        return reason or "sync.failed"
    return f"sync.outcome.{outcome.value}"


def reason_values(report: RoundReport) -> dict[str, str]:
    """Give the values that the sentence for a round's end takes."""
    counts = {"waiting": str(report.waiting), "number": str(report.needs_person)}
    return counts | dates_of(report.dates)


def dates_of(dates: tuple[datetime, datetime] | None) -> dict[str, str]:
    """Give this laptop's date and the one that it contradicts, as the sentence takes them."""
    if dates is None:
        return {}
    here, limit = (civil_date(at).isoformat() for at in dates)
    return {"here": here, "limit": limit}


def alarm_key(code: str) -> str:
    """Give the sentence for a standing alarm."""
    return f"sync.alarm.{_known(code, frozenset(AlarmCode))}"


def stop_key(code: str) -> str:
    """Give the sentence for an entry that the centre did not take."""
    return f"sync.stopped.{_known(code, STOPPED)}"


def step_for(code: str) -> StepForPerson:
    """Say what a person does about an entry that the centre did not take."""
    return STOPPED.get(code, StepForPerson.RETRY)


def enrolment_key(code: str) -> str:
    """Give the sentence for why the device was not taken in."""
    if code in ENROLMENT or code not in REFUSED:
        return f"sync.enrolment.{_known(code, ENROLMENT)}"
    return f"sync.refused.{code}"


def package_key(code: str) -> str:
    """Give the sentence for a package that is none for this device."""
    return f"sync.package.{_known(code, PACKAGE)}"


def _known(code: str, known: Collection[str]) -> str:
    return code if code in known else OTHER
