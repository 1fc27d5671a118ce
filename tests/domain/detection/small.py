"""A small ruleset for tests, as texts of files; each test changes what it is about."""

from collections.abc import Mapping

from posko_app.domain.detection.rules import Judge
from posko_app.domain.detection.ruleset import Ruleset
from posko_app.domain.detection.ruleset_read import read_ruleset

_BOTH = '{{ id = "{0} contoh", en = "{0} example" }}'
RULESET = """\
id = "contoh"
version = "1"
issued_on = "2026-11-24"
title = { id = "Aturan contoh", en = "Example rules" }
"""
PARAMETERS: Mapping[str, str] = {
    "repeats_days": "30",
    "split_days": "14",
    "watch_months": "12",
    "adult_age": "18",
    "work_visas": '["kerja", "tahap_berikut"]',
    "work": '["kerja_ln", "kerja_dn", "pelaut", "kembali_pmi"]',
    "missing": '["tidak_ada", "diragukan"]',
    "papers": '["paspor", "perjanjian_kerja"]',
    "nothing": '""',
    "one": '"kerja_ln"',
}


def text(word: str) -> str:
    """Give a sentence in both languages as an inline table."""
    return _BOTH.format(word)


def parameter(name: str, value: str) -> str:
    """Give a parameter's table."""
    return (
        f'[[parameter]]\nid = "{name}"\nvalue = {value}\nowner = "Contoh"\nlabel = {text(name)}\n'
    )


def sign(known_as: str, kind: str = "M POLA", **more: str) -> str:
    """Give a sign's table: strength and dimension, and any other keys as TOML."""
    strength, dimension, *means = kind.split()
    keys = {
        "id": f'"{known_as}"',
        "label": text(known_as),
        "category": '"travel"',
        "dimension": f'"{dimension}"',
        "means": "true" if means else "false",
        "strength": f'"{strength}"',
        "established": '"otomatis"' if "when" in more else '"centang"',
        "controls": '["DD"]',
        "sources": '["X-1"]',
        "questions": "[]",
        "caveat": text("keliru"),
    } | more
    return "[[sign]]\n" + "".join(f"{key} = {value}\n" for key, value in keys.items()) + "\n"


SIGNS = {
    "signs_1.toml": (
        sign("doc_id_altered", "S DOK cara", absolute='"has(f.id_altered_confirmed) && '
             'f.id_altered_confirmed"', referral='"identitas"')
        + sign("doc_held_by_other", "S PAKSA cara",
               when='"""\nhas(f.doc_holder)\n&& f.doc_holder == "perekrut"\n"""',
               absolute="'has(f.doc_returned) && !f.doc_returned'",
               calmed_if="'has(f.doc_returned) && f.doc_returned'",
               referral='"paksa"')
        + sign("doc_pmi_set_incomplete", "P PROS",
               when="'has(f.purpose) && f.purpose == \"kerja_ln\" && (p.papers.exists(d,"
                    " d in f.docs && f.docs[d] in p.missing)"
                    " || has(f.docs.visa) && !(f.docs.visa in p.work_visas))'")
        + sign("doc_mutasi_unrecorded", "I PROS")
    ),
    "signs_2.toml": (
        sign("age_minor_work", "S UMUR cara", category='"age"', absolute='"true"',
             referral='"anak"',
             when="'has(f.purpose) && f.purpose in p.work && size(f.ages) > 0"
                  " && f.ages.all(k, f.ages[k] < p.adult_age)'")
        + sign("age_doubt_objective", "M UMUR", category='"age"', referral='"anak"')
        + sign("rec_coached_to_lie", "S PAKSA cara")
        + sign("rec_rush_minimal_papers", "W REKRUT")
        + sign("coe_forced_or_afraid", "S PAKSA cara", absolute='"true"', is_calmed="false",
               referral='"paksa"')
        + sign("coe_speaks_for", "M PAKSA cara", is_calmed="false", escalates=text("dipisah"))
        + sign("debt_owed_recruiter", "M UTANG cara", referral='"utang"',
               when="'has(f.money.owes_to) && f.money.owes_to == \"perekrut\"'")
        + sign("debt_ticket_third_party", "M UTANG",
               when="'has(f.ticket.payer) && f.ticket.payer == \"perekrut\"'")
        + sign("trv_pickup_stranger",
               when="'has(f.pickup.by) && f.pickup.by == \"orang_tidak_dikenal\"'")
        + sign("trv_one_way_no_plan", "W POLA",
               when="'has(f.journey.one_way) && f.journey.one_way'")
        + sign("xr_verified_watch", "S POLA cara", absolute='"true"', is_calmed="false",
               referral='"pantauan"', when="'has(f.watch_hit) && f.watch_hit'")
    ),
}  # fmt: skip


def _paper(paper: str, **more: str) -> str:
    keys = {
        "paper": f'"{paper}"',
        "need": '"wajib"',
        "stage": '"keberangkatan"',
        "owed_by": '"pekerja"',
        "basis": '{ id = "UU contoh", en = "Example law", source = "SRC-CONTOH",'
        ' status = "perlu_verifikasi" }',
        "valid_from": '""',
        "valid_to": '""',
    } | more
    return "[[scheme.paper]]\n" + "".join(f"{key} = {value}\n" for key, value in keys.items())


SCHEMES = (
    f'[[scheme]]\nid = "akan_p3mi"\nlabel = {text("p3mi")}\n'
    "when = 'has(f.recruiter.channel) && f.recruiter.channel == \"P3MI\"'\n"
    'not_owed = ["spp_akad"]\n'
    + _paper("paspor")
    + _paper("visa")
    + _paper("perjanjian_kerja", note=text("catatan"), valid_from='"2026-01-01"')
    + _paper("surat_sehat", stage='"pelatihan"', need='"pendukung"')
    + _paper("opp", owed_by='"perusahaan"', valid_to='"2026-06-30"')
    + f'\n[[scheme]]\nid = "akad_mandiri"\nlabel = {text("mandiri")}\n'
    "when = 'has(f.purpose) && f.purpose == \"kerja_dn\"'\n"
    'not_owed = ["surat_tugas"]\n' + _paper("surat_tugas")
)
_REFERRALS = ["anak", "paksa", "identitas", "pantauan", "gabungan", "utang", "surat"]
_STEPS = [
    "berangkat",
    "berangkat_saran",
    "periksa_surat",
    "periksa",
    "periksa_berdua",
    *(f"rujuk_{known_as}" for known_as in _REFERRALS[:5]),
]


def _referral(known_as: str) -> str:
    return (
        f'[[referral]]\nid = "{known_as}"\nlabel = {text(known_as)}\nfirst = {text("dulu")}\n'
        f"also = {text('juga')}\nnot_do = {text('jangan')}\n"
        'contacts = ["telepon"]\n'
        'basis = [{ id = "UU", en = "Law", source = "SRC-CONTOH", status = "berlaku" }]\n'
    )


_CALMING = (
    ("fp_epmi_verified", '["doc_pmi_set_incomplete", "debt_ticket_third_party"]'),
    (
        "fp_operator_verified",
        '["doc_held_by_other", "trv_pickup_stranger"]\npurposes = ["ibadah", "kerja_ln"]',
    ),
    ("fp_school_verified", '["trv_pickup_stranger", "doc_id_altered"]'),
)


def small_files(**changed: str) -> dict[str, str]:
    """Give the files; `signs_1="…"` replaces the text of signs_1.toml."""
    files = {
        "ruleset.toml": RULESET + "".join(parameter(*item) for item in PARAMETERS.items()),
        "sources.toml": '[[source]]\nid = "X-1"\ntitle = "Daftar contoh"\nsource = "SRC-CONTOH"\n',
        **SIGNS,
        "calming.toml": "".join(
            f'[[fact]]\nid = "{known_as}"\nlabel = {text(known_as)}\nproof = {text("bukti")}\n'
            f"switches_off = {switched}\n"
            for known_as, switched in _CALMING
        ),
        "questions.toml": "".join(
            f'[[question]]\nid = "{known_as}"\ntext = {text(known_as)}\nasked_when = {when}\n'
            f"fields = {fields}\n"
            for known_as, when, fields in (
                ("Q1", '"true"', '["purpose"]'),
                ("Q3", "'has(f.purpose) && f.purpose in p.work'", '["ticket.payer"]'),
            )
        ),
        "schemes.toml": SCHEMES,
        "referrals.toml": "".join(map(_referral, _REFERRALS))
        + "".join(f'[[step]]\nid = "{step}"\ntext = {text(step)}\n' for step in _STEPS),
        "levels.toml": "".join(
            f'[[level]]\nlevel = "{level}"\nsentence = {text(level)}\nsuggests = ["boleh"]\n'
            for level in ("hijau", "kuning", "merah")
        ),
        "contacts.toml": f'[[contact]]\nid = "telepon"\nname = "Contoh"\nwhat = {text("apa")}\n'
        'numbers = ["129"]\nhours = ""\nsource = ""\ntested_on = ""\n',
        "retention.toml": f'[[retention]]\nid = "hijau"\nwhen = "level == \\"hijau\\""\n'
        f"label = {text('hijau')}\nidentity_days = 7\ncontacts_days = 31\nnote = {text('n')}\n",
        "excluded.toml": f'[[excluded]]\nid = "asal"\nlabel = {text("asal")}\n'
        f'reason = {text("stigma")}\nfields = ["traveller.origin", "traveller.sex", "answers"]\n',
    }
    return files | {f"{name}.toml": content for name, content in changed.items()}


def small_ruleset(**changed: str) -> Ruleset:
    """Read the small ruleset."""
    return read_ruleset(small_files(**changed))


def small_judge(**changed: str) -> Judge:
    """Give a judge with the small ruleset."""
    return Judge(small_ruleset(**changed))
