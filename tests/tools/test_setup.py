"""tools/setup.sh against stand-ins for dpkg-query, apt-get, id and sudo: no package is touched."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LISTED = "xvfb\nlibegl1 # comment\n\n# heading\n"


@pytest.fixture
def checkout(tmp_path):
    (tmp_path / "tools").mkdir()
    (tmp_path / "requirements").mkdir()
    shutil.copy(ROOT / "tools/setup.sh", tmp_path / "tools")
    (tmp_path / "requirements/system-packages.txt").write_text(LISTED)
    (tmp_path / "requirements/system-packages-dev.txt").write_text("postgresql\n")
    (tmp_path / "requirements/centre.txt").write_text("")
    (tmp_path / "requirements/dev.txt").write_text("")
    return tmp_path


@pytest.fixture
def run(checkout):
    stand_ins = checkout / "bin"
    stand_ins.mkdir()

    def stand_in(name: str, body: str) -> None:
        path = stand_ins / name
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)

    def run(*, installed: str, root: bool, sudo: bool, flavour: str = "runtime"):
        found = f'case " {installed} " in *" $3 "*) printf installed ;; *) exit 1 ;; esac'
        stand_in("dpkg-query", found)
        stand_in("apt-get", f'echo "$@" >> {checkout}/apt')
        stand_in("id", "echo 0" if root else "echo 1000")
        stand_in("sudo", 'shift; exec "$@"' if sudo else "exit 1")
        return subprocess.run(
            ["sh", "tools/setup.sh", flavour],
            cwd=checkout,
            env=os.environ | {"PATH": f"{stand_ins}:{os.environ['PATH']}"},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def asked_of_apt(checkout: Path) -> list[str]:
    path = checkout / "apt"
    return path.read_text().splitlines() if path.exists() else []


def test_without_rights_the_one_line_is_printed_and_nothing_is_done(checkout, run):
    ended = run(installed="xvfb", root=False, sudo=False)

    assert ended.returncode == 3
    assert ended.stdout == (
        "apt-get update && apt-get install -y --no-install-recommends libegl1\n"
    )
    assert asked_of_apt(checkout) == []
    assert not (checkout / ".venv").exists()


@pytest.mark.parametrize(("root", "sudo"), [(True, False), (False, True)])
def test_with_rights_only_what_is_missing_is_installed(checkout, run, root, sudo):
    ended = run(installed="xvfb", root=root, sudo=sudo)

    assert ended.returncode == 0, ended.stderr
    assert asked_of_apt(checkout) == [
        "-q update",
        "-q install -y --no-install-recommends libegl1",
    ]


def test_environment_is_made_once_and_again_when_the_list_changes(checkout, run):
    lock = checkout / "requirements/centre.txt"
    messages = [run(installed="xvfb libegl1", root=False, sudo=False).stderr for _ in range(2)]
    lock.write_text("# changed\n")
    messages.append(run(installed="xvfb libegl1", root=False, sudo=False).stderr)

    assert ["installing" in message for message in messages] == [True, False, True]
    assert asked_of_apt(checkout) == []


def test_old_python_is_named(checkout, run, monkeypatch):
    monkeypatch.setenv("PYTHON", "false")

    ended = run(installed="xvfb libegl1", root=False, sudo=False)

    assert ended.returncode == 3
    assert "Python 3.11" in ended.stderr


def test_developers_get_the_packages_of_the_tests_too(checkout, run):
    ended = run(installed="xvfb libegl1", root=True, sudo=False, flavour="dev")

    assert ended.returncode == 0, ended.stderr
    assert asked_of_apt(checkout)[-1] == "-q install -y --no-install-recommends postgresql"


def test_another_flavour_is_refused_before_anything_is_done(checkout, run):
    ended = run(installed="", root=True, sudo=False, flavour="server")

    assert ended.returncode == 2
    assert asked_of_apt(checkout) == []


@pytest.mark.parametrize(
    ("command", "module"),
    [("posko", "posko_app/__main__.py"), ("posko-centre", "sync/server/cli.py")],
)
def test_the_commands_of_an_installation_are_there_too(checkout, run, command, module):
    run(installed="xvfb libegl1", root=True, sudo=False)
    (checkout / module).parent.mkdir(parents=True)
    (checkout / module).write_text("import sys; print(sys.argv[1:])")

    done = subprocess.run(
        [checkout / ".venv/bin" / command, "list", "--date"],
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout == "['list', '--date']\n"
