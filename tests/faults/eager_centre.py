"""The negative control of the centre's kills: it answers a push and commits some time later.

The program is the product's own command; only its transactions stay open over several requests.
"""

import itertools
import sys

from sync.server import cli, serve
from sync.server.serve import Application, load_application

REQUESTS_PER_COMMIT = 24


def load_eagerly(data_dir: str, database_url: str | None) -> Application:
    """Give the product's application, within transactions that end now and then."""
    application = load_application(data_dir, database_url)
    from django.core import signals  # only after Django is configured
    from django.db import close_old_connections, transaction

    for between_requests in (signals.request_started, signals.request_finished):
        between_requests.disconnect(close_old_connections)  # it would end the transaction
    numbers = itertools.count()
    open_ones = []

    def eager(environ: object, start_response: object) -> object:
        if next(numbers) % REQUESTS_PER_COMMIT == 0:
            while open_ones:
                open_ones.pop().__exit__(None, None, None)
            open_ones.append(transaction.atomic())
            open_ones[-1].__enter__()
        return application(environ, start_response)

    return eager


if __name__ == "__main__":
    serve.load_application = load_eagerly
    serve.THREADS = 1  # the one that holds the transaction
    sys.exit(cli.main())
