"""Inside the window process: saves many, and times keys until they are painted."""

import time

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from posko_app.services.gazetteer import places
from posko_app.ui.periksa import PeriksaPage
from tests.bench.invented import invented
from tests.bench.saves import draft_of
from tests.faults.window_driver import Driver, listen_with, use_no_scanner

SCREEN = (1366, 690)
FASTEST_PERSON_MS = 45


def install(application_class):
    """Start listening when the event loop starts."""
    listen_with(BenchDriver, application_class)


class Painted(QObject):
    """Notes that a widget was asked to paint itself."""

    def __init__(self, widget):
        super().__init__()
        self.seen = False
        widget.installEventFilter(self)

    def eventFilter(self, watched, event):
        """See a paint pass."""
        self.seen = self.seen or event.type() == QEvent.Type.Paint
        return False


class BenchDriver(Driver):
    """A driver that can also measure."""

    def do_save(self, count):
        """Save through the window's own services."""
        desk = next(c.desk for c in QApplication.instance().children() if hasattr(c, "desk"))
        for person in invented(count, seed=5):
            desk.screening.record(draft_of(person)).result()
        return {}

    def do_key_to_paint(self, text):
        """Type into the focused field; give milliseconds until each key's paint was done."""
        painted = Painted(QApplication.focusWidget())
        return {"ms": [self._typed_until_painted(sign, painted) for sign in text]}

    def do_key_to_reasons(self, text, pauses_ms):
        """Type; give milliseconds until the reasons were painted, and each key's level.

        The pauses between keys, in turn, let the work beside (counterfactuals, draft) begin,
        go on or be over when the next key comes.
        """
        use_no_scanner()  # some of these keys come at once
        page = next(w for w in QApplication.allWidgets() if isinstance(w, PeriksaPage))
        page.window().resize(*SCREEN)
        painted = Painted(page.view.side.list.reasons)
        taken, levels = [], []
        for place, sign in enumerate(text):
            pause(pauses_ms[place % len(pauses_ms)])
            taken.append(self._until_painted(sign, painted))
            levels.append(page.view.bar.level.text())
        return {"ms": taken, "levels": levels}

    def do_key_to_suggestions(self, texts):
        """Type each text into the focused field, give milliseconds until it was painted.

        The list hangs in the same window and is painted in the same pass.
        """
        places().wait(60)
        edit = QApplication.focusWidget()
        edit.window().resize(*SCREEN)
        field, taken = Painted(edit), []
        for text in texts:
            edit.clear()
            for sign in text:
                taken.append(self._typed_until_painted(sign, field))
        return {"ms": taken}

    def _typed_until_painted(self, sign, painted):
        """Press a key after a person's pause: faster ones are heard as a scanner's."""
        pause(FASTEST_PERSON_MS)
        return self._until_painted(sign, painted)

    def _until_painted(self, sign, painted):
        QApplication.processEvents()
        painted.seen = False
        begun = time.perf_counter()
        QTest.keyClick(self._window(), sign)
        while not painted.seen:
            QApplication.processEvents()
        return (time.perf_counter() - begun) * 1000


def pause(milliseconds):
    """Let the window work on by itself."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
