"""The fifty signs, read from the specification in plain Python. Nothing here knows the catalogue.

Basis: SRC-RULES (what each automatic sign means), SRC-INDICATORS 3.1 (strength, dimension, cara).
An absent fact fires nothing; a condition that says "not X" is an exception and needs X to be said.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Facts = Mapping[str, object]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


WORK = ("kerja_ln", "kerja_dn", "pelaut", "kembali_pmi")
MISSING = ("tidak_ada", "diragukan")
NO_WORK_VISA = ("wisata", "kunjungan", "bebas_visa", "ziarah", "umrah", "pelajar", "kedaluwarsa")
PRIVATE = ("perorangan", "pacar", "teman", "medsos", "koordinator")
LENDERS = ("perekrut", "koordinator", "majikan")
STRANGE_PAYERS = ("perekrut", "orang_tidak_dikenal", "tidak_tahu")
OWN_HOLDERS = ("sendiri", "orang_tua", "wali", "pasangan")
PARENTS = ("orang_tua", "wali")
REQUIRED = {
    "kerja_ln": _words(
        "paspor visa perjanjian_kerja perjanjian_penempatan izin_keluarga"
        " sertifikat_kompetensi surat_sehat status_kawin"
    ),
    "kembali_pmi": _words("paspor visa perjanjian_kerja"),
    "pelaut": _words("paspor buku_pelaut pkl"),
}
CHILD, ALONE_CHILD = 18, 15


@dataclass(frozen=True, slots=True)
class Weight:
    """What a sign counts for."""

    strength: str
    dimension: str
    cara: bool


def _weights(text: str) -> dict[str, Weight]:
    rows = [line.split() for line in text.strip().splitlines()]
    return {row[0]: Weight(row[1], row[2], row[3:] == ["cara"]) for row in rows}


WEIGHTS = _weights("""
    doc_id_altered              S DOK cara
    doc_nik_dob_mismatch        M DOK cara
    doc_docs_disagree           M DOK cara
    doc_held_by_other           S PAKSA cara
    doc_visa_purpose_mismatch   M DOK cara
    doc_pmi_set_incomplete      P PROS
    doc_no_contract_copy        P PROS
    doc_akad_spp_missing        P PROS
    doc_mutasi_unrecorded       I PROS
    age_minor_work              S UMUR cara
    age_docs_cross_18           S UMUR cara
    age_doubt_objective         M UMUR
    age_child_nonguardian       S UMUR
    age_child_family_unaware    S UMUR
    rec_private_recruiter       M REKRUT
    rec_recruiter_unknown       M REKRUT
    rec_romance_new_friend      M REKRUT cara
    rec_rush_minimal_papers     W REKRUT
    rec_payment_for_consent     M REKRUT cara
    rec_coached_to_lie          S PAKSA cara
    rec_escort_evades           M REKRUT
    dec_job_unknown             M TIPU cara
    dec_employer_place_unknown  M TIPU cara
    dec_wage_unrealistic        M TIPU cara
    dec_terms_changed           S TIPU cara
    dec_story_mismatch          M TIPU
    dec_signed_not_understood   M TIPU cara
    dec_study_marriage_front    M TIPU cara
    dec_exploit_job             S TUJUAN cara
    coe_forced_or_afraid        S PAKSA cara
    coe_speaks_for              M PAKSA cara
    coe_phone_contact_blocked   S PAKSA cara
    coe_visible_injury          S PAKSA cara
    coe_cannot_cancel           S PAKSA cara
    coe_held_before_departure   M PAKSA cara
    debt_owed_recruiter         M UTANG cara
    debt_deduction_unclear      M UTANG cara
    debt_collateral             S UTANG cara
    debt_fee_charged            P PROS
    debt_ticket_third_party     M UTANG
    trv_pickup_stranger         M POLA
    trv_final_dest_unknown      M POLA
    trv_one_way_no_plan         W POLA
    trv_detour_third_country    M POLA
    grp_one_payer_unrelated     W POLA
    tec_online_only             M REKRUT
    xr_contact_repeats          M POLA
    xr_verified_watch           S POLA cara
    xr_identity_reused          S DOK cara
    xr_split_departures         M POLA
""")
TICKS = _words(
    "doc_id_altered doc_mutasi_unrecorded age_doubt_objective age_child_family_unaware"
    " rec_romance_new_friend rec_rush_minimal_papers rec_payment_for_consent rec_coached_to_lie"
    " rec_escort_evades dec_terms_changed dec_story_mismatch dec_signed_not_understood"
    " dec_study_marriage_front dec_exploit_job coe_forced_or_afraid coe_speaks_for"
    " coe_phone_contact_blocked coe_visible_injury coe_cannot_cancel"
    " coe_held_before_departure"
)
ESCALATED = ("coe_speaks_for", "coe_held_before_departure")


def known_ages(facts: Facts) -> list[int]:
    """Give the ages that the known birth dates make."""
    found = [facts.get(f"ages.{name}") for name in ("ktp", "other", "stated")]
    return [age for age in found if isinstance(age, int)]


def is_work(facts: Facts) -> bool:
    """Say whether the purpose is one of the four kinds of work."""
    return facts.get("purpose") in WORK


def is_child(facts: Facts) -> bool:
    """Say whether every known birth date makes a child, and one is known."""
    ages = known_ages(facts)
    return bool(ages) and max(ages) < CHILD


def crosses_18(facts: Facts) -> bool:
    """Say whether one birth date makes a child and another an adult."""
    ages = known_ages(facts)
    return bool(ages) and min(ages) < CHILD <= max(ages)


def _number(facts: Facts, path: str) -> int:
    value = facts.get(path)
    return value if isinstance(value, int) else -1


def _is_missing(facts: Facts, paper: str) -> bool:
    return facts.get(f"docs.{paper}") in MISSING


def _docs_disagree(facts: Facts) -> bool:
    if facts.get("traveller.name_differs") is True or facts.get("ticket.name_differs") is True:
        return True
    return facts.get("dobs_differ") is True and not crosses_18(facts)


def _child_nonguardian(facts: Facts) -> bool:
    if not is_child(facts) or facts.get("companions.relation") in PARENTS:
        return False
    along = _number(facts, "companions.n")
    return along >= 1 or (along == 0 and max(known_ages(facts)) < ALONE_CHILD)


def _held_by_other(facts: Facts) -> bool:
    holder = facts.get("doc_holder")
    return holder is not None and holder not in OWN_HOLDERS


def _visa_mismatch(facts: Facts) -> bool:
    abroad = facts.get("purpose") in {"kerja_ln", "kembali_pmi"}
    return abroad and facts.get("docs.visa") in NO_WORK_VISA


def _pmi_set_incomplete(facts: Facts) -> bool:
    required = REQUIRED.get(str(facts.get("purpose")), [])
    if any(_is_missing(facts, paper) for paper in required if paper != "visa"):
        return True
    return "visa" in required and facts.get("docs.visa") not in {None, "kerja", "tahap_berikut"}


def _no_contract_copy(facts: Facts) -> bool:
    if facts.get("purpose") not in {"kerja_ln", "kerja_dn", "pelaut"}:
        return False
    if facts.get("docs.spp_akad") == "tidak_perlu":
        return False
    paper = "pkl" if facts.get("docs.perjanjian_kerja") is None else "perjanjian_kerja"
    return _is_missing(facts, paper)


def _akad_spp_missing(facts: Facts) -> bool:
    return facts.get("purpose") == "kerja_dn" and _is_missing(facts, "spp_akad")


def _private_recruiter(facts: Facts) -> bool:
    private = facts.get("recruiter.channel") in PRIVATE
    return (
        facts.get("purpose") == "kerja_ln" and private and facts.get("recruiter.licensed") != "ya"
    )


def _online_only(facts: Facts) -> bool:
    met = facts.get("recruiter.met_in_person")
    return facts.get("recruiter.channel") == "medsos" and met is False


def _employer_place_unknown(facts: Facts) -> bool:
    unknown = [facts.get("employer.known") is False, facts.get("employer.address_known") is False]
    return is_work(facts) and any(unknown)


def _wage_unrealistic(facts: Facts) -> bool:
    wage, usual = facts.get("job.wage_idr"), facts.get("job.ref_wage_idr")
    if not isinstance(wage, int) or not isinstance(usual, int):
        return False
    return wage * 100 > 200 * usual


def _fee_charged(facts: Facts) -> bool:
    abroad = facts.get("purpose") in {"kerja_ln", "pelaut"}
    return abroad and _number(facts, "money.fee_paid_idr") > 0


def _one_payer_unrelated(facts: Facts) -> bool:
    return _number(facts, "ticket.shared_booking_n") >= 3 and facts.get("ticket.unrelated") is True


def _one_way_no_plan(facts: Facts) -> bool:
    planned = facts.get("journey.return_plan")
    return is_work(facts) and facts.get("journey.one_way") is True and planned is False


def _split_departures(facts: Facts) -> bool:
    alone = _number(facts, "companions.n") == 0
    return alone and _number(facts, "prior.split_departures") >= 2


def _at_work(path: str) -> Callable[[Facts], bool]:
    """Give the rule: works, and the answer at the path is no."""
    return lambda facts: is_work(facts) and facts.get(path) is False


AUTOMATIC: Mapping[str, Callable[[Facts], bool]] = {
    "doc_nik_dob_mismatch": lambda facts: facts.get("nik_dob_match") is False,
    "doc_docs_disagree": _docs_disagree,
    "doc_held_by_other": _held_by_other,
    "doc_visa_purpose_mismatch": _visa_mismatch,
    "doc_pmi_set_incomplete": _pmi_set_incomplete,
    "doc_no_contract_copy": _no_contract_copy,
    "doc_akad_spp_missing": _akad_spp_missing,
    "age_minor_work": lambda facts: is_work(facts) and is_child(facts),
    "age_docs_cross_18": crosses_18,
    "age_child_nonguardian": _child_nonguardian,
    "rec_private_recruiter": _private_recruiter,
    "rec_recruiter_unknown": _at_work("recruiter.name_known"),
    "dec_job_unknown": _at_work("job.known"),
    "dec_employer_place_unknown": _employer_place_unknown,
    "dec_wage_unrealistic": _wage_unrealistic,
    "debt_owed_recruiter": lambda facts: facts.get("money.owes_to") in LENDERS,
    "debt_deduction_unclear": lambda facts: facts.get("money.deduction") == "ada_tidak_jelas",
    "debt_collateral": lambda facts: facts.get("money.collateral") is True,
    "debt_fee_charged": _fee_charged,
    "debt_ticket_third_party": lambda facts: facts.get("ticket.payer") in STRANGE_PAYERS,
    "trv_pickup_stranger": lambda facts: facts.get("pickup.by") == "orang_tidak_dikenal",
    "trv_final_dest_unknown": _at_work("journey.final_known"),
    "trv_one_way_no_plan": _one_way_no_plan,
    "trv_detour_third_country": lambda facts: (
        facts.get("purpose") == "kerja_ln" and facts.get("journey.detour") is True
    ),
    "grp_one_payer_unrelated": _one_payer_unrelated,
    "tec_online_only": _online_only,
    "xr_contact_repeats": lambda facts: _number(facts, "prior.contact_repeats") >= 2,
    "xr_verified_watch": lambda facts: facts.get("watch_hit") is True,
    "xr_identity_reused": lambda facts: _number(facts, "prior.identity_reused") >= 1,
    "xr_split_departures": _split_departures,
}


def raised(facts: Facts) -> set[str]:
    """Give the signs that are there before any calming fact."""
    ticked = {sign for sign in TICKS if facts.get(f"officer_ticks.{sign}") is True}
    return ticked | {sign for sign, is_there in AUTOMATIC.items() if is_there(facts)}
