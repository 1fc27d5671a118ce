"""Opens the centre of a data directory for a command: keys, database, version.

Only `serve` and `enrol-code` make what is missing; every other command works on what is there.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from sync.protocol.entry import Deployment
from sync.server.centre import Centre, open_centre
from sync.server.configure import DATABASE_VARIABLE, configure, migrate
from sync.server.keys import STATEMENT_FILE, DeploymentFixed, keys_folder
from sync.server.private_files import replace_whole
from sync.server.refusal import NOT_POSSIBLE, OperationRefused
from sync.server.settings import DATABASE_FILE

MOVED_FILE = "moved.json"


def make_or_open(data_dir: Path, *, training: bool) -> Centre:
    """Open the centre, making directory, keys and tables where they are missing.

    Raises:
        OperationRefused: it is for the other deployment, its database is newer, was moved, or
            is out of reach.
    """
    centre = _keys(data_dir, training=training)
    with readable_errors():
        _set_up(data_dir)
        if _is_behind():
            migrate()
    return centre


def open_existing(data_dir: Path, *, training: bool) -> Centre:
    """Open a centre that is there already; changes nothing.

    Raises:
        OperationRefused: there is none, its database is of another version, or as above.
    """
    if not (keys_folder(data_dir) / STATEMENT_FILE).exists():
        raise OperationRefused("centre.absent")
    centre = _keys(data_dir, training=training)
    with readable_errors():
        _set_up(data_dir)
        if _is_behind():
            raise OperationRefused("centre.behind")
    return centre


@contextmanager
def readable_errors() -> Iterator[None]:
    """Turn what the database says into a refusal with a sentence.

    Raises:
        OperationRefused: `centre.database_busy`, `centre.database_out_of_reach`.
    """
    try:
        yield
    except OperationalError as error:
        busy = "locked" in str(error)
        key = "centre.database_busy" if busy else "centre.database_out_of_reach"
        raise OperationRefused(key) from None
    except DatabaseError:
        raise OperationRefused("centre.database_out_of_reach") from None


def note_moved(data_dir: Path) -> None:
    """Remember that the database of this directory lives elsewhere from now on."""
    replace_whole(data_dir / MOVED_FILE, json.dumps({"moved": True}).encode() + b"\n")


def _keys(data_dir: Path, *, training: bool) -> Centre:
    try:
        # without --training a centre is opened as whatever it is
        return open_centre(data_dir, deployment=Deployment.TRAINING if training else None)
    except DeploymentFixed as fixed:
        raise OperationRefused("centre.deployment_fixed", deployment=fixed.deployment) from None


def _set_up(data_dir: Path) -> None:
    url = os.environ.get(DATABASE_VARIABLE)
    if not url and (data_dir / MOVED_FILE).exists() and not (data_dir / DATABASE_FILE).exists():
        raise OperationRefused("centre.moved", NOT_POSSIBLE)
    configure(data_dir, url)
    connection.ensure_connection()


def _is_behind() -> bool:
    """Say whether the tables lack a migration.

    Raises:
        OperationRefused: `centre.newer`; they have one that this version does not know.
    """
    executor = MigrationExecutor(connection)
    if set(executor.loader.applied_migrations) - set(executor.loader.disk_migrations):
        raise OperationRefused("centre.newer", NOT_POSSIBLE)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
