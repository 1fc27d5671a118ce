"""What to do next, and which row of the referral rules applies.

Basis: SRC-INDICATORS 4.3, 5.2.
"""

from collections.abc import Iterable, Sequence

from posko_app.domain.detection.assessment import Level
from posko_app.domain.detection.ruleset import Ruleset
from posko_app.domain.detection.verdict import Verdict

COMBINED, PAPERS = "gabungan", "surat"  # referrals that no single sign leads to
GO, GO_ADVISED = "berangkat", "berangkat_saran"
CHECK, CHECK_PAPERS, CHECK_ALONE = "periksa", "periksa_surat", "periksa_berdua"
REFER = "rujuk_"  # before the id of a referral
CHILD = "age"  # category of the signs that say: follow the child path


def next_step(
    ruleset: Ruleset, verdict: Verdict, fired: Sequence[str], absolute: Sequence[str]
) -> tuple[str, str | None]:
    """Give the ids of a step and of a referral row, if one applies.

    Args:
        ruleset: says which row a sign leads to; of several the first row wins.
        verdict: of the signs that stand.
        fired: the signs that stand.
        absolute: those of them that go straight to MERAH.
    """
    if verdict.level is Level.HIJAU:
        return (GO_ADVISED if fired else GO), None
    if verdict.level is Level.MERAH:
        referral = _first(ruleset, absolute) or _first(ruleset, _of_age(ruleset, fired)) or COMBINED
        return REFER + referral, referral
    if verdict.tppo_axis is Level.HIJAU:
        return CHECK_PAPERS, PAPERS
    step = CHECK_ALONE if verdict.priority else CHECK
    return step, _first(ruleset, _conditionless(ruleset, fired)) or _papers(verdict)


def _of_age(ruleset: Ruleset, fired: Iterable[str]) -> tuple[str, ...]:
    """Give the signs that say this may be a child: the row for adults does not fit."""
    return tuple(sign for sign in fired if ruleset.indicators[sign].category == CHILD)


def _conditionless(ruleset: Ruleset, fired: Iterable[str]) -> tuple[str, ...]:
    """Leave out the signs whose row is only for when they are absolute."""
    return tuple(sign for sign in fired if ruleset.indicators[sign].absolute is None)


def _papers(verdict: Verdict) -> str | None:
    return PAPERS if verdict.placement_axis is Level.KUNING else None


def _first(ruleset: Ruleset, signs: Iterable[str]) -> str | None:
    led_to = {ruleset.indicators[sign].referral for sign in signs}
    return next((referral for referral in ruleset.referrals if referral in led_to), None)
