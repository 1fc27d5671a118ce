"""The table's first half: the event, the traveller, the departure and what was said.

Basis: SRC-FORMAT "Parts" decides each field's part; SRC-FIELD 1.5 which fields there are.
"""

from posko_app.domain import codes
from posko_app.domain.field import Field, FieldType, Part, Section

IDENTITY, FACTS, CONTACTS = Part.IDENTITY, Part.FACTS, Part.CONTACTS
LONGEST_AGE = 120  # years

_event = Section("event")
_traveller = Section("traveller")
_departure = Section("departure")
_group = Section("group")
_purpose = Section("purpose")

EVENT = (
    _event.row("occurred_at", IDENTITY, FieldType.INSTANT),
    _event.row("paper_no", FACTS, FieldType.REFERENCE),
    _event.code("place", "place", codes.PLACE),
)

TRAVELLER = (
    _traveller.row("traveller.nik", IDENTITY, FieldType.NIK),
    _traveller.row("traveller.passport", IDENTITY, FieldType.PASSPORT),
    _traveller.row("traveller.passport_expires_on", IDENTITY, FieldType.DATE),
    _traveller.row("traveller.name", IDENTITY),
    _traveller.code("traveller.sex", "sex", codes.SEX),
    _traveller.row("traveller.dob_ktp", IDENTITY, FieldType.DATE),
    _traveller.row("traveller.dob_other", IDENTITY, FieldType.DATE),
    _traveller.code("traveller.dob_other_source", "dob_source", codes.DOB_SOURCE),
    _traveller.row("traveller.dob_stated", IDENTITY, FieldType.DATE),
    Field("traveller.age_stated", FieldType.INTEGER, IDENTITY, "traveller", largest=LONGEST_AGE),
    _traveller.row("traveller.birth_place", IDENTITY),
    _traveller.code("traveller.id_shown", "id_shown", codes.ID_SHOWN),
    _traveller.code("traveller.no_id_reason", "no_id_reason", codes.NO_ID_REASON),
    _traveller.flag("traveller.name_differs"),
    _traveller.row("traveller.kk", IDENTITY, FieldType.REFERENCE),
    _traveller.row("traveller.phone", IDENTITY, FieldType.PHONE),
    _traveller.row("traveller.origin", FACTS),
    _traveller.row("traveller.kecamatan", FACTS),
    _traveller.row("traveller.village", IDENTITY),
    _traveller.row("traveller.address", IDENTITY),
)

DEPARTURE = (
    _departure.code("departure.kind", "departure", codes.DEPARTURE),
    _departure.row("departure.carrier", FACTS),
    _departure.row("departure.number", FACTS, FieldType.DEPARTURE_NUMBER),
    _departure.row("departure.from", FACTS),
    _departure.row("departure.to", FACTS),
    _departure.row("departure.departs_on", FACTS, FieldType.DATE),
    _departure.row("departure.departs_time", FACTS, FieldType.TIME),
    _departure.row("ticket.name", IDENTITY),
    _departure.flag("ticket.name_differs"),
    _departure.row("ticket.booking_code", IDENTITY, FieldType.REFERENCE),
    _departure.row("ticket.seat", IDENTITY, FieldType.REFERENCE),
    _departure.row("ticket.sequence", IDENTITY, FieldType.REFERENCE),
)

# who travels together under one leader; each is still a screening of his own
GROUP = (
    _group.row("group.id", FACTS, FieldType.REFERENCE),  # 32 hex, the same for all its members
    _group.row("group.leader", CONTACTS),
    _group.row("group.leader_contact", CONTACTS, FieldType.PHONE),
)

PURPOSE = (
    _purpose.code("claimed.purpose", "purpose", codes.PURPOSE),
    _purpose.row("claimed.at", FACTS, FieldType.INSTANT),
    _purpose.code("admitted.purpose", "purpose", codes.PURPOSE),
    _purpose.row("admitted.at", FACTS, FieldType.INSTANT),
    _purpose.code("purpose", "purpose", codes.PURPOSE),
    Field("journey.final_country", FieldType.COUNTRY, FACTS, "purpose", codes.COUNTRY, "country"),
    _purpose.row("journey.final_city", FACTS),
    _purpose.flag("journey.final_known"),
    _purpose.row("journey.transit", FACTS),
    _purpose.flag("journey.detour"),
    _purpose.flag("journey.one_way"),
    _purpose.flag("journey.return_plan"),
)
