"""The veil's PIN: six digits, in memory only, five misses and the veil is broken.

It guards the screen of a process that is unlocked anyway, so it is hashed for tidiness, not for
strength: what protects the keys after a lock is the passphrase.
"""

import hashlib
import hmac

from posko_app.errors import OperatorError
from sync.protocol.ids import RandomBytes

DIGITS = 6
MISSES_ALLOWED = 4  # the fifth breaks the veil
SALT_BYTES = 32
RUN = "01234567890"
TRIVIAL = frozenset({"112233", "121212", "123123", "123321", "696969", "147258", "159753"})


class VeilBroken(OperatorError):
    """The fifth wrong PIN in a row: the caller ends the process that holds keys."""

    def __init__(self) -> None:
        super().__init__("vault.veil_broken")


class Veil:
    """The PINs of the officers signed on in this process; a PIN picks its officer."""

    def __init__(self, random_bytes: RandomBytes) -> None:
        self._salt = random_bytes(SALT_BYTES)
        self._hashes: dict[str, bytes] = {}
        self._misses = 0

    def set_pin(self, person: str, pin: str) -> None:
        """Choose the PIN of somebody who has just unlocked.

        Raises:
            OperatorError: `vault.pin_form`; `vault.pin_unusable` for a simple one and, with the
                same words, for one that somebody else signed on has: telling would give it away.
        """
        if not is_six_digits(pin):
            raise OperatorError("vault.pin_form")
        found = self._person_of(pin)
        if is_trivial(pin) or found not in (None, person):
            raise OperatorError("vault.pin_unusable")
        self._hashes[person] = self._hash(pin)

    def drop(self, person: str) -> None:
        """Forget the PIN of somebody who signs off."""
        self._hashes.pop(person, None)

    def open(self, pin: str) -> str | None:
        """Give the person whose PIN this is, or None after a miss.

        Raises:
            VeilBroken: the fifth miss in a row, and every try after it.
        """
        found = self._person_of(pin)
        if self._misses > MISSES_ALLOWED:
            raise VeilBroken
        if found is not None:
            self._misses = 0
            return found
        self._misses += 1
        if self._misses > MISSES_ALLOWED:
            raise VeilBroken
        return None

    @property
    def has_pins(self) -> bool:
        """Whether there is any PIN that could lift it."""
        return bool(self._hashes)

    @property
    def tries_left(self) -> int:
        """How many wrong PINs are left before the veil breaks."""
        return MISSES_ALLOWED + 1 - self._misses

    def _person_of(self, pin: str) -> str | None:
        """Compare with every officer's PIN, taking the same time whoever it is."""
        wanted = self._hash(pin)
        found: str | None = None
        for person, kept in self._hashes.items():
            if hmac.compare_digest(wanted, kept):
                found = person
        return found

    def _hash(self, pin: str) -> bytes:
        return hmac.digest(self._salt, pin.encode("utf-8", "surrogatepass"), hashlib.sha256)


def is_six_digits(pin: str) -> bool:
    """Say whether a PIN is six digits as on the keyboard."""
    return len(pin) == DIGITS and pin.isascii() and pin.isdigit()


def is_trivial(pin: str) -> bool:
    """Say whether six digits are what an onlooker would try first."""
    repeated = pin in (pin[0] * 6, pin[:2] * 3, pin[:3] * 2)
    return repeated or pin in RUN or pin[::-1] in RUN or pin in TRIVIAL
