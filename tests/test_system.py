import os
import resource
import stat
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from posko_app import system


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_private_file_is_replaced_whole_and_stays_private(tmp_path):
    path = tmp_path / "keys.json"
    path.write_bytes(b"old")
    path.chmod(0o644)

    system.write_private(path, b"new")

    assert path.read_bytes() == b"new"
    assert mode_of(path) == 0o600
    assert [item.name for item in tmp_path.iterdir()] == ["keys.json"]


def test_left_over_temporary_file_does_not_stop_the_next_write(tmp_path):
    (tmp_path / "status.json.new").write_bytes(b"half")

    system.write_private(tmp_path / "status.json", b"{}", durable=False)

    assert (tmp_path / "status.json").read_bytes() == b"{}"


def test_private_file_never_overwrites(tmp_path):
    path = tmp_path / "posko.db"
    os.close(system.create_private(path))

    with pytest.raises(FileExistsError):
        system.create_private(path)


def test_private_file_stays_private_under_an_open_umask(tmp_path):
    before = os.umask(0)
    try:
        os.close(system.create_private(tmp_path / "posko.db"))
        system.make_private_directory(tmp_path / "data")
    finally:
        os.umask(before)

    assert mode_of(tmp_path / "posko.db") == 0o600
    assert mode_of(tmp_path / "data") == 0o700


def test_existing_directory_is_closed_to_others(tmp_path):
    place = tmp_path / "data"
    place.mkdir(mode=0o755)

    system.make_private_directory(place)

    assert mode_of(place) == 0o700


def test_failed_replace_leaves_the_target_alone(tmp_path):
    target = tmp_path / "keys.json"
    target.write_bytes(b"old")

    with pytest.raises(FileNotFoundError):
        system.replace_file(tmp_path / "absent", target)

    assert target.read_bytes() == b"old"


@pytest.mark.parametrize(("refusals", "succeeds"), [(0, True), (2, True), (3, False)])
def test_refused_action_is_tried_again_a_few_times(refusals, succeeds):
    tries = []

    def action():
        tries.append(1)
        if len(tries) <= refusals:
            raise PermissionError

    if succeeds:
        system.retried(action, tries=3, pause_s=0)
        assert len(tries) == refusals + 1
    else:
        with pytest.raises(PermissionError):
            system.retried(action, tries=3, pause_s=0)
        assert len(tries) == 3


def test_directory_names_can_be_made_durable(tmp_path):
    system.fsync_directory(tmp_path)

    with pytest.raises(FileNotFoundError):
        system.fsync_directory(tmp_path / "absent")


def test_free_space_is_what_the_disk_says(tmp_path):
    found = os.statvfs(tmp_path)

    assert abs(system.free_bytes(tmp_path) - found.f_bavail * found.f_frsize) < 1024**3


def test_core_dumps_are_off_and_cannot_be_turned_on_again():
    code = (
        "import resource\n"
        "from posko_app.system import forbid_core_dumps\n"
        "resource.setrlimit(resource.RLIMIT_CORE, (4096, resource.getrlimit(4)[1]))\n"
        "before = resource.getrlimit(resource.RLIMIT_CORE)[0]\n"
        "forbid_core_dumps()\n"
        "print(before, *resource.getrlimit(resource.RLIMIT_CORE))\n"
    )
    if resource.getrlimit(resource.RLIMIT_CORE)[1] == 0:
        code = code.replace("(4096, ", "(0, ")

    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()

    assert shown[1:] == ["0", "0"]


@pytest.mark.parametrize(("zone", "hours"), [("WITA-8", 8), ("UTC0", 0), ("EST5", -5)])
def test_offset_follows_the_computers_time_zone(zone, hours):
    code = (
        "from datetime import UTC, datetime\n"
        "from posko_app.system import local_utc_offset\n"
        "print(local_utc_offset(datetime(2026, 11, 24, tzinfo=UTC)).total_seconds())\n"
    )

    shown = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"TZ": zone},
    ).stdout

    assert timedelta(seconds=float(shown)) == timedelta(hours=hours)
