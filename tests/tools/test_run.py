import json
import os
import subprocess

import pytest

from posko_app.training import demo_officers
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


def test_training_store_opens_for_both_of_its_officers(tmp_path):
    environment = os.environ | {"POSKO_STATE_DIR": str(tmp_path / "state")}

    assert run.make_training_store(tmp_path / "data", environment=environment) == 0

    for officer in demo_officers():
        listed = subprocess.run(
            run.program(tmp_path / "data", "--officer", officer.name, "officer", "list"),
            env=environment | {"POSKO_PASSPHRASE": officer.passphrase},
            capture_output=True,
            check=True,
        ).stdout
        assert [row["name"] for row in json.loads(listed)] == [
            each.name for each in demo_officers()
        ]


def test_failed_making_leaves_no_store_behind(tmp_path):
    (tmp_path / "place").write_text("a file where the program needs a directory")
    environment = os.environ | {"POSKO_STATE_DIR": str(tmp_path / "state")}
    data_dir = tmp_path / "place" / "data"

    assert run.make_training_store(data_dir, environment=environment) == 2
    assert not data_dir.exists()
