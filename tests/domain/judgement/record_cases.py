"""Signs that look at other records, as inputs of `assess`: borders of count, days and family.

The counts are of earlier records: with this one, two make three people.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

REPEATS, SPLIT = "xr_contact_repeats", "xr_split_departures"
OWN_NIK = "9901011107900001"
Input = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class RecordCase:
    """An input and the signs it must come to, all of them."""

    name: str
    records: tuple[Input, ...]
    fired: str = ""
    level: str = "hijau"
    change: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    watch: tuple[str, ...] = ()

    def content(self) -> dict[str, object]:
        """Give the nested input."""
        base: dict[str, object] = {
            "traveller": {"nik": OWN_NIK, "dob_ktp": "1990-07-11"},
            "recruiter": {"contact": "K-1"},
            "journey": {"final_city": "Batam"},
            "companions": {"n": 1, "relation": "rekan"},
            "ref_date": "2026-03-10",
        }
        across = {"prior_records": list(self.records), "verified_watch": list(self.watch)}
        return base | dict(self.change) | across


def record(person: int, days_ago: int = 3, **more: object) -> Input:
    """Give an earlier record of an unrelated person with the same contact and city."""
    return {
        "contact": "K-1",
        "nik": f"99010211079{person:05d}",
        "days_ago": days_ago,
        "unrelated": True,
        "solo": False,
        "final_city": "Batam",
    } | more


def _solo(person: int, days_ago: int = 3, **more: object) -> Input:
    return record(person, days_ago, **({"solo": True} | more))


ALONE = {"companions": {"n": 0}}
NO_RECRUITER = {"recruiter": {}}
PAIR = (record(1), record(2))

REPEAT_CASES = (
    RecordCase("nobody before", ()),
    RecordCase("one before", (record(1),)),
    RecordCase("two before", PAIR, REPEATS),
    RecordCase("three before", (*PAIR, record(3)), REPEATS),
    RecordCase("the thirtieth day counts", (record(1, 30), record(2, 30)), REPEATS),
    RecordCase("the thirty-first does not", (record(1, 30), record(2, 31))),
    RecordCase("today counts", (record(1, 0), record(2, 0)), REPEATS),
    RecordCase("one person twice is one", (record(1, 3), record(1, 4))),
    RecordCase("one person twice and another", (record(1, 3), record(1, 4), record(2)), REPEATS),
    RecordCase(
        "people without a number are each another",
        (record(1, nik=None), record(2, nik=None)),
        REPEATS,
    ),
    RecordCase("family is left out", (record(1), record(2, unrelated=False))),
    RecordCase("another contact", (record(1), record(2, contact="K-2"))),
    RecordCase("this person's own record", (record(1), record(2, nik=OWN_NIK))),
    RecordCase(
        "the payer's contact",
        PAIR,
        f"{REPEATS} debt_ticket_third_party",
        "kuning",
        NO_RECRUITER | {"ticket": {"payer": "perekrut", "payer_contact": "K-1"}},
    ),
    RecordCase(
        "the payer is family",
        PAIR,
        change=NO_RECRUITER | {"ticket": {"payer": "keluarga", "payer_contact": "K-1"}},
    ),
    RecordCase(
        "whoever meets them",
        PAIR,
        REPEATS,
        change=NO_RECRUITER | {"pickup": {"by": "kenalan", "contact": "K-1"}},
    ),
    RecordCase(
        "family meets them",
        PAIR,
        change=NO_RECRUITER | {"pickup": {"by": "keluarga", "contact": "K-1"}},
    ),
    RecordCase(
        "a companion",
        PAIR,
        REPEATS,
        change=NO_RECRUITER | {"companions": {"n": 1, "relation": "rekan", "contact": "K-1"}},
    ),
    RecordCase(
        "a companion of the family",
        PAIR,
        change=NO_RECRUITER | {"companions": {"n": 1, "relation": "kakak", "contact": "K-1"}},
    ),
    RecordCase(
        "the escort",
        PAIR,
        REPEATS,
        change=NO_RECRUITER | {"escort": {"kind": "pergi", "contact": "K-1"}},
    ),
    RecordCase(
        "a recruiter of the family",
        PAIR,
        change={"recruiter": {"contact": "K-1", "channel": "keluarga"}},
    ),
)

SPLIT_CASES = (
    RecordCase("one alone before", (_solo(1),), change=ALONE),
    RecordCase("two alone before", (_solo(1), _solo(2)), f"{REPEATS} {SPLIT}", "kuning", ALONE),
    RecordCase(
        "the fourteenth day counts",
        (_solo(1, 14), _solo(2, 14)),
        f"{REPEATS} {SPLIT}",
        "kuning",
        ALONE,
    ),
    RecordCase("the fifteenth does not", (_solo(1, 14), _solo(2, 15)), REPEATS, change=ALONE),
    RecordCase("one was not alone", (_solo(1), record(2)), REPEATS, change=ALONE),
    RecordCase(
        "one went elsewhere", (_solo(1), _solo(2, final_city="Medan")), REPEATS, change=ALONE
    ),
    RecordCase("one had another contact", (_solo(1), _solo(2, contact="K-2")), change=ALONE),
    RecordCase("one person twice alone", (_solo(1, 3), _solo(1, 4)), change=ALONE),
    RecordCase("this one is not alone", (_solo(1), _solo(2)), REPEATS),
    RecordCase("one of them is family", (_solo(1), _solo(2, unrelated=False)), change=ALONE),
)

IDENTITY_CASES = (
    RecordCase(
        "the number with another identity",
        (record(1, 900, contact="K-9", nik=OWN_NIK, identity_differs=True),),
        "xr_identity_reused",
        "kuning",
    ),
    RecordCase(
        "the number with the same identity",
        (record(1, contact="K-9", nik=OWN_NIK, identity_differs=False),),
    ),
    RecordCase(
        "another number with another identity", (record(1, contact="K-9", identity_differs=True),)
    ),
)

WATCH_CASES = (
    RecordCase("on the watch list", (), "xr_verified_watch", "merah", watch=("K-2", "K-1")),
    RecordCase("another one is on the watch list", (), watch=("K-2",)),
    RecordCase(
        "a verified case among the family is still one",
        (),
        "xr_verified_watch",
        "merah",
        NO_RECRUITER | {"pickup": {"by": "keluarga", "contact": "K-1"}},
        ("K-1",),
    ),
    RecordCase("nobody to look up", (), change=NO_RECRUITER, watch=("K-1",)),
)

RECORD_CASES = (*REPEAT_CASES, *SPLIT_CASES, *IDENTITY_CASES, *WATCH_CASES)
