"""Every window of these tests wears the product's own look."""

import pytest

from posko_app.ui.theme import LIGHT, Theme, apply_theme


@pytest.fixture(autouse=True)
def theme(qapp) -> Theme:
    """Dress the application in the light look, at the usual text size."""
    if qapp.property("dressed") != "light":
        apply_theme(qapp, "light")
        qapp.setProperty("dressed", "light")
    return LIGHT
