"""The fifth schema: shifts of the post, their departures and hand-overs, all folded from entries.

A store may hold entries of kind `shift` already: an older program keeps what a sister laptop
states and folds nothing from it. The step folds them.
"""

from posko_app.store.connection import Connection
from posko_app.store.shift_rows import refold_shift
from sync.protocol.canonical import Malformed

# `position` is that of the first entry about the shift; codes and person ids have spaces between.
SHIFTS = """
CREATE TABLE shifts (
    subject TEXT PRIMARY KEY CHECK (length(subject) = 32),
    position INTEGER NOT NULL UNIQUE REFERENCES entries (position),
    on_day TEXT NOT NULL CHECK (on_day <> ''),
    opened_at TEXT,
    opened_by TEXT,
    agencies TEXT NOT NULL,
    officers TEXT NOT NULL,
    closed_at TEXT,
    closed_by TEXT,
    counts TEXT NOT NULL
) STRICT, WITHOUT ROWID
"""
SHIFTS_BY_DAY = "CREATE INDEX shifts_by_day ON shifts (on_day)"

# `answers` is the departure as stated, RFC 8785 JSON of its paths.
DEPARTURES = """
CREATE TABLE departures (
    position INTEGER PRIMARY KEY REFERENCES entries (position),
    entry TEXT NOT NULL CHECK (length(entry) = 36),
    shift TEXT NOT NULL CHECK (length(shift) = 32),
    on_day TEXT NOT NULL CHECK (on_day <> ''),
    answers TEXT NOT NULL,
    stated_at TEXT NOT NULL CHECK (stated_at <> ''),
    signer TEXT NOT NULL,
    withdrawn INTEGER NOT NULL CHECK (withdrawn IN (0, 1))
) STRICT
"""
DEPARTURES_BY_DAY = "CREATE INDEX departures_by_day ON departures (on_day)"
DEPARTURES_BY_SHIFT = "CREATE INDEX departures_by_shift ON departures (shift)"

# `cases` is RFC 8785 JSON: id of a draft or a screening → why it is open.
HANDOVERS = """
CREATE TABLE handovers (
    position INTEGER PRIMARY KEY REFERENCES entries (position),
    entry TEXT NOT NULL CHECK (length(entry) = 36),
    shift TEXT NOT NULL CHECK (length(shift) = 32),
    at TEXT NOT NULL CHECK (at <> ''),
    signer TEXT NOT NULL,
    to_person TEXT NOT NULL,
    cases TEXT NOT NULL
) STRICT
"""
HANDOVERS_BY_SHIFT = "CREATE INDEX handovers_by_shift ON handovers (shift)"

STATEMENTS: tuple[str, ...] = (
    SHIFTS,
    SHIFTS_BY_DAY,
    DEPARTURES,
    DEPARTURES_BY_DAY,
    DEPARTURES_BY_SHIFT,
    HANDOVERS,
    HANDOVERS_BY_SHIFT,
)

SUBJECTS = (
    "SELECT DISTINCT subject FROM entries INDEXED BY entries_by_subject"
    " WHERE kind <> 'screening' AND kind = 'shift'"
)


def fill(connection: Connection) -> None:
    """Fold the shifts that are here already; `shift_rows` writes by column name."""
    for (subject,) in connection.execute(SUBJECTS).fetchall():
        try:
            refold_shift(connection, subject)
        except Malformed:  # the check of the store names the entry; a step must not stop at it
            continue
