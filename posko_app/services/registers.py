"""Official lists at the post: handed in by a penyelia, looked up by everybody, deciding nothing."""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from datetime import date
from pathlib import Path

from posko_app.domain.civil import civil_date
from posko_app.domain.registers import (
    Found,
    LookUp,
    Outcome,
    Provenance,
    Register,
    RegisterRow,
    judge_rows,
    name_key,
    near_names,
    number_key,
)
from posko_app.errors import OperatorError
from posko_app.services.register_files import RegisterFile, read_register
from posko_app.services.session import Session, require_penyelia
from posko_app.services.storable import translated
from posko_app.store import registers as stored
from posko_app.store.connection import Connection
from posko_app.store.journal import Clock, NewEntry
from posko_app.store.register_check import REGISTER_IMPORTED
from posko_app.store.slot import OfficerKeys
from posko_app.store.store import Store
from posko_app.store.units import WriteUnit
from sync.protocol.canonical import JsonObject
from sync.protocol.entry import Kind
from sync.protocol.ids import RandomBytes, new_subject


class RegisterService:
    """Reads, replaces and searches the lists. A file is read on a thread of its own."""

    def __init__(
        self,
        store: Store,
        session: Session,
        *,
        clock: Clock,
        random_bytes: RandomBytes,
        executor: Executor,
    ) -> None:
        self._store = store
        self._session = session
        self._clock = clock
        self._random_bytes = random_bytes
        self._executor = executor

    def list(self) -> "Future[dict[Register, Provenance]]":
        """Give where each list at hand came from; one that is absent is not named."""
        return self._store.read(lambda unit: dict(stored.all_registers(unit.connection)))

    def read(self, register: Register, path: Path) -> "Future[RegisterFile]":
        """Read a file and say what is in it; nothing changes.

        Raises (through the future):
            OperatorError: `register.file_kind`, `register.columns_missing`, `register.no_rows`,
                `register.too_many_rows`, `import.*`.
        """
        return self._executor.submit(read_register, register, path)

    def replace(self, file: RegisterFile, *, as_of: date) -> "Future[Provenance]":
        """Put a list that was read into the place of the one before: all of it, or nothing.

        Args:
            file: from `read`.
            as_of: the day the list speaks of, as its office says; never in the future.

        Raises (through the future):
            OperatorError: `session.only_penyelia`, `register.as_of_future`.
        """
        officer = self._session.current
        now = self._clock()
        new = stored.NewRegister(
            register=file.register,
            file_name=file.file_name,
            sha256=file.sha256,
            as_of=as_of,
            imported_at=now,
            imported_by=officer.fingerprint,
            rows=file.rows,
        )
        entry = self._entry(file, as_of, officer)
        is_future = as_of > civil_date(now)

        def task(unit: WriteUnit) -> Provenance:
            require_penyelia(unit, officer)
            if is_future:
                raise OperatorError("register.as_of_future")
            stated = unit.append(entry)
            stored.replace_register(unit.connection, new, entry=stated.header.id)
            return stored.all_registers(unit.connection)[file.register]

        return self._store.write(translated(task))

    def look_up(
        self, register: Register, *, number: str = "", name: str = "", on: date | None = None
    ) -> "Future[LookUp]":
        """Say what a list holds about a number and a name. A person decides what it means.

        Args:
            register: which list.
            number: of a permit, however it is written; the only thing that can decide.
            name: of the company or office.
            on: civil day for validity; None is today.
        """
        day = civil_date(self._clock()) if on is None else on
        return self._store.read(
            lambda unit: _look_up(unit.connection, register, number=number, name=name, on=day)
        )

    def _entry(self, file: RegisterFile, as_of: date, officer: OfficerKeys) -> NewEntry:
        facts: JsonObject = {
            "action": REGISTER_IMPORTED,
            "register": file.register.value,
            "file_name": file.file_name,
            "sha256": file.sha256,
            "as_of": as_of.isoformat(),
            "rows": len(file.rows),
            "rows_hash": stored.stated_rows_hash(file.register, file.rows),
        }
        subject = new_subject(self._random_bytes)
        return NewEntry(Kind.ACCESS, subject, {"facts": facts}, signer=officer)


def _look_up(
    connection: Connection, register: Register, *, number: str, name: str, on: date
) -> LookUp:
    provenance = stored.all_registers(connection).get(register)
    if provenance is None:
        return LookUp(register, Outcome.ABSENT)

    def valued(rows: tuple[RegisterRow, ...]) -> tuple[Found, ...]:
        return tuple(Found(row, row.standing(on)) for row in rows)

    wanted, called = number_key(number), name_key(name)
    by_number = valued(stored.rows_by_number(connection, register, wanted)) if wanted else ()
    by_name = valued(stored.rows_by_name(connection, register, called)) if called else ()
    same = [one for one in by_number if name_key(one.row.name) == called]
    found = by_number or by_name
    near = _near(connection, register, called, valued) if called and not same else ()
    return LookUp(
        register=register,
        outcome=judge_rows(by_number, by_name),
        found=found,
        near=tuple(one for one in near if one not in found),
        name_differs=bool(called and by_number and not same),
        provenance=provenance,
    )


def _near(
    connection: Connection,
    register: Register,
    name: str,
    valued: Callable[[tuple[RegisterRow, ...]], tuple[Found, ...]],
) -> tuple[Found, ...]:
    keys = near_names(name, stored.name_keys(connection, register))
    return tuple(
        found for key in keys for found in valued(stored.rows_by_name(connection, register, key))
    )
