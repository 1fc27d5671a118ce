import pytest

from tools import run


@pytest.mark.parametrize(
    ("environment", "shown"),
    [
        ({}, False),
        ({"DISPLAY": ""}, False),
        ({"DISPLAY": ":0"}, True),
        ({"WAYLAND_DISPLAY": "w"}, True),
    ],
)
def test_a_window_needs_a_display(environment, shown):
    assert run.has_display(environment) is shown


def test_training_store_keeps_its_state_apart_from_the_users_own():
    assert run.own_environment({"POSKO_STATE_DIR": "/home/contoh"}) == {
        "POSKO_STATE_DIR": str(run.PLACE / "state")
    }
