"""Makes screenings of invented people, many and quickly, the same for the same seed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random

FIRST_AT = datetime(2026, 1, 1, tzinfo=UTC)
SYLLABLES = ("ba", "do", "fe", "gu", "ka", "li", "mo", "na", "ri", "sa", "te", "wu", "yo", "nu")
PLACES = ("5301", "5303", "5304", "5306", "5311", "5314", "5371")
COUNTRIES = ("MY", "SG", "HK", "TW", "BN", "SA")
CARRIERS = ("CONTOH AIR", "LAUT CONTOH", "UDARA CONTOH")
POPULAR = "+6281200000000"  # a contact that a tenth of all have
UNKNOWN_BIRTH, UNKNOWN_SHARE = "1990-07-01", 0.01
DECISIONS = ("boleh",) * 17 + ("tunda", "rujuk", "serah_terima")


@dataclass(frozen=True, slots=True)
class Invented:
    """One invented screening: its draft id, when, and flat answers."""

    id: str
    at: datetime
    answers: dict[str, str | int | bool | None]


def invented(count: int, *, seed: int) -> Iterator[Invented]:
    """Yield `count` screenings, a minute apart."""
    random = Random(seed)
    for number in range(count):
        at = FIRST_AT + timedelta(minutes=number)
        yield Invented(f"{random.getrandbits(128):032x}", at, answers(number, at, random))


def name(random: Random) -> str:
    """Invent a name of three words that is nobody's."""
    words = ("".join(random.choices(SYLLABLES, k=random.choice((2, 3)))) for _ in range(2))
    return f"CONTOH {' '.join(words)}".upper()


def birth_date(random: Random) -> str:
    """Invent a birth date; one of a hundred has the day that stands for an unknown one."""
    if random.random() < UNKNOWN_SHARE:
        return UNKNOWN_BIRTH
    born_on = date(1962, 1, 1) + timedelta(days=random.randrange(46 * 365))
    return born_on.isoformat()


def contact(random: Random) -> str:
    """Invent a telephone number of one of 20,000 third persons."""
    return f"+62812{1 + random.randrange(20_000):08d}"


def answers(number: int, at: datetime, random: Random) -> dict[str, str | int | bool | None]:
    """Fill what an officer fills on a busy morning."""
    return {
        "occurred_at": at.isoformat(),
        "traveller.name": name(random),
        "traveller.nik": f"99{number:06d}{random.randrange(10**8):08d}",
        "traveller.dob_ktp": birth_date(random),
        "traveller.sex": random.choice("LP"),
        "traveller.village": f"DESA CONTOH {random.randrange(3_000)}",
        "traveller.address": f"JALAN CONTOH {random.randrange(900)}",
        "traveller.origin": random.choice(PLACES),
        "departure.kind": random.choice(("udara", "laut")),
        "departure.carrier": random.choice(CARRIERS),
        "departure.number": f"XX{random.randrange(100, 999)}",
        "journey.final_country": random.choice(COUNTRIES),
        "claimed.purpose": "wisata",
        "recruiter.name": name(random),
        "recruiter.contact": contact(random) if random.random() < 0.9 else POPULAR,
        "companions.n": random.choice((0, 0, 1)),
        "decision": random.choice(DECISIONS),
        "notes": "Catatan contoh untuk pengukuran, bukan orang sungguhan.",
    }
