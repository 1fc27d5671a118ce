import pytest

from tests.support.stores import Desk, found_desk
from tests.support.sync_stores import laptop_of
from tests.sync.device.little_centre import LittleCentre


@pytest.fixture
def desk(tmp_path, clock, random_bytes) -> Desk:
    return found_desk(tmp_path, clock=clock, random_bytes=random_bytes)


@pytest.fixture
def store(desk):
    opened = desk.open()
    yield opened
    opened.close()


@pytest.fixture
def centre():
    return LittleCentre()


@pytest.fixture
def make(tmp_path, centre, clock, random_bytes):
    """Make laptops by name; each store must be sound at the end, and open again."""
    made = []

    def found(name: str, post: str = "el-tari"):
        place = tmp_path / name
        laptop = laptop_of(place, centre, clock=clock, random_bytes=random_bytes, post=post)
        made.append(laptop)
        return laptop

    yield found
    for laptop in made:
        checked = laptop.store.verify().result()
        assert checked.fault is None
        laptop.reopen()
        laptop.store.close()


@pytest.fixture
def two(make):
    return make("satu"), make("dua")
