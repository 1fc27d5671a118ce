"""Starts a window in a process of its own and says when its first paint was over.

Run as `python -m tests.bench.started empty`: an empty window, the yardstick.
Named as a driver of the product's window process: the unlock page.
"""

import os
import sys
import time


def report_first_paint(application_class) -> None:
    """Print the moment the first visible window was painted, then wait to be ended."""
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QWidget

    class Watch(QObject):
        def eventFilter(self, watched, event):
            if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
                application_class.instance().removeEventFilter(self)
                QTimer.singleShot(0, say)
            return False

    def say():
        # CLOCK_MONOTONIC is shared by all processes of a machine
        os.write(1, f"painted {time.monotonic()} {os.getpid()}\n".encode())

    application = application_class.instance()
    application.kept_watch = Watch()
    application.installEventFilter(application.kept_watch)


def install(application_class) -> None:
    """Watch the product's window from the moment its event loop starts."""
    run = application_class.exec

    def run_and_watch(*_):
        report_first_paint(application_class)
        for widget in application_class.topLevelWidgets():
            widget.update()
        return run()

    application_class.exec = run_and_watch


def empty_window() -> int:
    """Show nothing but a window."""
    from PySide6.QtWidgets import QApplication, QWidget

    application = QApplication(sys.argv[:1])
    report_first_paint(QApplication)
    window = QWidget()
    window.resize(1366, 768)
    window.show()
    return application.exec()


if __name__ == "__main__":
    sys.exit(empty_window())
