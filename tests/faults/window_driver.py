"""Inside the window process: presses the keys a harness asks for, and says what is shown.

One JSON command a line from a local socket, one JSON answer a line back. The
keys go to the window, never to a widget, so real focus applies.
"""

import json
import os
import socket
import sys
import threading

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from posko_app.ui.scanner import ScannerFilter

SOCKET_VARIABLE = "POSKO_TEST_SOCKET"


def install(application_class):
    """Start listening when the event loop starts."""
    listen_with(Driver, application_class)


def listen_with(driver_class, application_class):
    """Start listening with this driver when the event loop starts."""
    run = application_class.exec

    def run_and_listen(*_):
        Driver.instance = driver_class()
        return run()

    application_class.exec = run_and_listen


class Driver(QObject):
    """Takes commands on a thread of its own and performs them on the window's."""

    instance = None
    asked = Signal(object)

    def __init__(self):
        super().__init__()
        self.asked.connect(self._perform, Qt.ConnectionType.QueuedConnection)
        self._line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._line.connect(os.environ[SOCKET_VARIABLE])
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        with self._line.makefile("r", encoding="utf-8") as lines:
            for line in lines:
                self.asked.emit(json.loads(line))

    def _perform(self, command):
        try:
            answer = getattr(self, "do_" + command["do"])(**command.get("with", {}))
        except Exception as error:  # noqa: BLE001 - the answer carries it
            answer = {"error": f"{type(error).__name__}: {error}"}
        self._line.sendall((json.dumps(answer) + "\n").encode())

    def do_type(self, text):
        """Type characters, one key at a time."""
        use_no_scanner()
        for sign in text:
            QTest.keyClick(self._window(), sign)
        return self.do_state()

    def do_press(self, key):
        """Press one key with its modifiers, such as F9 or Ctrl+L."""
        use_no_scanner()
        pressed = QKeySequence(key)[0]
        QTest.keyClick(self._window(), pressed.key(), pressed.keyboardModifiers())
        return self.do_state()

    def do_state(self):
        """Say where the focus is and what can be read."""
        focus = QApplication.focusWidget()
        shown = [w for w in QApplication.allWidgets() if w.isVisible()]
        return {
            "focus": _name(focus),
            "value": focus.text() if isinstance(focus, QLineEdit) else "",
            "pages": sorted({type(w).__name__ for w in shown if type(w).__module__ != QWIDGETS}),
            "texts": [w.text() for w in shown if isinstance(w, QLabel | QAbstractButton)],
        }

    def do_pid(self):
        """Say which process this is."""
        return {"pid": os.getpid()}

    def do_focus(self, name):
        """Give the focus to the visible widget with this accessible or object name."""
        for widget in QApplication.allWidgets():
            if widget.isVisible() and name in (widget.objectName(), widget.accessibleName()):
                widget.setFocus(Qt.FocusReason.TabFocusReason)
                return self.do_state()
        return {"error": f"no widget {name}"}

    def do_kill(self):
        """End this process the way a crash does."""
        QTimer.singleShot(0, lambda: os.kill(os.getpid(), 9))
        return {}

    def do_picture(self, path):
        """Save what the active window shows."""
        QApplication.activeWindow().grab().save(path)
        return {}

    def _window(self):
        window = QGuiApplication.focusWindow()
        if window is None:
            window = next(w for w in QGuiApplication.topLevelWindows() if w.isVisible())
            window.requestActivate()
        return window


QWIDGETS = QWidget.__module__


def use_no_scanner():
    """These hands are as fast as any scanner: to the program they would be one."""
    for window in QApplication.topLevelWidgets():
        for scanner in window.findChildren(ScannerFilter):
            scanner.stop()


def _name(widget):
    if widget is None:
        return ""
    return widget.accessibleName() or widget.objectName() or type(widget).__name__


if __name__ == "__main__":
    sys.exit("this module runs inside a window process")
