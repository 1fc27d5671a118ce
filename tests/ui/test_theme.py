"""One stylesheet, two looks, any text size; levels can be told apart and read."""

import pytest
from PySide6.QtWidgets import QLabel

from posko_app.ui.theme import (
    DARK,
    LIGHT,
    Mode,
    Theme,
    apply_theme,
    filled,
    restyle,
    restyle_tree,
    style_sheet,
)

LOOKS = [LIGHT, DARK]


@pytest.fixture(autouse=True)
def undress(qapp):
    """Leave the application in the light look for the tests after this one."""
    yield
    apply_theme(qapp, Mode.LIGHT)


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", LOOKS, ids=["light", "dark"])
def test_words_can_be_read_on_what_they_stand_on(theme: Theme):
    pairs = (
        (theme.text, theme.panel),
        (theme.text, theme.ground),
        (theme.muted, theme.panel),
        (theme.accent, theme.panel),
        (theme.accent, theme.accent_soft),
        (theme.on_primary, theme.primary),
        (theme.on_hijau, theme.hijau),
        (theme.on_kuning, theme.kuning),
        (theme.on_merah, theme.merah),
        (theme.kuning_text, theme.panel),
        (theme.kuning_text, theme.kuning_soft),
        (theme.merah, theme.panel),
        (theme.hijau, theme.panel),
    )

    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []


@pytest.mark.parametrize("theme", LOOKS, ids=["light", "dark"])
def test_the_focus_can_be_seen_against_the_panel(theme: Theme):
    assert contrast(theme.focus, theme.panel) >= 3


def test_pixels_grow_with_the_text_size():
    assert filled("font-size: @14; color: @text", {"text": "#000"}, 1.5) == (
        "font-size: 21px; color: #000"
    )


def test_an_unknown_colour_is_an_error():
    with pytest.raises(KeyError):
        filled("color: @nothing", {}, 1.0)


def test_dark_and_light_differ_only_in_colours():
    assert style_sheet(LIGHT, 1.0).count("{") == style_sheet(DARK, 1.0).count("{")


def test_the_palette_follows_the_look(qapp):
    apply_theme(qapp, "dark")
    dark = qapp.palette().window().color().name()
    apply_theme(qapp, "light")

    assert dark == DARK.ground.lower()
    assert qapp.palette().window().color().name() == LIGHT.ground.lower()
    assert qapp.style().objectName() in {"fusion", ""}  # the stylesheet's own style wraps Fusion


def test_system_gives_one_of_the_two_looks(qapp):
    assert apply_theme(qapp, Mode.SYSTEM) in LOOKS


def test_the_text_size_reaches_the_labels(qtbot, qapp):
    apply_theme(qapp, "light", 1.25)
    label = QLabel("Contoh")
    qtbot.addWidget(label)
    label.ensurePolished()

    assert label.font().pixelSize() == 18


def test_a_property_changes_the_look_at_once(qtbot, qapp):
    apply_theme(qapp, "light")
    label = QLabel("Contoh")
    qtbot.addWidget(label)
    restyle(label, role="problem")
    loud = label.palette().windowText().color().name()
    restyle_tree(label, role="hint")

    assert loud == LIGHT.merah.lower()
    assert label.palette().windowText().color().name() == LIGHT.muted.lower()
