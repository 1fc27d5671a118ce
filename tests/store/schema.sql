CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE device (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    sign_key BLOB NOT NULL CHECK (length(sign_key) = 32),
    seal_key BLOB NOT NULL CHECK (length(seal_key) = 32),
    epoch TEXT NOT NULL CHECK (length(epoch) = 16),
    post TEXT NOT NULL CHECK (post <> ''),
    deployment TEXT NOT NULL CHECK (deployment IN ('training', 'live'))
) STRICT;
CREATE TABLE entries (
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
    kind TEXT NOT NULL CHECK (kind <> ''),
    subject TEXT NOT NULL CHECK (subject <> ''),
    device TEXT NOT NULL CHECK (length(device) = 64),
    epoch TEXT NOT NULL CHECK (length(epoch) = 16),
    seq INTEGER NOT NULL CHECK (seq >= 1),
    signer TEXT NOT NULL CHECK (length(signer) = 64),
    hlc TEXT NOT NULL CHECK (length(hlc) = 16),
    recorded_at TEXT NOT NULL CHECK (recorded_at <> ''),
    hash TEXT NOT NULL CHECK (length(hash) = 64),
    header BLOB NOT NULL CHECK (length(header) > 0),
    signature BLOB NOT NULL CHECK (length(signature) = 64),
    UNIQUE (device, epoch, seq)
) STRICT;
CREATE INDEX entries_by_subject ON entries (subject) WHERE kind <> 'screening';
CREATE TABLE parts (
    entry TEXT NOT NULL REFERENCES entries (id),
    name TEXT NOT NULL CHECK (name <> ''),
    stored BLOB NOT NULL CHECK (length(stored) > 16),
    PRIMARY KEY (entry, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE erasures (
    entry TEXT NOT NULL CHECK (length(entry) = 36),
    part TEXT NOT NULL CHECK (part <> ''),
    by_entry TEXT NOT NULL REFERENCES entries (id),
    PRIMARY KEY (entry, part)
) STRICT, WITHOUT ROWID;
CREATE TABLE officers (
    fingerprint TEXT PRIMARY KEY CHECK (length(fingerprint) = 64),
    person TEXT NOT NULL CHECK (length(person) = 32),
    name TEXT,
    role TEXT NOT NULL CHECK (role IN ('petugas', 'penyelia')),
    sign_key TEXT NOT NULL CHECK (length(sign_key) = 64),
    seal_key TEXT NOT NULL CHECK (length(seal_key) = 64),
    added_by TEXT NOT NULL CHECK (length(added_by) = 64),
    confirmed INTEGER NOT NULL CHECK (confirmed IN (0, 1)),
    state TEXT NOT NULL CHECK (state IN ('active', 'replaced', 'removed'))
, device TEXT CHECK (length(device) = 64)) STRICT, WITHOUT ROWID;
CREATE TABLE screenings (
    position INTEGER PRIMARY KEY REFERENCES entries (position),
    subject TEXT NOT NULL UNIQUE,
    occurred_at TEXT,
    occurred_on TEXT,
    name TEXT,
    nik TEXT,
    passport TEXT,
    phone TEXT,
    origin TEXT,
    destination TEXT,
    recruiter TEXT,
    carrier TEXT,
    level TEXT,
    decision TEXT NOT NULL,
    signer TEXT NOT NULL,
    corrections INTEGER NOT NULL CHECK (corrections >= 0),
    conflict INTEGER NOT NULL CHECK (conflict IN (0, 1)),
    voided INTEGER NOT NULL CHECK (voided IN (0, 1)),
    complete INTEGER NOT NULL CHECK (complete IN (0, 1)),
    receipt TEXT NOT NULL CHECK (length(receipt) = 10)
, rule TEXT, signs TEXT, priority INTEGER CHECK (priority IN (0, 1)), scheme TEXT, unjudged TEXT) STRICT;
CREATE INDEX screenings_by_day ON screenings (occurred_on, decision, voided);
CREATE INDEX screenings_not_boleh ON screenings (decision) WHERE decision <> 'boleh';
CREATE VIRTUAL TABLE screenings_fts USING fts5 (
    name, nik, passport, phone, origin, destination, recruiter,
    content = 'screenings', content_rowid = 'position', columnsize = 0,
    prefix = '2 3 4 5 6', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TABLE drafts (
    id TEXT PRIMARY KEY CHECK (length(id) = 32),
    officer TEXT NOT NULL CHECK (length(officer) = 32),
    started_at TEXT NOT NULL CHECK (started_at <> ''),
    updated_at TEXT NOT NULL CHECK (updated_at <> ''),
    body BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE outbox (
    position INTEGER PRIMARY KEY REFERENCES entries (position),
    state TEXT NOT NULL CHECK (state IN ('pending', 'needs_person')),
    reason TEXT
) STRICT;
CREATE INDEX outbox_stopped ON outbox (state) WHERE state = 'needs_person';
CREATE TABLE paper_keys (
    position INTEGER PRIMARY KEY REFERENCES entries (position),
    post TEXT NOT NULL,
    paper_on TEXT NOT NULL,
    paper_no TEXT NOT NULL,
    subject TEXT NOT NULL,
    content_hash TEXT CHECK (length(content_hash) = 64)
) STRICT;
CREATE INDEX paper_keys_by_paper ON paper_keys (paper_on, paper_no, post);
CREATE TRIGGER entries_never_updated BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER entries_never_deleted BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER parts_never_updated BEFORE UPDATE ON parts
BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER erasures_never_updated BEFORE UPDATE ON erasures
BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER erasures_never_deleted BEFORE DELETE ON erasures
BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER parts_deleted_by_erasure_only BEFORE DELETE ON parts
WHEN NOT EXISTS (SELECT 1 FROM erasures WHERE entry = OLD.entry AND part = OLD.name)
BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER parts_stay_erased BEFORE INSERT ON parts
WHEN EXISTS (SELECT 1 FROM erasures WHERE entry = NEW.entry AND part = NEW.name)
BEGIN SELECT RAISE(ABORT, 'erased'); END;
CREATE TRIGGER erasures_by_erasure_entry_only BEFORE INSERT ON erasures
WHEN NOT EXISTS (SELECT 1 FROM entries WHERE id = NEW.by_entry AND kind = 'erasure')
BEGIN SELECT RAISE(ABORT, 'not_an_erasure'); END;
CREATE TRIGGER erasures_take_the_part AFTER INSERT ON erasures
BEGIN DELETE FROM parts WHERE entry = NEW.entry AND name = NEW.part; END;
CREATE INDEX screenings_unjudged ON screenings (unjudged) WHERE unjudged IS NOT NULL;
CREATE TABLE rulesets (
    hash TEXT PRIMARY KEY CHECK (length(hash) = 64),
    id TEXT NOT NULL CHECK (id <> ''),
    version TEXT NOT NULL CHECK (version <> ''),
    issued_on TEXT NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('packaged', 'installed')),
    files BLOB NOT NULL CHECK (length(files) > 2),
    stored_at TEXT NOT NULL CHECK (stored_at <> '')
) STRICT;
CREATE TRIGGER rulesets_never_updated BEFORE UPDATE ON rulesets
BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER rulesets_never_deleted BEFORE DELETE ON rulesets
BEGIN SELECT RAISE(ABORT, 'append_only'); END;
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
) STRICT, WITHOUT ROWID;
CREATE INDEX contact_keys_by_position ON contact_keys (position);
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
) STRICT;
CREATE INDEX movements_by_month ON movements (month);
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
) STRICT, WITHOUT ROWID;
CREATE INDEX watch_by_contact ON watch (contact_key);
CREATE TABLE tallies (
    position INTEGER PRIMARY KEY REFERENCES entries (position),
    on_day TEXT NOT NULL,
    hour INTEGER,
    reason TEXT,
    taken_by INTEGER UNIQUE REFERENCES entries (position),
    voided INTEGER NOT NULL GENERATED ALWAYS AS (taken_by IS NOT NULL) VIRTUAL
) STRICT;
CREATE INDEX tallies_by_day ON tallies (on_day);
CREATE TABLE registers (
    register TEXT PRIMARY KEY CHECK (register <> ''),
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    as_of TEXT,
    imported_at TEXT NOT NULL CHECK (imported_at <> ''),
    imported_by TEXT NOT NULL,
    rows INTEGER NOT NULL CHECK (rows >= 0),
    entry TEXT
) STRICT, WITHOUT ROWID;
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
) STRICT, WITHOUT ROWID;
CREATE INDEX register_rows_by_name ON register_rows (register, name_key);
CREATE INDEX register_rows_by_number ON register_rows (register, number_key);
CREATE INDEX register_rows_by_contact ON register_rows (contact) WHERE contact IS NOT NULL;
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
) STRICT, WITHOUT ROWID;
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
) STRICT;
CREATE TABLE feeds (
    feed TEXT PRIMARY KEY CHECK (feed <> ''),
    generation INTEGER NOT NULL CHECK (generation >= 0),
    size INTEGER NOT NULL CHECK (size >= 0),
    frontier BLOB NOT NULL CHECK (length(frontier) % 32 = 0),
    root TEXT NOT NULL CHECK (length(root) IN (0, 64)),
    cursor INTEGER NOT NULL CHECK (cursor >= 0 AND cursor <= size),
    checkpoint BLOB,
    checkpoint_signature BLOB CHECK (length(checkpoint_signature) = 64)
) STRICT, WITHOUT ROWID;
CREATE TABLE feed_positions (
    feed TEXT NOT NULL REFERENCES feeds (feed),
    generation INTEGER NOT NULL CHECK (generation >= 0),
    position INTEGER NOT NULL CHECK (position >= 1),
    leaf BLOB NOT NULL CHECK (length(leaf) = 32),
    root BLOB NOT NULL CHECK (length(root) = 32),
    entry INTEGER REFERENCES entries (position),
    known_at TEXT,
    PRIMARY KEY (feed, generation, position)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX feed_positions_by_entry ON feed_positions (entry, feed, generation) WHERE entry IS NOT NULL;
CREATE TRIGGER feed_positions_never_deleted BEFORE DELETE ON feed_positions
WHEN NOT EXISTS (
    SELECT 1 FROM feeds f WHERE f.feed = OLD.feed AND f.generation = OLD.generation
    AND f.size < OLD.position
)
BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER feed_positions_learn_once BEFORE UPDATE ON feed_positions
WHEN OLD.entry IS NOT NULL OR NEW.entry IS NULL OR NEW.feed <> OLD.feed
    OR NEW.generation <> OLD.generation OR NEW.position <> OLD.position
    OR NEW.leaf <> OLD.leaf OR NEW.root <> OLD.root
BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER outbox_left_by_receipt_only BEFORE DELETE ON outbox
WHEN NOT EXISTS (
    SELECT 1 FROM feed_positions p JOIN feeds f ON f.feed = p.feed AND f.generation = p.generation
    AND f.size >= p.position
    WHERE p.entry = OLD.position AND p.feed = (SELECT post FROM device)
)
BEGIN SELECT RAISE(ABORT, 'not_acknowledged'); END;
CREATE TRIGGER outbox_keeps_its_place BEFORE UPDATE OF position ON outbox
WHEN NEW.position <> OLD.position
BEGIN SELECT RAISE(ABORT, 'not_acknowledged'); END;
CREATE TABLE chains (
    feed TEXT NOT NULL REFERENCES feeds (feed),
    device TEXT NOT NULL CHECK (length(device) = 64),
    epoch TEXT NOT NULL CHECK (length(epoch) = 16),
    seq INTEGER NOT NULL CHECK (seq >= 1),
    hash TEXT NOT NULL CHECK (length(hash) = 64),
    PRIMARY KEY (feed, device)
) STRICT, WITHOUT ROWID;
CREATE TABLE settled_epochs (
    epoch TEXT PRIMARY KEY CHECK (length(epoch) = 16),
    seq INTEGER NOT NULL CHECK (seq >= 1)
) STRICT, WITHOUT ROWID;
CREATE TABLE came_without (
    entry TEXT NOT NULL REFERENCES entries (id),
    part TEXT NOT NULL CHECK (part <> ''),
    by_entry TEXT NOT NULL CHECK (length(by_entry) = 36),
    PRIMARY KEY (entry, part)
) STRICT, WITHOUT ROWID;
CREATE TABLE erased_also (
    entry TEXT NOT NULL CHECK (length(entry) = 36),
    part TEXT NOT NULL CHECK (part <> ''),
    by_entry TEXT NOT NULL REFERENCES entries (id),
    PRIMARY KEY (entry, part, by_entry)
) STRICT, WITHOUT ROWID;
CREATE TABLE claims (
    feed TEXT NOT NULL CHECK (feed <> ''),
    size INTEGER NOT NULL CHECK (size >= 1),
    root TEXT NOT NULL CHECK (length(root) = 64),
    source TEXT NOT NULL REFERENCES entries (id),
    PRIMARY KEY (feed, size, root)
) STRICT, WITHOUT ROWID;
CREATE TABLE quarantine (
    position INTEGER PRIMARY KEY REFERENCES entries (position),
    reason TEXT NOT NULL CHECK (reason <> '')
) STRICT;
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
) STRICT;
CREATE UNIQUE INDEX alarms_standing ON alarms (code, feed, position) WHERE ended_at IS NULL;
CREATE TRIGGER alarms_never_deleted BEFORE DELETE ON alarms
BEGIN SELECT RAISE(ABORT, 'append_only'); END;
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
) STRICT;
CREATE TABLE sent_days (
    on_day TEXT PRIMARY KEY CHECK (on_day <> ''),
    entries INTEGER NOT NULL CHECK (entries >= 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX entries_of_people ON entries (position) WHERE kind IN ('device', 'officer');
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
) STRICT, WITHOUT ROWID;
CREATE INDEX shifts_by_day ON shifts (on_day);
CREATE TABLE departures (
    position INTEGER PRIMARY KEY REFERENCES entries (position),
    entry TEXT NOT NULL CHECK (length(entry) = 36),
    shift TEXT NOT NULL CHECK (length(shift) = 32),
    on_day TEXT NOT NULL CHECK (on_day <> ''),
    answers TEXT NOT NULL,
    stated_at TEXT NOT NULL CHECK (stated_at <> ''),
    signer TEXT NOT NULL,
    withdrawn INTEGER NOT NULL CHECK (withdrawn IN (0, 1))
) STRICT;
CREATE INDEX departures_by_day ON departures (on_day);
CREATE INDEX departures_by_shift ON departures (shift);
CREATE TABLE handovers (
    position INTEGER PRIMARY KEY REFERENCES entries (position),
    entry TEXT NOT NULL CHECK (length(entry) = 36),
    shift TEXT NOT NULL CHECK (length(shift) = 32),
    at TEXT NOT NULL CHECK (at <> ''),
    signer TEXT NOT NULL,
    to_person TEXT NOT NULL,
    cases TEXT NOT NULL
) STRICT;
CREATE INDEX handovers_by_shift ON handovers (shift);
CREATE TABLE people (
    born_on TEXT NOT NULL CHECK (born_on <> ''),
    position INTEGER NOT NULL REFERENCES entries (position),
    name TEXT NOT NULL,
    village TEXT NOT NULL,
    PRIMARY KEY (born_on, position, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX people_by_position ON people (position);
CREATE TABLE person_links (
    position INTEGER PRIMARY KEY REFERENCES entries (position),
    one TEXT NOT NULL CHECK (length(one) = 32),
    other TEXT NOT NULL CHECK (length(other) = 32 AND one < other),
    action TEXT NOT NULL CHECK (action IN ('same', 'not_same', 'withdrawn'))
) STRICT;
CREATE INDEX person_links_by_one ON person_links (one);
CREATE INDEX person_links_by_other ON person_links (other);
