"""What the commands of `posko-centre` do that keep a centre alive: backups, keys, moving house."""

import os
from argparse import Namespace
from collections.abc import Callable, Mapping

from django.db import connection

from sync.server.cli_console import Console
from sync.server.configure import DATABASE_VARIABLE, configure, migrate
from sync.server.escrow import name_custodians
from sync.server.keys import keys_folder
from sync.server.opening import make_or_open, open_existing, readable_errors
from sync.server.private_files import make_private_directory
from sync.server.refusal import OK, OperationRefused


def back_up(asked: Namespace, console: Console) -> int:
    """Write a backup of database and keys; a centre that serves goes on."""
    centre = open_existing(asked.data_dir, training=asked.training)
    from sync.server.backup import write_backup  # start-up order: models

    with readable_errors():
        written = write_backup(centre, asked.out, now=centre.clock())
    counts = {
        "entries": written.entries,
        "rows": written.rows,
        "custodians": written.custodians,
    }
    console.give({"out": str(asked.out), **counts})
    console.say("backup.written", **counts)
    return OK


def restore(asked: Namespace, console: Console) -> int:
    """Put a backup back where nothing is."""
    from sync.server.restore import (  # slow import: the backup's libraries
        open_backup,
        remove_restored,
        restore_keys,
        restore_rows,
    )

    backup = open_backup(asked.file, asked.custodian_key)
    restore_keys(backup, asked.data_dir)
    restored = None
    try:
        centre = make_or_open(asked.data_dir, training=False)
        with readable_errors():
            restored = restore_rows(backup, now=centre.clock())
    finally:
        if restored is None:
            remove_restored(asked.data_dir)
    console.give({"entries": restored.entries, "rows": restored.rows})
    console.say("restore.done", entries=restored.entries, rows=restored.rows)
    return OK


def name_escrow(asked: Namespace, console: Console) -> int:
    """Remember whom backups are sealed to."""
    folder = keys_folder(asked.data_dir)
    make_private_directory(folder)
    named = name_custodians(folder, asked.file)
    console.give({"custodians": [custodian.name for custodian in named]})
    console.say("escrow.named", count=len(named))
    return OK


def move_database(asked: Namespace, console: Console) -> int:
    """Copy the SQLite database into PostgreSQL and prove that both say the same."""
    if os.environ.get(DATABASE_VARIABLE):
        raise OperationRefused("move.not_sqlite")
    if not asked.to.startswith(("postgres://", "postgresql://")):
        raise OperationRefused("move.to_form")
    open_existing(asked.data_dir, training=asked.training)
    from sync.server.migrate_database import move_into, spool_tables  # start-up order: models
    from sync.server.serve import serving_alone

    with serving_alone(asked.data_dir, "sqlite"), spool_tables(asked.data_dir) as spooled:
        configure(asked.data_dir, asked.to)
        with readable_errors():
            migrate()
            moved = move_into(spooled)
        spooled.leave_source()
    counts = {"entries": moved.entries, "rows": moved.rows, "feeds": len(moved.roots)}
    console.give({**counts, "roots": dict(moved.roots)})
    console.say("move.done", **counts)
    return OK


def rotate(asked: Namespace, console: Console) -> int:
    """Announce a new signing key and put it in place."""
    centre = open_existing(asked.data_dir, training=asked.training)
    from sync.server.rotate import rotate_keys  # start-up order: models
    from sync.server.serve import serving_alone

    with serving_alone(asked.data_dir, connection.vendor), readable_errors():
        rotated = rotate_keys(centre, now=centre.clock())
    console.give({"old": rotated.old, "new": rotated.new})
    console.say("rotate.done", old=rotated.old[:8], new=rotated.new[:8])
    return OK


def end_rebuild(asked: Namespace, console: Console) -> int:
    """Let a feed give positions again although some laptop has not shown itself."""
    centre = open_existing(asked.data_dir, training=asked.training)
    from sync.server.rebuild_ends import end_rebuild_of  # start-up order: models

    with readable_errors():
        size = end_rebuild_of(asked.feed, centre, centre.clock())
    console.give({"feed": asked.feed, "size": size})
    console.say("rebuild.ended", feed=asked.feed, size=size)
    return OK


def begin_anew(asked: Namespace, console: Console) -> int:
    """Give up the positions of a feed that nobody holds, and begin its log anew."""
    centre = open_existing(asked.data_dir, training=asked.training)
    from sync.server.generation import NothingMissing, open_generation  # start-up order: models

    try:
        with readable_errors():
            opened = open_generation(asked.feed, centre, centre.clock())
    except NothingMissing:
        raise OperationRefused("rebuild.nothing_missing", feed=asked.feed) from None
    lost = sum(last - first + 1 for first, last in opened.missing)
    console.give(
        {
            "feed": asked.feed,
            "generation": opened.generation,
            "size": opened.size,
            "missing": [list(stretch) for stretch in opened.missing],
        }
    )
    console.say("rebuild.anew", feed=asked.feed, generation=opened.generation, lost=lost)
    return OK


KEEPING: Mapping[str, Callable[[Namespace, Console], int]] = {
    "backup": back_up,
    "restore": restore,
    "escrow": name_escrow,
    "rotate-keys": rotate,
    "rebuild-end": end_rebuild,
    "new-generation": begin_anew,
    "migrate-database": move_database,
}
