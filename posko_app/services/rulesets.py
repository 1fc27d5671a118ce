"""Installing a ruleset that its publisher has signed, and trusting a publisher.

The packaged ruleset is trusted as part of the program. Any other comes as a file, from a
publisher whose key two penyelia have confirmed once. Trust, installation and the ruleset itself
are stated in one transaction: all of it, or nothing.

Basis: SRC-FORMAT, "Signed ruleset".
"""

from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path

from posko_app.domain.detection.ruleset import Ruleset
from posko_app.domain.records import RulesetOrigin, RulesetRecord
from posko_app.domain.screening import Answers
from posko_app.errors import OperatorError
from posko_app.services.detection import DetectionService
from posko_app.services.publishers import (
    Installation,
    require_second,
    state_installation,
    state_trust,
    trusted_publishers,
)
from posko_app.services.ruleset_changes import RulesetChanges, is_older, ruleset_changes
from posko_app.services.ruleset_effect import RulesetEffect, moves, newest_answers
from posko_app.services.ruleset_file import PublishedRuleset, read_published
from posko_app.services.session import OfficerKeys, Session, require_penyelia
from posko_app.store.store import Store
from posko_app.store.units import WriteUnit
from sync.protocol.ids import RandomBytes, new_subject


@dataclass(frozen=True, slots=True)
class RulesetProposal:
    """What a file holds and would change. Nothing has been installed."""

    ruleset: Ruleset
    publisher: str  # fingerprint, 64 hex
    is_trusted: bool
    is_active: bool
    is_older: bool
    changes: RulesetChanges
    effect: RulesetEffect


@dataclass(frozen=True, slots=True)
class _Order:
    """What is to be installed, by whom."""

    published: PublishedRuleset
    signer: OfficerKeys
    second: OfficerKeys | None
    subjects: tuple[str, str]  # of the two entries


class RulesetService:
    """The rulesets of this store. Reading a file takes a moment, so it happens on a thread."""

    def __init__(
        self,
        store: Store,
        session: Session,
        *,
        detection: DetectionService,
        executor: Executor,
        random_bytes: RandomBytes,
        practice: Callable[[], Iterable[Answers]],
    ) -> None:
        """Take the parts; `practice` gives the answers of the practice cases."""
        self._store = store
        self._session = session
        self._detection = detection
        self._executor = executor
        self._random_bytes = random_bytes
        self._practice = practice

    @property
    def active(self) -> Ruleset:
        """The ruleset in use; the first look may wait for the store."""
        return self._detection.ruleset

    def list(self) -> "Future[tuple[RulesetRecord, ...]]":
        """Give every ruleset the store holds, the first that came here first."""
        return self._store.read(lambda unit: unit.rulesets())

    def propose(self, path: Path) -> "Future[RulesetProposal]":
        """Read a file and say what installing it would mean.

        Raises (through the future):
            OperatorError: as `ruleset_file.read_published`.
        """
        return self._executor.submit(self._propose, path)

    def install(
        self, path: Path, *, second: OfficerKeys | None = None, expected: str | None = None
    ) -> "Future[RulesetRecord]":
        """Install a file's ruleset and use it from now on.

        Args:
            path: the publisher's file.
            second: another penyelia who has unlocked here and confirms the publisher; needed
                only while the publisher is not trusted.
            expected: hash of the proposal that was confirmed; a file that has another meanwhile
                is refused.

        Raises (through the future):
            OperatorError: as `ruleset_file.read_published`; `session.only_penyelia`,
                `ruleset.file_changed`, `ruleset.already_active`,
                `ruleset.publisher_untrusted`, `ruleset.second_same`,
                `ruleset.second_not_penyelia`.
        """
        return self._executor.submit(self._install, path, self._session.current, second, expected)

    def _propose(self, path: Path) -> RulesetProposal:
        published = read_published(path)
        active, trusted = self._store.read(
            lambda unit: (self._detection.active_in(unit), trusted_publishers(unit)),
            background=True,
        ).result()
        effect = RulesetEffect(
            moves(newest_answers(self._store), before=active, after=published.ruleset),
            moves(self._practice(), before=active, after=published.ruleset),
        )
        return RulesetProposal(
            ruleset=published.ruleset,
            publisher=published.fingerprint,
            is_trusted=published.fingerprint in trusted,
            is_active=published.ruleset.hash == active.hash,
            is_older=is_older(published.ruleset, active),
            changes=ruleset_changes(active, published.ruleset),
            effect=effect,
        )

    def _install(
        self, path: Path, signer: OfficerKeys, second: OfficerKeys | None, expected: str | None
    ) -> RulesetRecord:
        published = read_published(path)
        if expected not in {None, published.ruleset.hash}:
            raise OperatorError("ruleset.file_changed")
        subjects = (new_subject(self._random_bytes), new_subject(self._random_bytes))
        order = _Order(published, signer, second, subjects)
        record = self._store.write(lambda unit: self._state(unit, order)).result()
        self._detection.activate(published.ruleset)
        return record

    def _state(self, unit: WriteUnit, order: _Order) -> RulesetRecord:
        require_penyelia(unit, order.signer)
        ruleset = order.published.ruleset
        if ruleset.hash == self._detection.active_in(unit).hash:
            raise OperatorError("ruleset.already_active")
        if order.published.fingerprint not in trusted_publishers(unit):
            _trust(unit, order)
        record = unit.put_ruleset(ruleset.files, RulesetOrigin.INSTALLED)
        published = order.published
        installation = Installation(
            ruleset.hash, ruleset.version, published.fingerprint, published.signature.hex()
        )
        state_installation(unit, installation, subject=order.subjects[1], signer=order.signer)
        return record


def _trust(unit: WriteUnit, order: _Order) -> None:
    if order.second is None:
        raise OperatorError("ruleset.publisher_untrusted")
    require_second(unit, order.signer, order.second)
    officers = (order.signer, order.second)
    state_trust(unit, order.published.publisher, subject=order.subjects[0], officers=officers)
