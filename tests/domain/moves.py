"""Invented departures for the tests of both administrative controls."""

from datetime import date

from posko_app.domain.movement import Move

ON = date(2026, 11, 3)


def move(position=1, **changes) -> Move:
    usual = {
        "occurred_on": ON,
        "purpose": "kerja_dn",
        "scheme": "",
        "company": "",
        "village": "Desa Contoh",
        "kecamatan": "Contoh Barat",
        "origin": "Kab. Malaka",
        "letter_no": "",
        "letter_signer": "",
        "destination": "Batam",
        "decision": "boleh",
        "level": "hijau",
    }
    return Move(position=position, **(usual | changes))
