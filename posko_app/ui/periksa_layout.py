"""Where each field of the record stands on the Periksa screen; data, no widgets."""

from posko_app.domain.fields import FIELDS, Field, FieldType
from posko_app.domain.fields_scanned import SCANNED_PATHS

IDENTITY: tuple[tuple[str, ...], ...] = (
    ("traveller.nik",),
    ("traveller.name",),
    ("traveller.dob_ktp", "traveller.sex"),
    ("traveller.origin", "traveller.village"),
    ("traveller.phone", "traveller.passport"),
    ("ticket.name",),
)

# How wide the fields of one line are beside each other.
WEIGHTS: dict[str, tuple[int, ...]] = {
    "traveller.dob_ktp": (54, 46),
    "traveller.origin": (54, 46),
    "traveller.phone": (60, 40),
}

JOURNEY: tuple[tuple[str, str], ...] = (
    ("journey.final_country", "journey.final_city"),
    ("claimed.purpose", "admitted.purpose"),
    ("job.kind", "job.wage_idr"),
    ("recruiter.name", "recruiter.channel"),
    ("ticket.payer", "pickup.by"),
    ("employer.name", "money.owes_to"),
)

DEPARTURE: tuple[str, ...] = (
    "departure.kind",
    "departure.carrier",
    "departure.number",
    "departure.from",
    "departure.to",
    "departure.departs_on",
    "departure.departs_time",
)

DECISION: tuple[str, ...] = ("decision_reason", "handed_to", "notes")

# Letters of the papers' chips: none of B T R S (the decision), none twice.
PAPER_LETTERS: tuple[tuple[str, str], ...] = (
    ("docs.ktp", "D"),
    ("docs.paspor", "P"),
    ("docs.visa", "V"),
    ("docs.perjanjian_kerja", "K"),
    ("docs.izin_keluarga", "I"),
    ("docs.epmi", "E"),
    ("docs.spp_akad", "A"),
    ("docs.jaminan_sosial", "J"),
    ("docs.surat_desa", "L"),
)

# Stamped by the machine, worked out at save, or belonging to corrections.
NOT_TYPED = frozenset(
    {
        "occurred_at",
        "claimed.at",
        "admitted.at",
        "handed_at",
        "purpose",
        "decision",
        "voided",
        "correction_reason",
        *SCANNED_PATHS,
        "group.id",
    }
)

# Written in capitals, as on the card and on the ticket.
CAPITALS = frozenset(
    {
        "traveller.name",
        "traveller.passport",
        "ticket.name",
        "ticket.booking_code",
        "ticket.seat",
        "departure.number",
        "recruiter.name",
        "employer.name",
        "ticket.payer_name",
        "pickup.name",
        "companions.name",
        "escort.name",
        "guardian.name",
        "group.leader",
    }
)


def on_first_page() -> frozenset[str]:
    """Give the fields that are always in sight, the departure line's included."""
    rows = (*IDENTITY, *JOURNEY, DECISION, DEPARTURE)
    papers = tuple(path for path, _ in PAPER_LETTERS)
    return frozenset(path for row in (*rows, papers) for path in row)


def further_fields() -> dict[str, tuple[Field, ...]]:
    """Give what stands behind F8, by section in the order of the form.

    The papers and the code lists appear there once more in full: the first page has
    only the most used states and the most used codes.
    """
    first = on_first_page()
    sections: dict[str, list[Field]] = {}
    for field in FIELDS:
        typed = not field.derived and field.path not in NOT_TYPED
        question = field.path.startswith("answers.")
        again = field.path.startswith("docs.") or field.type is FieldType.CODES
        if typed and not question and (again or field.path not in first):
            sections.setdefault(field.section, []).append(field)
    return {name: tuple(fields) for name, fields in sections.items()}
