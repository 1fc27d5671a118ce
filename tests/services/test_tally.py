from datetime import date

import pytest

from posko_app.domain.tally import TallyReason
from posko_app.errors import OperatorError
from sync.protocol.entry import open_part
from tests.services.desks import Clock, opened, record

ON = date(2026, 11, 24)


def entries(desk):
    found = desk.tally._store.read(lambda unit: unit.entries(limit=200)).result()
    return [stored.entry for stored in found if stored.entry.header.kind == "tally"]


def test_counts_of_a_day_add_up_by_reason(desk):
    for reason in ("keluarga_ikut", "keluarga_ikut", "antrean_penuh"):
        counted = desk.tally.add(TallyReason(reason)).result(timeout=20)

    totals = desk.tally.day(ON).result()

    assert totals == counted.today
    assert (totals.passed, totals.by_reason["keluarga_ikut"]) == (3, 2)
    assert desk.tally.day(date(2026, 11, 25)).result().passed == 0


def test_a_count_holds_no_more_than_day_hour_and_reason(desk):
    desk.tally.add(TallyReason.BUKAN_PEKERJA).result(timeout=20)

    (entry,) = entries(desk)

    assert {name: open_part(part) for name, part in entry.parts.items()} == {
        "facts": {"on": "2026-11-24", "hour": 8, "reason": "bukan_pekerja"}
    }
    assert entry.header.signer == desk.session.current.fingerprint


def test_a_count_taken_back_is_gone_from_the_sum_and_stays_in_the_journal(desk):
    desk.tally.add(TallyReason.LAIN).result(timeout=20)
    wrong = desk.tally.add(TallyReason.MENOLAK_BICARA).result(timeout=20)

    left = desk.tally.take_back(wrong).result(timeout=20)

    assert (left.passed, left.by_reason["menolak_bicara"]) == (1, 0)
    assert left == desk.tally.day(ON).result()
    taken = entries(desk)[-1]
    assert taken.header.based_on == (wrong.entry,)
    assert open_part(taken.parts["facts"]) == {"takes_back": wrong.entry}
    assert desk.integrity.verify().result(timeout=20).ok


def test_one_count_is_taken_back_once(desk):
    wrong = desk.tally.add(TallyReason.LAIN).result(timeout=20)
    desk.tally.take_back(wrong).result(timeout=20)

    with pytest.raises(OperatorError) as refused:
        desk.tally.take_back(wrong).result(timeout=20)

    assert refused.value.key == "store.no_such_tally"
    assert len(entries(desk)) == 2


def test_a_count_after_midnight_belongs_to_the_new_day(directory):
    late = Clock(now=Clock().now.replace(hour=15, minute=59, second=50))  # 23.59.50 WITA
    with opened(directory, clock=late) as desk:
        late.now = late.now.replace(hour=16, minute=0, second=0)
        counted = desk.tally.add(TallyReason.LAIN).result(timeout=20)

    assert counted.on == date(2026, 11, 25)


def test_the_log_of_the_day_keeps_them_apart_and_gives_the_stop_rate(desk, clock):
    for decision in ("boleh", "tunda"):
        record(desk, clock, traveller__name="CONTOH NAMA", decision=decision)
    for _ in range(6):
        desk.tally.add(TallyReason.KELUARGA_IKUT).result(timeout=20)

    log = desk.day.day(ON).result(timeout=20)

    assert (log.totals.screened, log.tally.passed) == (2, 6)
    assert (log.rate.seen, log.rate.permille) == (8, 250)
    assert log.totals.screened == sum(log.totals.by_decision.values())
    assert {"hijau", "kuning", "merah"} <= set(log.ruleset.levels)
