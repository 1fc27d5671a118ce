"""The way to the centre over HTTPS. Its libraries are loaded by the first round, not before."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from posko_app.services.enrol_code import address
from posko_app.services.sync_ports import Tell
from posko_app.services.sync_state import Enrolled, Outcome, Progress, RoundReport
from posko_app.store.journal import Clock
from sync.device.ports import CentreLink, JournalPort
from sync.protocol.ids import RandomBytes

if TYPE_CHECKING:
    from sync.device.transport import HttpsLine

JITTER_BYTES = 6
LARGEST = float(256**JITTER_BYTES)


class CentreOverHttps:
    """Rounds, enrolment and packages of one store."""

    def __init__(
        self, journal: JournalPort, *, clock: Clock, random_bytes: RandomBytes, program: str
    ) -> None:
        self._journal = journal
        self._clock = clock
        self._random_bytes = random_bytes
        self._program = program
        self._line: HttpsLine | None = None
        self._line_is_for: tuple[str, str, bytes] | None = None
        self._interrupted = False

    def round(self, tell: Tell) -> RoundReport:
        """Run one round; between its exchanges, tell how much of what waited has gone."""
        link = self._journal.link()
        if link is None:
            return RoundReport(Outcome.NOT_ENROLLED, self._clock(), self._clock())
        # slow import: the wire's libraries
        from sync.device.round import run_round

        return run_round(
            self._journal,
            self._line_to(link),
            clock=self._clock,
            random_bytes=self._random_bytes,
            program=self._program,
            stop=self._between(tell),
        )

    def is_in_reach(self) -> bool:
        """Look whether something takes a connection at the centre's address."""
        # slow import, as above
        from sync.device.pacing import probe

        link = self._journal.link()
        return link is not None and probe(link.url)

    def delay_s(self, report: RoundReport, *, tries: int) -> float:
        """Say how long to wait: longer after each try, and never in step with other laptops."""
        # slow import, as above
        from sync.device.pacing import delay_s

        return delay_s(report, tries=tries, random=self._chance)

    def enrol(self, url: str, code: str, *, ca: bytes | None) -> Enrolled:
        """Let the centre take this device in, and remember it."""
        # slow import, as above
        from sync.device.enrol import Enrolling, enrol

        means = Enrolling(self._clock, self._random_bytes)
        link = enrol(self._journal, address(url) or url, code, ca_pem=ca, means=means)
        return Enrolled(link.url, self._journal.post, self._journal.deployment, link.lease_until)

    def package(self) -> tuple[bytes, int]:
        """Seal what waits for the centre; give the package and how many entries it holds."""
        # slow import, as above
        from sync.device.bundle import write_package

        return write_package(self._journal, clock=self._clock, program=self._program)

    def read_answer(self, package: bytes) -> RoundReport:
        """Take in the answer package that came back from the centre."""
        # slow import, as above
        from sync.device.bundle import read_answer

        return read_answer(self._journal, package, clock=self._clock)

    def interrupt(self) -> None:
        """Let the exchange under way fail, and every later one."""
        self._interrupted = True
        line = self._line
        if line is not None:
            line.interrupt()

    def _between(self, tell: Tell) -> Callable[[], bool]:
        """Give what is asked between exchanges: it tells how far the round is, and ends it."""
        waited, _ = self._journal.waiting_count()

        def stop() -> bool:
            if waited and not self._interrupted:
                waits, _ = self._journal.waiting_count()
                tell(Progress(max(0, waited - waits), waited))
            return self._interrupted

        return stop

    def _line_to(self, link: CentreLink) -> "HttpsLine":
        """Give the line of the last round while the centre is the same: it holds a connection."""
        # slow import, as above
        from sync.device.transport import HttpsLine

        is_for = (link.url, link.ca_pem, link.sign_key)
        if self._line is None or self._line_is_for != is_for:
            if self._line is not None:
                self._line.close()
            self._line = HttpsLine(
                link, self._journal.sign_key, random_bytes=self._random_bytes, clock=self._clock
            )
            self._line_is_for = is_for
        if self._interrupted:  # told so while the line was being made
            self._line.interrupt()
        return self._line

    def _chance(self) -> float:
        return int.from_bytes(self._random_bytes(JITTER_BYTES)) / LARGEST
