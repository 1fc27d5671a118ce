"""The harnesses' own parts: if these are wrong, a zero means nothing."""

import base64
import subprocess
import sys
from random import Random

import pytest

from tests.faults.disk import Disk, Luck
from tests.faults.memory import hits_in_memory
from tests.faults.needles import all_needles, forms_of, hits_below
from tests.faults.shim import NoCompiler, build_shim
from tests.faults.trace import Op, Record

pytestmark = pytest.mark.faults


def record(op, fd=3, a=0, b=0, first="", second=""):
    as_bytes = [text if isinstance(text, bytes) else text.encode() for text in (first, second)]
    return Record(op, fd, a, b, *as_bytes)


@pytest.fixture
def disk(tmp_path):
    (tmp_path / "start").mkdir()
    (tmp_path / "start" / "old").write_bytes(b"o" * 1024)
    return Disk(tmp_path / "start", live_at=tmp_path / "live")


def left(disk, tmp_path, luck, seed=1):
    target = tmp_path / f"left-{luck}-{seed}"
    disk.cut(target, luck=luck, random=Random(seed))
    return {path.name: path.read_bytes() for path in target.iterdir()}


def test_what_was_synced_stays_whatever_the_luck(disk, tmp_path):
    live = str((tmp_path / "live").resolve())
    for step in (
        record(Op.OPEN, 3, first=f"{live}/old"),
        record(Op.WRITE, 3, a=0, first=b"n" * 1024),
        record(Op.SYNC, 3),
    ):
        disk.follow(step)

    found = {left(disk, tmp_path, luck)["old"] for luck in Luck}

    assert found == {b"n" * 1024}


def test_unsynced_bytes_may_be_gone_there_or_torn(disk, tmp_path):
    live = str((tmp_path / "live").resolve())
    disk.follow(record(Op.OPEN, 3, first=f"{live}/old"))
    disk.follow(record(Op.WRITE, 3, a=0, first=b"n" * 1024))

    found = {left(disk, tmp_path, Luck.MIXED, seed)["old"] for seed in range(60)}

    assert b"o" * 1024 in found
    assert b"n" * 1024 in found
    assert b"o" * 512 + b"n" * 512 in found
    assert b"n" * 512 + b"o" * 512 in found


def test_a_later_write_may_arrive_without_an_earlier_one(disk, tmp_path):
    live = str((tmp_path / "live").resolve())
    disk.follow(record(Op.OPEN, 3, first=f"{live}/old"))
    disk.follow(record(Op.WRITE, 3, a=0, first=b"1" * 512))
    disk.follow(record(Op.WRITE, 3, a=512, first=b"2" * 512))

    found = {left(disk, tmp_path, Luck.LATEST, seed)["old"] for seed in range(20)}

    assert b"o" * 512 + b"2" * 512 in found


def test_a_rename_is_safe_only_after_its_folder_was_synced(disk, tmp_path):
    live = str((tmp_path / "live").resolve())
    disk.follow(record(Op.OPEN, 3, a=1, first=f"{live}/new"))
    disk.follow(record(Op.WRITE, 3, a=0, first=b"n"))
    disk.follow(record(Op.SYNC, 3))
    disk.follow(record(Op.RENAME, -1, first=f"{live}/new", second=f"{live}/old"))

    before = left(disk, tmp_path, Luck.NONE)
    disk.follow(record(Op.OPEN, 4, first=live))
    disk.follow(record(Op.SYNC, 4))
    after = left(disk, tmp_path, Luck.NONE, seed=2)

    assert before == {"old": b"o" * 1024}
    assert after == {"old": b"n"}


def test_a_missing_compiler_is_named(monkeypatch):
    monkeypatch.setenv("PATH", "")

    with pytest.raises(NoCompiler, match="apt install gcc"):
        build_shim()


@pytest.mark.parametrize("before", ["", "x", "xy"])
def test_a_secret_is_found_in_base64_wherever_it_starts(tmp_path, before):
    canary = "KENARI CONTOH"
    (tmp_path / "file").write_bytes(base64.b64encode(f"{before}{canary} dan seterusnya".encode()))

    found = hits_below([tmp_path], all_needles({"name": canary}))

    assert list(found) == [str(tmp_path / "file")]


@pytest.mark.parametrize("form", sorted(forms_of("KENARI CONTOH")))
def test_each_form_is_found(tmp_path, form):
    (tmp_path / "file").write_bytes(b"\1" * 5 + forms_of("KENARI CONTOH")[form] + b"\2")

    found = hits_below([tmp_path], all_needles({"name": "KENARI CONTOH"}))

    assert f"name as {form}" in found[str(tmp_path / "file")]


def test_a_file_without_the_secret_is_not_named(tmp_path):
    (tmp_path / "file").write_bytes(b"KENARI CONTO")

    assert hits_below([tmp_path], all_needles({"name": "KENARI CONTOH"})) == {}


def test_a_file_that_another_program_takes_away_meanwhile_is_passed_over(tmp_path):
    for place in ("gone", "stays"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "file").write_text("KENARI CONTOH")

    def folders():
        yield tmp_path / "gone"
        (tmp_path / "gone" / "file").unlink()
        yield tmp_path / "stays"

    found = hits_below(folders(), all_needles({"name": "KENARI CONTOH"}))

    assert list(found) == [str(tmp_path / "stays" / "file")]


def test_memory_of_a_child_that_holds_the_secret_hits():
    code = "import sys; kept = sys.stdin.readline(); print('ready', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        child.stdin.write("KENARI CONTOH\n")
        child.stdin.flush()
        child.stdout.readline()

        found = hits_in_memory(child.pid, all_needles({"name": "KENARI CONTOH"}))

        child.stdin.close()
    assert "name as utf-8" in found
