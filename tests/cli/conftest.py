import pytest


@pytest.fixture(autouse=True)
def _whole_application(qapp):
    """Have the application object of all tests; a command in this process makes a smaller one."""
