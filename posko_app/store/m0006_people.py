"""Who was here before: birth dates with names to look among, and answers to "the same person?".

Both tables are projections of the journal and can be worked out anew at any time. Numbers need no
table: the search index finds them. `name` holds keys of `names.name_key`, so a change of the
spelling rules needs a step that fills `people` again.
"""

PEOPLE = """
CREATE TABLE people (
    born_on TEXT NOT NULL CHECK (born_on <> ''),
    position INTEGER NOT NULL REFERENCES entries (position),
    name TEXT NOT NULL,
    village TEXT NOT NULL,
    PRIMARY KEY (born_on, position, name)
) STRICT, WITHOUT ROWID
"""
PEOPLE_BY_POSITION = "CREATE INDEX people_by_position ON people (position)"

# One row for each entry of kind `link`; which answers stand, the entries themselves say.
PERSON_LINKS = """
CREATE TABLE person_links (
    position INTEGER PRIMARY KEY REFERENCES entries (position),
    one TEXT NOT NULL CHECK (length(one) = 32),
    other TEXT NOT NULL CHECK (length(other) = 32 AND one < other),
    action TEXT NOT NULL CHECK (action IN ('same', 'not_same', 'withdrawn'))
) STRICT
"""
PERSON_LINKS_BY_ONE = "CREATE INDEX person_links_by_one ON person_links (one)"
PERSON_LINKS_BY_OTHER = "CREATE INDEX person_links_by_other ON person_links (other)"

STATEMENTS: tuple[str, ...] = (
    PEOPLE,
    PEOPLE_BY_POSITION,
    PERSON_LINKS,
    PERSON_LINKS_BY_ONE,
    PERSON_LINKS_BY_OTHER,
)
