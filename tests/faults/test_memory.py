"""After a lock no process that remains holds a name, a passphrase or a key."""

import pytest

from tests.faults import canaries
from tests.faults.desk_run import Person, Place
from tests.faults.memory import adopt_orphans, command_of, hits_in_memory
from tests.faults.tally import Tally, Verdict, timed

pytestmark = pytest.mark.faults


@pytest.fixture
def person(tmp_path):
    adopt_orphans(True)
    place = Place(tmp_path)
    place.environment()
    canaries.make_live_store(place)
    at_desk = Person(place)
    yield at_desk
    at_desk.leave()
    adopt_orphans(False)


def scanned(person, needles) -> dict[str, dict[str, int]]:
    """Look into every process below this one."""
    found = {}
    for pid in person.processes():
        found[command_of(pid).split("posko_app", 1)[-1]] = hits_in_memory(pid, needles)
    return found


def test_a_lock_leaves_nothing_in_memory(person, tmp_path, report):
    tally = Tally("memory after lock")
    with timed(tally):
        needles = canaries.needles_for_memory(tmp_path / "data")
        person.sign_on(canaries.PASSPHRASE, canaries.PIN)
        person.screen(canaries.NAME, canaries.NIK)
        person.type(canaries.TYPED_NAME)
        unlocked = hits_in_memory(person.window_pid, needles)

        person.lock()
        remaining = scanned(person, needles)

        for hits in remaining.values():
            tally.add(Verdict.LOST if hits else Verdict.WHOLE, str(sorted(hits)))
    tally.notes = {"forms found while unlocked": len(unlocked)}
    report(tally)

    assert {name.split(" as ")[0] for name in unlocked} >= {"name", "NIK", "database key"}
    assert len(remaining) == 2  # the parent and the fresh lock page
    assert all(hits == {} for hits in remaining.values()), remaining
