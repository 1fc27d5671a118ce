import pytest

from tests.support.stores import Desk, found_desk


@pytest.fixture
def desk(tmp_path, clock, random_bytes) -> Desk:
    return found_desk(tmp_path, clock=clock, random_bytes=random_bytes)


@pytest.fixture
def store(desk):
    opened = desk.open()
    yield opened
    opened.close()
