"""Triggers: what the centre holds grows, and a part goes only when an erasure says so."""

from typing import ClassVar

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# What repeats or carries signed bytes never changes; `state` and `reason` are a person's to set.
SIGNED_COLUMNS = (
    "id, header, signature, hash, kind, subject, device, epoch, seq, signer, received_at"
)
ERASED = "SELECT 1 FROM centre_erasure e WHERE e.entry_id = OLD.entry_id AND e.part = OLD.name"
# table -> (columns whose update is refused: None for all, may a row go when this holds)
GUARDED = {
    "centre_entry": (SIGNED_COLUMNS, None),
    "centre_part": (None, ERASED),
    "centre_position": (None, None),
    "centre_erasure": (None, None),
    "centre_fork": (None, None),
}

POSTGRES_REFUSAL = """
CREATE FUNCTION centre_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'append_only'; END $$;
"""
POSTGRES_PART_GOES = f"""
CREATE FUNCTION centre_part_goes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS ({ERASED}) THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'append_only';
END $$;
"""


def add_triggers(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make them in the words of the database at hand."""
    vendor = editor.connection.vendor
    statements = _sqlite() if vendor == "sqlite" else _postgresql()
    for statement in statements:
        editor.execute(statement, params=None)


def _sqlite() -> list[str]:
    made = []
    for table, (columns, unless) in GUARDED.items():
        changed = f"UPDATE OF {columns}" if columns else "UPDATE"
        when = f"WHEN NOT EXISTS ({unless})" if unless else ""
        refuse = "BEGIN SELECT RAISE(ABORT, 'append_only'); END"
        made += [
            f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} {when} {refuse}",
            f"CREATE TRIGGER {table}_unchanged BEFORE {changed} ON {table} {refuse}",
        ]
    return made


def _postgresql() -> list[str]:
    made = [POSTGRES_REFUSAL, POSTGRES_PART_GOES]
    for table, (columns, unless) in GUARDED.items():
        changed = f"UPDATE OF {columns}" if columns else "UPDATE"
        refuse = "EXECUTE FUNCTION centre_append_only()"
        goes = "EXECUTE FUNCTION centre_part_goes()" if unless else refuse
        made += [
            f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} FOR EACH ROW {goes}",
            f"CREATE TRIGGER {table}_unchanged BEFORE {changed} ON {table} FOR EACH ROW {refuse}",
            f"CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table} {refuse}",
        ]
    return made


class Migration(migrations.Migration):
    """The tables are there; now they are guarded."""

    dependencies: ClassVar = [("centre", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(add_triggers, migrations.RunPython.noop)]
