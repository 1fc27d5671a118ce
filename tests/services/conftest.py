import pytest

from tests.services.desks import Clock, make_store, opened


@pytest.fixture(autouse=True)
def state_dir(tmp_path, monkeypatch):
    monkeypatch.setenv("POSKO_STATE_DIR", str(tmp_path / "state"))


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def directory(tmp_path, clock):
    return make_store(tmp_path / "data", clock=clock)


@pytest.fixture
def desk(directory, clock):
    with opened(directory, clock=clock) as desk:
        yield desk
