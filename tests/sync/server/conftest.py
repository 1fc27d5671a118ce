"""What every test of the centre gets: an empty one on each database, and a laptop."""

import pytest

from sync.protocol.entry import Deployment
from tests.support.centre_databases import (  # noqa: F401 - fixtures
    centre_db,
    migrated_database,
    migrated_file,
    postgres,
)


@pytest.fixture
def centre(centre_db):  # noqa: F811 - the fixture itself
    """The centre of `centre_db`, for training, as requests reach it too."""
    from sync.server.centre import open_centre
    from sync.server.current import the_centre

    open_centre(centre_db.data_dir, deployment=Deployment.TRAINING)
    return the_centre()


@pytest.fixture
def laptop(centre):
    """An enrolled laptop whose first officer is on paper; nothing of it was pushed yet."""
    from tests.sync.server.people_at_posts import Laptop

    laptop = Laptop(centre, "laptop satu")
    laptop.enrol(centre.clock())
    laptop.first_officer()
    return laptop
