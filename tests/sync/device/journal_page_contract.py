"""What every journal must do with pages of a feed; part of `JournalContract`."""

from dataclasses import replace

import pytest

from sync.device.ports import PageRefused, Placed
from sync.protocol.entry import Entry
from tests.sync.device.contract_parts import PLENTY, POST, acknowledge_all, grown_by, sister_page
from tests.sync.device.writers import DeskWriter


class PageContract:
    """Tests of `store_page` and of what it leaves behind."""

    def test_a_page_moves_the_cursor_and_counts_what_was_new(self, journal, centre):
        page = sister_page(journal, centre)
        state = replace(journal.feed(POST), cursor=len(page))

        assert journal.store_page(state, page) == len(page)
        assert journal.feed(POST) == state
        held = journal.holdings(POST, start=1, end=len(page), limit_bytes=PLENTY)
        assert [(h.position, h.entry.hash) for h in held] == [
            (p.position, p.entry.hash) for p in page
        ]

    def test_own_entries_in_a_page_are_nothing_new(self, desk, journal, centre):
        desk.record()
        entries = acknowledge_all(journal, centre)
        page = [Placed(at + 1, entry, {}) for at, entry in enumerate(entries)]

        new = journal.store_page(replace(journal.feed(POST), cursor=len(page)), page)

        assert new == 0
        assert journal.feed(POST).cursor == len(page)

    def test_an_entry_that_breaks_its_chain_is_refused_with_all_that_follows(self, journal, centre):
        sister = DeskWriter("laptop saudara")
        opening, officer = sister.first_two()
        sister.screened()  # which is not in the page
        after_a_gap, last = sister.screened(), DeskWriter("laptop ketiga").opening()
        entries = [opening, officer, after_a_gap, last]
        journal.settle([grown_by(journal, POST, entries, centre=centre)])
        page = [Placed(at + 1, entry, {}) for at, entry in enumerate(entries)]

        with pytest.raises(PageRefused) as refused:
            journal.store_page(replace(journal.feed(POST), cursor=4), page)

        assert (refused.value.position, refused.value.entry_id) == (3, after_a_gap.header.id)
        cursor = journal.feed(POST).cursor
        assert cursor <= 2
        held = journal.holdings(POST, start=1, end=4, limit_bytes=PLENTY)
        assert [placed.position for placed in held] == list(range(1, cursor + 1))

    def test_a_page_that_does_not_follow_the_cursor_is_not_stored(self, journal, centre):
        _, second, third = sister_page(journal, centre)

        with pytest.raises(ValueError):  # noqa: PT011
            journal.store_page(replace(journal.feed(POST), cursor=3), [second, third])

        assert journal.feed(POST).cursor == 0

    def test_a_page_with_a_missing_part_is_refused(self, journal, centre):
        *before, last = sister_page(journal, centre)
        entry = last.entry
        without = Entry(entry.header_bytes, entry.signature, {"facts": entry.parts["facts"]})
        page = [*before, Placed(last.position, without, {})]

        with pytest.raises(PageRefused) as refused:
            journal.store_page(replace(journal.feed(POST), cursor=3), page)

        assert (refused.value.code, refused.value.position) == ("part_missing", 3)

    def test_an_erased_part_is_no_missing_part(self, journal, centre):
        *before, last = sister_page(journal, centre)
        entry = last.entry
        erasure = "019ab000-0000-7000-8000-000000000001"
        without = Entry(entry.header_bytes, entry.signature, {"facts": entry.parts["facts"]})
        page = [*before, Placed(last.position, without, {"identity": erasure})]

        journal.store_page(replace(journal.feed(POST), cursor=3), page)

        (held,) = journal.holdings(POST, start=3, end=3, limit_bytes=PLENTY)
        assert dict(held.erased) == {"identity": erasure}
        assert list(journal.missing_parts()) == [(3, entry.header.id, "identity")]

    def test_an_erasure_that_is_there_explains_what_is_missing(self, journal, centre):
        sister = DeskWriter("laptop saudara")
        screened = [*sister.first_two(), sister.screened()]
        erasure = sister.erasure(screened[-1].header.id, ["identity"])
        entries = [*screened, erasure]
        journal.settle([grown_by(journal, POST, entries, centre=centre)])
        entry = screened[-1]
        without = Entry(entry.header_bytes, entry.signature, {"facts": entry.parts["facts"]})
        page = [Placed(at + 1, one, {}) for at, one in enumerate(entries)]
        page[2] = Placed(3, without, {"identity": erasure.header.id})

        journal.store_page(replace(journal.feed(POST), cursor=4), page)

        assert list(journal.missing_parts()) == []

    def test_a_pulled_erasure_takes_what_it_names(self, desk, journal, centre):
        own = desk.record()
        entries = acknowledge_all(journal, centre)
        sister = DeskWriter("laptop saudara")
        page = [*sister.first_two(), sister.erasure(own.header.id, ["identity"])]
        journal.settle([grown_by(journal, POST, page, centre=centre)])
        placed = [Placed(at + 1, entry, {}) for at, entry in enumerate([*entries, *page])]

        journal.store_page(replace(journal.feed(POST), cursor=len(placed)), placed)

        at = entries.index(own) + 1
        (held,) = journal.holdings(POST, start=at, end=at, limit_bytes=PLENTY)
        assert set(held.entry.parts) == {"facts"}
        assert dict(held.erased) == {"identity": page[-1].header.id}
