"""The window process, from lock page to lock; heavy parts load while a passphrase is typed."""

import argparse
import os
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QTranslator, Signal
from PySide6.QtWidgets import QApplication, QWidget

from posko_app import training
from posko_app.errors import PoskoError
from posko_app.i18n import Catalogue, load_catalogue
from posko_app.location import store_exists, store_paths
from posko_app.logs import start_diagnostics
from posko_app.paths import DataPaths, resources_dir
from posko_app.settings import Language, Settings, load_settings, save_settings
from posko_app.store.kdf import SHIPPED, KdfPolicy
from posko_app.store.keyfile import KeyFile
from posko_app.store.keyfile_disk import read_key_file
from posko_app.store.status_file import read_status
from posko_app.system import utc_now
from posko_app.ui.theme import Theme, apply_theme
from posko_app.ui.unlock import LockPorts, UnlockPage
from posko_app.ui.unlock_model import SignOnPorts
from posko_app.ui.window_idle import Clocks, IdleWatch
from sync.protocol.entry import Deployment

if TYPE_CHECKING:
    from posko_app.desk_window import DeskWindow
    from posko_app.services.desk import Desk

LOCKED = 75  # the parent answers it with a fresh window
SIZE = (1366, 690)
PAINTED_FIRST_MS = 50
LOCK_WITHIN_S = 5.0  # what is still running then is cut off: a lock must not wait
REASONS = ("start", "locked", "crashed")


def run_window(arguments: Sequence[str]) -> int:
    """Show the window until it is closed or locked; give the exit code for the parent."""
    parser = argparse.ArgumentParser(prog="posko")
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--reason", choices=REASONS, default="start")
    asked = parser.parse_args(arguments)
    paths = store_paths(asked.data_dir)
    start_diagnostics(paths)
    app = QApplication([sys.argv[0]])
    shell = Shell(app, paths, reason=asked.reason)
    end_with_parent(shell.end)
    shell.show_first()
    return int(app.exec())


def end_with_parent(end: Callable[[], None]) -> None:
    """Call `end`, on a thread, when standard input closes: the parent ended, however it did."""
    if sys.stdin is None or sys.stdin.isatty():
        return

    def wait() -> None:
        try:
            while os.read(0, 4096):
                pass
        except OSError:
            pass
        end()

    threading.Thread(target=wait, name="parent", daemon=True).start()


@dataclass(slots=True)
class Look:
    """The settings in force and the look made of them."""

    settings: Settings
    theme: Theme = field(init=False)


class Shell(QObject):
    """Leads from the wizard or the lock page to the open desk, and out again."""

    parent_gone = Signal()
    keys_held = Signal()

    def __init__(
        self,
        app: QApplication,
        paths: DataPaths,
        *,
        reason: str,
        policy: KdfPolicy = SHIPPED,
        end_process: Callable[[int], object] = os._exit,
    ) -> None:
        super().__init__(app)
        self._app = app
        self._paths = paths
        self._reason = reason
        self._policy = policy
        self._end_process = end_process
        self._slow = ThreadPoolExecutor(1, thread_name_prefix="unlock")
        self._look = Look(load_settings(paths.settings))
        self.catalogue: Catalogue = load_catalogue(self._look.settings.language)
        self._translators = load_translators(app, self._look.settings.language)
        self.desk: Desk | None = None
        self.window: QWidget | None = None
        self.desk_window: DeskWindow | None = None
        self.at_pin: IdleWatch | None = None
        self.parent_gone.connect(self._end)
        self.keys_held.connect(self._watch_pin)
        self._dress()

    def show_first(self) -> None:
        """Show the wizard where there is no store yet, else the lock page."""
        if not store_exists(self._paths.directory):
            self._show(self._wizard_page())
            return
        page = self._unlock_page()
        self._show(page)
        QTimer.singleShot(PAINTED_FIRST_MS, page, lambda: self._slow.submit(load_desk))

    def lock(self) -> None:
        """End this process, which held keys, at once; safe to call from any thread.

        What was asked of the store is finished first, within a few seconds.
        """
        watchdog = self._watchdog()
        if self.desk is not None:
            self.desk.close()
        watchdog.cancel()
        self._end_process(LOCKED)

    def end(self) -> None:
        """Lock because nobody is left who would show the lock page; called on any thread.

        What was typed last is known to the window's thread only, which keeps it first.
        """
        self._watchdog()
        self.parent_gone.emit()

    def _end(self) -> None:
        if self.desk_window is not None:
            self.desk_window.lock()
        else:
            self.lock()

    def _watchdog(self) -> threading.Timer:
        watchdog = threading.Timer(LOCK_WITHIN_S, self._end_process, [LOCKED])
        watchdog.daemon = True
        watchdog.start()
        return watchdog

    def _watch_pin(self) -> None:
        """Lock when somebody has unlocked and walks away before there is a PIN to veil with."""
        if self.desk_window is not None:
            return
        veil_after = timedelta(minutes=self._look.settings.veil_minutes)
        clocks = Clocks(wall=utc_now, monotonic=time.monotonic)
        self.at_pin = IdleWatch(clocks, veil_after=veil_after, parent=self)
        self.at_pin.veil_due.connect(self.lock)
        self.at_pin.lock_due.connect(self.lock)
        self.at_pin.start()

    def close(self) -> None:
        """Let go of the store when the window was closed."""
        if self.window is not None:
            self.window.close()
            self.window.deleteLater()
            self.window = self.desk_window = None
        self._slow.shutdown(cancel_futures=True)
        if self.desk is not None:
            self.desk.close()
            self.desk = None

    def _show(self, page: QWidget) -> None:
        before, self.window = self.window, page
        page.setWindowTitle("Posko")
        page.resize(*SIZE)
        if before is not None:
            page.setGeometry(before.geometry())
            page.setWindowState(before.windowState())
        page.show()
        page.activateWindow()
        if before is not None:
            before.hide()
            before.deleteLater()

    def _wizard_page(self) -> QWidget:
        # slow import, needed at the first start only
        from posko_app.first_run import make_wizard

        page = make_wizard(
            self._paths.directory, self._policy, submit=self._slow.submit, catalogue=self.catalogue
        )
        page.finished.connect(self.show_first)
        page.cancelled.connect(self._app.quit)
        return page

    def _unlock_page(self) -> "UnlockPage[Desk]":
        key_file = _key_file(self._paths.directory)
        demo = _demo_passphrases(key_file)
        sign_on = SignOnPorts(
            names=self._names,
            unlock=self._unlock,
            demo=demo or {},
        )
        ports = LockPorts(
            sign_on=sign_on,
            note=lambda: read_status(self._paths.status),
            choose_pin=_choose_pin,
            place=self.catalogue.text(f"post.{key_file.post}") if key_file else "",
            training=demo is not None,
            why_locked=""
            if self._reason == "start"
            else self.catalogue.text(f"shell.{self._reason}"),
        )
        page = UnlockPage(ports, catalogue=self.catalogue, now=utc_now)
        page.unlocked.connect(self._unlocked)
        page.lock_asked.connect(self.lock)
        return page

    def _names(self) -> tuple[str, ...]:
        return tuple(slot.name for slot in read_key_file(self._paths.directory).key_file.slots)

    def _unlock(self, name: str, passphrase: str) -> "Future[Desk]":
        def unlock() -> "Desk":
            from posko_app.bootstrap import open_desk  # slow import, begun before

            return open_desk(
                self._paths.directory, officer=name, passphrase=passphrase, policy=self._policy
            )

        opening = self._slow.submit(unlock)
        opening.add_done_callback(self._opened)
        return opening

    def _opened(self, opening: "Future[Desk]") -> None:
        if not opening.cancelled() and opening.exception() is None:
            self.keys_held.emit()

    def _unlocked(self, desk: "Desk") -> None:
        self.desk = desk
        if self.at_pin is not None:
            self.at_pin.deleteLater()
            self.at_pin = None
        self._app.aboutToQuit.connect(self.close)
        self._open_window(desk)

    def _open_window(self, desk: "Desk") -> None:
        """Show the desk's window; one that was there before hands over what is typed in it."""
        from posko_app.desk_window import DeskSurroundings, make_desk_window  # as above

        around = DeskSurroundings(
            paths=self._paths,
            catalogue=self.catalogue,
            settings=self._look.settings,
            theme=lambda: self._look.theme,
            names=self._names,
            use_settings=self._use_settings,
        )
        self.desk_window = make_desk_window(desk, around, before=self.desk_window)
        self.desk_window.lock_asked.connect(self._lock_asked)
        self._show(self.desk_window)
        self.desk_window.start()

    def _open_anew(self) -> None:
        """Let every word and measure follow the settings, without losing what is typed."""
        language = self._look.settings.language
        if language != self.catalogue.language:
            for translator in self._translators:
                self._app.removeTranslator(translator)
            self.catalogue = load_catalogue(language)
            self._translators = load_translators(self._app, language)
        if self.desk is not None:
            self._open_window(self.desk)

    def _lock_asked(self) -> None:
        if self.window is not None:
            self.window.hide()
        self.lock()

    def _use_settings(self, settings: Settings) -> None:
        """Show their effect at once, then keep them (raises OSError).

        Words and the size of letters need every page anew: once the key that chose them is over.
        """
        before, self._look.settings = self._look.settings, settings
        self._dress()
        worded = (before.language, before.text_percent)
        if worded != (settings.language, settings.text_percent):
            QTimer.singleShot(0, self, self._open_anew)
        if self.desk_window is not None:
            self.desk_window.set_theme(self._look.theme)
            self.desk_window.idle.set_veil_after(timedelta(minutes=settings.veil_minutes))
        save_settings(self._paths.settings, settings)

    def _dress(self) -> None:
        settings = self._look.settings
        self._look.theme = apply_theme(self._app, settings.theme, settings.text_percent / 100)


def load_desk() -> None:
    """Load what an open desk needs, on a thread, while somebody types a passphrase."""
    import posko_app.desk_window  # noqa: F401 - slow import, for its effect


def load_translators(app: QApplication, language: Language) -> tuple[QTranslator, ...]:
    """Install Qt's own words in Indonesian, and the window's in another language; keep them."""
    names = ("qtbase_id",) if language is Language.INDONESIAN else (f"posko_{language}",)
    installed = []
    for name in names:
        translator = QTranslator(app)
        if translator.load(name, str(resources_dir() / "locale" / "qt")):
            app.installTranslator(translator)
            installed.append(translator)
    return tuple(installed)


def _key_file(directory: Path) -> KeyFile | None:
    """Give what the key file says before anybody unlocks; None when it cannot be read."""
    try:
        return read_key_file(directory).key_file
    except PoskoError:  # the page says why in words
        return None


def _demo_passphrases(key_file: KeyFile | None) -> dict[str, str] | None:
    """Give the demo officers' passphrases by name; None where the store is not for training."""
    if key_file is None or key_file.deployment is not Deployment.TRAINING:
        return None
    known = {officer.name: officer.passphrase for officer in training.demo_officers()}
    return {slot.name: known[slot.name] for slot in key_file.slots if slot.name in known}


def _choose_pin(desk: "Desk", pin: str | None) -> None:
    if pin is not None:
        desk.session.set_pin(pin)
