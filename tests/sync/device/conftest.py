"""A centre in memory and a laptop of a post, for the tests of a round."""

import pytest
import trustme

from tests.sync.device.little_centre import LittleCentre
from tests.sync.device.rounds import Desk, enrolled
from tests.sync.device.tls_server import NAME, served_by


@pytest.fixture
def centre() -> LittleCentre:
    return LittleCentre()


@pytest.fixture
def desk(centre) -> Desk:
    """A laptop whose four entries are acknowledged."""
    desk = enrolled(centre)
    desk.journal.record(2)
    desk.sync()
    assert desk.journal.waiting_count() == (0, 0)
    return desk


@pytest.fixture(scope="session")
def ca() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
def trusted(ca):
    return served_by(ca.issue_cert(NAME))
