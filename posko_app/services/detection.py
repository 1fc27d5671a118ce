"""Which ruleset is in use at this desk, and what other records say about a person.

The active ruleset is the last one installed, else the one packaged with the program. Reading it
takes a moment, so it happens on the store thread after opening, never while a lock page starts.
"""

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING

from posko_app.domain.civil import format_instant
from posko_app.domain.detection.ruleset import Ruleset
from posko_app.domain.entries import derive
from posko_app.domain.records import RulesetOrigin
from posko_app.domain.screening import Answers, Value, tidy
from posko_app.errors import Defect, OperatorError
from posko_app.services.judged import prior_answers, readable_ruleset, without_stated
from posko_app.services.lease import Lease, no_lease
from posko_app.services.leased import finished
from posko_app.services.publishers import installed_rulesets
from posko_app.store.journal import Clock
from posko_app.store.store import Store
from posko_app.store.units import ReadUnit, WriteUnit

if TYPE_CHECKING:
    from posko_app.domain.detection.rules import Judge

Files = Callable[[], Mapping[str, str]]
Changed = Callable[[Ruleset], None]

log = logging.getLogger(__name__)


class DetectionService:
    """Gives the active ruleset, judges with it, and looks up prior facts. From any thread."""

    def __init__(
        self, store: Store, *, packaged: Files, clock: Clock, lease: Lease = no_lease
    ) -> None:
        """Take the store; `packaged` reads the files of the ruleset that came with the program."""
        self._store = store
        self._lease = lease
        self._packaged = packaged
        self._clock = clock
        self._active: Ruleset | None = None
        self._listeners: list[Changed] = []

    @property
    def ruleset(self) -> Ruleset:
        """The active ruleset. The first look may wait for the store.

        Raises:
            Defect: `detection.no_ruleset`.
        """
        return self._active or self._store.read(self.active_in).result()

    def judge(self) -> "Judge":
        """Give a new judge with the active ruleset, for the thread that calls."""
        # slow import: the expression evaluator, which the lock page never needs
        from posko_app.domain.detection.rules import Judge

        return Judge(self.ruleset)

    def prior(
        self, answers: Answers, *, subject: str | None = None
    ) -> "Future[Mapping[str, Value]]":
        """Look up what other records say: the `prior.*` and `watch_*` facts of a draft.

        An expired lease hides them; what is saved states them all the same.

        Args:
            answers: as typed; what cannot be read is passed over, the time is now if not given.
            subject: the screening they belong to once it is saved; it never counts itself.
        """
        if self._lease().expired:
            return finished({})
        now: dict[str, Value] = {"occurred_at": format_instant(self._clock())}
        typed = derive(now | tidy(without_stated(answers))[0])

        def task(unit: ReadUnit) -> Mapping[str, Value]:
            return prior_answers(unit, typed, ruleset=self.active_in(unit), subject=subject)

        return self._store.read(task)

    def on_change(self, changed: Changed) -> Callable[[], None]:
        """Have a function called, on some thread, when another ruleset is in use; give its end."""
        self._listeners.append(changed)
        return partial(self._listeners.remove, changed)

    def begin(self) -> None:
        """Keep the packaged ruleset in the store and load the active one.

        Reading one takes a moment. It is read on the calling thread, which is no window's, so
        that the store's finds it read; then the first save of the day pays for nothing.
        """
        # slow import, as above
        from posko_app.domain.detection.ruleset_read import RulesetFaults, read_ruleset

        try:
            read_ruleset(self._packaged())
        except (OperatorError, RulesetFaults):
            log.warning("detection.no_ruleset")
        self._store.write(self.stored_in).result()
        self._store.read(lambda unit: unit.judge({}, self.active_in(unit).hash)).result()

    def active_in(self, unit: ReadUnit) -> Ruleset:
        """Give the active ruleset; on the store thread.

        Raises:
            Defect: `detection.no_ruleset`, this installation of the program is damaged.
        """
        if self._active is None:
            self._active = self._installed(unit) or self._from_program(unit)
        return self._active

    def stored_in(self, unit: WriteUnit) -> Ruleset | None:
        """Give the active ruleset, and see to it that the store holds it by its hash.

        What is judged with a ruleset must be judged with it again in years. None when there is
        none that can be read: a save goes on without a level, and whoever asks for the ruleset
        itself is told.
        """
        try:
            active = self.active_in(unit)
        except Defect:
            log.warning("detection.no_ruleset")
            return None
        if all(record.hash != active.hash for record in unit.rulesets()):
            unit.put_ruleset(active.files, RulesetOrigin.PACKAGED)
        return active

    def activate(self, ruleset: Ruleset) -> None:
        """Use another ruleset from now on, and tell whoever asked to be told."""
        self._active = ruleset
        log.info("detection.ruleset_changed")
        for changed in tuple(self._listeners):
            changed(ruleset)

    def _installed(self, unit: ReadUnit) -> Ruleset | None:
        found = (readable_ruleset(unit, hash_) for hash_ in installed_rulesets(unit))
        return next((ruleset for ruleset in found if ruleset is not None), None)

    def _from_program(self, unit: ReadUnit) -> Ruleset:
        # slow import, as above
        from posko_app.domain.detection.ruleset_read import (
            RulesetFaults,
            read_ruleset,
            ruleset_hash,
        )

        try:
            files = self._packaged()
            return readable_ruleset(unit, ruleset_hash(files)) or read_ruleset(files)
        except (OperatorError, RulesetFaults) as error:
            raise Defect("detection.no_ruleset") from error
