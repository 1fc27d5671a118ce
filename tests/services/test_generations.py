"""A log that the centre opened anew: who may say that they know, what that keeps, what it ends."""

import pytest

from posko_app.errors import OperatorError
from posko_app.services.generations import GENERATION_ACKNOWLEDGED
from posko_app.services.sync_state import Alarm, AlarmCode
from posko_app.store import alarm_rows
from sync.protocol.entry import Kind
from tests.services.desks import PETUGAS, SANDI_DUA, START, opened

ROOT = "ab" * 32


def new_log(feed="el-tari", generation=1, size=7):
    detail = {"verified_size": size, "verified_root": ROOT, "shown_size": 1, "shown_root": "cd"}
    return Alarm(AlarmCode.NEW_GENERATION, feed, generation, detail)


def stand(desk, *alarms):
    def put(unit):
        for alarm in alarms:
            alarm_rows.raise_alarm(unit.connection, alarm, START)

    store_of(desk).write(put).result(20)


def store_of(desk):
    return desk.sync._ledger._store


def standing(desk):
    found = desk.sync.refresh().result(20).alarms
    return [(one.alarm.code, one.alarm.feed, one.alarm.position) for one in found]


def stated(desk):
    entries = store_of(desk).read(lambda u: u.own_entries_of(Kind.ACCESS)).result(20)
    return [one.facts for one in entries if one.facts["action"] == GENERATION_ACKNOWLEDGED]


def refused(desk, *asked):
    with pytest.raises(OperatorError) as error:
        desk.generations.acknowledge(*asked).result(20)
    return error.value.key


def test_a_penyelia_ends_exactly_the_alarm_they_know_of_and_says_so_in_an_entry(desk):
    other = Alarm(AlarmCode.ROOT_DIFFERS, "el-tari", 0, {})
    stand(desk, new_log(), new_log("shared"), new_log(generation=2, size=9), other)

    ended = desk.generations.acknowledge("el-tari", 2).result(20)

    assert (ended.feed, ended.position) == ("el-tari", 2)
    assert standing(desk) == [
        (AlarmCode.NEW_GENERATION, "el-tari", 1),
        (AlarmCode.NEW_GENERATION, "shared", 1),
        (AlarmCode.ROOT_DIFFERS, "el-tari", 0),
    ]
    assert stated(desk) == [
        {
            "action": GENERATION_ACKNOWLEDGED,
            "feed": "el-tari",
            "generation": 2,
            "previous_size": 9,
            "previous_root": ROOT,
        }
    ]
    assert desk.integrity.verify().result(20).ok


def test_without_a_number_the_oldest_new_log_is_meant(desk):
    stand(desk, new_log(), new_log(generation=2))

    assert desk.generations.acknowledge("el-tari").result(20).position == 1


@pytest.mark.parametrize("asked", [("el-tari", 2), ("shared",), ("tenau", 1)])
def test_what_nobody_opened_anew_cannot_be_acknowledged(desk, asked):
    stand(desk, new_log(), Alarm(AlarmCode.ROOT_DIFFERS, "shared", 0, {}))

    assert refused(desk, *asked) == "sync.generation.none"
    assert (len(standing(desk)), stated(desk)) == (2, [])


def test_it_is_acknowledged_once(desk):
    stand(desk, new_log())
    desk.generations.acknowledge("el-tari").result(20)

    assert refused(desk, "el-tari") == "sync.generation.none"
    assert len(stated(desk)) == 1


def test_a_petugas_is_refused_and_the_alarm_stands(desk, directory, clock):
    desk.officers.add(PETUGAS, passphrase=SANDI_DUA).result(20)
    desk.close()
    with opened(directory, clock=clock, officer=PETUGAS, passphrase=SANDI_DUA) as theirs:
        stand(theirs, new_log())

        assert refused(theirs, "el-tari") == "session.only_penyelia"
        assert (len(standing(theirs)), stated(theirs)) == (1, [])


def test_an_entry_that_cannot_be_stored_leaves_the_alarm_standing(desk):
    stand(desk, new_log(size=2**60))  # beyond what an entry's numbers may be

    assert refused(desk, "el-tari") == "screening.not_storable"
    assert (len(standing(desk)), stated(desk)) == (1, [])
