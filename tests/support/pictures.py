"""Takes a picture of every screen, state and frame in every look, from invented data.

The screens are those the tests walk. Nothing of a real store is opened.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from posko_app.app import load_translators
from posko_app.bootstrap import create_store, open_desk
from posko_app.domain.codes import Post
from posko_app.i18n import load_catalogue
from posko_app.paths import resources_dir
from posko_app.services.desk import Desk
from posko_app.settings import Language, Settings
from posko_app.ui.pages import PageContext
from posko_app.ui.theme import Theme, apply_theme
from posko_app.ui.window import MainWindow
from sync.protocol.entry import Deployment
from tests.conftest import FixedClock
from tests.support.fake_desk import FakeStatus, done
from tests.support.fake_sync import FakeSync
from tests.support.frames import WIZARD_STEPS, lock_page, veil, wizard
from tests.support.keys import type_text
from tests.support.low_cost import LOW
from tests.support.screens import build, go, walk
from tests.support.states import STATES
from tests.ui.pages.makers import FIRST, NAMES, SECOND, disagree, screen

OUT = Path(__file__).resolve().parents[2] / "build" / "screens"
PATIENCE_S = 10.0
TODAY: tuple[tuple[str, dict[str, object]], ...] = (
    ("CONTOH MARIA REKAAN", {"traveller.origin": "Kab. Belu", "journey.final_country": "MY"}),
    ("CONTOH YOSEF REKAAN", {"traveller.origin": "Kab. Malaka", "decision": "tunda"}),
    ("CONTOH ANA REKAAN", {"traveller.origin": "Kota Kupang", "decision": "rujuk"}),
    ("CONTOH NAMA TIGA", {"departure.to": "BTH", "departure.carrier": "Lion Air"}),
)


@dataclass(frozen=True, slots=True)
class Look:
    """One way the desk may look: pictures of it lie in a folder of this name."""

    name: str
    language: Language = Language.INDONESIAN
    theme: str = "light"
    scale: float = 1.0
    size: tuple[int, int] = (1366, 690)


LOOKS = (
    Look("id-light"),
    Look("id-dark", theme="dark"),
    Look("id-contrast", theme="contrast"),
    Look("en-light", Language.ENGLISH),
    Look("id-letters-125", scale=1.25),
    Look("id-letters-150", scale=1.5),
    Look("id-display-125", size=(1092, 545)),
    Look("id-display-150", size=(910, 445)),
)


class Waiter:
    """Waits as a test does, by running the application."""

    def __init__(self, app: QApplication) -> None:
        self._app = app

    def waitUntil(self, came: Callable[[], bool]) -> None:
        """Wait until something has come.

        Raises:
            TimeoutError: it never did.
        """
        until = time.monotonic() + PATIENCE_S
        while not came():
            if time.monotonic() > until:
                raise TimeoutError
            self._app.processEvents()


@contextmanager
def invented_desk(clock: FixedClock) -> Iterator[Desk]:
    """Open a store of its own with a day of invented people, and forget it afterwards."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["POSKO_STATE_DIR"] = str(folder / "state")
        create_store(
            folder / "data",
            post=Post.EL_TARI,
            deployment=Deployment.TRAINING,
            officer=NAMES[0],
            passphrase=FIRST,
            policy=LOW,
            clock=clock,
        )
        desk = open_desk(folder / "data", officer=None, passphrase=FIRST, policy=LOW, clock=clock)
        for person, answers in TODAY:
            screen(desk, clock, person, **answers)
        disagree(desk, screen(desk, clock, "CONTOH NAMA DUA", **{"departure.to": "SUB"}))
        yield desk
        desk.close()


def context_of(look: Look, theme: Theme, clock: FixedClock) -> PageContext:
    """Give what the pages need beside the desk."""
    return PageContext(
        catalogue=load_catalogue(look.language),
        theme=lambda: theme,
        now=clock,
        names=lambda: NAMES,
        check=lambda _text, _names: (),
        suggest=lambda: SECOND,
        settings=Settings(language=look.language),
        save=lambda _settings: None,
        incomplete=frozenset(),
        escrow=False,
        data_dir=Path("data"),
        export_dir=Path("ekspor"),
        resources=resources_dir(),
    )


def take(window: QWidget, look: Look, name: str) -> Path:
    """Write one picture."""
    QApplication.processEvents()
    path = OUT / look.name / f"{name.replace(', ', '-').replace(' ', '_')}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    window.grab().save(str(path))
    return path


def put_up(window: QWidget, look: Look, waiter: Waiter) -> None:
    """Show a window in the size of the look."""
    window.resize(*look.size)
    window.show()
    window.activateWindow()
    waiter.waitUntil(window.isActiveWindow)


def take_down(window: QWidget) -> None:
    """Let a window go."""
    window.hide()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def screens_of(window: MainWindow, look: Look, waiter: Waiter) -> int:
    """Take every screen; give how many."""
    return len([take(window, look, name) for name in walk(window, waiter)])


def frames_of(look: Look, waiter: Waiter, clock: FixedClock) -> int:
    """Take first start, lock page, PIN and veil; give how many."""
    catalogue = load_catalogue(look.language)
    page = lock_page(catalogue, clock)
    put_up(page, look, waiter)
    page.focus_first()
    take(page, look, "lock")
    type_text(page, f"\n{FIRST}\n")
    waiter.waitUntil(lambda: page.steps.currentWidget() is page.pin)
    take(page, look, "lock, PIN")
    take_down(page)
    cover = veil(catalogue, clock)
    put_up(cover, look, waiter)
    take(cover, look, "veil")
    take_down(cover)
    first = wizard(catalogue)
    put_up(first, look, waiter)
    first.focus_first()
    for number, keys in enumerate(WIZARD_STEPS, 1):
        type_text(first, keys)
        take(first, look, f"first start, {number}")
    take_down(first)
    return 3 + len(WIZARD_STEPS)


def take_all(wanted: Sequence[str]) -> dict[str, int]:
    """Take the pictures of these looks, of all without one; give how many of each."""
    looks = [look for look in LOOKS if not wanted or look.name in wanted]
    qInstallMessageHandler(_only_grave)
    app = QApplication.instance() or QApplication([])
    clock = FixedClock()
    with invented_desk(clock) as desk:
        return {look.name: _pictures(app, desk, look, clock) for look in looks}


def _pictures(app: QApplication, desk: Desk, look: Look, clock: FixedClock) -> int:
    waiter = Waiter(app)
    translators = load_translators(app, look.language)
    context = context_of(look, apply_theme(app, look.theme, look.scale), clock)
    window = build(desk, context, clock)
    put_up(window, look, waiter)
    window.start()
    count = screens_of(window, look, waiter)
    take_down(window)
    for name, state in STATES.items():
        status = replace(FakeStatus(), warnings=state.warnings)
        centre = FakeSync(state.sync).ports()
        window = build(desk, context, clock, sync=centre, status=lambda now=status: done(now))
        put_up(window, look, waiter)
        for page in ("Ctrl+1", "Ctrl+6"):
            go(window, waiter, page)
            take(window, look, f"state, {name}, {page[-1]}")
            count += 1
        take_down(window)
    count += frames_of(look, waiter, clock)
    for translator in translators:
        app.removeTranslator(translator)
    return count


def _only_grave(kind: QtMsgType, _context: object, text: str) -> None:
    """Let a display that is none grumble in silence."""
    if kind in {QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg}:
        print(text, file=sys.stderr)
