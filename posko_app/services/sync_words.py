"""Which sentence tells a person what sync found: keys into `sync_service.toml`.

A code nobody foresaw, from a newer centre perhaps, gets the general sentence of its family.
"""

from typing import Final

from posko_app.services.sync_state import AlarmCode, Outcome, RoundReport
from sync.protocol.messages import Refusal

NO_LINE: Final = frozenset(
    {"dns", "refused", "unreachable", "timeout", "reset", "cut", "busy", "proxy"}
)
NOT_OURS: Final = frozenset(
    {
        "portal",
        "redirect",
        "untrusted",
        "certificate_time",
        "certificate_name",
        "ca_differs",
        "tls",
        "status",
        "content_type",
        "answer_unsigned",
        "answer_signature",
        "answer_malformed",
        "answer_replayed",
        "bomb",
        "too_large",
    }
)
STOPPED: Final = frozenset({"signature", "chain", "fork", "signer", "part", "malformed"})
OTHER = "other"


def reason_key(report: RoundReport) -> str:
    """Give the sentence for how a round ended: problem, cause, remedy."""
    return line_key(report.outcome, report.reason)


def line_key(outcome: Outcome, reason: str) -> str:
    """Give the sentence for an outcome and its code."""
    if outcome is Outcome.NO_LINE:
        return f"sync.no_line.{_known(reason, NO_LINE)}"
    if outcome is Outcome.NOT_OURS:
        return f"sync.not_ours.{_known(reason, NOT_OURS)}"
    if outcome is Outcome.REFUSED:
        return f"sync.refused.{_known(reason, frozenset(Refusal))}"
    if outcome is Outcome.FAILED:
        return reason or "sync.failed"
    return f"sync.outcome.{outcome.value}"


def alarm_key(code: str) -> str:
    """Give the sentence for a standing alarm."""
    return f"sync.alarm.{_known(code, frozenset(AlarmCode))}"


def stop_key(code: str) -> str:
    """Give the sentence for an entry that the centre did not take."""
    return f"sync.stopped.{_known(code, STOPPED)}"


def _known(code: str, known: frozenset[str]) -> str:
    return code if code in known else OTHER
