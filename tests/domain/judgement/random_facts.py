"""Random facts over the real field table, dense and sparse, so that every rule fires sometimes.

A case is a little of everything plus a few whole signs: drawn alone, pairs of answers that make
a sign together would be rare.
"""

from collections.abc import Iterator, Mapping
from random import Random

from posko_app.domain.fields import FIELDS, Field, FieldType, Part, value_paths
from tests.domain.judgement.plain_signs import TICKS, WEIGHTS

Answers = dict[str, str | int | bool]

NUMBERS: Mapping[str, tuple[int, ...]] = {
    "ages.ktp": (9, 14, 15, 17, 18, 19, 30, 45, 45),
    "ages.other": (14, 15, 17, 18, 30, 45, 45),
    "ages.stated": (14, 17, 18, 30, 45, 45),
    "companions.n": (0, 0, 1, 2, 29),
    "ticket.shared_booking_n": (1, 2, 3, 30),
    "job.wage_idr": (0, 1, 3_500_000, 6_999_999, 7_000_000, 7_000_001, 20_000_000),
    "job.ref_wage_idr": (0, 3_500_000, 9_000_000),
    "job.contract_months": (0, 11, 12, 24),
    "money.fee_paid_idr": (0, 1, 5_000_000),
    "prior.contact_repeats": (0, 1, 2, 3),
    "prior.split_departures": (0, 1, 2, 3),
    "prior.identity_reused": (0, 0, 1),
}
PURPOSES = (*("kerja_ln",) * 5, *("kerja_dn",) * 4, "pelaut", "pelaut", "kembali_pmi")
PURPOSES += ("kembali_pmi", "sekolah", "keluarga", "wisata", "lain", "tidak_jelas", "magang")
ADULT: Answers = {"ages.ktp": 30}
CHILD: Answers = {"ages.ktp": 16}
LN: Answers = {"purpose": "kerja_ln"}
DN: Answers = {"purpose": "kerja_dn"}
# facts that make an automatic sign, one recipe or several
RECIPES: Mapping[str, tuple[Answers, ...]] = {
    "doc_nik_dob_mismatch": ({"nik_dob_match": False},),
    "doc_docs_disagree": (
        {"ages.ktp": 30, "ages.other": 31, "ages.stated": 30, "dobs_differ": True},
        {"ticket.name_differs": True},
        {"traveller.name_differs": True},
    ),
    "doc_held_by_other": (
        {"doc_holder": "koordinator"},
        {"doc_holder": "perekrut", "doc_returned": True},
        {"doc_holder": "ketua_rombongan", "doc_returned": True},
        {"doc_holder": "dikirim_lebih_dulu", "doc_returned": False},
    ),
    "doc_visa_purpose_mismatch": (LN | {"docs.visa": "umrah"}, LN | {"docs.visa": "kunjungan"}),
    "doc_pmi_set_incomplete": (
        LN | {"docs.surat_sehat": "tidak_ada"},
        {"purpose": "pelaut", "docs.buku_pelaut": "diragukan"},
        {"purpose": "kembali_pmi", "docs.visa": "tidak_ada"},
    ),
    "doc_no_contract_copy": (
        DN | {"docs.perjanjian_kerja": "tidak_ada", "docs.spp_akad": "ada"},
        {"purpose": "pelaut", "docs.pkl": "tidak_ada"},
    ),
    "doc_akad_spp_missing": (DN | {"docs.spp_akad": "tidak_ada"},),
    "age_minor_work": (DN | {"ages.ktp": 17, "ages.other": 17, "ages.stated": 17},),
    "age_docs_cross_18": ({"ages.ktp": 21, "ages.other": 16, "dobs_differ": True},),
    "age_child_nonguardian": (
        CHILD
        | {"ages.other": 16, "ages.stated": 16, "companions.n": 1, "companions.relation": "lain"},
        {"ages.ktp": 14, "ages.other": 14, "ages.stated": 14, "companions.n": 0},
    ),
    "rec_private_recruiter": (
        LN | {"recruiter.channel": "teman", "recruiter.licensed": "tidak"},
        LN | {"recruiter.channel": "perorangan"},
    ),
    "rec_recruiter_unknown": (DN | {"recruiter.name_known": False},),
    "dec_job_unknown": (DN | {"job.known": False},),
    "dec_employer_place_unknown": (
        DN | {"employer.known": False},
        DN | {"employer.known": True, "employer.address_known": False},
    ),
    "dec_wage_unrealistic": ({"job.wage_idr": 9_000_000, "job.ref_wage_idr": 3_500_000},),
    "debt_owed_recruiter": ({"money.owes_to": "majikan"}, {"money.owes_to": "perekrut"}),
    "debt_deduction_unclear": ({"money.deduction": "ada_tidak_jelas"},),
    "debt_collateral": ({"money.collateral": True},),
    "debt_fee_charged": (LN | {"money.fee_paid_idr": 1},),
    "debt_ticket_third_party": ({"ticket.payer": "perekrut"}, {"ticket.payer": "tidak_tahu"}),
    "trv_pickup_stranger": ({"pickup.by": "orang_tidak_dikenal"},),
    "trv_final_dest_unknown": (DN | {"journey.final_known": False},),
    "trv_one_way_no_plan": (DN | {"journey.one_way": True, "journey.return_plan": False},),
    "trv_detour_third_country": (LN | {"journey.detour": True},),
    "grp_one_payer_unrelated": ({"ticket.shared_booking_n": 3, "ticket.unrelated": True},),
    "tec_online_only": ({"recruiter.channel": "medsos", "recruiter.met_in_person": False},),
    "xr_contact_repeats": ({"prior.contact_repeats": 2},),
    "xr_verified_watch": ({"watch_hit": True},),
    "xr_identity_reused": ({"prior.identity_reused": 1},),
    "xr_split_departures": ({"prior.split_departures": 2, "companions.n": 0},),
} | {sign: ({f"officer_ticks.{sign}": True},) for sign in TICKS}

_LIKELIHOOD = {"S": 2, "M": 5, "W": 9, "P": 4, "I": 2}
_SIGNS = tuple(RECIPES)
_SIGN_WEIGHTS = tuple(_LIKELIHOOD[WEIGHTS[sign].strength] for sign in _SIGNS)
_WEAK = tuple(sign for sign in _SIGNS if WEIGHTS[sign].strength == "W")


def _values(field: Field) -> tuple[str | int | bool, ...]:
    match field.type:
        case FieldType.CODE:
            return field.codes
        case FieldType.BOOLEAN:
            return (True, False)
        case FieldType.CODES:
            return (True,)
        case FieldType.INTEGER:
            return NUMBERS.get(field.path, (0, 1, 7, 20))
    return ()


def _choices() -> Iterator[tuple[str, tuple[str | int | bool, ...], float]]:
    """Give each fact with its values and how much rarer than others it is drawn."""
    for field in FIELDS:
        values = _values(field)
        if field.part is Part.FACTS and values and field.path != "purpose":
            rarity = 0.2 if field.type is FieldType.CODES else 1.0
            yield from ((path, values, rarity) for path in value_paths(field))


CHOICES = tuple(_choices())


def random_facts(random: Random) -> Answers:
    """Draw one person's facts."""
    answers: Answers = {}
    density = random.choice((0.0, 0.02, 0.06, 0.15, 0.4))
    draw, pick = random.random, random.choice
    for path, values, rarity in CHOICES:
        if draw() < density * rarity:
            answers[path] = pick(values)
    if draw() < 0.95:
        answers["purpose"] = pick(PURPOSES)
    for sign in random.choices(_SIGNS, _SIGN_WEIGHTS, k=pick((0, 0, 1, 2, 3, 5, 7))):
        answers |= pick(RECIPES[sign])
    if draw() < 0.05:
        answers |= {path: value for sign in _WEAK for path, value in RECIPES[sign][0].items()}
    if draw() < 0.3:
        answers["mitigations." + pick(_FACTS)] = True
    return answers


_FACTS = tuple(path.rpartition(".")[2] for path, _, _ in CHOICES if path.startswith("mitigations."))
