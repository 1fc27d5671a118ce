from pathlib import Path

import pytest

from posko_app import paths

HOME = Path("/home/contoh")


@pytest.mark.parametrize(
    ("platform", "environment", "data", "state"),
    [
        ("linux", {}, "/home/contoh/.local/share/posko", "/home/contoh/.local/state/posko"),
        (
            "linux",
            {"XDG_DATA_HOME": "/d", "XDG_STATE_HOME": "/s"},
            "/d/posko",
            "/s/posko",
        ),
        ("linux", {"POSKO_STATE_DIR": "/x"}, "/home/contoh/.local/share/posko", "/x"),
        ("win32", {"LOCALAPPDATA": "/l"}, "/l/posko/data", "/l/posko/state"),
        (
            "win32",
            {},
            "/home/contoh/AppData/Local/posko/data",
            "/home/contoh/AppData/Local/posko/state",
        ),
    ],
)
def test_each_platform_has_its_places(platform, environment, data, state):
    found = (
        paths.default_data_dir(environment, home=HOME, platform=platform),
        paths.state_dir(environment, home=HOME, platform=platform),
    )

    assert found == (Path(data), Path(state))


def test_asked_directory_wins_and_state_stays_apart():
    found = paths.data_paths({"POSKO_STATE_DIR": "/s"}, home=HOME, directory=Path("/d"))

    assert found == paths.DataPaths(directory=Path("/d"), state=Path("/s"))


def test_without_a_wish_the_usual_directory_is_taken():
    found = paths.data_paths({"XDG_DATA_HOME": "/d"}, home=HOME)

    assert found.directory == paths.default_data_dir({"XDG_DATA_HOME": "/d"}, home=HOME)


def test_files_of_a_store_are_named_once():
    found = paths.DataPaths(directory=Path("/d"), state=Path("/s"))

    assert (found.database, found.key_file, found.attempts, found.status) == (
        Path("/d/posko.db"),
        Path("/d/keys.json"),
        Path("/d/attempts.json"),
        Path("/d/status.json"),
    )
    assert (found.heads, found.settings, found.log, found.crash) == (
        Path("/s/heads"),
        Path("/s/settings.toml"),
        Path("/s/posko.log"),
        Path("/s/crash.txt"),
    )


def test_resources_are_found_in_the_checkout():
    assert (paths.resources_dir() / "locale" / "id").is_dir()
