"""The practice cases as their files state them; `services.practice_cases` makes cases of them."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache

from posko_app.paths import resources_dir


@lru_cache(maxsize=1)
def practice_files() -> tuple[Mapping[str, object], ...]:
    """Read every case, in order of file name."""
    paths = sorted((resources_dir() / "practice").glob("*.toml"))
    files = [tomllib.loads(path.read_text(encoding="utf-8")) for path in paths]
    return tuple(case for file in files for case in file["case"])
