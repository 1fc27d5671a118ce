"""The sync thread: when it runs rounds, what it tells, and that it harms nobody."""

import threading
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from posko_app.errors import Defect, MachineError, OperatorError
from posko_app.services.sync_ports import Figures
from posko_app.services.sync_state import Outcome, Phase, Progress
from posko_app.services.sync_timetable import AFTER_OPENING_S
from sync.device.ports import Alarm, AlarmCode, NoLine, NotOurs, StandingAlarm
from tests.services.fake_centre import PATIENCE_S, START, Bench, report


@pytest.fixture
def bench(tmp_path):
    bench = Bench(tmp_path)
    yield bench
    bench.service.close()


def quiet(state):
    return state.phase is not Phase.RUNNING and state.next_try_at is not None


def begun(bench):
    bench.service.begin()
    bench.until(lambda s: s.next_try_at is not None)
    assert bench.centre.rounds == 0  # the window is drawn first
    bench.pass_time(AFTER_OPENING_S)
    return bench.until(lambda s: quiet(s) and s.last is not None)


def test_nothing_runs_before_it_is_asked_for(bench):
    bench.service.saved()
    assert bench.service.state().phase is Phase.NOT_ENROLLED
    assert "sync" not in {thread.name for thread in threading.enumerate()}
    assert bench.centre.rounds == 0


def test_a_round_runs_by_itself_at_the_beginning_and_every_few_minutes(bench):
    assert begun(bench).phase is Phase.IDLE
    bench.pass_time(179)
    assert bench.service.sync_now().result(PATIENCE_S).outcome is Outcome.DONE
    assert bench.centre.rounds == 2
    bench.pass_time(181)
    bench.until(lambda s: s.phase is Phase.RUNNING and bench.centre.rounds == 3)


def test_a_device_without_a_centre_runs_no_round_by_itself(bench):
    bench.ledger.now = Figures()
    bench.service.begin()
    assert bench.until(lambda _: True).phase is Phase.NOT_ENROLLED
    bench.pass_time(10_000)
    assert bench.service.refresh().result(PATIENCE_S).next_try_at is None
    assert bench.centre.rounds == 0


def test_what_was_saved_is_sent_a_second_later_while_the_line_is_good(bench):
    begun(bench)
    bench.service.saved()
    bench.service.refresh().result(PATIENCE_S)
    assert bench.centre.rounds == 1
    bench.pass_time(1)
    bench.until(lambda s: bench.centre.rounds == 2 and quiet(s))


def test_what_was_saved_waits_for_the_line_when_there_is_none(bench):
    bench.centre.next_ = NoLine("timeout")
    assert begun(bench).phase is Phase.NO_LINE
    bench.service.saved()
    bench.service.refresh().result(PATIENCE_S)
    bench.pass_time(5)
    bench.service.refresh().result(PATIENCE_S)
    assert bench.centre.rounds == 1


def test_a_returned_network_is_used_within_30_seconds(bench):
    bench.centre.next_ = NoLine("dns")
    begun(bench)
    bench.pass_time(20)  # the first probe finds nothing
    bench.until(lambda _: bench.centre.probes == 1)
    bench.centre.reach, bench.centre.next_ = True, report()
    bench.pass_time(20)
    found = bench.until(lambda s: s.phase is Phase.IDLE)
    assert (found.tries, found.offline_since) == (0, None)


def test_a_way_that_is_open_although_rounds_fail_is_not_hammered(bench):
    bench.centre.next_, bench.centre.reach = NoLine("timeout"), True
    begun(bench)
    for probes in range(1, 6):
        bench.pass_time(20)
        bench.until(lambda _, n=probes: bench.centre.probes == n)
    bench.service.refresh().result(PATIENCE_S)
    assert bench.centre.rounds == 2  # one more when the way opened, then patience


def test_patience_begins_anew_when_the_way_opens(bench):
    bench.centre.next_ = NoLine("dns")
    begun(bench)
    for _ in range(4):
        bench.service.sync_now().result(PATIENCE_S)
    assert bench.centre.asked_tries[-1] == 5
    bench.centre.reach = True
    bench.pass_time(10)
    bench.until(lambda s: s.tries == 6)
    assert bench.centre.asked_tries[-1] == 1


def test_tries_and_the_beginning_of_the_outage_are_counted(bench):
    bench.centre.next_ = NoLine("refused")
    begun(bench)
    bench.service.sync_now().result(PATIENCE_S)
    found = bench.until(lambda s: s.tries == 2)
    assert found.offline_since == START + timedelta(seconds=AFTER_OPENING_S)
    assert found.last.reason == "refused"


def test_wishes_made_while_one_waits_are_one_round(bench):
    bench.centre.hold = threading.Event()
    first = bench.service.sync_now()
    assert bench.centre.entered.wait(PATIENCE_S)
    second, third = bench.service.sync_now(), bench.service.sync_now()
    bench.centre.hold.set()
    assert second is third
    assert first.result(PATIENCE_S) == second.result(PATIENCE_S)
    assert bench.centre.rounds == 2


def test_progress_is_told_while_a_round_runs(bench):
    bench.centre.tells = (Progress(10, 30), Progress(30, 30))
    bench.service.sync_now()
    found = bench.until(lambda s: s.progress == Progress(10, 30))
    assert found.phase is Phase.RUNNING
    assert bench.until(lambda s: s.phase is Phase.IDLE).progress is None


def test_a_standing_alarm_shows_through_a_quiet_state_and_ends_with_its_cause(bench):
    alarm = StandingAlarm(Alarm(AlarmCode.DATA_MISSING, "el-tari", 7), START, START, 1)
    bench.ledger.now = replace(bench.ledger.now, alarms=(alarm,))
    assert bench.service.refresh().result(PATIENCE_S).phase is Phase.ALARM
    bench.ledger.now = replace(bench.ledger.now, alarms=())
    assert bench.service.refresh().result(PATIENCE_S).phase is Phase.IDLE


@pytest.mark.parametrize(
    ("error", "outcome", "reason"),
    [
        (NoLine("reset"), Outcome.NO_LINE, "reset"),
        (NotOurs("untrusted"), Outcome.NOT_OURS, "untrusted"),
        (MachineError("store.disk_full"), Outcome.FAILED, "store.disk_full"),
    ],
)
def test_whatever_a_round_raises_is_how_it_ended(bench, error, outcome, reason):
    bench.centre.next_ = error
    found = bench.service.sync_now().result(PATIENCE_S)
    assert (found.outcome, found.reason) == (outcome, reason)
    assert bench.ledger.noted == ([found] if outcome is Outcome.FAILED else [])


def test_an_error_nobody_foresaw_is_logged_and_the_thread_goes_on(bench, expected_log_errors):
    expected_log_errors.add("sync.round_failed")
    bench.centre.next_ = ZeroDivisionError("NAMA CONTOH")
    assert bench.service.sync_now().result(PATIENCE_S).reason == "sync.failed"
    bench.centre.next_ = report()
    assert bench.service.sync_now().result(PATIENCE_S).outcome is Outcome.DONE


def test_a_listener_that_fails_stops_neither_sync_nor_the_other_listeners(
    bench, expected_log_errors
):
    expected_log_errors.add("sync.listener_failed")
    told = []
    bench.service.on_change(lambda _: 1 / 0)
    end = bench.service.on_change(told.append)
    bench.service.sync_now().result(PATIENCE_S)
    assert told
    end()
    told.clear()
    bench.service.sync_now().result(PATIENCE_S)
    assert not told


def test_an_outage_that_began_before_this_start_is_told_from_its_beginning(bench):
    def earlier(outcome, hours):
        return replace(report(outcome), began_at=START - timedelta(hours=hours))

    failed = (earlier(Outcome.NO_LINE, 1), earlier(Outcome.NOT_OURS, 2))
    history = (*failed, earlier(Outcome.DONE, 3), earlier(Outcome.NO_LINE, 4))
    bench.ledger.now = replace(bench.ledger.now, history=history)
    bench.centre.next_ = NoLine("refused")

    found = begun(bench)

    assert (found.offline_since, found.tries) == (START - timedelta(hours=2), 1)


def test_a_store_that_cannot_tell_leaves_the_figures_as_they_were(bench):
    bench.service.refresh().result(PATIENCE_S)
    bench.ledger.broken = Defect("store.closed")
    assert bench.service.refresh().result(PATIENCE_S).enrolled


def test_enrolment_gives_the_centre_and_begins_with_a_round(bench):
    bench.ledger.now = Figures()
    bench.service.begin()
    done = bench.service.enrol("https://pusat.contoh", "A" * 42).result(PATIENCE_S)
    assert done.url == "https://pusat.contoh"
    assert bench.until(lambda s: s.last is not None).enrolled
    assert bench.lease.learned[-1].url == "https://pusat.contoh"


@pytest.mark.parametrize(
    ("error", "kind", "key"),
    [
        (NoLine("dns"), MachineError, "sync.no_line.dns"),
        (NotOurs("portal"), OperatorError, "sync.not_ours.portal"),
        (NotOurs("something_new"), OperatorError, "sync.not_ours.other"),
    ],
)
def test_an_enrolment_that_fails_says_why(bench, error, kind, key):
    bench.centre.next_ = error
    with pytest.raises(kind) as raised:
        bench.service.enrol("https://pusat.contoh", "A" * 42).result(PATIENCE_S)
    assert raised.value.key == key


def test_packages_go_out_and_their_answer_comes_in(bench, tmp_path):
    out = tmp_path / "paket.posko"
    written = bench.service.package_out(out).result(PATIENCE_S)
    assert (out.read_bytes(), written.entries) == (b"paket", 3)
    answer = tmp_path / "jawaban.posko"
    answer.write_bytes(b"jawaban")
    assert bench.service.package_in(answer).result(PATIENCE_S).acknowledged == 3
    assert bench.service.state().last.acknowledged == 3


def test_a_package_never_lands_among_the_files_of_the_store(bench, tmp_path):
    with pytest.raises(OperatorError, match="store_file"):
        bench.service.package_out(tmp_path / "data" / "posko.db").result(PATIENCE_S)


def test_a_package_that_is_not_there_is_named(bench, tmp_path):
    with pytest.raises(OperatorError, match=r"sync\.package\.missing"):
        bench.service.package_in(tmp_path / "tidak-ada").result(PATIENCE_S)


def test_an_entry_that_waits_for_a_person_is_queued_again_and_sent_at_once(bench):
    begun(bench)
    bench.service.retry("e1").result(PATIENCE_S)
    bench.until(lambda s: bench.centre.rounds == 2 and quiet(s))
    assert bench.ledger.retried == ["e1"]


def test_closing_ends_a_round_that_hangs_within_a_second(bench):
    bench.centre.hold = threading.Event()
    running, waiting = bench.service.sync_now(), None
    assert bench.centre.entered.wait(PATIENCE_S)
    waiting = bench.service.sync_now()
    began = time.monotonic()
    bench.service.close()
    assert time.monotonic() - began < 1
    assert waiting.cancelled()
    assert running.result(PATIENCE_S).reason == "interrupted"
    assert bench.ledger.noted == []
    with pytest.raises(Defect, match=r"sync\.closed"):
        bench.service.sync_now()
    bench.service.saved()
    bench.service.close()
