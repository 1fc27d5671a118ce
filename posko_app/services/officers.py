"""The people of this post: signing on, adding a colleague, changing one's passphrase.

Opening or closing a slot takes about a second of computing, so it has a thread of its own and
never holds the store's. The key file is written before the journal states anything: a power cut
in between leaves a slot whose holder is nobody yet, and the next start takes it away.
"""

import logging
from collections.abc import Sequence
from concurrent.futures import Executor, Future
from pathlib import Path

from posko_app.domain.records import OfficerRecord
from posko_app.errors import MachineError, OperatorError
from posko_app.services.introductions import state_failed_unlocks, state_officer
from posko_app.services.session import Session, record_of, require_penyelia
from posko_app.store.journal import Clock
from posko_app.store.kdf import KdfPolicy
from posko_app.store.keyfile import KeyFile
from posko_app.store.keyfile_disk import check_revision, write_key_file
from posko_app.store.opening import KEY_FILE_REVISION
from posko_app.store.passphrase import PassphraseContext, check_passphrase
from posko_app.store.store import Store
from posko_app.store.units import ReadUnit, WriteUnit
from posko_app.store.unlock import (
    NewOfficer,
    Unlocked,
    add_officer,
    change_passphrase,
    counted_try,
    drop_slot,
    refreshed,
    unlock,
)
from posko_app.training import published_passphrases
from sync.protocol.entry import Deployment
from sync.protocol.ids import RandomBytes
from sync.protocol.people import Role

__all__ = ["OfficersService", "Role", "require_good"]  # the window names roles through here

log = logging.getLogger(__name__)

STATED_MISSES = 5  # in a row


class OfficersService:
    """What can be done about officers, short of removing them."""

    def __init__(  # noqa: PLR0913 - every source of time, chance and place comes in
        self,
        store: Store,
        session: Session,
        *,
        directory: Path,
        policy: KdfPolicy,
        clock: Clock,
        random_bytes: RandomBytes,
        executor: Executor,
    ) -> None:
        self._store = store
        self._session = session
        self._directory = directory
        self._policy = policy
        self._clock = clock
        self._random_bytes = random_bytes
        self._executor = executor

    def list(self) -> "Future[tuple[OfficerRecord, ...]]":
        """Give every officer's key that was ever introduced, by name."""
        return self._store.read(lambda unit: unit.officers())

    def unlock(self, officer: str, *, passphrase: str) -> "Future[Unlocked]":
        """Open a colleague's slot (person id or name), for `Session.sign_on`.

        Raises (through the future):
            OperatorError: as `store.unlock`, and `session.not_introduced`, `session.revoked`.
        """
        return self._executor.submit(self._unlock, officer, passphrase)

    def add(
        self, name: str, *, passphrase: str, role: Role = Role.PETUGAS
    ) -> "Future[OfficerRecord]":
        """Give a colleague a slot and state that he may sign here.

        Raises (through the future):
            OperatorError: `session.only_penyelia`, `vault.name_taken`, `vault.name_empty`,
                `vault.passphrase_*`.
        """
        adder = self._session.unlocked
        return self._executor.submit(self._add, adder, NewOfficer(name, role, passphrase))

    def change_passphrase(self, person: str, *, old: str, new: str) -> "Future[None]":
        """Close an officer's own slot with another passphrase; he is signed on.

        Raises (through the future):
            OperatorError: `vault.wrong_passphrase`, `vault.wait`, `vault.passphrase_*`.
            MachineError: `vault.key_file_old`.
        """
        unlocked = self._session.of(person)
        return self._executor.submit(self._change, unlocked, old, new)

    def drop_unstated(self) -> "Future[int]":
        """Take away slots whose officers were never stated, and give how many they were.

        Raises (through the future):
            OperatorError, MachineError: as `record_of`; whoever opens the store must be somebody.
        """
        return self._executor.submit(self._drop_unstated, self._session.unlocked)

    def state_misses(self, unlocked: Unlocked) -> None:
        """State in the journal that somebody's passphrase was tried in vain, many times in a row.

        Fewer are a tired hand. Waits for the store: not for a window's thread.
        """
        if unlocked.misses >= STATED_MISSES:
            person, count = unlocked.officer.person, unlocked.misses
            self._store.write(lambda unit: state_failed_unlocks(unit, person, count)).result()

    def _unlock(self, officer: str, passphrase: str) -> Unlocked:
        found = unlock(
            self._directory,
            officer=officer,
            passphrase=passphrase,
            policy=self._policy,
            now=self._clock(),
        )
        self._store.read(lambda unit: record_of(unit, found.officer)).result()
        self._require_newest(found.key_file)
        self.state_misses(found)
        return found

    def _add(self, adder: Unlocked, new: NewOfficer) -> OfficerRecord:
        self._store.read(lambda unit: require_penyelia(unit, adder.officer)).result()
        names = (adder.officer.name, new.name)
        self._require_good(new.passphrase, names)
        self._drop_unstated(adder)  # a full disk may have cut off the last try after its slot
        key_file, newcomer = add_officer(
            self._current(adder),
            new,
            policy=self._policy,
            random_bytes=self._random_bytes,
        )
        write_key_file(self._directory, key_file)

        def state(unit: WriteUnit) -> OfficerRecord:
            _note_revision(unit, key_file)
            return state_officer(unit, newcomer, adder=adder.officer)

        return self._store.write(state).result()

    def _change(self, unlocked: Unlocked, old: str, new: str) -> None:
        self._require_good(new, (unlocked.officer.name,))
        current = self._current(unlocked)
        # whoever stands at an open desk may not guess here what the lock page makes slow
        with counted_try(self._directory, unlocked.officer.person, now=self._clock()):
            key_file = change_passphrase(
                current, old=old, new=new, policy=self._policy, random_bytes=self._random_bytes
            )
        self._replace(key_file)

    def _drop_unstated(self, unlocked: Unlocked) -> int:
        def people(unit: ReadUnit) -> set[str]:
            record_of(unit, unlocked.officer)
            return {record.person for record in unit.officers() if record.here}

        known = self._store.read(people).result()
        current = self._current(unlocked)
        unstated = [slot.person for slot in current.key_file.slots if slot.person not in known]
        for person in unstated:
            self._replace(drop_slot(self._current(unlocked), person))
        return len(unstated)

    def _current(self, unlocked: Unlocked) -> Unlocked:
        """Give him with the key file as it stands on disk, if nobody put an older one there."""
        current = refreshed(self._directory, unlocked)
        self._require_newest(current.key_file)
        return current

    def _require_newest(self, key_file: KeyFile) -> None:
        noted = self._store.read(lambda unit: unit.meta(KEY_FILE_REVISION)).result()
        check_revision(key_file, remembered=int(noted or 0))

    def _require_good(self, passphrase: str, names: Sequence[str]) -> None:
        require_good(passphrase, names=names, deployment=self._store.device.deployment)

    def _replace(self, key_file: KeyFile) -> None:
        """Put a key file in force; the note of its revision is made again at the next start."""
        write_key_file(self._directory, key_file)
        try:
            self._store.write(lambda unit: _note_revision(unit, key_file)).result()
        except MachineError:
            log.warning("officers.revision_not_noted")


def require_good(passphrase: str, *, names: Sequence[str], deployment: Deployment) -> None:
    """Let pass only a passphrase that is not easily guessed, nor published for training.

    Raises:
        OperatorError: `vault.passphrase_*`, the first thing wrong with it.
    """
    published = () if deployment is Deployment.TRAINING else published_passphrases()
    context = PassphraseContext(names=tuple(names), published=published)
    wrong = check_passphrase(passphrase, context=context)
    if wrong:
        raise OperatorError(wrong[0])


def _note_revision(unit: WriteUnit, key_file: KeyFile) -> None:
    unit.set_meta(KEY_FILE_REVISION, str(key_file.revision))
