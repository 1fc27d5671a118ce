"""Opens what a fault left, the way the product does, and compares it with what was acknowledged."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from posko_app.domain.records import ListQuery, ScreeningRow
from posko_app.errors import PoskoError
from posko_app.services.desk import Desk
from posko_app.store.keyfile_disk import read_key_file
from posko_app.store.store import Store
from tests.faults import desks, sync_work, workloads
from tests.faults.tally import Verdict

LATER = timedelta(hours=2)  # past any wait that a cut-off try left
FTS_CHECK = "INSERT INTO screenings_fts (screenings_fts, rank) VALUES ('integrity-check', 1)"
UNQUEUED = (
    "SELECT count(*) FROM entries WHERE position NOT IN (SELECT position FROM outbox)"
    " AND position NOT IN (SELECT entry FROM feed_positions WHERE entry IS NOT NULL)"
)

Acked = list[dict[str, object]]


class Judged(Exception):
    """Carries a verdict that is not good out of a check."""

    def __init__(self, verdict: Verdict, why: str) -> None:
        super().__init__(why)
        self.verdict = verdict


def claim(holds: object, verdict: Verdict, why: str) -> None:
    """Go on only if something holds."""
    if not holds:
        raise Judged(verdict, why)


@contextmanager
def opened(root: Path, *, passphrase: str = desks.PASSPHRASE) -> Iterator[Desk]:
    """Open the desk after the fault, and close it again."""
    desk = desks.desk_at(root, passphrase=passphrase, later=LATER)
    try:
        yield desk
    finally:
        desk.close()


def judge_screenings(root: Path, acked: Acked) -> tuple[Verdict, str]:
    """Judge saves, corrections, voids and drafts."""
    return _judged(lambda: _screenings(root, acked))


def judge_group(root: Path, acked: Acked) -> tuple[Verdict, str]:
    """Judge a group: each row typed is there, as a row or as one screening, never as both."""
    return _judged(lambda: _group(root, acked))


def judge_officers(root: Path, acked: Acked) -> tuple[Verdict, str]:
    """Judge the key file together with the journal: who has a slot can act, and no one else."""
    return _judged(lambda: _officers(root, acked))


def judge_migration(root: Path, acked: Acked) -> tuple[Verdict, str]:
    """Judge a store between two schemas: it opens with the new program, with all it held."""
    return _judged(lambda: _migration(root, acked))


def judge_new_store(root: Path, acked: Acked) -> tuple[Verdict, str]:
    """Judge a store being made: whole, or recognisably not there and made again."""
    return _judged(lambda: _new_store(root, acked))


def judge_sync(root: Path, acked: Acked) -> tuple[Verdict, str]:
    """Judge what the centre proved and what was pulled: none of it undone, nothing half there."""
    return _judged(lambda: _sync(root, acked))


def _judged(check) -> tuple[Verdict, str]:
    try:
        check()
    except Judged as judged:
        return judged.verdict, str(judged)
    except PoskoError as error:
        return Verdict.UNREADABLE, str(error)
    return Verdict.WHOLE, ""


def sound(store: Store) -> None:
    """Let the product verify itself, and look where its check does not."""
    found = store.verify().result()
    claim(found.ok, Verdict.UNREADABLE, f"verify: {found.fault}")
    store.write(lambda unit: unit.connection.execute(FTS_CHECK).fetchall()).result()
    missing = store.read(lambda unit: unit.connection.execute(UNQUEUED).fetchone()).result()
    claim(missing == (0,), Verdict.HALF, "an entry is not queued for the centre")


def goes_on(desk: Desk) -> None:
    """Save one more; the head mirror must follow again, even if its folder went with the cut."""
    desk.screening.record(desks.draft(999_999)).result()
    mirror = desks.store_of(desk)._files.mirror
    claim(mirror.exists(), Verdict.HALF, "the head mirror is not kept any more")


def rows_by_name(desk: Desk) -> dict[str, ScreeningRow]:
    """List everything through the search an officer uses."""
    found = desk.screening.search(ListQuery(text="contoh orang", limit=10_000)).result().rows
    listed = desk.screening.search(ListQuery(limit=10_000)).result().rows
    claim(found == listed, Verdict.HALF, "search and list differ")
    names = Counter(row.name for row in listed)
    claim(max(names.values(), default=1) == 1, Verdict.TWICE, "a screening is there twice")
    return {row.name or "": row for row in listed}


def _screenings(root: Path, acked: Acked) -> None:
    with opened(root) as desk:
        sound(desks.store_of(desk))
        rows = rows_by_name(desk)
        versions = {
            draft.id: int(str(draft.answers["notes"]).split()[1])
            for draft in desk.screening.open_drafts().result()
        }
        for told in _last_of_each(acked):
            _there(desk, told, rows, versions)
        goes_on(desk)


def _group(root: Path, acked: Acked) -> None:
    with opened(root) as desk:
        sound(desks.store_of(desk))
        rows = rows_by_name(desk)
        groups = desk.group.open_groups().result()
        claim(len(groups) == 1 or not acked, Verdict.LOST, "the group")
        waiting = {int(row.id, 16) for group in groups for row in group.rows}
        saved = {int(one.draft_id, 16): one.row for group in groups for one in group.saved}
        claim(not waiting & saved.keys(), Verdict.HALF, "saved, and still a row")
        listed = {row.subject for row in rows.values()}
        claim({row.subject for row in saved.values()} == listed, Verdict.HALF, "saved unknown")
        for told in acked:
            number = told["number"]
            if told["did"] == "row":
                claim(number in waiting or number in saved, Verdict.LOST, f"row {number}")
            else:
                kept = saved.get(number)
                claim(kept and kept.receipt == told["receipt"], Verdict.LOST, f"screening {number}")
        goes_on(desk)


def _last_of_each(acked: Acked) -> list[dict[str, object]]:
    """Leave out what a later acknowledgement about the same draft replaced."""
    draft_replaced = {(told["did"] == "draft", told["number"]): told for told in acked}
    return [
        told
        for told in acked
        if told["did"] != "draft" or draft_replaced[True, told["number"]] is told
    ]


def _there(desk: Desk, told: dict, rows: dict[str, ScreeningRow], versions: dict) -> None:
    number = told["number"]
    draft_id = desks.draft(number).id
    row = rows.get(desks.name_of(number))
    claim(row is None or draft_id not in versions, Verdict.HALF, "saved, and still a draft")
    match told["did"]:
        case "draft":
            version = versions.get(draft_id, 0)
            gone_on = row is not None or (number == 2 and not version)
            claim(gone_on or version >= told["version"], Verdict.LOST, f"draft {number}")
        case "drop":
            claim(draft_id not in versions, Verdict.LOST, "a forgotten draft is back")
        case "record":
            claim(row and row.receipt == told["receipt"], Verdict.LOST, f"screening {number}")
            values = desk.screening.show(row.subject).result().values
            kept = set(desks.draft(number).answers) <= set(values)
            claim(kept, Verdict.HALF, f"screening {number} in part")
        case "correct":
            claim(row and row.corrections >= 1, Verdict.LOST, f"correction of {number}")
        case "void":
            claim(row and row.voided, Verdict.LOST, f"void of {number}")


def _officers(root: Path, acked: Acked) -> None:
    passphrase = _passphrase_that_opens(root, acked)
    with opened(root, passphrase=passphrase) as desk:
        sound(desks.store_of(desk))
        known = {record.name for record in desk.officers.list().result()}
        slots = {slot.name for slot in key_file_at(root).slots}
        claim(slots == known, Verdict.HALF, f"slots {len(slots)}, introduced {len(known)}")
        added = {told["name"] for told in acked if told["did"] == "officer"}
        claim(added <= known, Verdict.LOST, "an added officer is gone")
        for name in sorted(known - {desks.OFFICER}):
            desk.officers.unlock(name, passphrase=workloads.NEW_PASSPHRASE).result()


def key_file_at(root: Path):
    """Read the key file as it stands now."""
    return read_key_file(desks.data_of(root)).key_file


def _passphrase_that_opens(root: Path, acked: Acked) -> str:
    told = any(told["did"] == "passphrase" for told in acked)
    for passphrase in (workloads.CHANGED_PASSPHRASE, desks.PASSPHRASE):
        try:
            with opened(root, passphrase=passphrase):
                new = passphrase == workloads.CHANGED_PASSPHRASE
                claim(new or not told, Verdict.LOST, "the new passphrase is gone")
                return passphrase
        except PoskoError as error:
            if error.key != "vault.wrong_passphrase":
                raise
            (desks.data_of(root) / "attempts.json").unlink(missing_ok=True)
    raise Judged(Verdict.UNREADABLE, "neither passphrase opens")


def _migration(root: Path, acked: Acked) -> None:
    store = workloads.store_at(root, later=LATER)
    try:
        sound(store)
        later = "SELECT count(*) FROM later"
        kept = "SELECT count(*) FROM screenings"
        counts = [
            store.read(lambda unit, sql=sql: unit.connection.execute(sql).fetchone()).result()
            for sql in (later, kept)
        ]
        claim(counts == [(5,), (5,)], Verdict.LOST, f"rows after the migration: {counts}")
    finally:
        store.close()


def _sync(root: Path, acked: Acked) -> None:
    with opened(root) as desk:
        sound(desks.store_of(desk))
        for told in acked:
            gone = sync_work.lost(desk, told)
            claim(gone is None, Verdict.LOST, f"{gone} is lost")
        goes_on(desk)


def _new_store(root: Path, acked: Acked) -> None:
    there = desks.paths_of(root).database.exists()
    claim(there or not acked, Verdict.LOST, "the new store is gone")
    if not there:
        desks.make_store(root)
    with opened(root) as desk:
        sound(desks.store_of(desk))
        goes_on(desk)
