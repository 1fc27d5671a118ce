"""The centre as a WSGI application, for whichever server runs it."""

from collections.abc import Callable
from pathlib import Path

from sync.server.configure import configure

Application = Callable[..., object]


def application_of(data_dir: Path, database_url: str | None = None) -> Application:
    """Set this process up for a data directory and give its application."""
    configure(data_dir, database_url)
    from django.core.wsgi import get_wsgi_application  # start-up order: after `configure`

    return get_wsgi_application()
