"""Taking in a feed page by page: first the proof of its leaves, then entries that are those leaves.

Page and cursor move in one transaction of the store. What does not fit stays where it is: the
entries before it are stored, the alarm names its position, and the next round asks again.
"""

from collections.abc import Sequence
from dataclasses import replace

from sync.device.batch import BatchSize
from sync.device.contact import Contact
from sync.device.leaves import catch_up
from sync.device.ports import Alarm, AlarmCode, NoLine, PageRefused, Placed
from sync.protocol.messages import SHARED, PlacedEntry, PullAnswer, PullRequest

PULL_ALARMS = (
    AlarmCode.CHAIN_BROKEN,
    AlarmCode.PART_MISSING,
    AlarmCode.DATA_DIFFERS,
    AlarmCode.DATA_MISSING,
)
SIGNER_UNKNOWN = "signer_unknown"
OF_REFUSAL = {"part_missing": AlarmCode.PART_MISSING, "part_differs": AlarmCode.DATA_DIFFERS}


def pull(contact: Contact, feed: str) -> None:
    """Take in what a feed holds after the cursor, until nothing is left or a proof fails.

    Raises:
        NoLine, NotOurs, CentreRefused: see `Talk.ask`.
    """
    size = BatchSize()
    while not contact.stop() and not contact.log.is_frozen(feed):
        if contact.log.newest_size(feed) <= contact.journal.feed(feed).cursor:
            return
        answer = _exchange(contact, size, feed)
        if answer is not None and not _take(contact, feed, answer):
            return


def find_missing_parts(contact: Contact) -> None:
    """Let parts that were called erased, but are not, stand as alarms once all is taken in."""
    post, journal = contact.journal.post, contact.journal
    if journal.feed(post).cursor < contact.log.newest_size(post) or contact.log.is_frozen(post):
        return
    missing = {position: (entry, part) for position, entry, part in journal.missing_parts()}
    for standing in contact.findings.standing(AlarmCode.PART_MISSING, post):
        if standing.alarm.position <= journal.feed(post).cursor:
            contact.findings.proved(AlarmCode.PART_MISSING, post, standing.alarm.position)
    for position, (entry, part) in sorted(missing.items()):
        alarm = Alarm(AlarmCode.PART_MISSING, post, position, {"entry": entry, "part": part})
        contact.findings.found(alarm)


def _exchange(contact: Contact, size: BatchSize, feed: str) -> PullAnswer | None:
    """Ask for one page; None when the line broke and a smaller one is worth a try."""
    request = PullRequest(
        feed=feed,
        after=contact.journal.feed(feed).cursor,
        limit_bytes=size.limit_bytes,
        sizes=contact.log.sizes(),
    )
    try:
        answer = contact.talk.ask("pull", request, PullAnswer)
    except NoLine as broken:
        if not size.broke(broken.reason):
            raise
        return None
    size.carried()
    return answer


def _take(contact: Contact, feed: str, answer: PullAnswer) -> bool:
    """Verify and store a page; say whether it brought the device further."""
    log, journal = contact.log, contact.journal
    journal.settle(log.grown(log.place(answer), answer.leaves))
    catch_up(contact, feed)
    if log.is_frozen(feed):
        return False
    page = _verified(contact, feed, answer.entries)
    if not page:
        return False
    try:
        _store(contact, feed, page)
    except PageRefused as refused:
        _store_before(contact, feed, page, refused.position)
        if refused.code == SIGNER_UNKNOWN and _hears_more(contact, feed):
            return True
        _refused(contact, feed, refused)
        return False
    return not log.is_frozen(feed)


def _verified(contact: Contact, feed: str, entries: Sequence[PlacedEntry]) -> list[Placed]:
    """Give the entries that are what the log says, up to the first that is not."""
    cursor = contact.journal.feed(feed).cursor
    page: list[Placed] = []
    for placed in entries:
        expected = contact.log.leaf(feed, cursor + len(page) + 1)
        wire = placed.entry
        if placed.position != cursor + len(page) + 1 or expected is None:
            break
        if wire.entry.leaf != expected:
            _freeze(contact, feed, AlarmCode.DATA_DIFFERS, placed.position)
            return page
        page.append(Placed(placed.position, wire.entry, dict(wire.erased)))
    if not page and contact.journal.feed(feed).size > cursor:
        _freeze(contact, feed, AlarmCode.DATA_MISSING, cursor + 1)
    return page


def _store(contact: Contact, feed: str, page: Sequence[Placed]) -> None:
    last = page[-1].position
    state = replace(contact.journal.feed(feed), cursor=last)
    contact.pulled += contact.journal.store_page(state, page)
    for code in PULL_ALARMS:
        for standing in contact.findings.standing(code, feed):
            if page[0].position <= standing.alarm.position <= last:
                contact.findings.proved(code, feed, standing.alarm.position)


def _hears_more(contact: Contact, feed: str) -> bool:
    """Look whether the shared feed has grown since this round looked: it may name the signer."""
    if feed == SHARED:
        return False
    before = contact.journal.feed(SHARED).cursor
    pull(contact, SHARED)
    return contact.journal.feed(SHARED).cursor > before


def _store_before(contact: Contact, feed: str, page: Sequence[Placed], position: int) -> None:
    """Store what comes before a refused entry, as far as the store did not do so already."""
    cursor = contact.journal.feed(feed).cursor
    before = [placed for placed in page if cursor < placed.position < position]
    if before:
        _store(contact, feed, before)


def _refused(contact: Contact, feed: str, refused: PageRefused) -> None:
    code = OF_REFUSAL.get(refused.code, AlarmCode.CHAIN_BROKEN)
    detail: dict[str, str | int] = {"entry": refused.entry_id, "reason": refused.code}
    _freeze(contact, feed, code, refused.position, detail)


def _freeze(
    contact: Contact,
    feed: str,
    code: AlarmCode,
    position: int,
    detail: dict[str, str | int] | None = None,
) -> None:
    """Let it stand that an entry is not what its log says; nothing after it is pulled."""
    signed = contact.journal.feed(feed).checkpoint
    evidence = () if signed is None else (signed.body, signed.signature)
    contact.log.freeze(Alarm(code, feed, position, detail or {}, evidence))
