"""For every automatic sign: answers that make it, and near ones that do not.

Each row was worked out by hand from SRC-RULES, not computed from a reading.
"""

from collections.abc import Mapping
from dataclasses import dataclass

Facts = Mapping[str, str | int | bool]

LN, DN = {"purpose": "kerja_ln"}, {"purpose": "kerja_dn"}
SEA, BACK = {"purpose": "pelaut"}, {"purpose": "kembali_pmi"}
FAMILY, SCHOOL = {"purpose": "keluarga"}, {"purpose": "sekolah"}
ALONE = {"companions.n": 0}


@dataclass(frozen=True, slots=True)
class Border:
    """Answers that make a sign and answers that just do not."""

    fires: tuple[Facts, ...]
    quiet: tuple[Facts, ...]


def _with(base: Facts, *more: Facts) -> tuple[Facts, ...]:
    return tuple({**base, **facts} for facts in more)


def _each(base: Facts, path: str, codes: str) -> tuple[Facts, ...]:
    return tuple({**base, path: code} for code in codes.split())


_PAPERS_ABROAD = (
    "paspor perjanjian_kerja perjanjian_penempatan izin_keluarga sertifikat_kompetensi"
    " surat_sehat status_kawin"
)
_BOOKING = {"ticket.shared_booking_n": 3, "ticket.unrelated": True}
_ONE_WAY = {"journey.one_way": True, "journey.return_plan": False}

DOCUMENT = {
    "doc_nik_dob_mismatch": Border(({"nik_dob_match": False},), ({"nik_dob_match": True}, {})),
    "doc_docs_disagree": Border(
        (
            {"ages.ktp": 30, "ages.other": 31, "dobs_differ": True},
            {"ages.ktp": 16, "ages.other": 17, "dobs_differ": True},
            {"traveller.name_differs": True},
            {"ticket.name_differs": True},
        ),
        (
            {"ages.ktp": 17, "ages.other": 18, "dobs_differ": True},
            {"ages.ktp": 30, "ages.other": 30, "dobs_differ": False},
            {"traveller.name_differs": False, "ticket.name_differs": False},
        ),
    ),
    "doc_held_by_other": Border(
        _each(
            {},
            "doc_holder",
            "keluarga teman pendamping ketua_rombongan koordinator perekrut majikan perusahaan"
            " orang_lain dikirim_lebih_dulu",
        ),
        (*_each({}, "doc_holder", "sendiri orang_tua wali pasangan"), {"doc_returned": False}),
    ),
    "doc_visa_purpose_mismatch": Border(
        _each(LN, "docs.visa", "wisata kunjungan bebas_visa ziarah umrah pelajar kedaluwarsa")
        + _each(BACK, "docs.visa", "wisata kedaluwarsa"),
        _each(LN, "docs.visa", "kerja tidak_ada tahap_berikut")
        + _with({"docs.visa": "wisata"}, SEA, DN, FAMILY, {}),
    ),
    "doc_pmi_set_incomplete": Border(
        tuple(
            {**LN, f"docs.{paper}": state}
            for paper in _PAPERS_ABROAD.split()
            for state in ("tidak_ada", "diragukan")
        )
        + _each(LN, "docs.visa", "tidak_ada wisata kedaluwarsa")
        + _with(BACK, {"docs.paspor": "tidak_ada"}, {"docs.visa": "kunjungan"})
        + _with(BACK, {"docs.perjanjian_kerja": "diragukan"})
        + _with(SEA, {"docs.paspor": "tidak_ada"}, {"docs.buku_pelaut": "diragukan"})
        + _with(SEA, {"docs.pkl": "tidak_ada"}),
        _each(LN, "docs.surat_sehat", "ada terverifikasi tidak_perlu tahap_berikut")
        + _each(LN, "docs.visa", "kerja tahap_berikut")
        + _with(LN, {"docs.buku_pelaut": "tidak_ada"}, {"docs.epmi": "tidak_ada"}, {})
        + _with(BACK, {"docs.surat_sehat": "tidak_ada"}, {"docs.status_kawin": "tidak_ada"})
        + _with(SEA, {"docs.surat_sehat": "tidak_ada"}, {"docs.perjanjian_kerja": "tidak_ada"})
        + _with({"docs.paspor": "tidak_ada", "docs.visa": "wisata"}, DN, FAMILY, {}),
    ),
    "doc_no_contract_copy": Border(
        _with({"docs.perjanjian_kerja": "tidak_ada"}, LN, DN, SEA)
        + _with({"docs.perjanjian_kerja": "diragukan"}, DN)
        + _with({"docs.pkl": "tidak_ada"}, SEA)
        + _with(DN, {"docs.perjanjian_kerja": "tidak_ada", "docs.spp_akad": "tidak_ada"}),
        _with({"docs.perjanjian_kerja": "tidak_ada"}, BACK, FAMILY, {})
        + _each(DN, "docs.perjanjian_kerja", "ada terverifikasi tahap_berikut")
        + _with(SEA, {"docs.perjanjian_kerja": "ada", "docs.pkl": "tidak_ada"}, {})
        + _with(DN, {"docs.perjanjian_kerja": "tidak_ada", "docs.spp_akad": "tidak_perlu"}),
    ),
    "doc_akad_spp_missing": Border(
        _each(DN, "docs.spp_akad", "tidak_ada diragukan"),
        _each(DN, "docs.spp_akad", "ada terverifikasi tidak_perlu tahap_berikut")
        + _with({"docs.spp_akad": "tidak_ada"}, LN, SEA, BACK, FAMILY, {}),
    ),
}

AGE = {
    "age_minor_work": Border(
        _with({"ages.ktp": 17}, LN, DN, SEA, BACK)
        + _with(DN, {"ages.stated": 17}, {"ages.ktp": 16, "ages.other": 17, "dobs_differ": True}),
        _with({"ages.ktp": 18}, LN, DN, SEA, BACK)
        + _with({"ages.ktp": 17}, SCHOOL, FAMILY, {})
        + _with(DN, {"ages.ktp": 17, "ages.other": 18}, {}),
    ),
    "age_docs_cross_18": Border(
        (
            {"ages.ktp": 18, "ages.other": 17},
            {"ages.ktp": 17, "ages.stated": 18},
            {"ages.ktp": 30, "ages.other": 30, "ages.stated": 17},
        ),
        ({"ages.ktp": 17, "ages.other": 16}, {"ages.ktp": 18, "ages.other": 19}, {"ages.ktp": 17}),
    ),
    "age_child_nonguardian": Border(
        _each({"ages.ktp": 17, "companions.n": 1}, "companions.relation", "kakak teman guru lain")
        + _with({"ages.ktp": 10}, {"companions.n": 30, "companions.relation": "guru"}, ALONE)
        + _with({"ages.ktp": 14, "ages.stated": 14}, ALONE),
        _each({"ages.ktp": 10, "companions.n": 1}, "companions.relation", "orang_tua wali")
        + _with(ALONE, {"ages.ktp": 15}, {"ages.ktp": 17}, {"ages.ktp": 14, "ages.other": 15})
        + _with({"companions.n": 1, "companions.relation": "lain"}, {"ages.ktp": 18}, {})
        + ({"ages.ktp": 14}, {"ages.ktp": 17, "companions.relation": "lain"}),
    ),
}

RECRUITMENT = {
    "rec_private_recruiter": Border(
        _each(
            {**LN, "recruiter.licensed": "tidak"},
            "recruiter.channel",
            "perorangan pacar teman medsos koordinator",
        )
        + _with(LN, {"recruiter.channel": "teman", "recruiter.licensed": "tidak_tahu"}),
        _each(
            {**LN, "recruiter.licensed": "tidak"},
            "recruiter.channel",
            "P3MI perusahaan lptks pemerintah lembaga keluarga tidak_ada",
        )
        + _with(LN, {"recruiter.channel": "teman", "recruiter.licensed": "ya"})
        + _with(DN, {"recruiter.channel": "teman", "recruiter.licensed": "tidak"}),
    ),
    "rec_recruiter_unknown": Border(
        _with({"recruiter.name_known": False}, LN, DN, SEA, BACK),
        _with({"recruiter.name_known": False}, FAMILY, {})
        + _with(DN, {"recruiter.name_known": True}, {}),
    ),
    "tec_online_only": Border(
        _with({"recruiter.channel": "medsos", "recruiter.met_in_person": False}, {}, LN, DN),
        (
            {"recruiter.channel": "medsos", "recruiter.met_in_person": True},
            {"recruiter.channel": "medsos"},
            {"recruiter.channel": "teman", "recruiter.met_in_person": False},
        ),
    ),
}

DECEPTION = {
    "dec_job_unknown": Border(
        _with({"job.known": False}, LN, DN, SEA, BACK),
        (*_with({"job.known": False}, SCHOOL, {}), {**DN, "job.known": True}),
    ),
    "dec_employer_place_unknown": Border(
        _with({"employer.known": False}, LN, DN, SEA, BACK)
        + _with(DN, {"employer.known": True, "employer.address_known": False}),
        _with({"employer.known": False, "employer.address_known": False}, FAMILY, {})
        + _with(DN, {"employer.known": True, "employer.address_known": True}, {}),
    ),
    "dec_wage_unrealistic": Border(
        ({"job.wage_idr": 7_000_001, "job.ref_wage_idr": 3_500_000},),
        (
            {"job.wage_idr": 7_000_000, "job.ref_wage_idr": 3_500_000},
            {"job.wage_idr": 90_000_000},
            {"job.ref_wage_idr": 1},
        ),
    ),
}

DEBT = {
    "debt_owed_recruiter": Border(
        _each({}, "money.owes_to", "perekrut koordinator majikan"),
        _each({}, "money.owes_to", "keluarga teman bank koperasi lain tidak_ada"),
    ),
    "debt_deduction_unclear": Border(
        ({"money.deduction": "ada_tidak_jelas"},), _each({}, "money.deduction", "jelas tidak_ada")
    ),
    "debt_collateral": Border(({"money.collateral": True},), ({"money.collateral": False},)),
    "debt_fee_charged": Border(
        _with({"money.fee_paid_idr": 1}, LN, SEA),
        (*_with({"money.fee_paid_idr": 5}, DN, BACK, FAMILY), {**LN, "money.fee_paid_idr": 0}),
    ),
    "debt_ticket_third_party": Border(
        _each({}, "ticket.payer", "perekrut orang_tidak_dikenal tidak_tahu"),
        _each(
            LN,
            "ticket.payer",
            "sendiri keluarga teman perusahaan majikan lembaga pemerintah",
        ),
    ),
}

TRAVEL = {
    "trv_pickup_stranger": Border(
        ({"pickup.by": "orang_tidak_dikenal"},),
        _each(
            {}, "pickup.by", "sendiri keluarga kenalan teman perusahaan majikan lembaga tidak_tahu"
        ),
    ),
    "trv_final_dest_unknown": Border(
        _with({"journey.final_known": False}, LN, DN, SEA, BACK),
        (*_with({"journey.final_known": False}, FAMILY, {}), {**DN, "journey.final_known": True}),
    ),
    "trv_one_way_no_plan": Border(
        _with(_ONE_WAY, LN, DN, SEA, BACK),
        _with(_ONE_WAY, FAMILY, {"purpose": "pindah"})
        + _with(DN, {**_ONE_WAY, "journey.return_plan": True}, {"journey.one_way": True})
        + _with(DN, {**_ONE_WAY, "journey.one_way": False}, {"journey.return_plan": False}),
    ),
    "trv_detour_third_country": Border(
        ({**LN, "journey.detour": True},),
        (*_with({"journey.detour": True}, DN, SEA, BACK), {**LN, "journey.detour": False}),
    ),
    "grp_one_payer_unrelated": Border(
        (_BOOKING, {**_BOOKING, "ticket.shared_booking_n": 30}),
        (
            {**_BOOKING, "ticket.shared_booking_n": 2},
            {**_BOOKING, "ticket.unrelated": False},
            {"ticket.shared_booking_n": 3},
        ),
    ),
}

RECORDS = {
    "xr_contact_repeats": Border(
        ({"prior.contact_repeats": 2}, {"prior.contact_repeats": 9}),
        ({"prior.contact_repeats": 1},),
    ),
    "xr_split_departures": Border(
        ({"prior.split_departures": 2, "companions.n": 0},),
        (
            {"prior.split_departures": 1, "companions.n": 0},
            {"prior.split_departures": 2, "companions.n": 1},
            {"prior.split_departures": 2},
        ),
    ),
    "xr_identity_reused": Border(
        ({"prior.identity_reused": 1},), ({"prior.identity_reused": 0}, {})
    ),
    "xr_verified_watch": Border(({"watch_hit": True},), ({"watch_hit": False}, {})),
}

BORDERS: Mapping[str, Border] = DOCUMENT | AGE | RECRUITMENT | DECEPTION | DEBT | TRAVEL | RECORDS
