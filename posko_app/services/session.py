"""Who is signed on at this desk, and whose turn it is: every entry is signed by that one."""

from posko_app.domain.records import OfficerRecord, OfficerState
from posko_app.errors import Defect, MachineError, OperatorError
from posko_app.store.pin import Veil
from posko_app.store.slot import OfficerKeys
from posko_app.store.units import ReadUnit
from posko_app.store.unlock import Unlocked
from sync.protocol.people import Role

__all__ = ["OfficerKeys", "Session", "Unlocked", "record_of", "require_penyelia"]


class Session:
    """The officers who unlocked in this process. Used on one thread, the caller's."""

    def __init__(self, first: Unlocked, *, veil: Veil) -> None:
        self._veil = veil
        self._signed_on: dict[str, Unlocked] = {first.officer.person: first}
        self._current = first.officer.person

    @property
    def current(self) -> OfficerKeys:
        """The officer whose turn it is."""
        return self._signed_on[self._current].officer

    @property
    def unlocked(self) -> Unlocked:
        """What the officer whose turn it is unlocked with."""
        return self._signed_on[self._current]

    @property
    def signed_on(self) -> tuple[OfficerKeys, ...]:
        """Everybody signed on, in the order they came."""
        return tuple(found.officer for found in self._signed_on.values())

    def of(self, person: str) -> Unlocked:
        """Give what somebody signed on unlocked with (Defect when he is not)."""
        found = self._signed_on.get(person)
        if found is None:
            raise Defect("session.not_signed_on")
        return found

    @property
    def has_pins(self) -> bool:
        """Whether anybody signed on has a PIN; without one only the lock helps."""
        return self._veil.has_pins

    @property
    def tries_left(self) -> int:
        """How many wrong PINs are left before the process must lock."""
        return self._veil.tries_left

    def set_pin(self, pin: str) -> None:
        """Choose the PIN of the officer whose turn it is.

        Raises:
            OperatorError: `vault.pin_form`, `vault.pin_unusable`.
        """
        self._veil.set_pin(self._current, pin)

    def sign_on(self, unlocked: Unlocked, *, pin: str) -> OfficerKeys:
        """Add an officer who has just unlocked; it is his turn now.

        Raises:
            OperatorError: `vault.pin_form`, `vault.pin_unusable`; nothing changed then.
        """
        person = unlocked.officer.person
        self._veil.set_pin(person, pin)
        self._signed_on[person] = unlocked
        self._current = person
        return self.current

    def switch(self, pin: str) -> OfficerKeys | None:
        """Give the turn to the officer whose PIN this is, or None after a miss.

        Raises:
            VeilBroken: the fifth miss in a row; the caller ends the process.
        """
        person = self._veil.open(pin)
        if person is None:
            return None
        self._current = person
        return self.current

    def witness(self, pin: str) -> OfficerKeys | None:
        """Give the officer whose PIN this is without giving him the turn, or None after a miss.

        For what two people confirm: keys in memory are not yet a person at the desk.

        Raises:
            VeilBroken: the fifth miss in a row; the caller ends the process.
        """
        person = self._veil.open(pin)
        return None if person is None else self._signed_on[person].officer

    def sign_off(self, person: str) -> None:
        """Forget an officer's keys and PIN; the next one in the row takes over his turn.

        Raises:
            Defect: he is not signed on, or he is the last one (that is a lock).
        """
        if self._signed_on.keys() <= {person} or person not in self._signed_on:
            raise Defect("session.not_signed_on")
        del self._signed_on[person]
        self._veil.drop(person)
        if self._current == person:
            self._current = next(iter(self._signed_on))


def record_of(unit: ReadUnit, officer: OfficerKeys) -> OfficerRecord:
    """Give what the journal says about the key an officer signs with.

    Raises:
        OperatorError: `session.not_introduced`; nothing he signs would be valid.
            `session.revoked`; the centre sets aside what he signs, and somebody else can sign on.
        MachineError: `vault.key_file_changed`; his slot calls him somebody else. Whoever knows
            the store key can write such a slot, so only the journal says who he is.
    """
    for record in unit.officers():
        is_his = record.here and record.fingerprint == officer.fingerprint
        if is_his and record.state is OfficerState.ACTIVE:
            _require_same(record, officer)
            _require_not_revoked(unit, record)
            return record
    raise OperatorError("session.not_introduced")


def _require_same(record: OfficerRecord, officer: OfficerKeys) -> None:
    named = record.name in (None, officer.name)  # None: lawfully erased
    if not named or (record.person, record.role) != (officer.person, officer.role):
        raise MachineError("vault.key_file_changed")


def _require_not_revoked(unit: ReadUnit, record: OfficerRecord) -> None:
    """Shut out whom the centre revoked, unless nobody else could open the store then.

    What was saved here and not sent yet would be out of reach for ever.
    """
    revoked = unit.revoked_officers()
    if record.fingerprint in revoked and any(
        other.here
        and other.state is OfficerState.ACTIVE
        and other.person != record.person
        and other.fingerprint not in revoked
        for other in unit.officers()
    ):
        raise OperatorError("session.revoked")


def require_penyelia(unit: ReadUnit, officer: OfficerKeys) -> None:
    """Let pass only whom the journal calls a penyelia.

    Raises:
        OperatorError: `session.only_penyelia`, `session.not_introduced`, `session.revoked`.
        MachineError: `vault.key_file_changed`.
    """
    if record_of(unit, officer).role != Role.PENYELIA:
        raise OperatorError("session.only_penyelia")
