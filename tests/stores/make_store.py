"""Makes the store that a release leaves behind for later ones to open.

`python -m tests.stores.make_store 0.1.0`, once, when a release is cut; a folder is never remade.
Everybody in it is invented and its key costs nothing: it opens only under the test policy.
"""

import json
import os
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

from posko_app.store.keyfile_disk import write_key_file
from posko_app.store.store import Store
from posko_app.store.units import WriteUnit
from tests.support.stores import (
    PASSPHRASE,
    Desk,
    correction,
    erasure,
    found_desk,
    save,
    screening,
)

HERE = Path(__file__).parent
ROW = "SELECT subject, name, nik, decision, corrections, conflict, voided, receipt FROM screenings"
ANSWERS = (
    {"traveller.name": "CONTOH SATU", "decision": "boleh", "paper_no": "1"},
    {
        "traveller.name": "CONTOH DUA",
        "traveller.nik": "9902011203990001",
        "officer_ticks.coe_speaks_for": True,
        "recruiter.name": "CONTOH PERANTARA",
        "notes": "catatan contoh",
    },
    {"traveller.name": "CONTOH TIGA"},
)


def main(release: str) -> None:
    """Fill a store with one of everything a journal can hold, and write down what it says."""
    target = HERE / release
    target.mkdir()
    desk = found_desk(target, clock=lambda: datetime.now(UTC), random_bytes=os.urandom)
    store = desk.open()
    _fill(desk, store)
    rows = store.read(lambda unit: unit.connection.execute(ROW).fetchall()).result()
    store.close()
    write_key_file(target / "data", desk.files.key_file)
    for name in ("posko.db", "keys.json"):
        (target / "data" / name).replace(target / name)
    shutil.rmtree(target / "data")
    shutil.rmtree(target / "state")
    expected = {"passphrase": PASSPHRASE, "entries": 10, "rows": rows}
    (target / "expected.json").write_text(json.dumps(expected, indent=1) + "\n", encoding="utf-8")


def _fill(desk: Desk, store: Store) -> None:
    """State three screenings, four corrections of them with a conflict and a void, an erasure."""
    first, second, third = save(store, *(screening(desk, answers) for answers in ANSWERS))
    save(
        store,
        correction(desk, first, {"traveller.name": "CONTOH EMPAT", "correction_reason": "ejaan"}),
        correction(desk, second, {"decision": "tunda"}),
        correction(desk, second, {"decision": "rujuk"}),
        correction(desk, third, {"voided": True, "correction_reason": "salah orang"}),
    )

    def erase(unit: WriteUnit) -> None:
        by = unit.append(erasure(desk, second.header.id, "notes"))
        unit.erase(second.header.id, "notes", by_entry=by.header.id)

    store.write(erase).result()


if __name__ == "__main__":
    main(sys.argv[1])
