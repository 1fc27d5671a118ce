"""Every window of these tests wears the product's own look."""

import pytest

from posko_app.i18n import load_catalogue
from posko_app.ui.periksa import PeriksaPage
from posko_app.ui.theme import LIGHT, Theme, apply_theme
from tests.support.fake_desk import FakeDesk, around
from tests.support.keys import show
from tests.support.periksa_looks import path


@pytest.fixture(autouse=True)
def theme(qapp) -> Theme:
    """Dress the application in the light look, at the usual text size."""
    if qapp.property("dressed") != "light":
        apply_theme(qapp, "light")
        qapp.setProperty("dressed", "light")
    return LIGHT


@pytest.fixture
def desk() -> FakeDesk:
    """A desk that keeps drafts and records in memory."""
    return FakeDesk()


@pytest.fixture
def page(qtbot, theme, desk, clock) -> PeriksaPage:
    """The Periksa screen in a window of the usual size, the keyboard in its first field."""
    made = PeriksaPage(desk, load_catalogue(), theme, around=around(clock))
    made.resize(1366, 620)
    show(qtbot, made)
    qtbot.waitUntil(lambda: path(made) == "traveller.nik")
    return made
