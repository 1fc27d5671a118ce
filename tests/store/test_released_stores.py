"""A store of each release so far, opened by today's program."""

import json
import shutil
from pathlib import Path

import pytest

from posko_app.paths import DataPaths
from posko_app.store.opening import StoreFiles
from posko_app.store.store import Store
from posko_app.store.unlock import unlock
from tests.stores.make_store import HERE, ROW
from tests.support.low_cost import LOW
from tests.support.stores import raw

RELEASES = sorted(path.parent for path in HERE.glob("*/expected.json"))


def test_there_is_a_store_of_every_release():
    assert [path.name for path in RELEASES] == ["0.1.0"]


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.name)
def test_store_of_a_release_opens_verifies_and_says_the_same(
    release, tmp_path, clock, random_bytes
):
    expected = json.loads((release / "expected.json").read_text(encoding="utf-8"))
    data = Path(shutil.copytree(release, tmp_path / "data"))
    unlocked = unlock(data, passphrase=expected["passphrase"], policy=LOW, now=clock())
    files = StoreFiles(DataPaths(data, tmp_path / "state"), unlocked.store_key, unlocked.key_file)

    store = Store(files, clock=clock, random_bytes=random_bytes)
    checked = store.verify().result()
    rows = raw(store, ROW)
    store.close()

    assert (checked.ok, checked.entries) == (True, expected["entries"])
    assert rows == [tuple(row) for row in expected["rows"]]
