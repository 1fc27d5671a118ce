"""The window process: unlock, work, veil, lock; the only place that wires Qt with the vault."""

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

from PySide6.QtCore import QObject, QTranslator
from PySide6.QtWidgets import QApplication, QWidget

from posko_app import training
from posko_app.bootstrap import create_store, open_desk, store_exists, store_paths, utc_now
from posko_app.domain.codes import Post
from posko_app.errors import PoskoError
from posko_app.i18n import Catalogue, load_catalogue
from posko_app.logs import start_diagnostics
from posko_app.paths import DataPaths, resources_dir
from posko_app.services.desk import Desk
from posko_app.settings import Language, Settings, load_settings, save_settings
from posko_app.store.escrow import read_custodians
from posko_app.store.kdf import SHIPPED, KdfPolicy
from posko_app.store.keyfile import KeyFile
from posko_app.store.keyfile_disk import read_key_file
from posko_app.store.passphrase import PassphraseContext, check_passphrase, generate_words
from posko_app.store.status_file import read_status
from posko_app.ui.pages import PageContext, Pages, make_veil
from posko_app.ui.periksa import PeriksaPage
from posko_app.ui.periksa_ports import Surroundings
from posko_app.ui.theme import Theme, apply_theme
from posko_app.ui.unlock import LockPorts, UnlockPage
from posko_app.ui.unlock_model import SignOnPorts
from posko_app.ui.window import MainWindow, WindowPorts
from posko_app.ui.window_idle import Clocks
from posko_app.ui.window_pages import PageSpec
from posko_app.ui.wizard import WizardPage
from posko_app.ui.wizard_model import NewStore, WizardPorts
from sync.protocol.entry import Deployment
from sync.protocol.ids import new_subject

LOCKED = 75  # the parent answers it with a fresh window
SIZE = (1366, 690)
SUGGESTED_WORDS = 4
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
    end_with_parent(shell.lock)
    shell.show_first()
    return int(app.exec())


def end_with_parent(lock: Callable[[], None]) -> None:
    """Lock when the parent's end of standard input closes, however the parent ended."""
    if sys.stdin is None or sys.stdin.isatty():
        return

    def wait() -> None:
        try:
            while os.read(0, 4096):
                pass
        except OSError:
            pass
        lock()

    threading.Thread(target=wait, name="parent", daemon=True).start()


@dataclass(slots=True)
class Look:
    """The settings in force and the look made of them."""

    settings: Settings
    theme: Theme = field(init=False)


class Shell(QObject):
    """Leads from the wizard or the lock page to the open desk, and out again."""

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
        self._dress()

    def show_first(self) -> None:
        """Show the wizard where there is no store yet, else the lock page."""
        if store_exists(self._paths.directory):
            self._show(self._unlock_page())
        else:
            self._show(self._wizard_page())

    def lock(self) -> None:
        """End this process, which held keys, at once; safe to call from any thread.

        What was asked of the store is finished first, within a few seconds.
        """
        watchdog = threading.Timer(LOCK_WITHIN_S, self._end_process, [LOCKED])
        watchdog.daemon = True
        watchdog.start()
        if self.desk is not None:
            self.desk.close()
        watchdog.cancel()
        self._end_process(LOCKED)

    def close(self) -> None:
        """Let go of the store when the window was closed."""
        if self.window is not None:
            self.window.close()
            self.window.deleteLater()
            self.window = None
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
        page.show()
        page.activateWindow()
        if before is not None:
            before.hide()
            before.deleteLater()

    def _wizard_page(self) -> WizardPage:
        ports = WizardPorts(
            check=checker(Deployment.LIVE),
            suggest=_suggest,
            create=self._create,
            folder=str(self._paths.directory),
        )
        page = WizardPage(ports, catalogue=self.catalogue)
        page.finished.connect(self.show_first)
        page.cancelled.connect(self._app.quit)
        return page

    def _create(self, new: NewStore) -> "Future[None]":
        return self._slow.submit(_create, self._paths.directory, new, self._policy)

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
        return page

    def _names(self) -> tuple[str, ...]:
        return tuple(slot.name for slot in read_key_file(self._paths.directory).key_file.slots)

    def _unlock(self, name: str, passphrase: str) -> "Future[Desk]":
        return self._slow.submit(
            open_desk,
            self._paths.directory,
            officer=name,
            passphrase=passphrase,
            policy=self._policy,
        )

    def _unlocked(self, desk: Desk) -> None:
        self.desk = desk
        self._app.aboutToQuit.connect(self.close)
        window = self._main_window(desk)
        window.lock_asked.connect(self._lock_asked)
        self._show(window)
        window.start()

    def _lock_asked(self) -> None:
        if self.window is not None:
            self.window.hide()
        self.lock()

    def _main_window(self, desk: Desk) -> MainWindow:
        context = self._context(desk)
        veil = make_veil(desk, context)
        window = MainWindow(
            (self._periksa(desk), *Pages(desk, context).specs()),
            ports=self._window_ports(desk),
            catalogue=self.catalogue,
            theme=self._look.theme,
            veil=veil,
        )
        veil.lifted.connect(lambda _officer: window.lift())
        veil.lock_asked.connect(window.lock)
        return window

    def _window_ports(self, desk: Desk) -> WindowPorts:
        return WindowPorts(
            clocks=Clocks(wall=utc_now, monotonic=time.monotonic),
            status=desk.status.status,
            officer=lambda: desk.session.current.name,
            place=self.catalogue.text(f"post.{desk.post}"),
            training=desk.deployment is Deployment.TRAINING,
            veil_after=timedelta(minutes=self._look.settings.veil_minutes),
        )

    def _periksa(self, desk: Desk) -> PageSpec:
        around = Surroundings(
            clock=utc_now,
            new_id=lambda: new_subject(os.urandom),
            kind="laut" if desk.post == Post.TENAU else "udara",
        )
        return PageSpec(
            "periksa",
            self.tr("Periksa"),
            "Ctrl+1",
            lambda: PeriksaPage(desk, self.catalogue, self._look.theme, around=around),
        )

    def _context(self, desk: Desk) -> PageContext:
        return PageContext(
            catalogue=self.catalogue,
            theme=lambda: self._look.theme,
            now=utc_now,
            names=self._names,
            check=checker(desk.deployment),
            suggest=_suggest,
            settings=self._look.settings,
            save=self._use_settings,
            incomplete=frozenset({Language.ENGLISH}),
            escrow=bool(desk.session.unlocked.key_file.escrow),
            data_dir=self._paths.directory,
            export_dir=Path.home(),
            resources=resources_dir(),
        )

    def _use_settings(self, settings: Settings) -> None:
        """Show their effect at once, then keep them (raises OSError)."""
        self._look.settings = settings
        self._dress()
        if isinstance(self.window, MainWindow):
            self.window.set_theme(self._look.theme)
            self.window.idle.set_veil_after(timedelta(minutes=settings.veil_minutes))
        save_settings(self._paths.settings, settings)

    def _dress(self) -> None:
        settings = self._look.settings
        self._look.theme = apply_theme(self._app, settings.theme, settings.text_percent / 100)


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


def _choose_pin(desk: Desk, pin: str | None) -> None:
    if pin is not None:
        desk.session.set_pin(pin)


def checker(deployment: Deployment) -> Callable[[str, Sequence[str]], tuple[str, ...]]:
    """Give the judge of new passphrases; published ones serve in training stores only."""
    live = deployment is Deployment.LIVE
    published = training.published_passphrases() if live else ()

    def check(passphrase: str, names: Sequence[str]) -> tuple[str, ...]:
        context = PassphraseContext(names=tuple(names), published=published)
        return check_passphrase(passphrase, context=context)

    return check


def _suggest() -> str:
    return generate_words(SUGGESTED_WORDS, os.urandom)


def _create(directory: Path, new: NewStore, policy: KdfPolicy) -> None:
    if new.post is None:
        raise ValueError("post")
    create_store(
        directory,
        post=new.post,
        deployment=Deployment.TRAINING if new.training else Deployment.LIVE,
        officer=new.officer,
        passphrase=new.passphrase,
        custodians=read_custodians(new.escrow.read_bytes()) if new.escrow else (),
        policy=policy,
    )
