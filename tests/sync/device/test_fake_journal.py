"""The fake journal is one, as far as a round can tell."""

from dataclasses import dataclass

import pytest

from sync.protocol.entry import Entry
from tests.sync.device.fake_journal import FakeJournal
from tests.sync.device.journal_contract import JournalContract

pytestmark = pytest.mark.sync


@dataclass
class FakeDesk:
    journal: FakeJournal

    def record(self) -> Entry:
        return self.journal.record()[0]

    def erase(self, entry: str, *parts: str) -> Entry:
        return self.journal.erase(entry, *parts)


class TestFakeJournal(JournalContract):
    @pytest.fixture
    def desk(self):
        return FakeDesk(FakeJournal())
