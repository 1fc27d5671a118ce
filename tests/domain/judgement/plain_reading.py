"""An independent plain-Python reading of the rules: facts in, result out.

Basis: SRC-INDICATORS 3.4 and 4.3, SRC-RULES. Written from those pages, not from the catalogue's
expressions and not from the program's judge: the two are compared on random facts.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.domain.judgement.plain_signs import (
    ESCALATED,
    WEIGHTS,
    Facts,
    crosses_18,
    is_work,
    raised,
)

CALMS: Mapping[str, tuple[str, ...]] = {
    "fp_epmi_verified": (
        "rec_private_recruiter",
        "rec_recruiter_unknown",
        "debt_ticket_third_party",
        "grp_one_payer_unrelated",
        "trv_one_way_no_plan",
        "doc_pmi_set_incomplete",
    ),
    "fp_spp_verified": (
        "doc_akad_spp_missing",
        "grp_one_payer_unrelated",
        "debt_ticket_third_party",
        "trv_pickup_stranger",
        "xr_contact_repeats",
    ),
    "fp_guardian_reached": ("age_child_nonguardian",),
    "fp_leave_letter": (
        "doc_pmi_set_incomplete",
        "rec_recruiter_unknown",
        "debt_ticket_third_party",
        "trv_one_way_no_plan",
    ),
    "fp_operator_verified": (
        "doc_held_by_other",
        "grp_one_payer_unrelated",
        "trv_pickup_stranger",
    ),
    "fp_school_verified": (
        "dec_study_marriage_front",
        "debt_ticket_third_party",
        "trv_pickup_stranger",
    ),
    "fp_seafarer_verified": (
        "doc_visa_purpose_mismatch",
        "debt_ticket_third_party",
        "trv_one_way_no_plan",
        "trv_pickup_stranger",
        "doc_pmi_set_incomplete",
    ),
}
ALWAYS_ABSOLUTE = frozenset(
    {
        "age_minor_work",
        "age_child_family_unaware",
        "coe_forced_or_afraid",
        "xr_verified_watch",
    }
)
RANK = ("hijau", "kuning", "merah")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the rules make of the facts; the vocabulary of the vignettes."""

    level: str
    tppo_axis: str
    placement_axis: str
    rule: str
    fired: frozenset[str]
    neutralised: frozenset[str]
    absolute: frozenset[str]
    priority: bool
    counts: Mapping[str, int]


def read(facts: Facts) -> Reading:
    """Judge flat facts, derived ones included."""
    there = raised(facts)
    absolute = {sign for sign in there if _is_absolute(sign, facts)}
    calmed = {sign for sign in there - absolute if _is_calmed(sign, facts)}
    fired = there - calmed
    strengths = {sign: _strength(sign, facts) for sign in fired}
    tppo, rule, priority = combine(strengths, is_absolute=bool(absolute))
    placement = "kuning" if "P" in strengths.values() else "hijau"
    level = max(tppo, placement, key=RANK.index)
    return Reading(
        level=level,
        tppo_axis=tppo,
        placement_axis=placement,
        rule="R3d" if rule == "R4" and placement == "kuning" else rule,
        fired=frozenset(fired),
        neutralised=frozenset(calmed),
        absolute=frozenset(absolute),
        priority=priority,
        counts=_counts(strengths),
    )


def combine(strengths: Mapping[str, str], *, is_absolute: bool) -> tuple[str, str, bool]:
    """Give the trafficking axis, its rule and the priority mark for the signs that stand."""
    strong = [sign for sign, strength in strengths.items() if strength == "S"]
    medium = [sign for sign, strength in strengths.items() if strength == "M"]
    weak = [sign for sign, strength in strengths.items() if strength == "W"]
    capped = _capped(medium)
    if is_absolute:
        return "merah", "R1", False
    if len(strong) >= 2:
        return "merah", "R2a", False
    if strong and capped >= 2 and len(_dimensions(strong + medium)) >= 2:
        return "merah", "R2b", False
    has_cara = any(WEIGHTS[sign].cara for sign in strong + medium)
    if capped >= 4 and len(_dimensions(medium)) >= 3 and has_cara:
        return "merah", "R2c", False
    if strong:
        return "kuning", "R3a", True
    if capped >= 2:
        return "kuning", "R3b", capped >= 3 and len(_dimensions(medium)) >= 3
    if capped == 1 and len(weak) >= 2:
        return "kuning", "R3c", False
    return "hijau", "R4", False


def _is_absolute(sign: str, facts: Facts) -> bool:
    if sign in ALWAYS_ABSOLUTE:
        return True
    match sign:
        case "age_docs_cross_18":
            return is_work(facts) and crosses_18(facts)
        case "age_child_nonguardian":
            # reached means on a number found independently: a companion's word never counts
            return facts.get("mitigations.fp_guardian_reached") is not True
        case "doc_id_altered":
            return facts.get("id_altered_confirmed") is True
        case "doc_held_by_other":
            return facts.get("doc_returned") is False
    return False


def _is_calmed(sign: str, facts: Facts) -> bool:
    if sign.startswith("coe_") or sign in {"debt_collateral", "xr_verified_watch"}:
        return False
    if sign == "doc_held_by_other" and facts.get("doc_returned") is not True:
        return False
    return any(
        sign in signs and facts.get(f"mitigations.{fact}") is True for fact, signs in CALMS.items()
    )


def _strength(sign: str, facts: Facts) -> str:
    if sign in ESCALATED and facts.get(f"escalations.{sign}") is True:
        return "S"
    return WEIGHTS[sign].strength


def _dimensions(signs: list[str]) -> set[str]:
    return {WEIGHTS[sign].dimension for sign in signs}


def _capped(medium: list[str]) -> int:
    of = [WEIGHTS[sign].dimension for sign in medium]
    return sum(min(2, of.count(dimension)) for dimension in set(of))


def _counts(strengths: Mapping[str, str]) -> dict[str, int]:
    values = list(strengths.values())
    medium = [sign for sign, strength in strengths.items() if strength == "M"]
    counts = {name: values.count(name) for name in ("S", "M", "W", "P")}
    return counts | {"M_capped": _capped(medium)}
