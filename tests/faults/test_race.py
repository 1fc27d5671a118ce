"""32 writers with slow commits, and readers whose cursors advance: nothing is skipped."""

import pytest

from tests.faults import race
from tests.faults.counts import RACE, RACE_CONTROL, seed
from tests.faults.tally import Tally, Verdict, timed
from tests.sync.server.tables import standing

pytestmark = pytest.mark.faults


def test_no_reader_skips_an_entry_while_32_writers_commit_slowly(centre, centre_db, report):
    tally = Tally(f"commit-order race, {centre_db.vendor}")

    with timed(tally):
        race.intake_race(centre, RACE.now, seed(), tally)

    report(tally)
    assert tally.faults == []
    assert tally.notes["entries"] >= RACE.now
    assert tally.notes["slow commits"] > RACE.now / race.LARGEST_BATCH
    assert standing() == []


def test_a_position_from_a_sequence_makes_a_reader_skip(postgres, report):
    name = postgres.new_database()
    tally = Tally("commit-order race, control: a sequence")

    with timed(tally):
        race.sequence_race(postgres.url(name), RACE_CONTROL.now, seed(), tally)

    postgres.drop_database(name)
    report(tally)
    assert tally.verdicts[Verdict.LOST] > 0
