"""Boarding passes of invented people, made without anything of the reader's."""

import string
from datetime import timedelta
from random import Random

from tests.domain.scans.mrz_maker import CHARACTERS, LETTERS, ON, WORDS, some

DATA = CHARACTERS + " "


def made_bcbp(rng: Random) -> tuple[str, dict]:
    """Give a code and the fields it says."""
    count = rng.randint(1, 4)
    name = f"{rng.choice(WORDS)}/{rng.choice(WORDS)} {rng.choice(WORDS)}"[:20].strip()
    text = f"{rng.choice('MMMS')}{count}{name:20}{rng.choice('E ')}"
    legs = []
    for number in range(count):
        leg, code = made_leg(rng)
        block = "" if rng.random() < 0.3 else conditional(rng, is_first=number == 0)
        text += f"{code}{len(block):02X}{block}"
        legs.append(leg)
    if rng.random() < 0.5:
        secret = "".join(rng.choices(string.ascii_letters + string.digits, k=rng.randint(0, 100)))
        text += f"^{rng.choice('1234')}{len(secret):02X}{secret}"
    return rng.choice(("", "", "]L0", "]Q3")) + text, {"passenger_name": name, "legs": legs}


def made_leg(rng: Random) -> tuple[dict[str, str], str]:
    flies_on = ON + timedelta(days=rng.randint(-180, 180))
    leg = {
        "pnr": some(rng, 7, least=5),
        "from": "".join(rng.choices(LETTERS, k=3)),
        "to": "".join(rng.choices(LETTERS, k=3)),
        "carrier": rng.choice(("GA", "JT", "8B", "QZ", "XXX")),
        "flight_number": f"{rng.randint(1, 9999):04d}{rng.choice(('', '', 'A'))}",
        "flight_on": flies_on.isoformat(),
        "cabin": rng.choice(LETTERS),
        "seat": rng.choice((f"{rng.randint(1, 70):03d}{rng.choice('ABCDEF')}", "INF", "")),
        "sequence": f"{rng.randint(1, 9999):04d}",
    }
    code = "".join(
        [
            f"{leg['pnr']:7}{leg['from']}{leg['to']}{leg['carrier']:3}{leg['flight_number']:5}",
            f"{flies_on:%j}{leg['cabin']}{leg['seat']:4}{leg['sequence']:5}",
            rng.choice("0123456789"),
        ]
    )
    return leg, code


def conditional(rng: Random, *, is_first: bool) -> str:
    issued = f"0WW6{rng.randint(1, 365):03}B{rng.choice(('GA', 'JT')):3}"
    bags = "".join(rng.choices(DATA, k=13 * rng.randint(0, 3)))
    unique = rng.choice(("", issued + bags))
    repeated = "".join(rng.choices(DATA, k=rng.choice((0, 18, 41, 42))))
    airline = "".join(rng.choices(DATA, k=rng.randint(0, 40)))
    first = f">{rng.randint(1, 8)}{len(unique):02X}{unique}" if is_first else ""
    return f"{first}{len(repeated):02X}{repeated}{airline}"
