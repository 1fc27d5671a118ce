"""One encrypted store for all walks of a file: two screenings, one of them disputed."""

import pytest

from posko_app.bootstrap import create_store, open_desk
from posko_app.domain.codes import Post
from posko_app.i18n import load_catalogue
from posko_app.paths import resources_dir
from posko_app.settings import Settings
from posko_app.ui.pages import PageContext
from posko_app.ui.theme import LIGHT, apply_theme
from sync.protocol.entry import Deployment
from tests.conftest import FixedClock
from tests.support.keys import show
from tests.support.low_cost import LOW
from tests.support.screens import build
from tests.ui.pages.makers import FIRST, NAMES, SECOND, disagree, screen


@pytest.fixture(scope="module")
def steady_clock():
    return FixedClock()


@pytest.fixture(scope="module")
def open_store(tmp_path_factory, steady_clock):
    folder = tmp_path_factory.mktemp("screens")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("POSKO_STATE_DIR", str(folder / "state"))
        create_store(
            folder / "data",
            post=Post.EL_TARI,
            deployment=Deployment.TRAINING,
            officer=NAMES[0],
            passphrase=FIRST,
            policy=LOW,
            clock=steady_clock,
        )
        desk = open_desk(
            folder / "data", officer=None, passphrase=FIRST, policy=LOW, clock=steady_clock
        )
        known = {"traveller.passport": "X0000001"}  # so that each is asked about beside the other
        screen(desk, steady_clock, **known)
        other = screen(desk, steady_clock, "CONTOH NAMA DUA", **known, **{"departure.to": "SUB"})
        disagree(desk, other)
        yield desk, folder
        desk.close()


@pytest.fixture
def make_window(qtbot, qapp, open_store, steady_clock):
    """Build the window in a language, at a text size and in a size; afterwards all is as before."""
    desk, folder = open_store

    def make(size=(1366, 690), *, scale=1.0, catalogue=None, look=LIGHT, **parts):
        if scale != 1.0:
            apply_theme(qapp, "light", scale)
        context = PageContext(
            catalogue=catalogue or load_catalogue(),
            theme=lambda: look,
            now=steady_clock,
            names=lambda: NAMES,
            check=lambda _text, _names: (),
            suggest=lambda: SECOND,
            settings=Settings(),
            save=lambda _settings: None,
            incomplete=frozenset(),
            escrow=False,
            data_dir=folder / "data",
            export_dir=folder,
            resources=resources_dir(),
        )
        window = build(desk, context, steady_clock, **parts)
        window.resize(*size)
        show(qtbot, window)
        window.start()
        return window

    yield make
    if qapp.font().pixelSize() != 14:
        apply_theme(qapp, "light")
