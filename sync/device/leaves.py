"""Following a log that is far ahead: proof of consistency first, then its leaves in pages."""

from sync.device.contact import Contact
from sync.protocol.messages import LeavesAnswer, LeavesRequest


def catch_up(contact: Contact, feed: str) -> None:
    """Verify a feed up to the newest checkpoint, a page of leaves at a time, as far as it goes."""
    while contact.log.newest_size(feed) > contact.journal.feed(feed).size:
        if contact.stop() or contact.log.is_frozen(feed) or not _follow_page(contact, feed):
            return


def _follow_page(contact: Contact, feed: str) -> bool:
    """Verify one page; say whether it brought the device further."""
    log, state = contact.log, contact.journal.feed(feed)
    answer = contact.talk.ask("leaves", LeavesRequest(feed, state.size), LeavesAnswer)
    newest = log.place(answer).get(feed)
    if newest is None or not log.check_follows(newest, answer.consistency):
        return False
    reached = log.read(answer.reached)
    of = (reached.checkpoint.feed, reached.checkpoint.generation)
    if of != (feed, newest.checkpoint.generation) or answer.leaves.feed != feed:
        log.differs(state, reached)
        return False
    grown = log.follow(reached, answer.leaves.hashes, start=answer.leaves.start)
    if grown is None:
        return False
    contact.journal.settle([grown])
    return True
