"""Documents of an invented person, as readers send them, and what a form says after them."""

from tests.domain.scans.mrz_maker import digit

FIRST = "P<IDNCONTOH<<MARIA<REKAAN".ljust(44, "<")
PASS = f"M1{'CONTOH/MARIA REKAAN':20}E{'ABC123':7}KOESUBJT 0691 328Y021A0042 100"
BOARDS = {
    "ticket.name": "CONTOH/MARIA REKAAN",
    "ticket.booking_code": "ABC123",
    "ticket.seat": "21A",
    "ticket.sequence": "42",
    "departure.carrier": "Lion Air",
    "departure.number": "JT691",
    "departure.from": "KOE",
    "departure.to": "SUB",
    "departure.departs_on": "2026-11-24",
}
NUMBER, BORN, EXPIRES = "X0000000", "980705", "300115"


def passport(first=FIRST, number=NUMBER) -> str:
    """Give a passport's two lines, Enter after each, as a reader sends them."""
    nine = number.ljust(9, "<")
    line = f"{nine}{digit(nine)}IDN{BORN}{digit(BORN)}F{EXPIRES}{digit(EXPIRES)}".ljust(42, "<")
    line += digit("<" * 14)
    line += digit(line[:10] + line[13:20] + line[21:43])
    return f"{first}\n{line}\n"


def says_all(answers) -> dict:
    return {
        path: answers.get(path)
        for path in (
            *("traveller.passport", "traveller.passport_expires_on", "traveller.name"),
            *("traveller.dob_other", "traveller.dob_other_source", "traveller.sex"),
        )
    }


READ = {
    "traveller.passport": NUMBER,
    "traveller.passport_expires_on": "2030-01-15",
    "traveller.name": "MARIA REKAAN CONTOH",
    "traveller.dob_other": "1998-07-05",
    "traveller.dob_other_source": "paspor",
    "traveller.sex": "P",
}
