"""Letting the day's log leave: an entry first, then the file, whole or not at all.

No byte of the log reaches the disk before its entry is committed. A power cut in between leaves
an entry about a file that never came, never a file nobody answers for.
"""

import hashlib
from collections.abc import Collection
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from posko_app.domain.day import DayRow
from posko_app.domain.text import clean_lines
from posko_app.errors import OperatorError
from posko_app.export.csv_file import csv_bytes
from posko_app.export.log import Stamp, Wording, day_sheet
from posko_app.export.place import reserve
from posko_app.export.xlsx_file import xlsx_bytes
from posko_app.i18n import Catalogue
from posko_app.services.session import Session, require_penyelia
from posko_app.services.storable import translated
from posko_app.store.journal import Clock, NewEntry
from posko_app.store.passphrase import generate_words
from posko_app.store.slot import OfficerKeys
from posko_app.store.store import Store
from posko_app.store.units import ReadUnit, WriteUnit
from sync.protocol.canonical import JsonObject
from sync.protocol.entry import Deployment, Kind
from sync.protocol.ids import RandomBytes, new_subject

PASSWORD_WORDS = 5
TOKEN_BYTES = 6
LOG_SUFFIXES = frozenset({".csv", ".xlsx"})


class ExportFormat(StrEnum):
    """What the log can leave as."""

    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that stands. `password` is shown once and kept nowhere; None without one."""

    rows: int
    sha256: str
    password: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Order:
    """What was asked for, by whom."""

    on: date
    format: ExportFormat
    out: Path
    identifiable: bool
    reason: str = field(repr=False)
    locked: bool
    officer: OfficerKeys


class ExportService:
    """Exports the log of a day. Building a file takes time, so it has a thread of its own."""

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
        self._own_folders = frozenset(folder.resolve() for folder in own_folders)
        self._catalogue = catalogue
        self._clock = clock
        self._random_bytes = random_bytes
        self._executor = executor

    def export_log(
        self,
        on: date,
        *,
        format: ExportFormat,  # noqa: A002 - the word of the command line and the window
        out: Path,
        identifiable: bool = False,
        reason: str | None = None,
        password: bool = True,
    ) -> "Future[Exported]":
        """Write the log of a civil day to a file and state that it was done.

        Args:
            on: civil date at the post.
            format: CSV never has a password; XLSX has one unless `password` is False.
            out: the file; an older one there is replaced when the new one is whole.
            identifiable: with names and full NIKs; then XLSX with a password, penyelia only.
            reason: why names must leave; required with them.
            password: False leaves an XLSX without names open.

        Raises (through the future):
            OperatorError: `export.names_need_xlsx`, `export.names_need_password`,
                `export.reason_missing`, `session.only_penyelia`, `export.folder_not_writable`,
                `export.store_file`.
            MachineError: `export.disk_full`, `export.write_failed`.
        """
        order = _Order(
            on=on,
            format=ExportFormat(format),
            out=out,
            identifiable=identifiable,
            reason=clean_lines(reason or "").strip(),
            locked=password and format == ExportFormat.XLSX,
            officer=self._session.current,
        )
        return self._executor.submit(self._export, order)

    def _export(self, order: _Order) -> Exported:
        _check(order, wants_password=order.locked)
        self._check_place(order.out)
        with reserve(order.out, token=self._random_bytes(TOKEN_BYTES).hex()) as place:
            rows = self._store.read(lambda unit: _rows(unit, order)).result()
            words = generate_words(PASSWORD_WORDS, self._random_bytes) if order.locked else None
            content = self._content(order, rows, words)
            digest = hashlib.sha256(content).hexdigest()
            self._state(order, {"rows": len(rows), "sha256": digest})
            place.publish(content)
        return Exported(len(rows), digest, words)

    def _check_place(self, out: Path) -> None:
        """Refuse a name under which the store keeps something: the file there would be gone."""
        if out.suffix.lower() not in LOG_SUFFIXES and out.parent.resolve() in self._own_folders:
            raise OperatorError("export.store_file")

    def _content(self, order: _Order, rows: tuple[DayRow, ...], password: str | None) -> bytes:
        device = self._store.device
        made_at = self._clock()
        stamp = Stamp(
            on=order.on,
            post=self._catalogue.text(f"post.{device.post}"),
            is_training=device.deployment is Deployment.TRAINING,
            officer=order.officer.name,
            made_at=made_at,
            reason=order.reason,
        )
        if order.format is ExportFormat.CSV:
            wording = Wording(self._catalogue)
            return csv_bytes(day_sheet(rows, stamp, wording=wording, named=False))
        wording = Wording(self._catalogue, self._decision_words)
        sheet = day_sheet(rows, stamp, wording=wording, named=order.identifiable)
        return xlsx_bytes(sheet, made_at=made_at, password=password)

    def _decision_words(self, code: str) -> str:
        key = f"code.decision.{code}"
        return self._catalogue.text(key) if self._catalogue.has(key) else code

    def _state(self, order: _Order, about: JsonObject) -> None:
        facts: JsonObject = {
            **about,
            "on": order.on.isoformat(),
            "format": order.format.value,
            "identifiable": order.identifiable,
            "locked": order.locked,
        }
        notes: JsonObject = {"reason": order.reason} if order.reason else {}
        subject = new_subject(self._random_bytes)
        parts = {"facts": facts, "notes": notes}
        new = NewEntry(Kind.EXPORT, subject, parts, signer=order.officer)

        def task(unit: WriteUnit) -> None:
            unit.append(new)

        self._store.write(translated(task)).result()


def _check(order: _Order, *, wants_password: bool) -> None:
    if not order.identifiable:
        return
    if order.format is not ExportFormat.XLSX:
        raise OperatorError("export.names_need_xlsx")
    if not wants_password:
        raise OperatorError("export.names_need_password")
    if not order.reason:
        raise OperatorError("export.reason_missing")


def _rows(unit: ReadUnit, order: _Order) -> tuple[DayRow, ...]:
    if order.identifiable:
        require_penyelia(unit, order.officer)
    return unit.day_rows(order.on)
