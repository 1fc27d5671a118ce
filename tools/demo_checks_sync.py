"""What the demo left at the centre and on the line, looked at by command line from outside."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from posko_app.training import demo_officers
from tools.centre import TrainingCentre
from tools.demo_centre import given_to
from tools.demo_checks import ask, environment_of
from tools.line import Line
from tools.run import program

ALARM = 2  # the exit code of a standing alarm
PUT_BACK = "put_back"  # what the centre tells its own people about the row


def sync_differences(
    folder: Path, centre: TrainingCentre, synced: Mapping[str, Any]
) -> Iterator[str]:
    """Name what is not as the story told about the line and the centre."""
    line = Line(given_to(folder).port, port=synced["line_port"])
    code, report = sync_of(folder)
    line.cut()
    if code != 0 or any(report[name] for name in ("waiting", "needs_person", "alarms")):
        yield f"sync: exit {code}, {report}"
    if {row["sending"] for row in ask(folder, "list")} != {"sent"}:
        yield "list: not everything is sent"
    if not synced["named"]:
        yield "verify at the centre: the deleted row was not named"
    if centre.ask("verify").returncode != 0:
        yield "verify at the centre: the row did not come back"
    devices = centre.ask("devices", "--json")
    codes = {alarm["code"] for alarm in json.loads(devices.stdout)["alarms"]}
    if devices.returncode != ALARM or codes != {PUT_BACK}:
        yield f"devices at the centre: exit {devices.returncode}, alarms {sorted(codes)}"


def sync_of(folder: Path) -> tuple[int, Mapping[str, Any]]:
    """Run one round from the command line; give exit code and report."""
    first = demo_officers()[0]
    done = subprocess.run(
        program(folder / "data", "--officer", first.name, "sync"),
        env={**environment_of(folder), "POSKO_PASSPHRASE": first.passphrase},
        stdout=subprocess.PIPE,
        check=False,
    )
    report: Mapping[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return done.returncode, report
