from tests.support.centre_databases import (  # noqa: F401 - fixtures
    centre_db,
    migrated_database,
    migrated_file,
    postgres,
)
from tests.sync.server.conftest import centre  # noqa: F401 - a fixture
