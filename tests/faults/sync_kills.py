"""Kills desks and their centre while they sync, again and again, and counts what came through.

Run as `python -m tests.faults.sync_kills ROOT ROUNDS SEED SHARE VARIANT`; prints one JSON tally.
It forks, so it is a process of its own, without threads.
"""

import json
import os
import signal
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

# the desks are forked with what the program loads late, so a start costs less
import sync.device.enrol
import sync.device.round
import sync.device.transport  # noqa: F401
from tests.faults import desks
from tests.faults.kills import Told, compare
from tests.faults.memory import descendants
from tests.faults.sync_desk import Turn, WorkingDesk, desk_at
from tests.faults.sync_judges import held_at, last_look, sent_and_absent
from tests.faults.tally import Tally, Verdict
from tests.support.centres import Centre

ROUNDS_PER_WORLD = 60  # a fresh one now and then keeps starts and looks short
MOST_BEFORE, MOST_DURING = 2, 2
NUMBERS = 500_000  # invented persons of a laptop
PRODUCT = "sync.server.cli"
EAGER = "tests.faults.eager_centre"  # answers before it commits
NAMES = ("satu", "dua")
SAVING_S = 0.006  # about as long as a save takes
ONE_ROUND_S = 0.2  # until one was measured


class FragileCentre(Centre):
    """The centre as its administrator starts it; it can be killed with all it started."""

    def __init__(self, place: Path, program: str) -> None:
        super().__init__(place)
        self.program = program

    def command(self, *arguments: object) -> list[str]:
        return [self.program if word == PRODUCT else word for word in super().command(*arguments)]

    def kill(self) -> None:
        """End it with all it started, what serves first."""
        self.kill_what_serves()
        with suppress(ProcessLookupError):
            os.kill(self.process_id, signal.SIGKILL)
        self.stop()

    def kill_what_serves(self) -> None:
        """End what it started; it starts that again by itself."""
        for pid in descendants(self.process_id):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


@dataclass(slots=True)
class Laptop:
    """A desk of the post: its folder, what it told, and its child while that lives."""

    root: Path
    number: int  # of the next invented person
    told: Told = field(default_factory=Told)
    sent: list[str] = field(default_factory=list)  # ids in the order it told them
    desk: WorkingDesk | None = None
    in_round: bool = False
    working: bool = False  # has not said how its turn ended

    def warm_up(self) -> None:
        """Save once in this process: what a desk reads from resources, its children inherit."""
        desk = desk_at(self.root)
        recorded = desk.screening.record(desks.draft(self.number)).result()
        desk.close()
        self.told.records[self.number] = recorded.receipt
        self.number += 1

    def start(self) -> tuple[Verdict, str]:
        """Start the desk if it is dead; compare what it shows with what it told before."""
        if self.desk is not None:
            return Verdict.WHOLE, ""
        self.desk = WorkingDesk(self.root)
        said = self.desk.hear()
        if said is None:
            return Verdict.UNREADABLE, "it does not start"
        return compare(said, self.told)

    def order(self, turn: Turn) -> None:
        """Let it take a turn."""
        assert self.desk is not None
        self.told.fresh = []
        self.number += turn.before + turn.during
        self.working = True
        self.desk.order(turn)

    def hear(self, until: float | None = None) -> str:
        """Hear the next thing it says, and say what that was; empty when there is none."""
        assert self.desk is not None
        line = self.desk.hear(until)
        if line is None:
            return ""
        if line["did"] == "record":
            self.told.take(line)
        if line["did"] == "sent":
            known = set(self.sent)
            self.sent += [entry for entry in line["entries"] if entry not in known]
        self.in_round = line["did"] == "round" or (self.in_round and line["did"] != "sent")
        self.working = line["did"] != "sent"
        return str(line["did"])

    def finish_turn(self) -> None:
        """Hear the rest of a turn."""
        while self.working:
            if not self.hear():
                raise AssertionError("the desk ended by itself")

    def kill(self) -> None:
        """Kill it, and hear what it still said."""
        assert self.desk is not None
        self.desk.kill()
        while self.hear():
            pass
        self.desk.hang_up()
        self.desk, self.in_round, self.working = None, False, False


@dataclass(slots=True)
class World:
    """A centre and two laptops of one post."""

    centre: FragileCentre
    laptops: list[Laptop]
    random: Random
    centre_share: float  # of rounds that kill the centre, alone or with a desk
    round_s: float = ONE_ROUND_S
    inside: int = 0  # kills that fell into a round
    centre_kills: int = 0

    def begin(self) -> None:
        """Make the centre, take both laptops in, and measure a round."""
        codes = [self.centre.code("el-tari")["code"] for _ in self.laptops]
        self.centre.start()
        for laptop, code in zip(self.laptops, codes, strict=True):
            laptop.start()
            laptop.order(Turn(laptop.number, enrol=(self.centre.url, code)))
            laptop.finish_turn()
        laptop = self.laptops[0]
        laptop.order(Turn(laptop.number, before=2))
        began = time.monotonic()
        laptop.finish_turn()
        self.round_s = time.monotonic() - began

    def one_round(self) -> tuple[Verdict, str]:
        """Let desks work, kill somebody at a busy moment, start again, compare."""
        for laptop in self.laptops:
            found = laptop.start()
            if found[0] is not Verdict.WHOLE:
                return found
        busy = self.random.sample(self.laptops, self.random.choice((1, 1, 2)))
        for laptop in busy:
            turn = self.random.randint(1, MOST_BEFORE), self.random.randint(0, MOST_DURING)
            laptop.order(Turn(laptop.number, *turn))
        self._kill_somebody(busy[0])
        return sent_and_absent([laptop.sent for laptop in self.laptops], held_at(self.centre))

    def _kill_somebody(self, laptop: Laptop) -> None:
        centre_too = self.random.random() < self.centre_share
        desk_too = not centre_too or self.random.random() < 1 / 2
        self._wait_for_a_moment(laptop, in_round=centre_too or self.random.random() < 2 / 3)
        self.inside += laptop.in_round
        if desk_too and self.random.random() < 1 / 2:
            laptop.kill()
        whole = centre_too and self.random.random() < 1 / 2
        if whole:
            self.centre.kill()
        elif centre_too:
            self.centre.kill_what_serves()
        self.centre_kills += centre_too
        if desk_too and laptop.desk is not None:
            laptop.kill()
        self._finish_turns()  # those that live; without the centre, if it was killed
        if whole:
            self.centre.start()

    def _finish_turns(self) -> None:
        for laptop in self.laptops:
            if laptop.desk is not None:
                laptop.finish_turn()

    def _wait_for_a_moment(self, laptop: Laptop, *, in_round: bool) -> None:
        """Let it go on until a moment between its lines: in a save, or in a round."""
        saves = self.random.randint(1, MOST_BEFORE)
        while laptop.working and not laptop.in_round and (in_round or saves):
            laptop.hear()
            saves -= 1
        longest = self.round_s if laptop.in_round else SAVING_S
        until = time.monotonic() + self.random.uniform(0, longest)
        while laptop.working and laptop.hear(until):
            pass

    def close(self) -> None:
        """End what still runs."""
        for laptop in self.laptops:
            if laptop.desk is not None:
                laptop.kill()
        self.centre.stop()


def make_world(root: Path, program: str, random: Random, share: float) -> World:
    """Make a centre that serves, and two stores."""
    root.mkdir(parents=True)
    laptops = []
    for at, name in enumerate(NAMES):
        (root / name).mkdir()
        desks.make_store(root / name)
        laptops.append(Laptop(root / name, NUMBERS * at + 1))
        laptops[-1].warm_up()
    return World(FragileCentre(root, program), laptops, random, share)


def run(root: Path, rounds: int, seed: int, share: float, program: str) -> Tally:
    """Kill `rounds` times, over as many worlds as it takes."""
    tally = Tally("kill -9 during sync")
    random = Random(f"{seed} sync kills {program}")
    for begin in range(0, rounds, ROUNDS_PER_WORLD):
        world = make_world(root / f"world-{begin}", program, random, share)
        try:
            _kill_in(world, range(begin, min(begin + ROUNDS_PER_WORLD, rounds)), seed, tally)
        finally:
            world.close()
    return tally


def _kill_in(world: World, numbers: range, seed: int, tally: Tally) -> None:
    world.begin()
    for number in numbers:
        tally.add(*_replayable(world.one_round(), number, seed))
    for laptop in world.laptops:
        if laptop.desk is not None:
            laptop.kill()
    looked = last_look(world.centre, [(one.root, one.told, one.sent) for one in world.laptops])
    tally.add(*_replayable(looked, numbers.start, seed))
    counts = {
        "kills inside a round": world.inside,
        "kills of the centre": world.centre_kills,
        "acknowledged saves": sum(len(one.told.records) for one in world.laptops),
        "acknowledged as sent": sum(len(one.sent) for one in world.laptops),
    }
    for name, count in counts.items():
        tally.notes[name] = tally.notes.get(name, 0) + count


def _replayable(found: tuple[Verdict, str], number: int, seed: int) -> tuple[Verdict, str]:
    return found[0], f"{found[1]}; round {number}, seed {seed}"


def main(root: str, rounds: str, seed: str, share: str, program: str) -> None:
    """Run and print the tally."""
    tally = run(Path(root), int(rounds), int(seed), float(share), program)
    print(json.dumps(tally.told()))


if __name__ == "__main__":
    main(*sys.argv[1:])
