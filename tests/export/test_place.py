import os
from pathlib import Path

import pytest

from posko_app.errors import MachineError, OperatorError
from posko_app.export.place import PlacedFile, reserve


def test_a_published_file_is_whole_and_its_owners_only(tmp_path):
    target = tmp_path / "log.csv"

    with reserve(target, token="t1") as place:
        place.publish(b"isi")

    assert target.read_bytes() == b"isi"
    assert target.stat().st_mode & 0o077 == 0
    assert [p.name for p in tmp_path.iterdir()] == ["log.csv"]


def test_nothing_is_left_when_it_was_not_published(tmp_path):
    with pytest.raises(KeyError), reserve(tmp_path / "log.csv", token="t1"):
        raise KeyError

    assert list(tmp_path.iterdir()) == []


def test_an_older_file_stays_until_the_new_one_is_whole(tmp_path):
    target = tmp_path / "log.csv"
    target.write_bytes(b"lama")

    with reserve(target, token="t1") as place:
        assert target.read_bytes() == b"lama"
        place.publish(b"baru")

    assert target.read_bytes() == b"baru"


def test_a_missing_folder_is_refused_before_anything_is_stated(tmp_path):
    with pytest.raises(OperatorError) as refused, reserve(tmp_path / "no" / "x", token="t"):
        pass

    assert refused.value.key == "export.folder_not_writable"


@pytest.mark.parametrize("target", [".", "/", ".."])
def test_a_folder_cannot_be_the_target(target):
    with pytest.raises(OperatorError), reserve(Path(target), token="t"):
        pass


def test_what_is_no_file_is_never_replaced_by_one(tmp_path):
    pipe = tmp_path / "log.csv"
    os.mkfifo(pipe)

    with pytest.raises(OperatorError), reserve(pipe, token="t"):
        pass

    assert pipe.is_fifo()


def test_a_full_disk_is_named_and_the_older_file_stays(tmp_path):
    target = tmp_path / "log.csv"
    target.write_bytes(b"lama")

    with Path("/dev/full").open("wb") as full, pytest.raises(MachineError) as failed:
        PlacedFile(target, tmp_path / "log.part", full).publish(b"isi")

    assert failed.value.key == "export.disk_full"
    assert target.read_bytes() == b"lama"
