"""Random inputs of `assess`: dates, NIK, contacts and earlier records instead of derived facts."""

from datetime import date, timedelta
from random import Random

from tests.domain.judgement.random_facts import random_facts

ON = date(2026, 3, 10)
DERIVED = ("ages.", "prior.", "dobs_differ", "nik_dob_match", "watch_hit", "occurred_")
CODE_LISTS = ("officer_ticks", "escalations", "mitigations")
CONTACT_PATHS = (
    "recruiter.contact",
    "ticket.payer_contact",
    "pickup.contact",
    "companions.contact",
    "escort.contact",
)
AGES = (9, 14, 15, 17, 18, 30, 30, 45)
PEOPLE = 5
MALE, FEMALE = "L", "P"


def random_input(random: Random) -> dict[str, object]:
    """Draw one line's input."""
    facts: dict[str, object] = {
        path: value for path, value in random_facts(random).items() if not path.startswith(DERIVED)
    }
    facts |= _person(random) | _contacts(random)
    facts["ref_date"] = ON.isoformat()
    content = nested(facts)
    if random.random() < 0.5:
        own = str(facts["traveller.nik"])
        content["prior_records"] = [_record(random, own) for _ in range(random.randrange(8))]
    if random.random() < 0.1:
        content["verified_watch"] = [random.choice(("K-1", "K-2", "K-3"))]
    return content


def nested(facts: dict[str, object]) -> dict[str, object]:
    """Put flat facts into the nested form, code lists as lists."""
    content: dict[str, object] = {}
    for path, value in facts.items():
        group, _, key = path.partition(".")
        if not key:
            content[group] = value
        elif group in {*CODE_LISTS, "id_altered_signs", "age_doubt_reasons"} | _LISTS:
            content.setdefault(group, []).append(key)
        else:
            content.setdefault(group, {})[key] = value
    return content


_LISTS = {"story_mismatch_facts", "decision_reason"}


def nik(born: date, sex: str, person: int = 1) -> str:
    """Give the number that encodes a birth date."""
    day = born.day + (40 if sex == FEMALE else 0)
    return f"990101{day:02d}{born:%m%y}{person:04d}"


def _person(random: Random) -> dict[str, object]:
    found: dict[str, object] = {"traveller.sex": random.choice((MALE, FEMALE))}
    age = random.choice(AGES)
    born = _birthday(random, age)
    if random.random() < 0.8:
        found["traveller.dob_ktp"] = born.isoformat()
    if random.random() < 0.3:
        near = born + timedelta(days=random.choice((0, 0, 1, 400, -400)))
        found["traveller.dob_other"] = near.isoformat()
    if random.random() < 0.2:
        other = _birthday(random, random.choice((age, 16, 18)))
        found["traveller.dob_stated"] = random.choice((born, other)).isoformat()
    elif random.random() < 0.2:
        found["traveller.age_stated"] = random.choice((age, 17, 18))
    sex, person = str(found["traveller.sex"]), random.randrange(PEOPLE)
    right, wrong = nik(born, sex, person), nik(born + timedelta(days=31), sex, person)
    found["traveller.nik"] = random.choice((right, right, right, wrong, "99010", right[:15]))
    return found


def _birthday(random: Random, age: int) -> date:
    """Give a birth date of this age, often the very day or the day after."""
    day = date(ON.year - age, ON.month, ON.day)
    return random.choice(
        (day, day - timedelta(days=1), day - timedelta(days=random.randrange(365)))
    )


def _contacts(random: Random) -> dict[str, object]:
    found: dict[str, object] = {
        path: random.choice(("K-1", "K-2", "K-4"))
        for path in CONTACT_PATHS
        if random.random() < 0.25
    }
    if random.random() < 0.5:
        found["recruiter.contact"] = "K-1"
        found["companions.n"] = 0
    if random.random() < 0.7:
        found["journey.final_city"] = random.choice(("Batam", "Sampit"))
    return found


def _record(random: Random, own: str) -> dict[str, object]:
    other = nik(date(1990, 7, 11), MALE, random.randrange(PEOPLE))
    return {
        "contact": random.choice(("K-1", "K-1", "K-1", "K-2")),
        "nik": own if random.random() < 0.1 else other,
        "days_ago": random.choice((0, 3, 14, 15, 30, 31)),
        "unrelated": random.random() < 0.85,
        "solo": random.random() < 0.7,
        "final_city": random.choice(("Batam", "Batam", "Sampit")),
        "identity_differs": random.random() < 0.2,
    }
