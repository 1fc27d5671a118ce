"""The table's second half: papers, recruitment, work, money, signs, decision, derived facts.

Basis: SRC-FORMAT "Parts", SRC-RULES (what the rules read), SRC-FIELD 1.5.
"""

from posko_app.domain import codes
from posko_app.domain.field import Field, FieldType, Part, Section

IDENTITY, FACTS, CONTACTS, NOTES = Part.IDENTITY, Part.FACTS, Part.CONTACTS, Part.NOTES
MOST_PEOPLE = 1_000  # on one booking, or travelling along
MOST_RUPIAH = 1_000_000_000_000

_documents = Section("documents")
_recruitment = Section("recruitment")
_work = Section("work")
_money = Section("money")
_arrival = Section("arrival")
_questions = Section("questions")
_signs = Section("signs")
_placement = Section("placement")
_talk = Section("talk")
_child = Section("child")
_decision = Section("decision")
_derived = Section("derived")

DOCUMENTS = (
    *(
        _documents.code(f"docs.{paper}", "visa", codes.VISA)
        if paper == "visa"
        else _documents.code(f"docs.{paper}", "paper", codes.PAPER)
        for paper in codes.PAPERS
    ),
    *(
        _documents.row(f"doc_numbers.{paper}", IDENTITY, FieldType.REFERENCE)
        for paper in codes.NUMBERED_PAPERS
    ),
    _documents.row("village_letter.number", IDENTITY, FieldType.REFERENCE),
    _documents.row("village_letter.signer", CONTACTS),
    _documents.row("village_letter.signer_contact", CONTACTS, FieldType.PHONE),
    _documents.code("doc_holder", "holder", codes.HOLDER),
    _documents.flag("doc_returned"),
    _documents.flag("id_altered_confirmed"),
)

RECRUITMENT = (
    _recruitment.code("recruiter.channel", "channel", codes.CHANNEL),
    _recruitment.code("recruiter.licensed", "licensed", codes.LICENSED),
    _recruitment.flag("recruiter.name_known"),
    _recruitment.flag("recruiter.met_in_person"),
    _recruitment.code("recruiter.relation", "recruiter_relation", codes.RECRUITER_RELATION),
    _recruitment.row("recruiter.name", CONTACTS),
    _recruitment.row("recruiter.contact", CONTACTS, FieldType.PHONE),
    _recruitment.row("recruiter.company", CONTACTS),
    _recruitment.row("recruiter.address", CONTACTS),
)

WORK = (
    _work.flag("employer.known"),
    _work.flag("employer.address_known"),
    _work.row("employer.name", IDENTITY),
    _work.row("employer.address", IDENTITY),
    _work.flag("job.known"),
    _work.code("job.kind", "job", codes.JOB),
    _work.count("job.wage_idr", MOST_RUPIAH),
    _work.count("job.ref_wage_idr", MOST_RUPIAH),
    _work.count("job.contract_months", 600),
)

MONEY = (
    _money.code("ticket.payer", "payer", codes.PAYER),
    _money.row("ticket.payer_name", CONTACTS),
    _money.row("ticket.payer_contact", CONTACTS, FieldType.PHONE),
    _money.count("ticket.shared_booking_n", MOST_PEOPLE),
    _money.flag("ticket.unrelated"),
    _money.code("money.owes_to", "owes_to", codes.OWES_TO),
    _money.code("money.deduction", "deduction", codes.DEDUCTION),
    _money.flag("money.collateral"),
    _money.count("money.fee_paid_idr", MOST_RUPIAH),
)

ARRIVAL = (
    _arrival.code("pickup.by", "pickup", codes.PICKUP),
    _arrival.row("pickup.name", CONTACTS),
    _arrival.row("pickup.contact", CONTACTS, FieldType.PHONE),
    _arrival.count("companions.n", MOST_PEOPLE),
    _arrival.code("companions.relation", "relation", codes.RELATION),
    _arrival.row("companions.name", CONTACTS),
    _arrival.row("companions.contact", CONTACTS, FieldType.PHONE),
    _arrival.code("escort.kind", "escort", codes.ESCORT),
    _arrival.row("escort.name", CONTACTS),
    _arrival.row("escort.contact", CONTACTS, FieldType.PHONE),
    _arrival.row("guardian.name", IDENTITY),
    _arrival.row("guardian.contact", CONTACTS, FieldType.PHONE),
    _arrival.flag("guardian.reached"),
)

QUESTIONS = tuple(
    _questions.code(f"answers.Q{number}", "answer", codes.ANSWER) for number in range(1, 11)
)

SIGNS = (
    _signs.codes("officer_ticks", "tick", codes.TICK),
    _signs.codes("escalations", "escalation", codes.ESCALATION),
    _signs.codes("id_altered_signs", "altered_sign", codes.ALTERED_SIGN),
    _signs.codes("age_doubt_reasons", "age_doubt", codes.AGE_DOUBT),
    _signs.codes("story_mismatch_facts", "story_fact", codes.STORY_FACT),
    _signs.codes("mitigations", "mitigation", codes.MITIGATION),
)

PLACEMENT = (_placement.code("placement.scheme", "scheme", codes.SCHEME),)

# how each calming fact was checked, and with which office
PROOFS = (
    *(_signs.code(f"calming_how.{fact}", "proof", codes.PROOF) for fact in codes.MITIGATION),
    *(_signs.row(f"calming_office.{fact}", CONTACTS) for fact in codes.MITIGATION),
)

TALK = (
    _talk.flag("talk.private"),
    _talk.code("talk.skipped", "talk_skipped", codes.TALK_SKIPPED),
)

CHILD = (
    _child.code("child.calm_place", "child_step", codes.CHILD_STEP),
    _child.code("child.second_officer", "child_step", codes.CHILD_STEP),
    _child.code("child.guardian_sought", "child_step", codes.CHILD_STEP),
    _child.code("child.service_called", "child_step", codes.CHILD_STEP),
)

DECISION = (
    _decision.code("decision", "decision", tuple(code.value for code in codes.Decision)),
    _decision.codes("decision_reason", "decision_reason", codes.DECISION_REASON),
    _decision.row("decision_note", NOTES, FieldType.LONG_TEXT),
    _decision.code("override_reason", "override", codes.OVERRIDE),
    _decision.code("handed_to", "handed_to", codes.HANDED_TO),
    _decision.row("handed_to_name", CONTACTS),
    _decision.row("handed_at", FACTS, FieldType.INSTANT),
    _decision.row("notes", NOTES, FieldType.LONG_TEXT),
    _decision.flag("voided"),
    _decision.row("correction_reason", NOTES, FieldType.LONG_TEXT),
)

DERIVED = tuple(
    Field(path, kind, FACTS, _derived.name, largest=largest, derived=True)
    for path, kind, largest in (
        ("occurred_on", FieldType.DATE, None),
        ("occurred_hour", FieldType.INTEGER, 23),
        ("ages.ktp", FieldType.INTEGER, 9_999),
        ("ages.other", FieldType.INTEGER, 9_999),
        ("ages.stated", FieldType.INTEGER, 9_999),
        ("dobs_differ", FieldType.BOOLEAN, None),
        ("nik_dob_match", FieldType.BOOLEAN, None),
        ("prior.contact_repeats", FieldType.INTEGER, None),  # other people, unrelated
        ("prior.split_departures", FieldType.INTEGER, None),
        ("prior.identity_reused", FieldType.INTEGER, None),  # records with another name or birth
        ("watch_hit", FieldType.BOOLEAN, None),
        ("watch_entry", FieldType.REFERENCE, None),  # id of the watch entry that was hit
        ("shown_level", FieldType.REFERENCE, None),
        ("ruleset", FieldType.REFERENCE, None),  # SHA-256, 64 hex
    )
)
