"""Inside the window process: times keys and the store thread's tasks while the desk catches up."""

import time

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from posko_app.store.worker import StoreWorker
from tests.bench.in_window import BenchDriver, Painted, pause
from tests.faults.window_driver import listen_with

WORD = "CONTOH NAMA PANJANG DIKETIK PELAN"
KEYS = [*WORD, *[Qt.Key.Key_Backspace] * len(WORD)]
TASKS = []


def install(application_class):
    """Start listening when the event loop starts, and time every task of every store."""
    submit = StoreWorker.submit

    def submit_timed(worker, task, *, background=False):
        return submit(worker, _timed(task, background), background=background)

    StoreWorker.submit = submit_timed
    listen_with(SyncDriver, application_class)


def _timed(task, background):
    def run(connection):
        began, cpu = time.perf_counter(), time.thread_time()
        try:
            return task(connection)
        finally:
            wall_ms = (time.perf_counter() - began) * 1000
            TASKS.append((background, wall_ms, (time.thread_time() - cpu) * 1000))

    return run


class SyncDriver(BenchDriver):
    """A driver that also enrols, and types while a round runs."""

    def do_type_keys(self, count, pause_ms):
        """Type at an officer's pace; give milliseconds until each key's paint was done."""
        painted, taken = Painted(QApplication.focusWidget()), []
        while len(taken) < count:
            self._type_next(painted, taken, pause_ms)
        return {"ms": taken}

    def do_catch_up(self, url, code, ca, pause_ms):
        """Enrol, and type until everything is fetched; the round begins by itself."""
        sync = self._desk().sync
        painted, taken = Painted(QApplication.focusWidget()), []
        TASKS.clear()
        began = time.perf_counter()
        sync.enrol(url, code, ca=ca.encode()).result()
        after = sync.sync_now()  # a second round, which finds nothing new
        while not after.done():
            self._type_next(painted, taken, pause_ms)
        took_s = time.perf_counter() - began
        rounds = sync.state().history
        tasks = [(wall, cpu) for background, wall, cpu in TASKS if background]
        told = {"outcomes": sorted({r.outcome for r in rounds}), "took_s": took_s}
        return told | {"pulled": sum(r.pulled for r in rounds), "ms": taken, "tasks": tasks}

    def _type_next(self, painted, taken, pause_ms):
        pause(pause_ms)
        taken.append(self._until_painted(KEYS[len(taken) % len(KEYS)], painted))

    def _desk(self):
        return next(c.desk for c in QApplication.instance().children() if hasattr(c, "desk"))
