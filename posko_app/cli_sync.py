"""What the commands of sync do: enrol, sync, alarms, packages, lease."""

from argparse import Namespace
from collections.abc import Callable, Mapping
from pathlib import Path

from posko_app.cli_console import Console, Json
from posko_app.cli_desk import desk_of
from posko_app.domain.civil import format_instant
from posko_app.errors import OperatorError
from posko_app.i18n import Catalogue
from posko_app.services.sync_state import Outcome, RoundReport, StandingAlarm, SyncState
from posko_app.services.sync_words import alarm_key, reason_key, reason_values

OK, FAILED = 0, 2
CA_BYTES = 64 * 1024

Command = Callable[[Namespace, Path, Console], int]


def enrol(asked: Namespace, data_dir: Path, console: Console) -> int:
    """Let a centre take this device in."""
    ca = _certificate(asked.ca)
    with desk_of(asked, data_dir, console) as desk:
        done = desk.sync.enrol(asked.centre, asked.code, ca=ca).result()
        console.give(
            {
                "centre": done.url,
                "post": done.post,
                "deployment": done.deployment,
                "device": desk.device,
                "lease_until": format_instant(done.lease_until),
            }
        )
    return OK


def sync(asked: Namespace, data_dir: Path, console: Console) -> int:
    """Run one round and tell what it did; a failed round or a standing alarm is an alarm."""
    with desk_of(asked, data_dir, console) as desk:
        report = desk.sync.sync_now().result()
        return _told(report, desk.sync.state(), console)


def alarms(asked: Namespace, data_dir: Path, console: Console) -> int:
    """Print every alarm that stands, with its sentence; a new log may be acknowledged before."""
    with desk_of(asked, data_dir, console) as desk:
        if asked.acknowledge_generation is not None:
            desk.generations.acknowledge(asked.acknowledge_generation).result()
        standing = desk.sync.refresh().result().alarms
    console.give([alarm_json(alarm, console.catalogue) for alarm in standing])
    return FAILED if standing else OK


def package_out(asked: Namespace, data_dir: Path, console: Console) -> int:
    """Write what waits into a file for the centre."""
    with desk_of(asked, data_dir, console) as desk:
        done = desk.sync.package_out(asked.out).result()
    console.give({"entries": done.entries, "bytes": done.size_bytes, "sha256": done.sha256})
    return OK


def package_in(asked: Namespace, data_dir: Path, console: Console) -> int:
    """Take in the answer that came back from the centre as a file."""
    with desk_of(asked, data_dir, console) as desk:
        report = desk.sync.package_in(asked.file).result()
        return _told(report, desk.sync.state(), console)


def lease(asked: Namespace, data_dir: Path, console: Console) -> int:
    """Extend the lease with a code given by phone."""
    with desk_of(asked, data_dir, console) as desk:
        until = desk.lease.extend(asked.code).result()
    console.give({"lease_until": format_instant(until)})
    return OK


COMMANDS: Mapping[str, Command] = {
    "enrol": enrol,
    "sync": sync,
    "alarms": alarms,
    "package": package_out,
    "package-in": package_in,
    "lease": lease,
}


def alarm_json(standing: StandingAlarm, catalogue: Catalogue) -> dict[str, Json]:
    """Give a standing alarm with its sentence."""
    alarm = standing.alarm
    detail: dict[str, Json] = dict(alarm.detail)
    return {
        "code": alarm.code.value,
        "feed": alarm.feed,
        "position": alarm.position,
        "detail": detail,
        "first_at": format_instant(standing.first_at),
        "last_at": format_instant(standing.last_at),
        "seen": standing.seen,
        "message": catalogue.text(alarm_key(alarm.code)),
    }


def _told(report: RoundReport, state: SyncState, console: Console) -> int:
    """Print a round; say in one sentence what went wrong, if anything did."""
    console.give(
        {
            "pushed": report.pushed,
            "acknowledged": report.acknowledged,
            "pulled": report.pulled,
            "waiting": state.waiting,
            "needs_person": state.needs_person_count,
            "alarms": [alarm_json(alarm, console.catalogue) for alarm in state.alarms],
        }
    )
    is_done = report.outcome is Outcome.DONE and not report.reason
    if not is_done and report.outcome is not Outcome.ALARM:
        console.say(reason_key(report), **reason_values(report))
        return FAILED
    if state.alarms:
        console.say(alarm_key(state.alarms[0].alarm.code))
        return FAILED
    return OK


def _certificate(path: Path | None) -> bytes | None:
    if path is None:
        return None
    try:
        with path.open("rb") as file:
            return file.read(CA_BYTES)
    except OSError as error:
        raise OperatorError("sync.enrolment.ca_missing") from error
