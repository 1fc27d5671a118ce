"""The readers at full count: no exception, no long wait, nothing left behind."""

import time

import pytest

from posko_app.domain.nik import read_nik
from posko_app.domain.problem import Problem
from posko_app.domain.scans.bcbp import read_bcbp
from posko_app.domain.scans.filling import fill
from posko_app.domain.scans.incoming import tidy_scan
from posko_app.domain.scans.mrz import read_mrz
from posko_app.domain.scans.scan import read_scan, scan_fields
from posko_app.domain.scans.stuck import typed_before
from tests.domain.scans.any_scans import LONGEST_S, run
from tests.faults.counts import SCAN_CONTROL, SCANS, seed

FEW_OBJECTS = 1_000  # caches of the interpreter; each scan that stayed would be one

FEWER = {"filling": 5, "typed before": 5}  # they call the readers, one of them ten times
STANDS = {"traveller.name": "CONTOH", "departure.from": "Kupang", "ticket.seat": "1A"}
READERS = {
    "mrz": lambda raw, on: read_mrz(tidy_scan(raw), on=on),
    "bcbp": lambda raw, on: read_bcbp(tidy_scan(raw), on=on),
    "nik": lambda raw, on: read_nik(raw, today=on),
    "any": lambda raw, on: scan_fields(read_scan(raw, on=on)),
    "filling": lambda raw, on: fill(read_scan(raw, on=on), STANDS, on=on),
    "typed before": lambda raw, on: typed_before(raw, on=on),
}


def raises(mrz):
    return mrz.problems[0]


def is_slow(mrz):
    until = time.thread_time() + LONGEST_S
    while not mrz.problems and time.thread_time() < until:
        pass


@pytest.mark.soak
@pytest.mark.no_cover
@pytest.mark.parametrize("reader", READERS)
def test_any_scan_is_answered_at_once(report, reader):
    rounds = SCANS.now // FEWER.get(reader, 1)
    tally = run(f"scans, {reader}", READERS[reader], seed=seed(), rounds=rounds)
    report(tally)

    assert tally.faults == []
    assert tally.rounds == rounds
    assert tally.notes["objects left"] < FEW_OBJECTS


@pytest.mark.soak
@pytest.mark.no_cover
@pytest.mark.parametrize("fault", [raises, is_slow])
def test_a_reader_that_fails_sometimes_is_seen(report, fault):
    rounds = SCAN_CONTROL.now

    def broken(raw, on):
        found = read_mrz(tidy_scan(raw), on=on)
        return found if isinstance(found, Problem) else fault(found)

    tally = report(run(f"scans, control {fault.__name__}", broken, seed=seed(), rounds=rounds))

    assert 0 < tally.bad < rounds


def test_a_reader_that_keeps_what_it_read_is_seen():
    kept = []

    tally = run("", lambda raw, on: kept.append([raw, on]), seed=1, rounds=2 * FEW_OBJECTS)

    assert tally.notes["objects left"] > FEW_OBJECTS
