"""The invented officers of a training store, whose passphrases everybody may know."""

import tomllib
from dataclasses import dataclass, field
from functools import lru_cache

from posko_app.paths import resources_dir


@dataclass(frozen=True, slots=True)
class DemoOfficer:
    """Somebody who does not exist and signs in training stores only."""

    name: str
    role: str
    passphrase: str = field(repr=False)


@lru_cache(maxsize=1)
def demo_officers() -> tuple[DemoOfficer, ...]:
    """Give them in the order in which they are made: the penyelia first."""
    found = tomllib.loads((resources_dir() / "training.toml").read_text(encoding="utf-8"))
    return tuple(DemoOfficer(**officer) for officer in found["officer"])


def published_passphrases() -> tuple[str, ...]:
    """Give the passphrases that no live store may take."""
    return tuple(officer.passphrase for officer in demo_officers())
