import itertools
import stat

import pytest

from posko_app.settings import (
    TEXT_PERCENTS,
    VEIL_MINUTES,
    Language,
    Settings,
    ThemeChoice,
    load_settings,
    save_settings,
)


def test_every_choice_survives_a_restart(tmp_path):
    path = tmp_path / "state" / "settings.toml"
    choices = itertools.product(Language, ThemeChoice, TEXT_PERCENTS, VEIL_MINUTES)

    for language, theme, text_percent, veil_minutes in choices:
        settings = Settings(language, theme, text_percent, veil_minutes)
        save_settings(path, settings)
        assert load_settings(path) == settings


def test_file_is_private_and_holds_a_line_for_each_choice(tmp_path):
    path = tmp_path / "settings.toml"

    save_settings(path, Settings())

    assert path.read_text() == (
        'language = "id"\ntheme = "system"\ntext_percent = 100\nveil_minutes = 2\n'
        "scanner_gap_ms = 35\nheld_minutes = 30\nsounds = 1\n"
    )
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_first_start_has_the_usual_choices(tmp_path):
    assert load_settings(tmp_path / "absent.toml") == Settings()


@pytest.mark.parametrize("content", [b"language = ", b"\xff\xfe", b"[language]\nid = 1"])
def test_damaged_file_opens_the_desk_with_the_usual_choices(tmp_path, content):
    path = tmp_path / "settings.toml"
    path.write_bytes(content)

    assert load_settings(path) == Settings()


def test_impossible_value_falls_back_alone(tmp_path):
    path = tmp_path / "settings.toml"
    path.write_text(
        'language = "xx"\ntheme = "dark"\ntext_percent = 12\nveil_minutes = true\nother = 1\n'
    )

    assert load_settings(path) == Settings(theme=ThemeChoice.DARK)


@pytest.mark.parametrize("minutes", [0, 11, -1, 10**9])
def test_veil_can_never_be_turned_off(tmp_path, minutes):
    path = tmp_path / "settings.toml"
    path.write_text(f"veil_minutes = {minutes}\n")

    assert load_settings(path).veil_minutes == 2
