import errno
import hashlib
import itertools
import json
from dataclasses import replace

import pytest

from posko_app.errors import Defect, MachineError, OperatorError
from posko_app.store import keyfile_disk
from posko_app.store.keyfile_codec import encode
from posko_app.store.keyfile_disk import (
    COPY,
    CURRENT,
    NAMES,
    PREVIOUS,
    check_revision,
    has_key_file,
    mend_copies,
    read_key_file,
    write_key_file,
)
from posko_app.store.unlock import (
    NewOfficer,
    add_officer,
    create_key_file,
    refreshed,
)
from sync.protocol.entry import Deployment
from sync.protocol.people import Role
from tests.support.low_cost import LOW

FIRST = NewOfficer("CONTOH NAMA SATU", Role.PENYELIA, "jeruk bukit perahu lontar")
SECOND = NewOfficer("CONTOH NAMA DUA", Role.PETUGAS, "angin tenang sawah pelita")


@pytest.fixture
def made(random_bytes):
    return create_key_file(
        FIRST, deployment=Deployment.LIVE, post="tenau", policy=LOW, random_bytes=random_bytes
    )


@pytest.fixture
def grown(made, random_bytes):
    key_file, _ = add_officer(made, SECOND, policy=LOW, random_bytes=random_bytes)
    return replace(made, key_file=key_file)


def damage(path):
    path.write_bytes(path.read_bytes()[:-1] + b"?")


def test_revision_before_is_kept(tmp_path, made, grown):
    write_key_file(tmp_path, made.key_file)
    write_key_file(tmp_path, grown.key_file)

    assert (tmp_path / PREVIOUS).read_bytes() == encode(made.key_file)
    assert (tmp_path / CURRENT).read_bytes() == encode(grown.key_file)
    assert (tmp_path / COPY).read_bytes() == encode(grown.key_file)
    found = read_key_file(tmp_path)
    assert found.key_file == grown.key_file
    assert found.unsound == ()


def test_files_are_readable_by_their_owner_only(tmp_path, made):
    write_key_file(tmp_path, made.key_file)

    assert [(tmp_path / name).stat().st_mode & 0o077 for name in NAMES] == [0, 0, 0]


@pytest.mark.parametrize("name", NAMES)
def test_one_damaged_copy_is_named_and_the_others_serve(tmp_path, made, grown, name):
    write_key_file(tmp_path, made.key_file)
    write_key_file(tmp_path, grown.key_file)
    damage(tmp_path / name)

    found = read_key_file(tmp_path)

    assert found.key_file == grown.key_file
    assert found.unsound == (name,)


@pytest.mark.parametrize("name", NAMES)
def test_mending_makes_three_whole_copies_again(tmp_path, made, name):
    write_key_file(tmp_path, made.key_file)
    (tmp_path / name).unlink()

    mend_copies(tmp_path, made.key_file, read_key_file(tmp_path).unsound)

    assert read_key_file(tmp_path).unsound == ()
    assert (tmp_path / name).read_bytes() == encode(made.key_file)


def test_all_copies_damaged_is_refused(tmp_path, made):
    write_key_file(tmp_path, made.key_file)
    for name in NAMES:
        damage(tmp_path / name)

    with pytest.raises(MachineError, match=r"vault\.key_file_damaged"):
        read_key_file(tmp_path)


def test_no_key_file_is_missing_and_not_damaged(tmp_path):
    assert not has_key_file(tmp_path)
    with pytest.raises(MachineError, match=r"vault\.key_file_missing"):
        read_key_file(tmp_path)


def test_any_copy_shows_that_a_store_was_made_here(tmp_path, made):
    (tmp_path / PREVIOUS).write_bytes(encode(made.key_file))

    assert has_key_file(tmp_path)


def test_stale_revision_is_never_written(tmp_path, made, grown):
    write_key_file(tmp_path, grown.key_file)

    for stale in (made.key_file, grown.key_file):
        with pytest.raises(Defect, match=r"vault\.revision"):
            write_key_file(tmp_path, stale)

    assert read_key_file(tmp_path).key_file == grown.key_file


def test_old_file_put_back_is_refused(made, grown):
    with pytest.raises(MachineError, match=r"vault\.key_file_old"):
        check_revision(made.key_file, remembered=grown.key_file.revision)


def test_file_newer_than_the_store_remembers_is_what_a_crash_leaves(made, grown):
    check_revision(grown.key_file, remembered=made.key_file.revision)
    check_revision(grown.key_file, remembered=grown.key_file.revision)
    check_revision(made.key_file, remembered=0)


def test_write_cut_after_any_step_leaves_the_new_or_the_old_revision(tmp_path, made, grown):
    """The states between the renames, in the order in which they are made."""
    old, new = encode(made.key_file), encode(grown.key_file)
    for step, revision in zip(range(4), (1, 1, 2, 2), strict=True):
        states = {CURRENT: old, COPY: old, PREVIOUS: old}
        for name in (PREVIOUS, CURRENT, COPY)[:step]:
            states[name] = old if name == PREVIOUS else new
        for name, data in states.items():
            (tmp_path / name).write_bytes(data)

        assert read_key_file(tmp_path).key_file.revision == revision


def test_every_mix_of_whole_old_and_missing_copies_gives_the_newest(tmp_path, made, grown):
    old, new = encode(made.key_file), encode(grown.key_file)
    for states in itertools.product((old, new, b"damage", None), repeat=3):
        for name, data in zip(NAMES, states, strict=True):
            (tmp_path / name).unlink(missing_ok=True)
            if data is not None:
                (tmp_path / name).write_bytes(data)
        if not {old, new} & set(states):
            continue

        found = read_key_file(tmp_path)

        assert found.key_file == (grown if new in states else made).key_file
        mend_copies(tmp_path, found.key_file, found.unsound)
        assert read_key_file(tmp_path).unsound == ()


def test_folder_that_takes_no_file_is_named(tmp_path, made):
    with pytest.raises(MachineError, match=r"store\.no_access"):
        write_key_file(tmp_path / "absent", made.key_file)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_full_disk_is_named(number):
    with pytest.raises(MachineError, match=r"store\.disk_full"), keyfile_disk._translated():
        raise OSError(number, "CONTOH")


def test_refreshed_sees_what_another_officer_wrote(tmp_path, made, grown):
    write_key_file(tmp_path, made.key_file)
    write_key_file(tmp_path, grown.key_file)

    again = refreshed(tmp_path, made)

    assert again.key_file == grown.key_file
    assert again.officer == made.officer


def test_refreshed_refuses_a_file_that_another_key_made(tmp_path, made, random_bytes):
    other = create_key_file(
        FIRST, deployment=Deployment.LIVE, post="tenau", policy=LOW, random_bytes=random_bytes
    )
    write_key_file(tmp_path, other.key_file)

    with pytest.raises(MachineError, match=r"vault\.key_file_changed"):
        refreshed(tmp_path, made)


def test_whole_copy_of_a_newer_version_is_never_passed_over(tmp_path, made):
    write_key_file(tmp_path, made.key_file)
    found = json.loads(encode(made.key_file).split(b"\n")[0])
    body = json.dumps(found | {"v": 2}, sort_keys=True, separators=(",", ":")).encode()
    (tmp_path / CURRENT).write_bytes(body + b"\n" + hashlib.sha256(body).hexdigest().encode())

    with pytest.raises(OperatorError, match=r"vault\.key_file_newer"):
        read_key_file(tmp_path)
