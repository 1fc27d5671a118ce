import json
import os
import socket
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


def sync(place, environment) -> dict:
    first = demo_officers()[0]
    done = subprocess.run(
        run.program(place / "data", "--officer", first.name, "sync"),
        env=environment | {"POSKO_PASSPHRASE": first.passphrase},
        capture_output=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_the_store_is_enrolled_once_and_finds_its_centre_again(tmp_path):
    environment = os.environ | {"POSKO_STATE_DIR": str(tmp_path / "state")}
    run.make_training_store(tmp_path / "data", environment=environment)
    remembered = tmp_path / run.ENROLLED_AT
    with run.served_centre(tmp_path, environment=environment):
        first, address = sync(tmp_path, environment), remembered.read_text()
    with run.served_centre(tmp_path, environment=environment):
        second = sync(tmp_path, environment)

    assert (first["acknowledged"], first["waiting"]) == (3, 0)
    assert (second["acknowledged"], second["waiting"], second["alarms"]) == (0, 0, [])
    assert remembered.read_text() == address


def test_without_a_centre_the_window_is_opened_all_the_same(tmp_path, capsys):
    (tmp_path / "centre").write_text("a file where the centre needs a directory")
    with run.served_centre(tmp_path, environment=dict(os.environ)):
        said = capsys.readouterr().out

    assert "Pusat latihan tidak jalan" in said
    assert not (tmp_path / run.ENROLLED_AT).exists()


def test_another_port_is_taken_when_the_remembered_one_is_in_use(tmp_path):
    remembered = tmp_path / run.ENROLLED_AT
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        remembered.write_text(f"https://127.0.0.1:{port}")
        while_taken = run.remembered_port(remembered)

    assert (while_taken, run.remembered_port(remembered)) == (0, port)
