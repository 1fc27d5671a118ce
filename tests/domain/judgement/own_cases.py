"""Cases of our own for what no vignette exercises: combinations, absolutes, calming, escalation.

Every result was worked out by hand from SRC-INDICATORS 4.3 and SRC-RULES.
"""

from collections.abc import Mapping
from dataclasses import dataclass

Facts = Mapping[str, str | int | bool]


@dataclass(frozen=True, slots=True)
class Case:
    """Facts and what they must come to; `fired` and `calmed` are the whole sets."""

    name: str
    facts: Facts
    level: str
    rule: str
    fired: str = ""
    calmed: str = ""
    absolute: str = ""
    priority: bool = False


def ticks(signs: str) -> dict[str, bool]:
    """Give the officer's ticks."""
    return {f"officer_ticks.{sign}": True for sign in signs.split()}


def verified(facts: str) -> dict[str, bool]:
    """Give verified facts."""
    return {f"mitigations.{fact}": True for fact in facts.split()}


DN = {"purpose": "kerja_dn"}
ONE_WAY = DN | {"journey.one_way": True, "journey.return_plan": False}
BOOKING = {"ticket.shared_booking_n": 3, "ticket.unrelated": True}
TWO_WEAK = "trv_one_way_no_plan grp_one_payer_unrelated"
THREE_WEAK = TWO_WEAK + " rec_rush_minimal_papers"
STRANGER = {"pickup.by": "orang_tidak_dikenal"}
DEBTS = {
    "money.owes_to": "perekrut",
    "money.deduction": "ada_tidak_jelas",
    "ticket.payer": "perekrut",
}
DEBT_SIGNS = "debt_owed_recruiter debt_deduction_unclear debt_ticket_third_party"
HELD = {"doc_holder": "koordinator"}
CHILD_ALONG = {"ages.ktp": 12, "companions.n": 1, "companions.relation": "lain"}


def _ticked(name: str, signs: str, level: str, rule: str, *, priority: bool = False) -> Case:
    return Case(name, ticks(signs), level, rule, signs, priority=priority)


UNEXERCISED = (
    Case("nothing said", {}, "hijau", "R4"),
    Case(
        "a name that differs is one medium sign",
        {"ticket.name_differs": True},
        "hijau",
        "R4",
        "doc_docs_disagree",
    ),
    _ticked("a move the village did not record informs", "doc_mutasi_unrecorded", "hijau", "R4"),
    Case(
        "information never makes the difference",
        ticks("doc_mutasi_unrecorded age_doubt_objective") | ONE_WAY,
        "hijau",
        "R4",
        "doc_mutasi_unrecorded age_doubt_objective trv_one_way_no_plan",
    ),
    _ticked("a doubted age alone", "age_doubt_objective", "hijau", "R4"),
    _ticked("terms that changed", "dec_terms_changed", "kuning", "R3a", priority=True),
    _ticked("signed without understanding", "dec_signed_not_understood", "hijau", "R4"),
    _ticked("an exploitative offer", "dec_exploit_job", "kuning", "R3a", priority=True),
    _ticked("an injury", "coe_visible_injury", "kuning", "R3a", priority=True),
    _ticked("held before departure", "coe_held_before_departure", "hijau", "R4"),
    Case(
        "held and locked in",
        ticks("coe_held_before_departure") | {"escalations.coe_held_before_departure": True},
        "kuning",
        "R3a",
        "coe_held_before_departure",
        priority=True,
    ),
    Case(
        "spoken for, and the companion refuses to part",
        ticks("coe_speaks_for") | {"escalations.coe_speaks_for": True},
        "kuning",
        "R3a",
        "coe_speaks_for",
        priority=True,
    ),
    Case(
        "an escalation without its sign is nothing",
        {"escalations.coe_speaks_for": True, "escalations.coe_held_before_departure": True},
        "hijau",
        "R4",
    ),
    Case(
        "17, alone, to school",
        {"purpose": "sekolah", "ages.ktp": 17, "companions.n": 0, "docs.spp_akad": "tidak_perlu"},
        "hijau",
        "R4",
    ),
    Case(
        "14, alone, to school",
        {"purpose": "sekolah", "ages.ktp": 14, "companions.n": 0},
        "merah",
        "R1",
        "age_child_nonguardian",
        absolute="age_child_nonguardian",
    ),
)

COMBINED = (
    _ticked("two strong", "dec_terms_changed dec_exploit_job", "merah", "R2a"),
    _ticked("two strong of one dimension", "coe_visible_injury coe_cannot_cancel", "merah", "R2a"),
    _ticked(
        "one strong and two medium, two dimensions",
        "dec_terms_changed age_doubt_objective rec_escort_evades",
        "merah",
        "R2b",
    ),
    _ticked(
        "one strong and two medium, the strong one apart",
        "dec_exploit_job dec_story_mismatch dec_signed_not_understood",
        "merah",
        "R2b",
    ),
    _ticked(
        "one strong and two medium of one dimension",
        "dec_terms_changed dec_story_mismatch dec_signed_not_understood",
        "kuning",
        "R3a",
        priority=True,
    ),
    _ticked(
        "one strong and one medium",
        "dec_terms_changed age_doubt_objective",
        "kuning",
        "R3a",
        priority=True,
    ),
    _ticked(
        "four medium over three dimensions with means",
        "rec_romance_new_friend dec_story_mismatch age_doubt_objective coe_speaks_for",
        "merah",
        "R2c",
    ),
    _ticked(
        "three medium over three dimensions",
        "rec_romance_new_friend dec_story_mismatch age_doubt_objective",
        "kuning",
        "R3b",
        priority=True,
    ),
    _ticked(
        "three medium over two dimensions",
        "rec_romance_new_friend rec_escort_evades age_doubt_objective",
        "kuning",
        "R3b",
    ),
    Case(
        "four medium over three dimensions without means",
        ticks("rec_escort_evades age_doubt_objective dec_story_mismatch") | STRANGER,
        "kuning",
        "R3b",
        "rec_escort_evades age_doubt_objective dec_story_mismatch trv_pickup_stranger",
        priority=True,
    ),
    _ticked(
        "four medium over two dimensions",
        "rec_romance_new_friend rec_escort_evades dec_story_mismatch dec_signed_not_understood",
        "kuning",
        "R3b",
    ),
    Case(
        "five medium, four after the cap, over two dimensions",
        ticks("rec_romance_new_friend rec_escort_evades") | DEBTS,
        "kuning",
        "R3b",
        "rec_romance_new_friend rec_escort_evades " + DEBT_SIGNS,
    ),
    Case(
        "five medium, four after the cap, over three dimensions",
        ticks("rec_romance_new_friend") | STRANGER | DEBTS,
        "merah",
        "R2c",
        "rec_romance_new_friend trv_pickup_stranger " + DEBT_SIGNS,
    ),
    Case(
        "four medium, three after the cap, over two dimensions",
        ticks("age_doubt_objective") | DEBTS,
        "kuning",
        "R3b",
        "age_doubt_objective " + DEBT_SIGNS,
    ),
    Case("three debts are two", DEBTS, "kuning", "R3b", DEBT_SIGNS),
    _ticked("two medium", "age_doubt_objective dec_story_mismatch", "kuning", "R3b"),
    _ticked(
        "two medium of one dimension", "rec_escort_evades rec_romance_new_friend", "kuning", "R3b"
    ),
    Case(
        "one medium and two weak",
        ticks("age_doubt_objective") | ONE_WAY | BOOKING,
        "kuning",
        "R3c",
        "age_doubt_objective " + TWO_WEAK,
    ),
    Case(
        "one medium and one weak",
        ticks("age_doubt_objective") | ONE_WAY,
        "hijau",
        "R4",
        "age_doubt_objective trv_one_way_no_plan",
    ),
    Case(
        "every weak sign",
        ticks("rec_rush_minimal_papers") | ONE_WAY | BOOKING,
        "hijau",
        "R4",
        THREE_WEAK,
    ),
    Case(
        "every placement sign",
        {
            "purpose": "kerja_ln",
            "docs.paspor": "tidak_ada",
            "docs.perjanjian_kerja": "tidak_ada",
            "money.fee_paid_idr": 1,
        },
        "kuning",
        "R3d",
        "doc_pmi_set_incomplete doc_no_contract_copy debt_fee_charged",
    ),
    Case(
        "placement and one medium with a weak one",
        ONE_WAY | STRANGER | {"docs.spp_akad": "tidak_ada"},
        "kuning",
        "R3d",
        "doc_akad_spp_missing trv_pickup_stranger trv_one_way_no_plan",
    ),
    Case(
        "placement does not take a number from the other axis",
        DN | {"docs.spp_akad": "tidak_ada"} | ticks("dec_exploit_job"),
        "kuning",
        "R3a",
        "doc_akad_spp_missing dec_exploit_job",
        priority=True,
    ),
    Case(
        "escalation leaves the middle: one strong, one medium",
        ticks("coe_speaks_for age_doubt_objective") | {"escalations.coe_speaks_for": True},
        "kuning",
        "R3a",
        "coe_speaks_for age_doubt_objective",
        priority=True,
    ),
    Case(
        "without escalation the same two are medium",
        ticks("coe_speaks_for age_doubt_objective"),
        "kuning",
        "R3b",
        "coe_speaks_for age_doubt_objective",
    ),
)


def _absolute(name: str, facts: Facts, signs: str, *, besides: str = "") -> Case:
    return Case(name, facts, "merah", "R1", f"{signs} {besides}", absolute=signs)


def _strong(name: str, facts: Facts, sign: str) -> Case:
    return Case(name, facts, "kuning", "R3a", sign, priority=True)


ABSOLUTES = (
    _absolute("a child to work", DN | {"ages.ktp": 17}, "age_minor_work"),
    Case("an adult to work", DN | {"ages.ktp": 18}, "hijau", "R4"),
    _absolute(
        "documents across 18, to work",
        DN | {"ages.ktp": 18, "ages.other": 17, "dobs_differ": True},
        "age_docs_cross_18",
    ),
    _strong(
        "documents across 18, to school",
        {"purpose": "sekolah", "ages.ktp": 18, "ages.other": 17, "dobs_differ": True},
        "age_docs_cross_18",
    ),
    _absolute("a child with a stranger", CHILD_ALONG, "age_child_nonguardian"),
    _absolute(
        "a child with a stranger, the parents not reached",
        CHILD_ALONG | {"guardian.reached": False},
        "age_child_nonguardian",
    ),
    _absolute(
        "a child with a stranger, somebody reached on the stranger's number",
        CHILD_ALONG | {"guardian.reached": True},
        "age_child_nonguardian",
    ),
    Case(
        "a child with an uncle, the parents reached on their own number",
        CHILD_ALONG | verified("fp_guardian_reached"),
        "hijau",
        "R4",
        calmed="age_child_nonguardian",
    ),
    _absolute(
        "parents who do not know", ticks("age_child_family_unaware"), "age_child_family_unaware"
    ),
    _absolute(
        "a confirmed forgery",
        ticks("doc_id_altered") | {"id_altered_confirmed": True},
        "doc_id_altered",
    ),
    _strong("a suspected forgery", ticks("doc_id_altered"), "doc_id_altered"),
    _strong(
        "a suspicion that was not confirmed",
        ticks("doc_id_altered") | {"id_altered_confirmed": False},
        "doc_id_altered",
    ),
    Case("a confirmation without its sign", {"id_altered_confirmed": True}, "hijau", "R4"),
    _absolute("papers not handed back", HELD | {"doc_returned": False}, "doc_held_by_other"),
    _strong("papers handed back", HELD | {"doc_returned": True}, "doc_held_by_other"),
    _strong("papers held, not asked for", HELD, "doc_held_by_other"),
    _absolute("forced or afraid", ticks("coe_forced_or_afraid"), "coe_forced_or_afraid"),
    _absolute("a watch match", {"watch_hit": True}, "xr_verified_watch"),
    _strong("a number used by somebody else", {"prior.identity_reused": 1}, "xr_identity_reused"),
)

EVERY_FACT = verified(
    "fp_epmi_verified fp_spp_verified fp_guardian_reached fp_leave_letter fp_operator_verified"
    " fp_school_verified fp_seafarer_verified"
)
CALMED = (
    Case(
        "papers handed back to a verified tour",
        HELD | {"doc_returned": True} | verified("fp_operator_verified"),
        "hijau",
        "R4",
        calmed="doc_held_by_other",
    ),
    _strong(
        "a verified tour that was not asked for the papers",
        HELD | verified("fp_operator_verified"),
        "doc_held_by_other",
    ),
    _absolute(
        "a verified tour that keeps the papers",
        HELD | {"doc_returned": False} | EVERY_FACT,
        "doc_held_by_other",
    ),
    _strong(
        "collateral is never calmed", {"money.collateral": True} | EVERY_FACT, "debt_collateral"
    ),
    _absolute(
        "a watch match is never calmed", {"watch_hit": True} | EVERY_FACT, "xr_verified_watch"
    ),
    _absolute(
        "a working child is never calmed", DN | {"ages.ktp": 17} | EVERY_FACT, "age_minor_work"
    ),
    _absolute(
        "fear is never calmed", ticks("coe_forced_or_afraid") | EVERY_FACT, "coe_forced_or_afraid"
    ),
    Case(
        "calming takes a sign out of the count",
        ticks("age_doubt_objective") | STRANGER | verified("fp_school_verified"),
        "hijau",
        "R4",
        "age_doubt_objective",
        calmed="trv_pickup_stranger",
    ),
    Case(
        "a fact that is not of the sign does nothing",
        ticks("age_doubt_objective") | STRANGER | verified("fp_epmi_verified"),
        "kuning",
        "R3b",
        "age_doubt_objective trv_pickup_stranger",
    ),
    Case(
        "two facts switch off one sign once",
        {"ticket.payer": "tidak_tahu"} | EVERY_FACT,
        "hijau",
        "R4",
        calmed="debt_ticket_third_party",
    ),
)

OWN_CASES = (*UNEXERCISED, *COMBINED, *ABSOLUTES, *CALMED)
