"""Letting the day's log leave: an entry first, then the file, whole or not at all.

No byte of the log reaches the disk before its entry is committed. A power cut in between leaves
an entry about a file that never came, never a file nobody answers for.
"""

import hashlib
from collections.abc import Callable, Collection
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from posko_app.domain.day import undecided_rows
from posko_app.domain.detection.ruleset import Ruleset
from posko_app.domain.tally import tally_totals
from posko_app.domain.text import clean_lines
from posko_app.errors import OperatorError
from posko_app.export.log import Day
from posko_app.export.place import reserve
from posko_app.i18n import Catalogue
from posko_app.services.export_content import Place, content_of, get_ready, wording_of
from posko_app.services.export_order import LOG_SUFFIXES, ExportFormat, Order, check_order
from posko_app.services.lease import Lease, no_lease
from posko_app.services.session import Session, require_penyelia
from posko_app.services.storable import translated
from posko_app.store.journal import Clock, NewEntry
from posko_app.store.passphrase import generate_words
from posko_app.store.store import Store
from posko_app.store.units import ReadUnit, WriteUnit
from sync.protocol.canonical import JsonObject
from sync.protocol.entry import Deployment, Kind
from sync.protocol.ids import RandomBytes, new_subject

__all__ = ["ExportFormat", "ExportService", "Exported"]

PASSWORD_WORDS = 5
TOKEN_BYTES = 6


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that stands. `password` is shown once and kept nowhere; None without one."""

    rows: int
    sha256: str
    password: str | None = field(repr=False)
    undecided: int = 0  # screenings nobody has decided about yet


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
        ruleset: Callable[[ReadUnit], Ruleset],
        lease: Lease = no_lease,
    ) -> None:
        """Take what exporting needs; `ruleset` gives the one in force, on the store thread."""
        self._lease = lease
        self._store = store
        self._session = session
        self._own_folders = frozenset(folder.resolve() for folder in own_folders)
        self._catalogue = catalogue
        self._clock = clock
        self._random_bytes = random_bytes
        self._executor = executor
        self._ruleset = ruleset

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
            format: CSV never has a password; XLSX and PDF have one unless `password` is False.
            out: the file; an older one there is replaced when the new one is whole.
            identifiable: with names and full NIKs; then XLSX or PDF with a password, and only
                by a penyelia.
            reason: why names must leave; required with them.
            password: False leaves an XLSX or PDF without names open.

        Raises (through the future):
            OperatorError: `export.names_need_xlsx`, `export.names_need_password`,
                `export.reason_missing`, `session.only_penyelia`, `export.folder_not_writable`,
                `export.store_file`, `lease.no_export`.
            MachineError: `export.disk_full`, `export.write_failed`.
        """
        order = Order(
            on=on,
            format=ExportFormat(format),
            out=out,
            identifiable=identifiable,
            reason=clean_lines(reason or "").strip(),
            locked=password and ExportFormat(format).is_lockable,
            officer=self._session.current,
        )
        get_ready(order.format)
        return self._executor.submit(self._export, order)

    def _export(self, order: Order) -> Exported:
        check_order(order)
        if order.identifiable and self._lease().expired:
            raise OperatorError("lease.no_export")
        self._check_place(order.out)
        with reserve(order.out, token=self._random_bytes(TOKEN_BYTES).hex()) as place:
            day, ruleset = self._store.read(lambda unit: self._read(unit, order)).result()
            words = generate_words(PASSWORD_WORDS, self._random_bytes) if order.locked else None
            content = self._content(order, day, ruleset=ruleset, password=words)
            digest = hashlib.sha256(content).hexdigest()
            self._state(order, {"rows": len(day.rows), "sha256": digest})
            place.publish(content)
        return Exported(len(day.rows), digest, words, len(undecided_rows(day.rows)))

    def _read(self, unit: ReadUnit, order: Order) -> tuple[Day, Ruleset]:
        if order.identifiable:
            require_penyelia(unit, order.officer)
        day = Day(unit.day_rows(order.on), tally_totals(unit.tallies(order.on)))
        return day, self._ruleset(unit)

    def _check_place(self, out: Path) -> None:
        """Refuse a name under which the store keeps something: the file there would be gone."""
        if out.suffix.lower() not in LOG_SUFFIXES and out.parent.resolve() in self._own_folders:
            raise OperatorError("export.store_file")

    def _content(self, order: Order, day: Day, *, ruleset: Ruleset, password: str | None) -> bytes:
        device, catalogue = self._store.device, self._catalogue
        training = device.deployment is Deployment.TRAINING
        return content_of(
            order,
            day,
            made_at=self._clock(),
            place=Place(catalogue.text(f"post.{device.post}"), training),
            wording=wording_of(order.format, catalogue, ruleset),
            password=password,
        )

    def _state(self, order: Order, about: JsonObject) -> None:
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
