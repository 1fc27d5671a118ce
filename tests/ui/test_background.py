"""Results cross to the window's thread, or are dropped; none is called on another thread."""

import logging
import threading
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from posko_app.errors import MachineError, PoskoError
from posko_app.logs import AllowListFormatter
from posko_app.ui.background import UNEXPECTED, deliver
from posko_app.ui.notices import sentence

pytestmark = pytest.mark.ui
MARK = "CONTOH NAMA SATU"


KNOWN = {
    UNEXPECTED: "Ada yang tidak berjalan.",
    "store.disk_full": "Ruang disk tinggal {left}.",
}


class Texts:
    def has(self, key: str) -> bool:
        return key in KNOWN

    def text(self, key: str, **params: str | int) -> str:
        return KNOWN[key].format(**params)


def never(_: object) -> None:
    raise AssertionError("must not be called")


def test_result_arrives_on_the_thread_of_the_window(qtbot: QtBot) -> None:
    seen: list[tuple[int, bool]] = []
    receiver = QObject()

    with ThreadPoolExecutor(1) as pool:
        here = threading.current_thread()
        deliver(
            pool.submit(lambda: 41 + 1),
            receiver,
            lambda value: seen.append((value, threading.current_thread() is here)),
            never,
        )
        qtbot.waitUntil(lambda: bool(seen))

    assert seen == [(42, True)]


def test_a_future_already_done_is_still_delivered_later(qtbot: QtBot) -> None:
    future: Future[int] = Future()
    future.set_result(1)
    seen: list[int] = []
    receiver = QObject()

    deliver(future, receiver, seen.append, never)

    assert seen == []
    qtbot.waitUntil(lambda: seen == [1])


def test_nothing_is_called_for_a_receiver_that_is_gone(qtbot: QtBot) -> None:
    future: Future[int] = Future()
    receiver = QObject()
    witness: list[int] = []
    other = QObject()
    deliver(future, receiver, never, never)
    deliver(future, other, witness.append, never)

    shiboken6.delete(receiver)
    future.set_result(7)

    qtbot.waitUntil(lambda: witness == [7])


def test_our_own_error_arrives_as_it_is(qtbot: QtBot) -> None:
    future: Future[int] = Future()
    future.set_exception(MachineError("store.disk_full", left=400))
    seen: list[PoskoError] = []
    receiver = QObject()

    deliver(future, receiver, never, seen.append)
    qtbot.waitUntil(lambda: bool(seen))

    assert sentence(Texts(), seen[0]) == "Ruang disk tinggal 400."


def test_an_unexpected_error_is_logged_without_its_words_and_shown_calmly(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture, expected_log_errors: set[str]
) -> None:
    future: Future[int] = Future()
    expected_log_errors.add("ui.unexpected")
    future.set_exception(ValueError(MARK))
    seen: list[PoskoError] = []
    receiver = QObject()

    with caplog.at_level(logging.ERROR):
        deliver(future, receiver, never, seen.append)
        qtbot.waitUntil(lambda: bool(seen))

    assert [record.message for record in caplog.records] == ["ui.unexpected"]
    shown = [AllowListFormatter().format(record) for record in caplog.records]
    assert MARK not in "".join(shown)
    assert sentence(Texts(), seen[0]) == KNOWN[UNEXPECTED]


def test_an_error_without_a_sentence_gets_the_calm_one() -> None:
    assert sentence(Texts(), MachineError("nobody.wrote_this")) == KNOWN[UNEXPECTED]
