"""What one laptop remembers between starts: language, theme, text size, times, scanner.

Nothing personal, nothing secret: the file is plain and outlives the lock.
"""

import logging
import tomllib
from collections.abc import Collection
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from posko_app.system import make_private_directory, write_private

log = logging.getLogger(__name__)

Member = TypeVar("Member", bound=StrEnum)


class Language(StrEnum):
    """The languages of the window."""

    INDONESIAN = "id"
    ENGLISH = "en"


class ThemeChoice(StrEnum):
    """Light, dark, high contrast, or what the desktop says."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


TEXT_PERCENTS = (100, 110, 125, 150)
NO_SCANNER, USUAL_SCANNER, SLOWEST_SCANNER = 0, 35, 60  # ms between two keys; people are slower
SCANNER_GAPS = (NO_SCANNER, *range(USUAL_SCANNER, SLOWEST_SCANNER + 1))
OFF, ON = 0, 1
HELD_MINUTES = 30  # a usual value and nothing more: no rule that was found names one
HELD_CHOICES = (10, 15, 20, 30, 45, 60, 90, 120)
VEIL_MINUTES = range(1, 11)  # never off: the veil is what covers a desk somebody left


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices, each within its bounds."""

    language: Language = Language.INDONESIAN
    theme: ThemeChoice = ThemeChoice.SYSTEM
    text_percent: int = 100
    veil_minutes: int = 2
    scanner_gap_ms: int = USUAL_SCANNER
    held_minutes: int = HELD_MINUTES  # after which a person kept at the post stands in amber
    sounds: int = ON


def load_settings(path: Path) -> Settings:
    """Read the choices; a missing, damaged or impossible value is its default.

    A settings file must never keep a desk from opening.
    """
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        log.warning("settings.unreadable")
        return Settings()
    usual = Settings()
    return Settings(
        language=_member(Language, found.get("language"), usual.language),
        theme=_member(ThemeChoice, found.get("theme"), usual.theme),
        text_percent=_number(found.get("text_percent"), TEXT_PERCENTS, usual.text_percent),
        veil_minutes=_number(found.get("veil_minutes"), VEIL_MINUTES, usual.veil_minutes),
        scanner_gap_ms=_number(found.get("scanner_gap_ms"), SCANNER_GAPS, usual.scanner_gap_ms),
        held_minutes=_number(found.get("held_minutes"), HELD_CHOICES, usual.held_minutes),
        sounds=_number(found.get("sounds"), (OFF, ON), usual.sounds),
    )


def save_settings(path: Path, settings: Settings) -> None:
    """Write the choices, whole or not at all.

    Raises:
        OSError: the disk refused; the old choices are still there.
    """
    lines = [f"{item.name} = {_toml(getattr(settings, item.name))}" for item in fields(settings)]
    make_private_directory(path.parent)
    write_private(path, ("\n".join(lines) + "\n").encode())


def _toml(value: str | int) -> str:
    return str(value) if isinstance(value, int) else f'"{value}"'


def _member(kind: type[Member], value: object, usual: Member) -> Member:
    return kind(value) if isinstance(value, str) and value in set(kind) else usual


def _number(value: object, allowed: Collection[int], usual: int) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value in allowed:
        return value
    return usual
