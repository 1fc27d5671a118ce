"""The fourth schema: the centre, its feeds as verified here, and what a round must not forget.

`feed_positions` only ever grows, like the journal: a leaf that was verified once stays, also of a
generation of the log that is over. The one thing a row learns later is which entry it is. Beyond
the size of its feed a row counts for nothing yet: it is the beginning of a growth that is whole
once the feed's own row says so, and goes when another try takes its place. A row leaves `outbox`
only when its entry stands in the log of the post's feed, so no answer, no clock and no fault of a
round can drop an entry that the centre has not been proved to hold.

What may be worked out anew from the journal and the feeds: `chains`, `settled_epochs`, `claims`,
`quarantine`, `officers`.
"""

CENTRE = """
CREATE TABLE centre (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    url TEXT NOT NULL CHECK (url <> ''),
    ca_pem TEXT NOT NULL,
    sign_key BLOB NOT NULL CHECK (length(sign_key) = 32),
    seal_key BLOB NOT NULL CHECK (length(seal_key) = 32),
    lease_secret BLOB NOT NULL,
    enrolled_at TEXT NOT NULL CHECK (enrolled_at <> ''),
    lease_until TEXT NOT NULL CHECK (lease_until <> ''),
    last_contact_at TEXT,
    clock_offset_ms INTEGER,
    earlier_keys BLOB NOT NULL CHECK (length(earlier_keys) % 32 = 0)
) STRICT
"""

# `size` is verified by the checkpoint, `cursor` is how far the entries themselves are here.
FEEDS = """
CREATE TABLE feeds (
    feed TEXT PRIMARY KEY CHECK (feed <> ''),
    generation INTEGER NOT NULL CHECK (generation >= 0),
    size INTEGER NOT NULL CHECK (size >= 0),
    frontier BLOB NOT NULL CHECK (length(frontier) % 32 = 0),
    root TEXT NOT NULL CHECK (length(root) IN (0, 64)),
    cursor INTEGER NOT NULL CHECK (cursor >= 0 AND cursor <= size),
    checkpoint BLOB,
    checkpoint_signature BLOB CHECK (length(checkpoint_signature) = 64)
) STRICT, WITHOUT ROWID
"""

# `root` is the log's root at that size; `entry` a journal position, NULL until it is known here.
FEED_POSITIONS = """
CREATE TABLE feed_positions (
    feed TEXT NOT NULL REFERENCES feeds (feed),
    generation INTEGER NOT NULL CHECK (generation >= 0),
    position INTEGER NOT NULL CHECK (position >= 1),
    leaf BLOB NOT NULL CHECK (length(leaf) = 32),
    root BLOB NOT NULL CHECK (length(root) = 32),
    entry INTEGER REFERENCES entries (position),
    known_at TEXT,
    PRIMARY KEY (feed, generation, position)
) STRICT, WITHOUT ROWID
"""
FEED_POSITIONS_BY_ENTRY = (
    "CREATE UNIQUE INDEX feed_positions_by_entry ON feed_positions (entry, feed, generation)"
    " WHERE entry IS NOT NULL"
)
FEED_POSITIONS_NEVER_DELETED = """
CREATE TRIGGER feed_positions_never_deleted BEFORE DELETE ON feed_positions
WHEN NOT EXISTS (
    SELECT 1 FROM feeds f WHERE f.feed = OLD.feed AND f.generation = OLD.generation
    AND f.size < OLD.position
)
BEGIN SELECT RAISE(ABORT, 'append_only'); END
"""
FEED_POSITIONS_LEARN_ONCE = """
CREATE TRIGGER feed_positions_learn_once BEFORE UPDATE ON feed_positions
WHEN OLD.entry IS NOT NULL OR NEW.entry IS NULL OR NEW.feed <> OLD.feed
    OR NEW.generation <> OLD.generation OR NEW.position <> OLD.position
    OR NEW.leaf <> OLD.leaf OR NEW.root <> OLD.root
BEGIN SELECT RAISE(ABORT, 'append_only'); END
"""

OUTBOX_BY_RECEIPT = """
CREATE TRIGGER outbox_left_by_receipt_only BEFORE DELETE ON outbox
WHEN NOT EXISTS (
    SELECT 1 FROM feed_positions p JOIN feeds f ON f.feed = p.feed AND f.generation = p.generation
    AND f.size >= p.position
    WHERE p.entry = OLD.position AND p.feed = (SELECT post FROM device)
)
BEGIN SELECT RAISE(ABORT, 'not_acknowledged'); END
"""
OUTBOX_KEEPS_PLACE = """
CREATE TRIGGER outbox_keeps_its_place BEFORE UPDATE OF position ON outbox
WHEN NEW.position <> OLD.position
BEGIN SELECT RAISE(ABORT, 'not_acknowledged'); END
"""

# Where another device's chain stands, as far as a feed was taken in.
CHAINS = """
CREATE TABLE chains (
    feed TEXT NOT NULL REFERENCES feeds (feed),
    device TEXT NOT NULL CHECK (length(device) = 64),
    epoch TEXT NOT NULL CHECK (length(epoch) = 16),
    seq INTEGER NOT NULL CHECK (seq >= 1),
    hash TEXT NOT NULL CHECK (length(hash) = 64),
    PRIMARY KEY (feed, device)
) STRICT, WITHOUT ROWID
"""
# How far this device's own chain was ever acknowledged, in each epoch.
SETTLED_EPOCHS = """
CREATE TABLE settled_epochs (
    epoch TEXT PRIMARY KEY CHECK (length(epoch) = 16),
    seq INTEGER NOT NULL CHECK (seq >= 1)
) STRICT, WITHOUT ROWID
"""

# Parts that an entry came without, and the erasure entry that the centre names for each.
CAME_WITHOUT = """
CREATE TABLE came_without (
    entry TEXT NOT NULL REFERENCES entries (id),
    part TEXT NOT NULL CHECK (part <> ''),
    by_entry TEXT NOT NULL CHECK (length(by_entry) = 36),
    PRIMARY KEY (entry, part)
) STRICT, WITHOUT ROWID
"""

# Other erasure entries that name a part which was gone already: in the log one of them is first.
ERASED_ALSO = """
CREATE TABLE erased_also (
    entry TEXT NOT NULL CHECK (length(entry) = 36),
    part TEXT NOT NULL CHECK (part <> ''),
    by_entry TEXT NOT NULL REFERENCES entries (id),
    PRIMARY KEY (entry, part, by_entry)
) STRICT, WITHOUT ROWID
"""

# What others say a feed's root was and that does not agree, or not yet, with ours.
CLAIMS = """
CREATE TABLE claims (
    feed TEXT NOT NULL CHECK (feed <> ''),
    size INTEGER NOT NULL CHECK (size >= 1),
    root TEXT NOT NULL CHECK (length(root) = 64),
    source TEXT NOT NULL REFERENCES entries (id),
    PRIMARY KEY (feed, size, root)
) STRICT, WITHOUT ROWID
"""

# Entries that are kept and not interpreted: unknown here, or looked at by a person at the centre.
QUARANTINE = """
CREATE TABLE quarantine (
    position INTEGER PRIMARY KEY REFERENCES entries (position),
    reason TEXT NOT NULL CHECK (reason <> '')
) STRICT
"""

ALARMS = """
CREATE TABLE alarms (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL CHECK (code <> ''),
    feed TEXT NOT NULL,
    position INTEGER NOT NULL CHECK (position >= 0),
    detail TEXT NOT NULL,
    evidence BLOB NOT NULL,
    first_at TEXT NOT NULL CHECK (first_at <> ''),
    last_at TEXT NOT NULL CHECK (last_at <> ''),
    seen INTEGER NOT NULL CHECK (seen >= 1),
    ended_at TEXT
) STRICT
"""
ALARMS_STANDING = (
    "CREATE UNIQUE INDEX alarms_standing ON alarms (code, feed, position) WHERE ended_at IS NULL"
)
ALARMS_NEVER_DELETED = """
CREATE TRIGGER alarms_never_deleted BEFORE DELETE ON alarms
BEGIN SELECT RAISE(ABORT, 'append_only'); END
"""

# One row for each round; rounds in a row that did nothing, and for the same reason, share one.
SYNC_HISTORY = """
CREATE TABLE sync_history (
    id INTEGER PRIMARY KEY,
    began_at TEXT NOT NULL CHECK (began_at <> ''),
    ended_at TEXT NOT NULL CHECK (ended_at <> ''),
    rounds INTEGER NOT NULL CHECK (rounds >= 1),
    outcome TEXT NOT NULL CHECK (outcome <> ''),
    reason TEXT NOT NULL,
    pushed INTEGER NOT NULL CHECK (pushed >= 0),
    acknowledged INTEGER NOT NULL CHECK (acknowledged >= 0),
    pulled INTEGER NOT NULL CHECK (pulled >= 0),
    waiting INTEGER NOT NULL CHECK (waiting >= 0),
    needs_person INTEGER NOT NULL CHECK (needs_person >= 0),
    alarms TEXT NOT NULL
) STRICT
"""
# Own entries acknowledged, by civil day at the post.
SENT_DAYS = """
CREATE TABLE sent_days (
    on_day TEXT PRIMARY KEY CHECK (on_day <> ''),
    entries INTEGER NOT NULL CHECK (entries >= 0)
) STRICT, WITHOUT ROWID
"""

# The chain that introduced a key: his who signs on here, or another laptop's.
OFFICERS_DEVICE = "ALTER TABLE officers ADD COLUMN device TEXT CHECK (length(device) = 64)"
OFFICERS_ALL_HERE = (
    "UPDATE officers SET device = (SELECT device FROM entries ORDER BY position LIMIT 1)"
)
# Read at each start and whenever somebody's role is asked for, among entries of many devices.
ENTRIES_OF_PEOPLE = (
    "CREATE INDEX entries_of_people ON entries (position) WHERE kind IN ('device', 'officer')"
)

STATEMENTS: tuple[str, ...] = (
    CENTRE,
    FEEDS,
    FEED_POSITIONS,
    FEED_POSITIONS_BY_ENTRY,
    FEED_POSITIONS_NEVER_DELETED,
    FEED_POSITIONS_LEARN_ONCE,
    OUTBOX_BY_RECEIPT,
    OUTBOX_KEEPS_PLACE,
    CHAINS,
    SETTLED_EPOCHS,
    CAME_WITHOUT,
    ERASED_ALSO,
    CLAIMS,
    QUARANTINE,
    ALARMS,
    ALARMS_STANDING,
    ALARMS_NEVER_DELETED,
    SYNC_HISTORY,
    SENT_DAYS,
    OFFICERS_DEVICE,
    OFFICERS_ALL_HERE,
    ENTRIES_OF_PEOPLE,
)
