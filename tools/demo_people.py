"""The travellers of the demo, all invented, and what an officer types about each."""

from collections.abc import Mapping
from datetime import date

from posko_app.domain.civil import civil_date
from posko_app.system import utc_now

MISTYPED, RIGHT_NAME = "CONTOH NAMA TIGO", "CONTOH NAMA TIGA"
CHILD_AGE = 16

HOLIDAY = {
    "traveller.nik": "9902015711890003",
    "traveller.name": "CONTOH NAMA SATU",
    "traveller.dob_ktp": "17111989",
    "traveller.sex": "p",
    "traveller.origin": "Kab. Contoh A",
    "traveller.village": "Desa Contoh",
    "journey.final_city": "Surabaya",
    "claimed.purpose": "wisata",
}
TIRED = {"traveller.name": "CONTOH NAMA DUA", "claimed.purpose": "keluarga"}
TWO_SIGNS = {
    "traveller.nik": "9903010102940002",
    "traveller.name": MISTYPED,
    "traveller.dob_ktp": "01021994",
    "traveller.sex": "l",
    "traveller.origin": "Kab. Contoh B",
    "traveller.village": "Contoh Dua",
    "journey.final_city": "Sampit",
    "claimed.purpose": "keluarga",
    "admitted.purpose": "kerja dalam",
    "recruiter.name": "BAPAK CONTOH",
    "recruiter.channel": "perorangan",
    "ticket.payer": "perekrut",
    "pickup.by": "orang",
}
PAPERS_MISSING = {
    "traveller.nik": "9902025507960004",
    "traveller.name": "CONTOH NAMA EMPAT",
    "traveller.dob_ktp": "15071996",
    "traveller.sex": "p",
    "traveller.origin": "Kab. Contoh A",
    "traveller.passport": "X0000004",
    "journey.final_country": "malaysia",
    "journey.final_city": "Kuching",
    "claimed.purpose": "kerja luar",
    "job.kind": "perkebunan",
    "recruiter.name": "IBU CONTOH",
    "recruiter.channel": "p3mi",
    "ticket.payer": "perusahaan",
}
GROUP = {
    "traveller.nik": "9904010305990005",
    "traveller.name": "CONTOH NAMA LIMA",
    "traveller.dob_ktp": "03051999",
    "traveller.sex": "l",
    "traveller.origin": "Kab. Contoh C",
    "journey.final_city": "Pangkalan Bun",
    "claimed.purpose": "kerja dalam",
    "job.kind": "perkebunan",
    "recruiter.name": "BAPAK CONTOH",
    "recruiter.channel": "perusahaan",
    "ticket.payer": "tidak tahu",
    "pickup.by": "orang",
}
THREE_SIGNS = {
    "traveller.nik": "9903024210010006",
    "traveller.name": "CONTOH NAMA ENAM",
    "traveller.dob_ktp": "02102001",
    "traveller.sex": "p",
    "traveller.origin": "Kab. Contoh B",
    "journey.final_city": "Batam",
}
COMBINED = {
    "traveller.nik": "9901036203980007",
    "traveller.name": "CONTOH NAMA TUJUH",
    "traveller.dob_ktp": "22031998",
    "traveller.sex": "p",
    "traveller.origin": "Kab. Contoh D",
    "journey.final_country": "malaysia",
}
COMPANY, GROUP_COMPANY = "PT CONTOH SATU", "PT CONTOH DUA"
# keys on the questions, one group each, beginning with the first question
THREE_SIGNS_ASKED = ("2 7 Return", "3 Return", "5", "4 Return")
COMBINED_ASKED = ("1 Return", "5 7 Return", "4", "4 Return", "3 Return", "3 Return")
THREE_SIGNS_TALK = ("1 Return", "Return", "Return")  # Q7, Q8, Q10


def child() -> Mapping[str, str]:
    """Somebody of sixteen who says he is going to work."""
    born = birth_date_of_age(CHILD_AGE, civil_date(utc_now()))
    return {
        "traveller.nik": f"990201{born:%d%m%y}0008",
        "traveller.name": "CONTOH NAMA DELAPAN",
        "traveller.dob_ktp": f"{born:%d%m%Y}",
        "traveller.sex": "l",
        "traveller.origin": "Kab. Contoh A",
        "journey.final_city": "Makassar",
        "claimed.purpose": "kerja dalam",
        "recruiter.channel": "teman",
        "ticket.payer": "keluarga",
    }


def birth_date_of_age(years: int, today: date) -> date:
    """Give a day of birth on which somebody is this old today, with months to spare."""
    is_late = today.month > 6
    return date(today.year - years, 1, 2) if is_late else date(today.year - years - 1, 12, 30)
