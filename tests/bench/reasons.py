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
    "push ÷ bare intake, batches of 60": (
        "the bare loop makes no log of what it takes. Of a push of 60, a third is what any push"
        " costs however little it brings (the request's own signature, its device, a dozen queries"
        " built by the framework, two signed checkpoints, the signed answer); the rest is reading"
        " each header strictly, its chain and its parts' hashes, sealing what names people,"
        " positions, leaves and roots, and indexes that find them again. A desk with much to send"
        " sends some 600 at once, where the constant third is gone."
    ),
    "push ÷ bare intake, batches of 600": (
        "what any push costs is spread over so many entries that it hardly counts; what is left is"
        " the log itself, which the bare loop does not make: a position, a leaf and a root for each"
        " entry, in the feed of the post and, for some kinds, in the shared one."
    ),
    "pull ÷ bare intake, encrypted": (
        "the bare loop stores bytes that nobody could find. A desk that takes in another laptop's"
        " screening proves its leaf and its chain, judges it again by the rules it was judged with,"
        " and writes eight tables and the search index, as a save of its own does; that, in pieces"
        " of 4 ms so that a save goes between, is nine tenths of it, some 2 ms each. A post's whole"
        " day comes in within seconds, and no key waits for it."
    ),
    "longest store task during catch-up, processor": (
        "one task in many hundreds: the search index joins its own segments whenever certain"
        " numbers of rows are reached (the longest at about 4,100), which SQLite does within one"
        " statement and one commit, for a save as for a page. All tasks that are cut by us end"
        " after 4 ms and one entry; their p95 stands among the parts."
    ),
    "push at 200k ÷ into an empty centre": (
        "three more levels in the indexes of entry ids and places; on a busy machine the pages of"
        " the large file also fall out of the system's cache between two pushes."
    ),
}
