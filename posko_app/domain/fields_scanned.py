"""What scans said, kept beside what the form holds: a typed value never takes it away.

Each field repeats the one it was read for; equal values are marked as scanned on the screen.
"""

from collections.abc import Mapping
from types import MappingProxyType

from posko_app.domain.field import FieldType, Part, Section

_scanned = Section("scanned")

# the field a scan fills, and where what it said stands
SCANNED_AT: Mapping[str, str] = MappingProxyType(
    {
        "traveller.nik": "scanned.nik",
        "traveller.passport": "scanned.passport",
        "traveller.passport_expires_on": "scanned.passport_expires_on",
        "traveller.name": "scanned.name",
        "traveller.sex": "scanned.sex",
        "traveller.dob_other": "scanned.birth_on",
        "ticket.name": "scanned.ticket_name",
        "ticket.booking_code": "scanned.booking_code",
        "ticket.seat": "scanned.seat",
        "ticket.sequence": "scanned.sequence",
        "departure.number": "scanned.departure_number",
        "departure.from": "scanned.departure_from",
        "departure.to": "scanned.departure_to",
        "departure.departs_on": "scanned.departs_on",
    }
)
SCANNED_FOR: Mapping[str, str] = MappingProxyType({at: path for path, at in SCANNED_AT.items()})
# what the form has no field for: code, issuing state and number of a paper that is no passport
_ONLY_SCANNED = ("document_code", "issuing_state", "document_number", "nationality")
_DATES = frozenset({"scanned.passport_expires_on", "scanned.birth_on", "scanned.departs_on"})

SCANNED = tuple(
    _scanned.row(path, Part.IDENTITY, FieldType.DATE if path in _DATES else FieldType.REFERENCE)
    for path in (*SCANNED_AT.values(), *(f"scanned.{name}" for name in _ONLY_SCANNED))
)
SCANNED_PATHS = frozenset(field.path for field in SCANNED)
