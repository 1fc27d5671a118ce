"""The second schema: rulesets by hash, what was judged, and what is compared across screenings.

Rulesets only ever grow, like the journal. `registers` and `register_rows` are copies of an
office's file and are replaced with each newer one. Everything else here is a projection of the
journal (`contact_keys`, `movements`, `watch`, `tallies`, the columns of `screenings`).

No index on `screenings.nik`: the search index already finds a number in one look, and a second
tree would cost every save a random page.
"""

RULE = "ALTER TABLE screenings ADD COLUMN rule TEXT"
SIGNS = "ALTER TABLE screenings ADD COLUMN signs TEXT"
PRIORITY = "ALTER TABLE screenings ADD COLUMN priority INTEGER CHECK (priority IN (0, 1))"
SCHEME = "ALTER TABLE screenings ADD COLUMN scheme TEXT"
# The hash of the ruleset a screening was saved under, while that ruleset is not here.
UNJUDGED = "ALTER TABLE screenings ADD COLUMN unjudged TEXT"
SCREENINGS_UNJUDGED = (
    "CREATE INDEX screenings_unjudged ON screenings (unjudged) WHERE unjudged IS NOT NULL"
)

RULESETS = """
CREATE TABLE rulesets (
    hash TEXT PRIMARY KEY CHECK (length(hash) = 64),
    id TEXT NOT NULL CHECK (id <> ''),
    version TEXT NOT NULL CHECK (version <> ''),
    issued_on TEXT NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('packaged', 'installed')),
    files BLOB NOT NULL CHECK (length(files) > 2),
    stored_at TEXT NOT NULL CHECK (stored_at <> '')
) STRICT
"""
RULESETS_ONLY_GROW = """
CREATE TRIGGER rulesets_never_{verb}d BEFORE {event} ON rulesets
BEGIN SELECT RAISE(ABORT, 'append_only'); END
"""

# What a later screening is compared with. `nik` and `named` tell one person from another.
CONTACT_KEYS = """
CREATE TABLE contact_keys (
    contact TEXT NOT NULL CHECK (contact <> ''),
    occurred_on TEXT NOT NULL CHECK (occurred_on <> ''),
    position INTEGER NOT NULL REFERENCES entries (position),
    solo INTEGER NOT NULL CHECK (solo IN (0, 1)),
    final_city TEXT,
    family_card TEXT,
    nik TEXT,
    named TEXT,
    PRIMARY KEY (contact, occurred_on, position)
) STRICT, WITHOUT ROWID
"""
CONTACT_KEYS_BY_POSITION = "CREATE INDEX contact_keys_by_position ON contact_keys (position)"

MOVEMENTS = """
CREATE TABLE movements (
    position INTEGER PRIMARY KEY REFERENCES entries (position),
    occurred_on TEXT,
    month TEXT,
    purpose TEXT,
    scheme TEXT,
    company TEXT,
    company_key TEXT,
    village TEXT,
    kecamatan TEXT,
    origin TEXT,
    letter_no TEXT,
    letter_signer TEXT,
    destination TEXT,
    decision TEXT NOT NULL,
    voided INTEGER NOT NULL CHECK (voided IN (0, 1)),
    level TEXT
) STRICT
"""
MOVEMENTS_BY_MONTH = "CREATE INDEX movements_by_month ON movements (month)"

WATCH = """
CREATE TABLE watch (
    subject TEXT PRIMARY KEY CHECK (length(subject) = 32),
    position INTEGER NOT NULL UNIQUE REFERENCES entries (position),
    contact TEXT,
    contact_key TEXT,
    name TEXT,
    ground TEXT NOT NULL,
    owner TEXT NOT NULL,
    case_ref TEXT,
    added_on TEXT NOT NULL,
    expires_on TEXT NOT NULL,
    contested INTEGER NOT NULL CHECK (contested IN (0, 1)),
    ended INTEGER NOT NULL CHECK (ended IN (0, 1)),
    signer TEXT NOT NULL CHECK (length(signer) = 64)
) STRICT, WITHOUT ROWID
"""
WATCH_BY_CONTACT = "CREATE INDEX watch_by_contact ON watch (contact_key)"

# One person let through without a record. `taken_by` is the entry that took the tally back.
TALLIES = """
CREATE TABLE tallies (
    position INTEGER PRIMARY KEY REFERENCES entries (position),
    on_day TEXT NOT NULL,
    hour INTEGER,
    reason TEXT,
    taken_by INTEGER UNIQUE REFERENCES entries (position),
    voided INTEGER NOT NULL GENERATED ALWAYS AS (taken_by IS NOT NULL) VIRTUAL
) STRICT
"""
TALLIES_BY_DAY = "CREATE INDEX tallies_by_day ON tallies (on_day)"

REGISTERS = """
CREATE TABLE registers (
    register TEXT PRIMARY KEY CHECK (register <> ''),
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    as_of TEXT,
    imported_at TEXT NOT NULL CHECK (imported_at <> ''),
    imported_by TEXT NOT NULL,
    rows INTEGER NOT NULL CHECK (rows >= 0),
    entry TEXT
) STRICT, WITHOUT ROWID
"""
# `contact` is a key as in contact_keys. A row whose status is 'berlaku' and whose dates hold
# takes its contact out of the comparison across screenings.
REGISTER_ROWS = """
CREATE TABLE register_rows (
    register TEXT NOT NULL CHECK (register <> ''),
    row_key TEXT NOT NULL CHECK (row_key <> ''),
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    number TEXT,
    number_key TEXT,
    contact TEXT,
    city TEXT,
    valid_from TEXT,
    valid_to TEXT,
    status TEXT NOT NULL,
    source_row INTEGER NOT NULL,
    PRIMARY KEY (register, row_key)
) STRICT, WITHOUT ROWID
"""
REGISTER_ROWS_BY_NAME = "CREATE INDEX register_rows_by_name ON register_rows (register, name_key)"
REGISTER_ROWS_BY_NUMBER = (
    "CREATE INDEX register_rows_by_number ON register_rows (register, number_key)"
)
REGISTER_ROWS_BY_CONTACT = (
    "CREATE INDEX register_rows_by_contact ON register_rows (contact) WHERE contact IS NOT NULL"
)

STATEMENTS: tuple[str, ...] = (
    RULE,
    SIGNS,
    PRIORITY,
    SCHEME,
    UNJUDGED,
    SCREENINGS_UNJUDGED,
    RULESETS,
    RULESETS_ONLY_GROW.format(verb="update", event="UPDATE"),
    RULESETS_ONLY_GROW.format(verb="delete", event="DELETE"),
    CONTACT_KEYS,
    CONTACT_KEYS_BY_POSITION,
    MOVEMENTS,
    MOVEMENTS_BY_MONTH,
    WATCH,
    WATCH_BY_CONTACT,
    TALLIES,
    TALLIES_BY_DAY,
    REGISTERS,
    REGISTER_ROWS,
    REGISTER_ROWS_BY_NAME,
    REGISTER_ROWS_BY_NUMBER,
    REGISTER_ROWS_BY_CONTACT,
)
