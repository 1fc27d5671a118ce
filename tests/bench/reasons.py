"""Why an aim is missed, by the figure's name; shown only where it is."""

REASONS: dict[str, str] = {
    "search as you type ÷ raw FTS5 query": (
        "one search answers with a page of row values (dates, officer, sending state) and with"
        " how many match, counted up to 1,000; the raw query reads the page and nothing else."
        " Both stay far below one frame (16.7 ms), which is what an officer can notice."
    ),
    "one draft judged ÷ its CEL list alone": (
        "the expression library copies the facts into values of its own for every person, which"
        " takes as long as evaluating all expressions on them; the ready context was copied before"
        " the clock started. Counting, naming and the next step are the rest. All of it is a"
        " hundredth of a frame."
    ),
    "start to unlock page ÷ empty window": (
        "two interpreters start one after the other, because the parent that answers a lock must"
        " hold no keys; the empty window is one. The rest is the lock page's own widgets, style"
        " and sentences."
    ),
    "durable save ÷ plain SQLite": (
        "most of a save is waiting for the disk: two syncs on either side. What is left is judging,"
        " the look-up of earlier records, one signature, eight tables and the search index; it"
        " weighs more the faster the disk is."
    ),
    "reasons repainted after a key at 20k, p95": (
        "a new sign changes the level line, the bottom row and the column of reasons, and every"
        " change of words is laid out and painted twice, because the height of wrapped words is"
        " known only after their width; what another process took from two cores comes on top."
    ),
    "RSS after 1,000 saves ÷ empty window": (
        "libraries loaded once (cryptography, the store's driver, sqlite-utils) are most of it;"
        " 1,000 saves add little, as the parts of the figure show."
    ),
}
