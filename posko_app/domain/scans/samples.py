"""Invented documents to try a scanner with; each reads without a problem.

Basis: SRC-ICAO-9303-4, SRC-ICAO-9303-5, SRC-IATA-792.
"""

from datetime import date

from posko_app.domain.scans.check_digits import FILLER, check_digit

NIK = "9902015711890003"
TICKET = "CONTOH-00012345"
_NUMBER, _BORN, _EXPIRES = "X0000000", "980705", "301231"
EXPIRES_ON = date(2030, 12, 31)


def passport_zone() -> tuple[str, str]:
    """Give the two lines of a passport."""
    nine = _NUMBER.ljust(9, FILLER)
    line = f"{_digit(nine)}IDN{_digit(_BORN)}F{_digit(_EXPIRES)}".ljust(42, FILLER)
    line = f"{line}{check_digit(FILLER * 14)}"
    return "P<IDNCONTOH<<MARIA<REKAAN".ljust(44, FILLER), line + _composite(line, 20, 43)


def card_zone() -> tuple[str, str, str]:
    """Give the three lines of an identity card."""
    first = f"I<IDN{_digit(_NUMBER.ljust(9, FILLER))}".ljust(30, FILLER)
    second = f"{_digit(_BORN)}F{_digit(_EXPIRES)}IDN".ljust(29, FILLER)
    whole = first[5:30] + second[:7] + second[8:15] + second[18:29]
    return first, second + check_digit(whole), "CONTOH<<MARIA<REKAAN".ljust(30, FILLER)


def boarding_pass(on: date) -> str:
    """Give the code of a boarding pass for a day."""
    return f"M1{'CONTOH/MARIA REKAAN':20}E{'ABC123':7}KOESUBJT 0691 {on:%j}Y021A0042 100"


def _digit(text: str) -> str:
    return text + check_digit(text)


def _composite(line: str, sex_at: int, end: int) -> str:
    return check_digit(line[:10] + line[13:sex_at] + line[sex_at + 1 : end])
