import random
import shutil
from dataclasses import replace

import pytest

from posko_app.domain.records import StartReport
from posko_app.errors import MachineError, OperatorError
from posko_app.i18n import load_catalogue
from posko_app.store.founding import found_store
from posko_app.store.opening import Purpose
from tests.support.stores import found_desk, raw, save, screening

FIRST = StartReport(warnings=(), full_check_due=True)
QUIET = StartReport(warnings=(), full_check_due=False)


def run(desk, **options) -> StartReport:
    """Open, let the full check end, save once, close in order."""
    store = desk.open(**options)
    if store.full_check is not None:
        assert store.full_check.result().ok
        store.read(lambda _: None, background=True).result()  # after the check was noted
    save(store, screening(desk, {"traveller.name": "CONTOH SATU"}))
    store.close()
    return store.report


def refused(desk, **options) -> str:
    with pytest.raises((MachineError, OperatorError)) as error:
        desk.open(**options)
    for language in ("id", "en"):
        assert load_catalogue(language).has(error.value.key)
    return error.value.key


def test_full_check_comes_once_a_day(desk, clock):
    assert run(desk) == FIRST
    assert run(desk) == QUIET

    clock.forward(hours=14, minutes=59)  # 23.59 WITA
    assert run(desk) == QUIET

    clock.forward(minutes=1)
    assert run(desk) == FIRST


def test_full_check_comes_after_an_unclean_end(desk, tmp_path):
    run(desk)
    open_one = desk.open()
    copied = tmp_path / "as the power went"
    shutil.copytree(desk.files.paths.directory, copied)
    open_one.close()

    paths = replace(desk.files.paths, directory=copied)
    desk.files = replace(desk.files, paths=paths)

    assert run(desk) == FIRST


def test_interrupted_full_check_comes_again(desk, clock):
    run(desk)
    store = desk.open()
    save(store, *(screening(desk, {}) for _ in range(200)))
    store.close()
    clock.forward(days=1)

    store = desk.open()
    store.close()

    assert store.full_check.cancelled()
    assert run(desk) == FIRST


def test_trees_are_walked_once_a_week(desk, clock):
    def walked() -> str:
        store = desk.open()
        noted = store.read(lambda unit: unit.meta("tree_checked_on")).result()
        store.close()
        return noted

    assert walked() == "2026-11-24"
    clock.forward(days=6)
    assert walked() == "2026-11-24"
    clock.forward(days=1)
    assert walked() == "2026-12-01"


def test_clock_turned_back_brings_the_check_forward(desk, clock):
    run(desk)

    clock.forward(days=-400)

    assert run(desk) == FIRST


def test_flipped_bit_is_found_at_the_next_full_check(desk, clock):
    run(desk)
    data = bytearray(desk.files.database.read_bytes())
    data[len(data) // 2] ^= 1
    desk.files.database.write_bytes(data)
    clock.forward(days=1)

    assert refused(desk) == "store.damaged"


def test_flipped_bit_is_found_by_whoever_only_verifies(desk):
    run(desk)
    data = bytearray(desk.files.database.read_bytes())
    data[-100] ^= 1
    desk.files.database.write_bytes(data)

    assert refused(desk, purpose=Purpose.VERIFY) == "store.damaged"


def test_second_instance_is_refused(desk, store):
    assert refused(desk) == "store.second_instance"


def test_old_data_folder_put_back_is_refused(desk, tmp_path):
    run(desk)
    old = tmp_path / "old"
    shutil.copytree(desk.files.paths.directory, old)
    run(desk)

    shutil.rmtree(desk.files.paths.directory)
    shutil.copytree(old, desk.files.paths.directory)

    assert refused(desk) == "store.head_mismatch"


def test_other_history_of_the_same_length_is_refused(desk, tmp_path):
    run(desk)
    old = tmp_path / "old"
    shutil.copytree(desk.files.paths.directory, old)
    run(desk)
    shutil.rmtree(desk.files.paths.directory)
    shutil.copytree(old, desk.files.paths.directory)
    mirror = desk.files.mirror.read_bytes()
    desk.files.mirror.unlink()
    run(desk)

    desk.files.mirror.write_bytes(mirror)

    assert refused(desk) == "store.head_mismatch"


def test_mirror_behind_the_store_is_fine(desk):
    run(desk)
    mirror = desk.files.mirror.read_bytes()
    run(desk)
    desk.files.mirror.write_bytes(mirror)

    assert run(desk) == QUIET


@pytest.mark.parametrize(
    ("change", "warning"),
    [
        (lambda mirror: mirror.unlink(), "store.head_missing"),
        (lambda mirror: mirror.write_bytes(b"{"), "store.head_unreadable"),
        (lambda mirror: shutil.rmtree(mirror.parent), "store.head_missing"),
    ],
)
def test_missing_mirror_is_only_a_warning_and_comes_back(desk, change, warning):
    run(desk)
    change(desk.files.mirror)

    assert run(desk).warnings == (warning,)
    assert run(desk) == QUIET
    assert load_catalogue("id").has(warning)


def test_mirror_of_another_device_is_not_believed(desk, tmp_path, clock):
    other = found_desk(tmp_path / "other", clock=clock, random_bytes=random.Random(5).randbytes)
    run(desk)
    shutil.copy(other.files.mirror, desk.files.mirror)

    assert run(desk).warnings == ("store.head_unreadable",)


def test_key_file_older_than_the_one_seen_is_refused(desk):
    known = desk.files
    desk.files = replace(known, key_file=replace(known.key_file, revision=7))
    run(desk)

    desk.files = known

    assert refused(desk) == "vault.key_file_old"


def test_key_file_of_another_store_is_refused(desk):
    known = desk.files
    desk.files = replace(known, key_file=replace(known.key_file, store_id="0" * 32))

    assert refused(desk) == "store.other_key_file"


def test_training_key_file_does_not_open_a_live_store(desk):
    store = desk.open()
    raw(store, "UPDATE meta SET value = 'live' WHERE key = 'deployment'")
    store.close()

    assert refused(desk) == "store.other_key_file"


def test_verifying_says_that_the_mirror_is_missing_and_makes_none(desk):
    run(desk)
    desk.files.mirror.unlink()

    store = desk.open(purpose=Purpose.VERIFY)
    result = store.verify().result()
    store.close()

    assert (result.ok, store.report.warnings) == (True, ("store.head_missing",))
    assert not desk.files.mirror.exists()


def test_verifying_writes_nothing(desk):
    run(desk)
    before = desk.files.database.read_bytes(), desk.files.mirror.read_bytes()

    store = desk.open(purpose=Purpose.VERIFY)
    assert store.full_check is None
    assert store.verify().result().ok
    store.close()

    assert (desk.files.database.read_bytes(), desk.files.mirror.read_bytes()) == before


def test_founding_on_top_of_a_store_is_refused_and_leaves_it(desk):
    before = desk.files.database.read_bytes()

    with pytest.raises(MachineError) as error:
        found_store(desk.files, lambda _: None, clock=desk.clock, random_bytes=desk.random_bytes)

    assert error.value.key == "store.exists"
    assert desk.files.database.read_bytes() == before


def test_founding_that_fails_leaves_no_store(desk):
    desk.files.database.unlink()

    def fail(unit):
        raise OperatorError("vault.name_empty")

    with pytest.raises(OperatorError):
        found_store(desk.files, fail, clock=desk.clock, random_bytes=desk.random_bytes)

    assert refused(desk) == "store.missing"
