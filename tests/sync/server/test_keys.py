"""Keys, nonces and sealed parts: made once, outside the database, for one place and one time."""

import sys
from datetime import timedelta

import pytest

from sync.protocol.entry import Deployment
from sync.server.keys import DeploymentFixed, open_keys
from sync.server.nonce import Nonces
from tests.sync.server.people_at_posts import NOW


def test_keys_are_made_once(tmp_path):
    first = open_keys(tmp_path, deployment=Deployment.TRAINING)

    again = open_keys(tmp_path)

    assert again.fingerprint == first.fingerprint
    assert (again.parts, again.nonce) == (first.parts, first.nonce)
    assert again.seal_public == first.seal_public


def test_only_their_owner_can_read_them(tmp_path):
    if sys.platform == "win32":
        pytest.skip("Windows has no such modes")
    folder = open_keys(tmp_path).folder

    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700


def test_the_keys_may_lie_elsewhere(tmp_path, monkeypatch):
    monkeypatch.setenv("POSKO_CENTRE_KEYS", str(tmp_path / "lain"))

    assert open_keys(tmp_path / "pusat").folder == tmp_path / "lain"
    assert not (tmp_path / "pusat" / "keys").exists()


def test_a_centre_is_for_training_or_for_real_people_and_stays_so(tmp_path):
    open_keys(tmp_path, deployment=Deployment.TRAINING)

    with pytest.raises(DeploymentFixed, match="training"):
        open_keys(tmp_path, deployment=Deployment.LIVE)
    assert open_keys(tmp_path).deployment == "training"


def test_a_new_centre_is_for_real_people(tmp_path):
    assert open_keys(tmp_path).deployment == "live"


def test_no_secret_is_shown(tmp_path):
    keys = open_keys(tmp_path)

    shown = repr(keys)

    assert keys.parts.hex() not in shown
    assert repr(keys.parts) not in shown


@pytest.mark.parametrize(
    ("minutes", "good"), [(0, True), (9, True), (19, True), (20, False), (-10, False)]
)
def test_a_nonce_is_good_in_its_ten_minutes_and_the_next_ten(minutes, good):
    nonces = Nonces(b"k" * 32)
    given = nonces.issue(NOW)

    assert nonces.is_good(given, NOW + timedelta(minutes=minutes)) is good


@pytest.mark.parametrize("given", ["", "ab" * 32, "ä", "\ud800x"])
def test_what_was_never_given_is_no_nonce(given):
    assert not Nonces(b"k" * 32).is_good(given, NOW)


def test_another_centre_s_nonce_is_none(tmp_path):
    assert not Nonces(b"k" * 32).is_good(Nonces(b"l" * 32).issue(NOW), NOW)


@pytest.fixture
def box(tmp_path):
    from sync.server.centre import open_centre

    return open_centre(tmp_path).parts


@pytest.mark.parametrize("name", ["identity", "contacts", "notes", "sidik"])
def test_every_part_but_the_facts_is_sealed(box, name):
    sealed, number = box.seal_part("entry", name, b"CONTOH SATU")

    assert b"CONTOH" not in sealed
    assert number == 1
    assert box.open_part("entry", name, sealed, number) == b"CONTOH SATU"


def test_facts_are_in_clear(box):
    assert box.seal_part("entry", "facts", b"{}") == (b"{}", 0)


def test_a_part_that_was_moved_or_touched_does_not_open(box):
    sealed, number = box.seal_part("entry", "identity", b"CONTOH SATU")

    assert box.open_part("other", "identity", sealed, number) is None
    assert box.open_part("entry", "notes", sealed, number) is None
    assert box.open_part("entry", "identity", sealed[:-1] + b"x", number) is None
    assert box.open_part("entry", "identity", b"", number) is None
