"""The centre of this process: the one of the data directory that Django was set up for."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from sync.server.centre import Centre, open_centre


def the_centre() -> Centre:
    """Give the centre that requests are answered by."""
    return _opened(Path(settings.POSKO_DATA_DIR))


@lru_cache(maxsize=1)  # its lock must be the same one for all threads of a process
def _opened(data_dir: Path) -> Centre:
    return open_centre(data_dir)
