"""What each command does with an open store."""

from argparse import Namespace
from collections.abc import Callable, Mapping
from pathlib import Path

from posko_app.bootstrap import create_store
from posko_app.cli_console import Console, Json
from posko_app.cli_desk import desk_of, opened, warn, who
from posko_app.cli_json import listed, problem_json, shown
from posko_app.domain.codes import Post
from posko_app.domain.records import ListQuery, StoredFault, VerifyResult
from posko_app.errors import MachineError, OperatorError
from posko_app.services.exports import ExportFormat
from posko_app.services.imports import RowOutcome
from posko_app.store.escrow import FILE_LIMIT_BYTES, Custodian, read_custodians
from posko_app.store.kdf import SHIPPED
from posko_app.store.opening import Purpose
from sync.protocol.entry import Deployment
from sync.protocol.people import Role

OK, SOME_REFUSED, FAILED = 0, 1, 2
PAGE_ROWS = 500

Command = Callable[[Namespace, Path, Console], int]


def init(asked: Namespace, data_dir: Path, console: Console) -> int:
    """Make a new store with its first officer, and describe it."""
    officer = asked.first_officer or asked.officer
    if not officer:
        raise OperatorError("cli.init_officer")
    custodians = _custodians(asked.escrow)
    passphrase = console.first_passphrase()
    create_store(
        data_dir,
        post=Post(asked.post),
        deployment=Deployment.TRAINING if asked.training else Deployment.LIVE,
        officer=officer,
        passphrase=passphrase,
        custodians=custodians,
        policy=console.policy or SHIPPED,
    )
    desk = opened(data_dir, None, passphrase, console=console)
    try:
        warnings = warn(desk.status.warnings(), console)
        console.give(
            {
                "store_id": desk.session.unlocked.key_file.store_id,
                "post": desk.post,
                "deployment": desk.deployment.value,
                "officer": desk.session.current.name,
                "device": desk.device,
                "warnings": warnings,
            }
        )
    finally:
        desk.close()
    return OK


def verify(asked: Namespace, data_dir: Path, console: Console) -> int:
    """Check the whole store; a fault is an alarm."""
    try:
        officer, passphrase = who(asked, data_dir, console)
        desk = opened(data_dir, officer, passphrase, console=console, purpose=Purpose.VERIFY)
    except MachineError as error:
        return _told(VerifyResult(False, 0, StoredFault(error.key)), console, words=error.key)
    try:
        warn(desk.status.warnings(), console)
        return _told(desk.integrity.verify().result(), console, words="cli.fault")
    except MachineError as error:
        return _told(VerifyResult(False, 0, StoredFault(error.key)), console, words=error.key)
    finally:
        desk.close()


def import_file(asked: Namespace, data_dir: Path, console: Console) -> int:
    """Import paper forms; each row's line is printed after its commit."""
    counts = dict.fromkeys(RowOutcome, 0)
    with desk_of(asked, data_dir, console) as desk:
        for found in desk.imports.import_file(asked.file):
            counts[found.result] += 1
            problems: list[Json] = [problem_json(p, console.catalogue) for p in found.problems]
            console.give(
                {
                    "row": found.row,
                    "result": found.result.value,
                    "id": found.id,
                    "problems": problems,
                }
            )
    console.say("cli.imported", **{outcome.value: number for outcome, number in counts.items()})
    return SOME_REFUSED if counts[RowOutcome.REFUSED] else OK


def list_screenings(asked: Namespace, data_dir: Path, console: Console) -> int:
    """Print all screenings of a day or a search, newest first."""
    rows: list[Json] = []
    before: int | None = None
    with desk_of(asked, data_dir, console) as desk:
        while True:
            query = ListQuery(asked.search, on=asked.date, before=before, limit=PAGE_ROWS)
            page = desk.screening.search(query).result()
            rows += [listed(row) for row in page.rows]
            before = page.next_before
            if before is None:
                break
    console.give(rows)
    return OK


def show(asked: Namespace, data_dir: Path, console: Console) -> int:
    """Print everything stated about one screening."""
    with desk_of(asked, data_dir, console) as desk:
        console.give(shown(desk.screening.show(asked.id.strip().lower()).result()))
    return OK


def void(asked: Namespace, data_dir: Path, console: Console) -> int:
    """Void one screening."""
    with desk_of(asked, data_dir, console) as desk:
        subject = asked.id.strip().lower()
        done = desk.screening.void(subject, reason=asked.reason).result()
    console.give({"id": done.subject, "receipt": done.receipt, "voided": True})
    return OK


def export_log(asked: Namespace, data_dir: Path, console: Console) -> int:
    """Write the log of a day to a file; a password is shown this once."""
    with desk_of(asked, data_dir, console) as desk:
        done = desk.exports.export_log(
            asked.date,
            format=ExportFormat(asked.format),
            out=asked.out,
            identifiable=asked.identifiable,
            reason=asked.reason,
            password=not asked.no_password,
        ).result()
    console.give({"rows": done.rows, "sha256": done.sha256, "password": done.password})
    console.say("cli.exported" if done.password is None else "cli.exported_locked")
    if done.undecided:
        console.say("cli.undecided", number=done.undecided)
    return OK


def officer(asked: Namespace, data_dir: Path, console: Console) -> int:
    """List officers, add one, or change one's own passphrase."""
    return OFFICER_ACTIONS[asked.action](asked, data_dir, console)


def officer_list(asked: Namespace, data_dir: Path, console: Console) -> int:
    """Print every officer's key that was ever introduced."""
    with desk_of(asked, data_dir, console) as desk:
        found = desk.officers.list().result()
    console.give(
        [
            {
                "person": record.person,
                "name": record.name,
                "role": record.role,
                "state": record.state.value,
                "confirmed": record.confirmed,
            }
            for record in found
        ]
    )
    return OK


def officer_add(asked: Namespace, data_dir: Path, console: Console) -> int:
    """Give somebody new a slot; only a penyelia does."""
    with desk_of(asked, data_dir, console) as desk:
        adding = desk.officers.add(
            asked.name, passphrase=console.new_passphrase(), role=Role(asked.role)
        )
        record = adding.result()
    console.give({"person": record.person, "name": record.name, "role": record.role})
    return OK


def officer_passwd(asked: Namespace, data_dir: Path, console: Console) -> int:
    """Change the passphrase of the officer who opened the store."""
    name, old = who(asked, data_dir, console)
    new = console.new_passphrase()
    desk = opened(data_dir, name, old, console=console)
    try:
        current = desk.session.current
        desk.officers.change_passphrase(current.person, old=old, new=new).result()
    finally:
        desk.close()
    console.give({"person": current.person, "name": current.name})
    return OK


OFFICER_ACTIONS: Mapping[str, Command] = {
    "list": officer_list,
    "add": officer_add,
    "passwd": officer_passwd,
}
COMMANDS: Mapping[str, Command] = {
    "init": init,
    "verify": verify,
    "import": import_file,
    "list": list_screenings,
    "show": show,
    "void": void,
    "export-log": export_log,
    "officer": officer,
}


def _custodians(path: Path | None) -> tuple[Custodian, ...]:
    if path is None:
        return ()
    try:
        with path.open("rb") as file:
            return read_custodians(file.read(FILE_LIMIT_BYTES + 1))
    except OSError as error:
        raise OperatorError("cli.escrow_missing") from error


def _told(result: VerifyResult, console: Console, *, words: str) -> int:
    fault: Json = None
    if result.fault is not None:
        fault = {"code": result.fault.code, "entry": result.fault.entry}
        console.say(words, code=result.fault.code)
    console.give({"ok": result.ok, "entries": result.entries, "fault": fault})
    return OK if result.ok else FAILED
