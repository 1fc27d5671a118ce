"""Three sounds that can be told apart, can be switched off, and never make anybody wait."""

import io
import wave

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from posko_app.sounds import Sound, SoundBox, wav_of
from posko_app.ui.window_sounds import WindowSounds
from tests.support.keys import press, type_text
from tests.support.periksa_looks import make_merah, say_purpose


class Player:
    """Notes what it was asked to play."""

    def __init__(self):
        self.played = []

    def __call__(self, sound):
        self.played.append(sound)


def test_each_sound_is_a_short_file_unlike_the_others():
    files = {sound: wav_of(sound) for sound in Sound}

    for data in files.values():
        with wave.open(io.BytesIO(data)) as file:
            assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
            assert 0.05 < file.getnframes() / file.getframerate() < 0.5
    assert len(set(files.values())) == len(Sound)


def test_a_folder_that_cannot_be_written_is_silence(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")

    SoundBox(blocked / "sounds").play(Sound.OK)


def test_sounds_are_written_once_and_played_without_waiting(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    box = SoundBox(tmp_path / "sounds")

    box.play(Sound.OK)
    written = (tmp_path / "sounds" / "ok.wav").stat().st_mtime_ns
    box.play(Sound.OK)

    assert (tmp_path / "sounds" / "ok.wav").stat().st_mtime_ns == written


@pytest.fixture
def player():
    return Player()


def test_scans_saves_and_levels_are_heard(page, player, sounds):
    for outcome in ("ok", "attention", "unread"):
        sounds.scan(outcome)
    scanned, player.played = player.played, []
    type_text(page, "x\tcontoh")
    say_purpose(page)
    make_merah(page)

    heard = list(player.played)
    page.changed.emit(None)

    assert scanned == [Sound.OK, Sound.ATTENTION, Sound.NOT_READ]
    assert set(heard) == {Sound.ATTENTION}
    assert player.played[-1] is Sound.OK


def test_switched_off_nothing_is_heard(page, player, sounds, heard):
    heard.append(False)
    sounds.scan("ok")
    say_purpose(page)
    make_merah(page)
    press(page, Qt.Key.Key_F9)

    assert player.played == []


@pytest.fixture
def heard():
    return []


class Shelf(QObject):
    made, changed = Signal(QWidget), Signal(str)

    def __init__(self, pages):
        super().__init__()
        self._pages = pages

    def seen(self):
        return self._pages


class Frame(QWidget):
    """As much of a window as sounds need."""

    def __init__(self, pages):
        super().__init__()
        self.shelf = Shelf(pages)


@pytest.fixture
def sounds(qtbot, page, player, heard):
    frame = Frame({"periksa": page})
    qtbot.addWidget(frame)
    made = WindowSounds(frame, player, wanted=lambda: not heard)
    made.frame = frame  # or nothing holds it
    page.changed.connect(lambda _what: frame.shelf.changed.emit("periksa"))
    page.activateWindow()
    return made
