"""What the commands of `posko-centre` do that run the centre or look at it."""

import os
from argparse import Namespace
from collections.abc import Callable, Mapping

from django.db import connection, connections

from sync.protocol.canonical import Json
from sync.server.cli_console import Console
from sync.server.cli_keeping import KEEPING
from sync.server.cli_people import PEOPLE
from sync.server.configure import DATABASE_VARIABLE
from sync.server.escrow import name_custodians, named_custodians
from sync.server.keys import keys_folder
from sync.server.opening import make_or_open, open_existing, readable_errors
from sync.server.private_files import make_private_directory
from sync.server.refusal import FAILED, OK
from sync.server.tls import ensure_tls

Command = Callable[[Namespace, Console], int]


def name_custodians_first(asked: Namespace, console: Console) -> None:
    """Remember the custodians of `--escrow`, or warn that there are none.

    Raises:
        OperationRefused: the file is not what it should be.
    """
    folder = keys_folder(asked.data_dir)
    if asked.escrow is not None:
        make_private_directory(folder)
        named = name_custodians(folder, asked.escrow)
        console.say("escrow.named", count=len(named))
    elif asked.command not in ("escrow", "restore") and not named_custodians(folder):
        console.say("centre.no_custodian")


def serve_centre(asked: Namespace, console: Console) -> int:
    """Serve until told to stop."""
    # slow import: the server, which no other command needs
    from sync.server.serve import Serving, free_port, serve, serving_alone, workers_for

    port = free_port(asked.host, asked.port)
    centre = make_or_open(asked.data_dir, training=asked.training)
    vendor = connection.vendor
    connections.close_all()
    files = ensure_tls(centre.keys.folder, now=centre.clock())
    serving = Serving(
        data_dir=asked.data_dir.resolve(),
        database_url=os.environ.get(DATABASE_VARIABLE),
        host=asked.host,
        port=port,
        workers=workers_for(vendor, asked.workers),
        files=files,
    )

    def announce() -> None:
        console.give({"url": serving.url, "ca_sha256": files.ca_sha256, "ca": str(files.ca)})
        console.say("serve.ready", url=serving.url, ca=files.ca_sha256)

    with serving_alone(asked.data_dir, vendor):
        serve(serving, announce)
    return OK


def give_enrol_code(asked: Namespace, console: Console) -> int:
    """Make a code; makes the centre too when there is none."""
    # slow import: models, once Django is set up
    centre = make_or_open(asked.data_dir, training=asked.training)
    from sync.server.enrol_code import make_enrolment_code, qr_address, write_qr
    from sync.server.serve import remembered_url

    now = centre.clock()
    files = ensure_tls(centre.keys.folder, now=now)
    url = None if asked.qr is None else qr_address(asked.url or remembered_url(asked.data_dir))
    with readable_errors():
        made = make_enrolment_code(centre, asked.post, ca_der=files.ca_der, now=now)
    if url is not None:
        write_qr(asked.qr, url=url, code=made.code)
    until = made.expires_at.isoformat(timespec="seconds")
    console.give({"code": made.code, "ca": str(files.ca.resolve()), "expires_at": until})
    console.say("enrol.code", post=asked.post, until=until, code=made.code)
    return OK


def verify_centre(asked: Namespace, console: Console) -> int:
    """Re-hash everything; one line for each row that is not what was signed."""
    centre = open_existing(asked.data_dir, training=asked.training)
    from sync.server.verify import verify  # start-up order: models, once Django is set up

    with readable_errors():
        verified = verify(centre)
    for finding in verified.findings:
        what: list[Json] = [one.value for one in finding.what]
        console.give({"table": finding.table.value, "row": finding.row, "what": what})
        said = "; ".join(console.wording.text(f"finding.{one.value}") for one in finding.what)
        console.say("verify.row", table=finding.table.value, row=finding.row, what=said)
    counts = {"feeds": verified.feeds, "entries": verified.entries, "parts": verified.parts}
    console.give(
        {
            "findings": len(verified.findings),
            **counts,
            "positions": verified.positions,
            "rebuilding": list(verified.rebuilding),
        }
    )
    if verified.findings:
        console.say("verify.found", count=len(verified.findings))
        return FAILED
    console.say("verify.sound", **counts)
    return OK


def show_devices(asked: Namespace, console: Console) -> int:
    """Say how every device stands; exit 2 with an alarm standing."""
    centre = open_existing(asked.data_dir, training=asked.training)
    from sync.server.cli_devices import say_devices  # start-up order: models
    from sync.server.devices_report import report_devices, standing_alarms

    with readable_errors():
        reports, alarms = report_devices(centre.clock()), standing_alarms()
    if asked.json:
        devices: list[Json] = [report.as_json() for report in reports]
        console.give({"devices": devices, "alarms": list[Json](alarms)})
    else:
        say_devices(reports, alarms, console, now=centre.clock())
    return FAILED if alarms else OK


def take_package(asked: Namespace, console: Console) -> int:
    """Take a package that came on a stick and write the answer that goes back."""
    centre = open_existing(asked.data_dir, training=asked.training)
    from sync.server.package_files import answer_file  # start-up order: models

    with readable_errors():
        answer_file(asked.file, asked.out, centre, centre.clock())
    console.give({"out": str(asked.out)})
    console.say("package.done")
    return OK


COMMANDS: Mapping[str, Command] = {
    "serve": serve_centre,
    "enrol-code": give_enrol_code,
    "verify": verify_centre,
    "devices": show_devices,
    "package-in": take_package,
    **PEOPLE,
    **KEEPING,
}
