"""Colours, type and measures of the window in light and dark, and one call that applies them."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from posko_app.paths import resources_dir
from posko_app.ui.icons import app_icon

FAMILIES = ["Segoe UI", "Inter", "Noto Sans", "DejaVu Sans"]
BASE_PX = 14
PLACEHOLDER = re.compile(r"@(?:(\d+(?:\.\d+)?)|([a-z_]+))")


class Mode(StrEnum):
    """Which of the two looks to use; `system` follows the desktop."""

    LIGHT = "light"
    DARK = "dark"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Theme:
    """The named colours of one look; a stylesheet placeholder `@name` stands for each."""

    ground: str
    panel: str
    field: str
    line: str
    field_line: str
    text: str
    muted: str
    accent: str
    on_accent: str
    primary: str
    on_primary: str
    accent_soft: str
    accent_line: str
    focus: str
    halo: str
    hijau: str
    on_hijau: str
    kuning: str
    on_kuning: str
    kuning_text: str
    kuning_soft: str
    kuning_line: str
    merah: str
    on_merah: str
    merah_soft: str
    row_line: str
    dark: bool = False


LIGHT = Theme(
    ground="#EEF1F2",
    panel="#FFFFFF",
    field="#FFFFFF",
    line="#D5DBDE",
    field_line="#C3CBCF",
    text="#172024",
    muted="#5B686D",
    accent="#0B5568",
    on_accent="#FFFFFF",
    primary="#0B5568",
    on_primary="#FFFFFF",
    accent_soft="#E1EDEF",
    accent_line="#9CC2C9",
    focus="#1D7FA3",
    halo="#CFE6F0",
    hijau="#006B75",
    on_hijau="#FFFFFF",
    kuning="#F0A500",
    on_kuning="#000000",
    kuning_text="#7A5200",
    kuning_soft="#FFF1CC",
    kuning_line="#E3B84E",
    merah="#B3261E",
    on_merah="#FFFFFF",
    merah_soft="#FBE4E2",
    row_line="#E8ECEE",
)

DARK = Theme(
    ground="#12191C",
    panel="#1B2428",
    field="#1B2428",
    line="#313D42",
    field_line="#445257",
    text="#E7EDEF",
    muted="#9FB0B6",
    accent="#7CC4D6",
    on_accent="#0B1417",
    primary="#0E6880",
    on_primary="#FFFFFF",
    accent_soft="#1F3F49",
    accent_line="#7CC4D6",
    focus="#5BB6D0",
    halo="#24505F",
    hijau="#5CC7C0",
    on_hijau="#000000",
    kuning="#FFC24D",
    on_kuning="#000000",
    kuning_text="#FFC24D",
    kuning_soft="#44340F",
    kuning_line="#7A5E1B",
    merah="#FF8A80",
    on_merah="#000000",
    merah_soft="#4A2522",
    row_line="#28343A",
    dark=True,
)


def apply_theme(app: QApplication, mode: Mode | str, text_scale: float = 1.0) -> Theme:
    """Dress the whole application and return the look now in force.

    Args:
        app: the one application object.
        mode: `light`, `dark` or `system`.
        text_scale: 1.0 for 14-px text; 1.15 and 1.3 are the offered larger sizes.
    """
    theme = chosen(app, Mode(mode))
    app.setStyle("Fusion")
    app.setWindowIcon(app_icon())
    app.setFont(base_font(text_scale))
    app.setPalette(palette(theme))
    app.setStyleSheet(style_sheet(theme, text_scale))
    return theme


def chosen(app: QApplication, mode: Mode) -> Theme:
    """Tell Qt the wanted scheme and say which look that is."""
    hints = app.styleHints()
    if mode is Mode.SYSTEM:
        hints.unsetColorScheme()
        return DARK if hints.colorScheme() is Qt.ColorScheme.Dark else LIGHT
    hints.setColorScheme(Qt.ColorScheme.Dark if mode is Mode.DARK else Qt.ColorScheme.Light)
    return DARK if mode is Mode.DARK else LIGHT


def base_font(text_scale: float) -> QFont:
    """Give the system's interface font at the base size."""
    font = QFont()
    font.setFamilies(FAMILIES)
    font.setPixelSize(round(BASE_PX * text_scale))
    return font


def text_scale() -> float:
    """Say how much larger than usual the letters are now."""
    return QApplication.font().pixelSize() / BASE_PX


def palette(theme: Theme) -> QPalette:
    """Give the palette for everything the stylesheet does not name."""
    made = QPalette(QColor(theme.panel), QColor(theme.ground))
    role = QPalette.ColorRole
    for name, colour in (
        (role.Window, theme.ground),
        (role.Base, theme.field),
        (role.AlternateBase, theme.ground),
        (role.Text, theme.text),
        (role.WindowText, theme.text),
        (role.ButtonText, theme.text),
        (role.PlaceholderText, theme.muted),
        (role.Highlight, theme.primary),
        (role.HighlightedText, theme.on_primary),
        (role.Link, theme.accent),
        (role.ToolTipBase, theme.panel),
        (role.ToolTipText, theme.text),
        (role.Mid, theme.line),
    ):
        made.setColor(name, QColor(colour))
    return made


def style_sheet(theme: Theme, text_scale: float) -> str:
    """Fill the stylesheet's placeholders: `@name` colours, `@14` scaled pixels."""
    return filled(
        (resources_dir() / "style" / "app.qss").read_text(encoding="utf-8"),
        asdict(theme),
        text_scale,
    )


def filled(template: str, tokens: Mapping[str, object], text_scale: float) -> str:
    """Replace every placeholder of a stylesheet; an unknown name is a KeyError."""

    def value(found: re.Match[str]) -> str:
        number, name = found.groups()
        return f"{round(float(number) * text_scale)}px" if number else str(tokens[name])

    return PLACEHOLDER.sub(value, template)


def restyle_tree(widget: QWidget, **properties: object) -> None:
    """Set properties that change how everything inside looks."""
    before = {name: widget.property(name) for name in properties}
    restyle(widget, **properties)
    if before != properties:
        for inside in widget.findChildren(QWidget):
            inside.style().unpolish(inside)
            inside.style().polish(inside)


def restyle(widget: QWidget, **properties: object) -> None:
    """Set stylesheet properties (`role`, `state`, …) and have the style look at them again."""
    changed = [
        widget.setProperty(name, value)
        for name, value in properties.items()
        if widget.property(name) != value
    ]
    if changed:
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()
