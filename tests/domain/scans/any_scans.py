"""Whatever a scanner could send, and a run that counts what a reader does with it."""

import gc
import time
from collections.abc import Callable
from datetime import date
from random import Random

from tests.domain.scans.bcbp_maker import made_bcbp
from tests.domain.scans.mrz_maker import CHARACTERS, FORMATS, ON, made_mrz
from tests.faults.tally import Tally, Verdict, timed

LONGEST_S = 0.1  # of this thread's own time
DAYS = (ON, date(1, 1, 1), date(9999, 12, 31), date(2000, 2, 29))
ZONE = CHARACTERS + "<" * 12 + "\n"
SPECIAL = "<>^]/\\\n\r\t \x00\x1d\u202e\ud800«＜ｅıßﷺ٣０é\U0001f600"
PRINTABLE = "".join(map(chr, range(32, 127)))

Read = Callable[[str, date], object]


def any_scan(rng: Random) -> str:
    """Give a made document, whole or damaged, or characters that look like one or like nothing."""
    draw = rng.random()
    if draw < 0.45:
        return damaged(made_mrz(rng.choice(FORMATS), rng).text, rng)
    if draw < 0.7:
        return damaged(made_bcbp(rng)[0], rng)
    if draw < 0.75:
        return damaged(f"99{rng.randrange(10**14):014}", rng)
    alphabet = rng.choice((ZONE, ZONE, PRINTABLE, SPECIAL, PRINTABLE + SPECIAL))
    length = rng.choice((30, 36, 44, 60, 72, 88, 90, 91, rng.randint(0, 200), rng.randint(0, 4200)))
    head = rng.choice(("", "", "P<UTO", "V<", "M1", "]Q3M4", "99"))
    return head + "".join(rng.choices(alphabet, k=length))


def damaged(text: str, rng: Random) -> str:
    """Change up to four places: one character, a piece lost, a piece twice."""
    for _ in range(rng.choice((0, 1, 1, 2, 4))):
        at, length = rng.randint(0, len(text)), rng.randint(0, 6)
        other = rng.choice(SPECIAL + PRINTABLE)
        put = rng.choice((other, "", text[at : at + length] * 2, other * length))
        text = text[:at] + put + text[at + rng.choice((1, length)) :]
    return text


def run(name: str, read: Read, *, seed: int, rounds: int) -> Tally:
    """Give the reader as many scans; an exception or a slow answer is a fault, named by its number.

    The notes tell the slowest answer and the objects that were left behind.
    """
    tally = Tally(name)
    slowest = 0.0
    gc.collect()
    before = len(gc.get_objects())
    with timed(tally):
        for number in range(rounds):
            rng = Random(f"{seed} {number}")
            scan, on = any_scan(rng), rng.choice(DAYS)
            begun = time.thread_time()
            try:
                read(scan, on)
            except Exception as error:  # noqa: BLE001 - any exception is what is looked for
                tally.add(Verdict.WRONG, f"{type(error).__name__} at {number}")
                continue
            took = time.thread_time() - begun
            slowest = max(slowest, took)
            tally.add(Verdict.WHOLE if took < LONGEST_S else Verdict.WRONG, f"slow at {number}")
    gc.collect()
    tally.notes["ms at most"] = round(slowest * 1000)
    tally.notes["objects left"] = max(len(gc.get_objects()) - before - len(tally.faults), 0)
    return tally
