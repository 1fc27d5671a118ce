"""The same reading for the nested form that `assess` takes: dates, NIK, earlier records, watch.

Basis: SRC-RULES (first paragraphs and the rows of the signs that look at other records).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from tests.domain.judgement.plain_reading import Reading, read

REPEAT_DAYS, SPLIT_DAYS = 30, 14
FAMILY = ("keluarga", "orang_tua", "wali", "pasangan", "kakak", "adik")
CODE_LISTS = ("officer_ticks", "escalations", "mitigations")
DATES = {"ktp": "dob_ktp", "other": "dob_other", "stated": "dob_stated"}
# the contact of an encounter, and the answers that say its owner is family
CONTACTS = {
    "recruiter.contact": ("recruiter.channel", "recruiter.relation"),
    "ticket.payer_contact": ("ticket.payer",),
    "pickup.contact": ("pickup.by",),
    "companions.contact": ("companions.relation",),
    "escort.contact": (),
}


def read_input(content: Mapping[str, object]) -> Reading:
    """Judge one input of the vignettes' form."""
    return read(facts_of(content))


def facts_of(content: Mapping[str, object]) -> dict[str, object]:
    """Give the flat facts, the derived ones worked out here."""
    facts = dict(_leaves(content, ""))
    for name in CODE_LISTS:
        for code in _items(facts.pop(name, None)):
            facts[f"{name}.{code}"] = True
    facts |= _ages(facts) | _nik(facts) | _across(facts)
    said = facts.get("admitted.purpose") or facts.get("claimed.purpose")
    return facts if said is None else {"purpose": said} | facts


def _leaves(content: Mapping[str, object], prefix: str) -> Iterator[tuple[str, object]]:
    for key, value in content.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{prefix}{key}.")
        elif value is not None:
            yield prefix + key, value


def _items(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else []


def _ages(facts: Mapping[str, object]) -> dict[str, object]:
    on = date.fromisoformat(str(facts["ref_date"]))
    born = {
        name: date.fromisoformat(str(facts[f"traveller.{field}"]))
        for name, field in DATES.items()
        if f"traveller.{field}" in facts
    }
    found: dict[str, object] = {}
    if "traveller.age_stated" in facts:
        found["ages.stated"] = facts["traveller.age_stated"]
    for name, day in born.items():
        had_birthday = (on.month, on.day) >= (day.month, day.day)
        age = on.year - day.year - (0 if had_birthday else 1)
        if age >= 0:
            found[f"ages.{name}"] = age
    if len(born) >= 2:
        found["dobs_differ"] = len(set(born.values())) > 1
    return found


def _nik(facts: Mapping[str, object]) -> dict[str, object]:
    nik, born = str(facts.get("traveller.nik", "")), facts.get("traveller.dob_ktp")
    if born is None or len(nik) != 16 or not nik.isdigit():
        return {}
    day = date.fromisoformat(str(born))
    printed = (int(nik[6:8]) % 40, int(nik[8:10]), int(nik[10:12]))
    return {"nik_dob_match": printed == (day.day, day.month, day.year % 100)}


def _across(facts: dict[str, object]) -> dict[str, object]:
    records = [item for item in _items(facts.pop("prior_records", None)) if isinstance(item, dict)]
    watch = _items(facts.pop("verified_watch", None))
    known = {path: facts[path] for path in CONTACTS if path in facts}
    contacts = {
        contact
        for path, contact in known.items()
        if not any(facts.get(role) in FAMILY for role in CONTACTS[path])
    }
    others = [r for r in records if r.get("contact") in contacts and _is_other(r, facts)]
    repeats = {_person(r) for r in others if r["days_ago"] <= REPEAT_DAYS and r["unrelated"]}
    city = facts.get("journey.final_city")
    split = {
        _person(r)
        for r in others
        if r["days_ago"] <= SPLIT_DAYS
        and r["unrelated"]
        and r.get("solo") is True
        and city is not None
        and r.get("final_city") == city
    }
    reused = [r for r in records if _has_number(r, facts) and r.get("identity_differs") is True]
    return {
        "prior.contact_repeats": len(repeats),
        "prior.split_departures": len(split),
        "prior.identity_reused": len(reused),
        "watch_hit": any(contact in watch for contact in known.values()),
    }


def _has_number(record: Mapping[str, object], facts: Mapping[str, object]) -> bool:
    return record.get("nik") is not None and record["nik"] == facts.get("traveller.nik")


def _is_other(record: Mapping[str, object], facts: Mapping[str, object]) -> bool:
    """Say whether it is another person; one number with two identities may be two people."""
    return not _has_number(record, facts) or record.get("identity_differs") is True


def _person(record: Mapping[str, object]) -> object:
    return record.get("nik") or id(record)
