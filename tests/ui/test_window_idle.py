from datetime import timedelta

import pytest
from PySide6.QtCore import QObject

from posko_app.ui.window_idle import Clocks, IdleWatch


@pytest.fixture
def watch(qtbot, clock):
    del qtbot
    owner = QObject()
    steady = {"s": 0.0}
    made = IdleWatch(
        Clocks(wall=clock, monotonic=lambda: steady["s"]),
        veil_after=timedelta(minutes=2),
        parent=owner,
    )
    made.owner, made.steady, made.given = owner, steady, []
    made.veil_due.connect(lambda: made.given.append("veil"))
    made.lock_due.connect(lambda: made.given.append("lock"))
    return made


def pass_time(watch, clock, *, seconds: int, step: int = 1) -> None:
    for _ in range(0, seconds, step):
        clock.forward(seconds=step)
        watch.steady["s"] += step
        watch.check()


def test_a_desk_somebody_is_at_stays_open(watch, clock):
    pass_time(watch, clock, seconds=119)

    assert watch.given == []


def test_two_minutes_bring_the_veil_and_twenty_the_lock(watch, clock):
    pass_time(watch, clock, seconds=1200)

    assert set(watch.given[:-1]) == {"veil"}
    assert watch.given[-1] == "lock"


def test_sleep_locks_however_short_it_was(watch, clock):
    clock.forward(seconds=45)

    assert watch.check()
    assert watch.given == ["lock"]


def test_clock_set_back_does_not_keep_the_desk_open(watch, clock):
    clock.forward(hours=-5)
    watch.check()

    watch.steady["s"] += 121
    watch.check()

    assert watch.given == ["veil"]
