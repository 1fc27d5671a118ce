"""The table of devices as words, one line each."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sync.protocol.canonical import Json
from sync.server.cli_console import Console
from sync.server.devices_report import DeviceReport

SHOWN = 8
MINUTE_MS = 60_000


def say_devices(
    reports: Sequence[DeviceReport],
    alarms: Sequence[Mapping[str, Json]],
    console: Console,
    *,
    now: datetime,
) -> None:
    """Print a line for each device on standard output, and name the alarms."""
    text = console.wording.text
    if not reports:
        print(text("devices.none"), file=console.out)
    for report in reports:
        print(_line(report, console, now), file=console.out)
    if alarms:
        codes = ", ".join(sorted({str(alarm["code"]) for alarm in alarms}))
        console.say("devices.alarms", count=len(alarms), codes=codes)


def _line(report: DeviceReport, console: Console, now: datetime) -> str:
    text = console.wording.text
    contact, offset = report.last_contact_at, report.clock_offset_ms
    words = [
        text(
            "devices.line",
            device=report.device[:SHOWN],
            post=report.post,
            state=text(f"devices.{report.state}"),
            contact=text("devices.never") if contact is None else contact.isoformat(" ", "minutes"),
            waiting=report.waiting,
            offset=text("devices.unknown") if offset is None else f"{offset / MINUTE_MS:+.1f} min",
        )
    ]
    if report.late:
        since = contact or report.enrolled_at
        words.append(text("devices.late", days=(now - since).days))
    if report.forks:
        words.append(text("devices.fork"))
    return "  ".join(words)
