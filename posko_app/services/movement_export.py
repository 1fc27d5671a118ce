"""Letting the monthly list leave: an entry first, then the file, whole or not at all."""

import hashlib
from collections.abc import Collection
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from posko_app.domain.civil import civil_date
from posko_app.domain.movement import is_month
from posko_app.domain.outflow import outflow
from posko_app.domain.outflow_masking import MonthlyList, monthly_list
from posko_app.errors import Defect, OperatorError
from posko_app.export.csv_file import csv_bytes
from posko_app.export.outflow import OutflowStamp, outflow_sheet
from posko_app.export.place import reserve
from posko_app.export.xlsx_file import xlsx_bytes
from posko_app.i18n import Catalogue
from posko_app.services.session import Session
from posko_app.services.storable import translated
from posko_app.store import movements as stored
from posko_app.store.journal import Clock, NewEntry
from posko_app.store.slot import OfficerKeys
from posko_app.store.store import Store
from posko_app.store.units import WriteUnit
from sync.protocol.canonical import JsonObject
from sync.protocol.entry import Deployment, Kind
from sync.protocol.ids import RandomBytes, new_subject

TOKEN_BYTES = 6


class ListFormat(StrEnum):
    """What the monthly list can leave as; it holds counts only, so neither is locked."""

    XLSX = "xlsx"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class ListExported:
    """A file that stands."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class _Order:
    month: str
    format: ListFormat
    out: Path
    officer: OfficerKeys


class MovementExport:
    """Exports the list of a month, on a thread of its own."""

    def __init__(  # noqa: PLR0913 - every source of words, time, chance and place comes in
        self,
        store: Store,
        session: Session,
        *,
        catalogue: Catalogue,
        clock: Clock,
        random_bytes: RandomBytes,
        executor: Executor,
        own_folders: Collection[Path],
    ) -> None:
        self._store = store
        self._session = session
        self._catalogue = catalogue
        self._clock = clock
        self._random_bytes = random_bytes
        self._executor = executor
        self._own_folders = frozenset(folder.resolve() for folder in own_folders)

    def export_list(
        self,
        month: str,
        *,
        format: ListFormat,  # noqa: A002 - the word of the window
        out: Path,
    ) -> "Future[ListExported]":
        """Write a month's list to a file and state that it was done.

        Args:
            month: YYYY-MM; one that is not over is marked so in the file.
            format: CSV for programs, XLSX for people.
            out: the file; an older one there is replaced when the new one is whole.

        Raises (through the future):
            OperatorError: `export.folder_not_writable`, `export.store_file`.
            MachineError: `export.disk_full`, `export.write_failed`.
        """
        if not is_month(month):
            raise Defect("outflow.no_month")
        order = _Order(month, ListFormat(format), out, self._session.current)
        return self._executor.submit(self._export, order)

    def _export(self, order: _Order) -> ListExported:
        named = order.out.suffix.lower() in {f".{form}" for form in ListFormat}
        if not named and order.out.parent.resolve() in self._own_folders:
            raise OperatorError("export.store_file")
        with reserve(order.out, token=self._random_bytes(TOKEN_BYTES).hex()) as place:
            moves = self._store.read(
                lambda unit: stored.moves_of(unit.connection, order.month)
            ).result()
            listed = monthly_list(outflow(moves))
            content = self._content(order, listed)
            digest = hashlib.sha256(content).hexdigest()
            self._state(order, rows=len(listed.rows), digest=digest)
            place.publish(content)
        return ListExported(len(listed.rows), digest)

    def _content(self, order: _Order, listed: MonthlyList) -> bytes:
        device, made_at = self._store.device, self._clock()
        stamp = OutflowStamp(
            month=order.month,
            today=civil_date(made_at),
            post=self._catalogue.text(f"post.{device.post}"),
            is_training=device.deployment is Deployment.TRAINING,
            officer=order.officer.name,
            made_at=made_at,
        )
        sheet = outflow_sheet(listed, stamp, catalogue=self._catalogue)
        if order.format is ListFormat.CSV:
            return csv_bytes(sheet)
        return xlsx_bytes(sheet, made_at=made_at, password=None)

    def _state(self, order: _Order, *, rows: int, digest: str) -> None:
        facts: JsonObject = {
            "about": "outflow",
            "month": order.month,
            "format": order.format.value,
            "rows": rows,
            "sha256": digest,
            "identifiable": False,
            "locked": False,
        }
        subject = new_subject(self._random_bytes)
        new = NewEntry(Kind.EXPORT, subject, {"facts": facts}, signer=order.officer)

        def task(unit: WriteUnit) -> None:
            unit.append(new)

        self._store.write(translated(task)).result()
