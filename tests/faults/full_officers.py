"""Adds colleagues and changes passphrases while the disk fails at the n-th change.

Run behind the shim as `python -m tests.faults.full_officers ROOT COUNT`; prints
one JSON tally. A refused change must not have happened; the same change must
succeed once the disk works, without a restart.
"""

import json
import sys
from datetime import timedelta
from itertools import count as counted
from pathlib import Path

from posko_app.errors import MachineError, OperatorError
from posko_app.services.desk import Desk
from posko_app.store.unlock import ATTEMPTS
from tests.faults import desks
from tests.faults.full import TROUBLES, Shim, Trouble
from tests.faults.judges import Judged, claim, key_file_at, sound
from tests.faults.tally import Tally, Verdict

PASSPHRASES = ("perahu sebelas gerimis tumbuh", "gunung tujuh pelita anyaman")
KEYS = frozenset({"store.disk_full", "store.disk_error"})
HOURS = counted(1)  # each opening is later than any wait the one before has left


def add(root: Path, shim: Shim, trouble: Trouble, at: int) -> None:
    """Add one colleague through trouble."""
    desk = open_desk(root)
    try:
        name = f"CONTOH {trouble.name} {at:03d}".upper()
        adding = lambda: desk.officers.add(name, passphrase=PASSPHRASES[0]).result()  # noqa: E731
        if not succeeds(adding, shim, trouble, at):
            adding()
        desk.officers.unlock(name, passphrase=PASSPHRASES[0]).result()
        known = {record.name for record in desk.officers.list().result()}
        slots = {slot.name for slot in key_file_at(root).slots}
        claim(slots == known, Verdict.HALF, "a slot without a statement, or the reverse")
    finally:
        desk.close()


def change(root: Path, shim: Shim, trouble: Trouble, at: int) -> None:
    """Change a passphrase through trouble; what was said decides which one opens."""
    desk = open_desk(root)
    try:
        newcomer = desk.officers.add(
            f"CONTOH GANTI {trouble.name} {at:03d}".upper(), passphrase=PASSPHRASES[0]
        ).result()
        unlocked = desk.officers.unlock(newcomer.person, passphrase=PASSPHRASES[0]).result()
        desk.session.sign_on(unlocked, pin="483920")
        changing = lambda: desk.officers.change_passphrase(  # noqa: E731
            newcomer.person, old=PASSPHRASES[0], new=PASSPHRASES[1]
        ).result()
        done = succeeds(changing, shim, trouble, at)
        # a full disk may keep a counted try; its wait is over before anybody types again
        (desks.data_of(root) / ATTEMPTS).unlink(missing_ok=True)
        try:
            desk.officers.unlock(newcomer.person, passphrase=PASSPHRASES[done]).result()
        except OperatorError as error:
            raise Judged(Verdict.LOST, f"said {done}, then {error}") from error
    finally:
        desk.close()


def succeeds(action, shim: Shim, trouble: Trouble, at: int) -> bool:
    """Try while the disk fails; a refusal must say so."""
    shim.arm(at, trouble)
    try:
        action()
    except MachineError as error:
        claim(error.key in KEYS, Verdict.UNREADABLE, f"says {error.key}")
        return False
    finally:
        shim.disarm()
    return True


def open_desk(root: Path) -> Desk:
    """Begin anew."""
    return desks.desk_at(root, later=timedelta(hours=next(HOURS)))


def run(root: Path, count: int) -> Tally:
    """Let the n-th change fail for each n up to `count`."""
    tally = Tally("disk full, officers")
    shim = Shim()
    for at in range(1, count + 1):
        place = root / f"store-{at}"
        place.mkdir()
        desks.make_store(place)
        for trouble in TROUBLES:
            for act in (add, change):
                try:
                    act(place, shim, trouble, at)
                    tally.add(Verdict.WHOLE)
                except Judged as judged:
                    tally.add(
                        judged.verdict, f"{judged}; {act.__name__}, {trouble.name} at change {at}"
                    )
        desk = open_desk(place)
        sound(desks.store_of(desk))
        desk.close()
    return tally


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1]), int(sys.argv[2])).told()))
