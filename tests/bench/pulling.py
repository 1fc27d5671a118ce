"""What a pull costs, at the centre and at the desk, beside a bare loop into an encrypted file."""

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from posko_app.services.desk import Desk
from posko_app.store.connection import create_database
from posko_app.store.sync_journal import StoreJournal
from sync.device.contact import Contact
from sync.device.findings import Findings
from sync.device.heads import compare_heads
from sync.device.log_view import LogView
from sync.device.pull import pull
from sync.device.talk import Talk
from sync.device.transport import HttpsLine
from sync.protocol.entry import Entry
from sync.protocol.messages import SHARED
from tests.bench.bare_intake import BareIntake
from tests.bench.centre_child import CentreChild, TimedWire
from tests.bench.figures import Figure, ratio
from tests.bench.line_stores import journal_of, make_laptop
from tests.bench.pushing import BATCH, Sender, batches, signer_of

AT_ONCE = 5  # batches that are pushed before the other laptop pulls
WARM = 1


@dataclass
class Puller:
    """A second laptop of the post, with the client's own code over a carried wire."""

    desk: Desk
    wire: TimedWire
    journal: StoreJournal = field(init=False)
    line: HttpsLine = field(init=False)

    def __post_init__(self) -> None:
        self.journal = journal_of(self.desk)
        link = self.journal.link()
        self.line = HttpsLine(link, self.journal.sign_key, random_bytes=os.urandom, clock=_now)
        self.line._wire.close()
        self.line._wire = self.wire

    def contact(self) -> Contact:
        """Begin a round as `run_round` does."""
        findings = Findings(self.journal, _now)
        return Contact(
            journal=self.journal,
            talk=Talk(self.line),
            log=LogView(self.journal, findings, self.journal.link().sign_key),
            findings=findings,
            random_bytes=os.urandom,
            stop=lambda: False,
        )

    def pull_ms(self) -> tuple[float, list[bytes]]:
        """Take in what is new of the post's feed; give how long it took, and the pages."""
        contact = self.contact()
        compare_heads(contact, program="0.1.0", at=_now())
        pull(contact, SHARED)
        self.wire.answers.clear()
        begun = perf_counter()
        pull(contact, self.journal.post)
        taken = (perf_counter() - begun) * 1000
        pages = [body for name, body in self.wire.answers if name == "pull"]
        return taken, pages


def measure_pull(folder: Path, journal: StoreJournal, entries: Sequence[Entry]) -> Figure:
    """Let a laptop push, another one pull, and the bare loop take the same pages, in turn."""
    centre = CentreChild(folder / "pull-centre")
    desk = make_laptop(folder / "puller", 0, seed=1)
    link = centre.enrol(journal_of(desk).newest_device_entry(), journal.post)
    journal_of(desk).set_link(link)
    puller = Puller(desk, TimedWire(centre))
    sender = Sender.enrolled(centre, journal)
    bare = BareIntake(_open_encrypted(folder / "bare.db"), signer_of(entries))
    ours: list[float] = []
    theirs: list[float] = []
    sender.push(entries[:2])
    puller.pull_ms()
    cut = batches(entries[2:])
    for at in range(0, len(cut) - AT_ONCE + 1, AT_ONCE):
        for batch in cut[at : at + AT_ONCE]:
            sender.push(batch)
        taken, pages = puller.pull_ms()
        ours.append(taken)
        theirs.append(sum(bare.pull_ms(page) for page in pages))
    desk.close()
    centre.close()
    how = (
        f"{len(ours) - WARM} times {AT_ONCE * BATCH} screenings of another laptop in turn, ms;"
        " ours: reading and answering at the centre, without TLS, then proof, chain, fold, lists"
        " and search index in the desk's encrypted store, in slices that let a save go between;"
        " bare: inflate, decode, verify each signature, insert header, signature and parts into"
        " SQLCipher, one commit a page, the same pragmas"
    )
    return ratio("pull ÷ bare intake, encrypted", ours[WARM:], theirs[WARM:], aim=2, how=how)


def _open_encrypted(path: Path):
    return create_database(path, secrets.token_hex(48))


def _now() -> datetime:
    return datetime.now(UTC)
