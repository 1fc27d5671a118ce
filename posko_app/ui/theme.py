"""Colours, type and measures of the window in light and dark, and one call that applies them."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from posko_app.paths import resources_dir
from posko_app.ui.icons import app_icon

FAMILIES = ["Segoe UI", "Inter", "Noto Sans", "DejaVu Sans"]
BASE_PX = 14
HIGH = Qt.ContrastPreference.HighContrast
PLACEHOLDER = re.compile(r"@(?:(\d+(?:\.\d+)?)|([a-z_]+))")


class Mode(StrEnum):
    """Which look to use; `system` follows the desktop, its high contrast included."""

    LIGHT = "light"
    DARK = "dark"
    SYSTEM = "system"
    CONTRAST = "contrast"


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
    pill_hijau: str  # the three pills of the level keep their colours in every look
    pill_kuning: str
    pill_merah: str
    pill_line: str
    chosen_line: str  # above and below a chosen row where its ground cannot tell
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
    pill_hijau="#006B75",
    pill_kuning="#F0A500",
    pill_merah="#B3261E",
    pill_line="transparent",
    chosen_line="transparent",
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
    pill_hijau="#5CC7C0",
    pill_kuning="#FFC24D",
    pill_merah="#FF8A80",
    pill_line="transparent",
    chosen_line="transparent",
    dark=True,
)


def asks_for_contrast(app: QApplication) -> bool:
    """Say whether the desktop itself shows everything in high contrast."""
    return app.styleHints().accessibility().contrastPreference() is HIGH


def contrast_of(app: QApplication) -> Theme:
    """Take every colour from the desktop's own palette, or from black and white of ours.

    Where the desktop is in high contrast the pills lose their filling; border, shape and word
    stay.
    """
    own = asks_for_contrast(app)
    if own:
        app.setPalette(QPalette())  # gives the desktop's colours back, ours hide them
    return of_palette(app.palette() if own else black_and_white(), filled_pills=not own)


def black_and_white() -> QPalette:
    """Give the palette for a desktop that has no high contrast of its own."""
    made = QPalette(QColor("#000000"))
    role = QPalette.ColorRole
    for name in (role.Window, role.Base, role.Button, role.AlternateBase):
        made.setColor(name, QColor("#000000"))
    for name in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(name, QColor("#FFFFFF"))
    made.setColor(role.Highlight, QColor("#FFFF00"))
    made.setColor(role.HighlightedText, QColor("#000000"))
    made.setColor(role.Link, QColor("#FFFF00"))
    return made


def of_palette(colours: QPalette, *, filled_pills: bool) -> Theme:
    """Make a look of a palette's own colours; nothing tells by a shade of grey or a hue."""
    role = QPalette.ColorRole
    window, text = _name(colours, role.Window), _name(colours, role.WindowText)
    chosen_, on_chosen = _name(colours, role.Highlight), _name(colours, role.HighlightedText)
    tokens = dict.fromkeys((item.name for item in fields(Theme) if item.name != "dark"), text)
    plain = ("ground", "panel", "accent_soft", "kuning_soft", "merah_soft")
    tokens |= dict.fromkeys(plain, window) | {"field": _name(colours, role.Base)}
    tokens |= {"focus": chosen_, "halo": chosen_, "primary": chosen_, "on_primary": on_chosen}
    tokens["chosen_line"] = chosen_
    tokens |= {"accent": _name(colours, role.Link), "on_accent": window, "row_line": text}
    on_pill = {"on_hijau": "#FFFFFF", "on_kuning": "#000000", "on_merah": "#FFFFFF"}
    fills = {name: getattr(LIGHT, name) for name in ("pill_hijau", "pill_kuning", "pill_merah")}
    empty = dict.fromkeys(fills, window) | dict.fromkeys(on_pill, text)
    tokens |= fills | on_pill if filled_pills else empty
    dark = colours.color(role.Window).lightness() < colours.color(role.WindowText).lightness()
    return Theme(**tokens, dark=dark)


def _name(colours: QPalette, role: QPalette.ColorRole) -> str:
    return colours.color(QPalette.ColorGroup.Active, role).name().upper()


def apply_theme(app: QApplication, mode: Mode | str, text_scale: float = 1.0) -> Theme:
    """Dress the whole application and return the look now in force.

    Args:
        app: the one application object.
        mode: `light`, `dark`, `system` or `contrast`.
        text_scale: 1.0 for 14-px text; the offered larger sizes go to 1.5.
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
    if mode is Mode.CONTRAST or (mode is Mode.SYSTEM and asks_for_contrast(app)):
        return contrast_of(app)
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
