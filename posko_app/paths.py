"""Where things lie: the data directory, the state directory, the data files we ship."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

APP = "posko"
STATE_VARIABLE = "POSKO_STATE_DIR"


@dataclass(frozen=True, slots=True)
class DataPaths:
    """The files of one store, and the state directory that lies apart from them."""

    directory: Path
    state: Path

    @property
    def database(self) -> Path:
        """The encrypted store."""
        return self.directory / "posko.db"

    @property
    def key_file(self) -> Path:
        """The current key file; two more copies lie beside it."""
        return self.directory / "keys.json"

    @property
    def attempts(self) -> Path:
        """Wrong tries of a passphrase: a courtesy at the desk, not a lock."""
        return self.directory / "attempts.json"

    @property
    def status(self) -> Path:
        """What the lock page shows: counts and times, nothing personal."""
        return self.directory / "status.json"

    @property
    def heads(self) -> Path:
        """Where the newest head statement of each store is kept, outside the data directory."""
        return self.state / "heads"

    @property
    def settings(self) -> Path:
        """Language, theme, text size, veil time."""
        return self.state / "settings.toml"

    @property
    def log(self) -> Path:
        """Event ids, counts and codes of the last runs."""
        return self.state / "posko.log"

    @property
    def crash(self) -> Path:
        """Stack of a crash in native code, without values."""
        return self.state / "crash.txt"


def data_paths(
    environment: Mapping[str, str], *, home: Path, directory: Path | None = None
) -> DataPaths:
    """Say where a store's files lie.

    Args:
        environment: the process's environment; `POSKO_STATE_DIR` moves the state directory.
        home: the user's home directory.
        directory: the data directory asked for, or None for the platform's usual place.
    """
    chosen = directory or default_data_dir(environment, home=home)
    return DataPaths(directory=chosen, state=state_dir(environment, home=home))


def default_data_dir(
    environment: Mapping[str, str], *, home: Path, platform: str = sys.platform
) -> Path:
    """Give the platform's place for a user's data; on Windows the one that does not roam."""
    if platform == "win32":
        return _windows_local(environment, home) / APP / "data"
    base = environment.get("XDG_DATA_HOME")
    return (Path(base) if base else home / ".local" / "share") / APP


def state_dir(environment: Mapping[str, str], *, home: Path, platform: str = sys.platform) -> Path:
    """Give the place for head mirrors, settings and logs, apart from the data directory.

    Apart, because a copy of the data directory put back must not bring its own head mirror.
    """
    asked = environment.get(STATE_VARIABLE)
    if asked:
        return Path(asked)
    if platform == "win32":
        return _windows_local(environment, home) / APP / "state"
    base = environment.get("XDG_STATE_HOME")
    return (Path(base) if base else home / ".local" / "state") / APP


def resources_dir() -> Path:
    """Give the directory of our data files: in a checkout, installed, or frozen."""
    package = Path(__file__).resolve().parent
    inside = package / "resources"
    return inside if inside.is_dir() else package.parent / "resources"


def _windows_local(environment: Mapping[str, str], home: Path) -> Path:
    base = environment.get("LOCALAPPDATA")
    return Path(base) if base else home / "AppData" / "Local"
