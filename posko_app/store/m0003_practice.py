"""The third schema: how practice went, in training stores only.

Nothing here is in the journal: who practised what is nobody's record but his own.
"""

# One try at a case has a row for each of its topics. Signs are ids with spaces between.
PRACTICE = """
CREATE TABLE practice (
    subject TEXT NOT NULL CHECK (length(subject) = 32),
    topic TEXT NOT NULL CHECK (topic <> ''),
    case_id TEXT NOT NULL CHECK (case_id <> ''),
    person TEXT NOT NULL CHECK (length(person) = 32),
    at TEXT NOT NULL CHECK (at <> ''),
    found TEXT NOT NULL,
    missed TEXT NOT NULL,
    extra TEXT NOT NULL,
    asked INTEGER NOT NULL CHECK (asked >= 0),
    due INTEGER NOT NULL CHECK (due >= asked),
    level_expected TEXT NOT NULL CHECK (level_expected <> ''),
    level_own TEXT NOT NULL CHECK (level_own <> ''),
    PRIMARY KEY (subject, topic)
) STRICT, WITHOUT ROWID
"""

STATEMENTS: tuple[str, ...] = (PRACTICE,)
