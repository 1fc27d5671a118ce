"""Three short sounds, made of sines when the desk opens: nothing to package, nothing to fetch.

Qt's own sound module is not among the parts the program is made of; the system plays the files.
"""

import io
import math
import wave
from enum import StrEnum
from pathlib import Path

from posko_app.system import make_private_directory, play_sound, write_private

RATE = 16_000  # samples a second
LOUDNESS = 0.35
FADE_S = 0.008  # without it a tone begins and ends with a click


class Sound(StrEnum):
    """What is heard without looking."""

    OK = "ok"
    ATTENTION = "attention"
    NOT_READ = "not_read"


TONES: dict[Sound, tuple[tuple[float, float], ...]] = {  # Hz and seconds, 0 Hz is a pause
    Sound.OK: ((880.0, 0.09),),
    Sound.ATTENTION: ((660.0, 0.10), (0.0, 0.05), (660.0, 0.10)),
    Sound.NOT_READ: ((220.0, 0.28),),
}


def wav_of(sound: Sound) -> bytes:
    """Give a sound as a WAV file: one channel, 16 bits."""
    samples = [value for hertz, seconds in TONES[sound] for value in _tone(hertz, seconds)]
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(b"".join(value.to_bytes(2, "little", signed=True) for value in samples))
    return made.getvalue()


class SoundBox:
    """Files in one folder; a sound that cannot be played is silence and nothing more."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._paths: dict[Sound, Path] = {}

    def play(self, sound: Sound) -> None:
        """Begin a sound and come back at once."""
        path = self._path(sound)
        if path is not None:
            play_sound(path)

    def _path(self, sound: Sound) -> Path | None:
        if sound not in self._paths:
            path = self._folder / f"{sound}.wav"
            try:
                make_private_directory(self._folder)
                write_private(path, wav_of(sound), durable=False)
            except OSError:
                return None
            self._paths[sound] = path
        return self._paths[sound]


def _tone(hertz: float, seconds: float) -> list[int]:
    count = round(seconds * RATE)
    fade = FADE_S * RATE
    return [
        round(
            32_767
            * LOUDNESS
            * min(1.0, at / fade, (count - at) / fade)
            * math.sin(2 * math.pi * hertz * at / RATE)
        )
        for at in range(count)
    ]
