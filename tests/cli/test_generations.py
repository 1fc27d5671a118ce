"""Acknowledging a log that the centre opened anew, from the command line."""

import json

import pytest

from posko_app.i18n import load_catalogue
from posko_app.services.sync_state import Alarm, AlarmCode
from posko_app.store import alarm_rows
from tests.cli.lines import NAME, SANDI, SANDI_DUA, SECOND, QuickLine
from tests.services.desks import START, Clock, opened

SENTENCES = load_catalogue().sentences


@pytest.fixture
def line(tmp_path, monkeypatch):
    """A store on which the post's log began anew once, and the shared one twice."""
    made = QuickLine(tmp_path)
    monkeypatch.setenv("POSKO_STATE_DIR", made.environment["POSKO_STATE_DIR"])
    made.json("init", "--post", "el-tari", "--officer", NAME, "--training")
    detail = {"verified_size": 7, "verified_root": "ab" * 32}
    places = (("el-tari", 1), ("shared", 1), ("shared", 2))
    alarms = [Alarm(AlarmCode.NEW_GENERATION, feed, number, detail) for feed, number in places]

    def stand(unit):
        for alarm in alarms:
            alarm_rows.raise_alarm(unit.connection, alarm, START)

    with opened(made.data, clock=Clock(), passphrase=SANDI) as desk:
        desk.sync._ledger._store.write(stand).result(20)
    return made


def places(done):
    return [(alarm["feed"], alarm["position"]) for alarm in json.loads(done.stdout)]


def test_one_new_log_is_acknowledged_at_a_time_and_what_stands_is_told(line):
    assert places(line("alarms")) == [("el-tari", 1), ("shared", 1), ("shared", 2)]

    for feed, left in (
        ("shared", [("el-tari", 1), ("shared", 2)]),
        ("el-tari", [("shared", 2)]),
    ):
        done = line("alarms", "--acknowledge-generation", feed)
        assert (done.returncode, places(done)) == (2, left)

    last = line("alarms", "--acknowledge-generation", "shared")
    assert (last.returncode, places(last)) == (0, [])
    assert line.json("alarms") == []


def test_a_log_that_did_not_begin_anew_is_one_sentence_and_nothing_ends(line):
    done = line("alarms", "--acknowledge-generation", "tenau")

    assert (done.returncode, done.stdout) == (2, "")
    assert SENTENCES["sync.generation.none"] in done.stderr
    assert len(places(line("alarms"))) == 3


def test_a_petugas_is_refused_and_nothing_ends(line):
    assert line("officer", "add", SECOND, POSKO_NEW_PASSPHRASE=SANDI_DUA).returncode == 0

    done = line(
        "--officer", SECOND, "alarms", "--acknowledge-generation", "el-tari",
        POSKO_PASSPHRASE=SANDI_DUA,
    )  # fmt: skip

    assert (done.returncode, done.stdout) == (2, "")
    assert SENTENCES["session.only_penyelia"] in done.stderr
    assert len(places(line("--officer", NAME, "alarms"))) == 3
