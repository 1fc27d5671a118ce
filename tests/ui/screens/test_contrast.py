"""High contrast: colours of the palette only, three pills excepted, and a focus nobody misses."""

from dataclasses import asdict

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QWidget

from posko_app.ui.periksa_focus import focused
from posko_app.ui.theme import apply_theme, black_and_white, of_palette
from tests.support.keys import press
from tests.support.screens import go

PILLS = {"pill_hijau", "pill_kuning", "pill_merah", "on_hijau", "on_kuning", "on_merah"}
REACH = 10  # px around an edge where its frame is looked for


def own_colours(palette: QPalette) -> set[str]:
    roles = QPalette.ColorRole
    return {palette.color(role).name().upper() for role in roles if role != roles.NColorRoles}


def test_every_colour_but_the_pills_is_the_palettes():
    palette = black_and_white()
    look = asdict(of_palette(palette, filled_pills=True))
    tokens = {name: value for name, value in look.items() if isinstance(value, str)}

    assert {tokens[name] for name in set(tokens) - PILLS} <= own_colours(palette)


def test_a_desktop_in_high_contrast_takes_the_pills_filling():
    palette = black_and_white()
    palette.setColor(QPalette.ColorRole.WindowText, QColor("#00FF00"))
    look = of_palette(palette, filled_pills=False)

    assert {look.pill_hijau, look.pill_kuning, look.pill_merah} == {look.panel}
    assert {look.on_hijau, look.on_kuning, look.on_merah, look.pill_line} == {"#00FF00"}


@pytest.fixture
def contrast(qapp):
    yield apply_theme(qapp, "contrast")
    apply_theme(qapp, "light")


def frame_px(window: QWidget, widget: QWidget, colour: str) -> int:
    """Give the longest run of one colour across the left or upper edge of a widget."""
    picture = window.grab().toImage()
    corner = widget.mapTo(window, QPoint(0, 0))
    middle_y, middle_x = corner.y() + widget.height() // 2, corner.x() + widget.width() // 2
    across = [picture.pixelColor(corner.x() + by, middle_y) for by in range(-REACH, REACH)]
    down = [picture.pixelColor(middle_x, corner.y() + by) for by in range(-REACH, REACH)]
    return max(_run(line, colour) for line in (across, down))


def _run(line: list[QColor], colour: str) -> int:
    longest = now = 0
    for pixel in line:
        now = now + 1 if pixel.name().upper() == colour else 0
        longest = max(longest, now)
    return longest


@pytest.mark.parametrize("keys", ["Ctrl+1", "Ctrl+3", "Ctrl+4 Ctrl+E", "Ctrl+7 Ctrl+N", "Ctrl+8"])
def test_the_focus_has_a_frame_of_two_pixels(make_window, qtbot, contrast, keys):
    window = make_window(look=contrast)
    go(window, qtbot, keys)

    thin = []
    for _ in range(8):
        now = focused()
        if frame_px(window, now, contrast.focus) < 2:
            thin.append(f"{type(now).__name__} {now.accessibleName()}")
        press(window, Qt.Key.Key_Tab)

    assert thin == []
