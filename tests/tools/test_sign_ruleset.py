"""A ruleset folder signed as a publisher does it, and read as a store does."""

import json
import stat

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from posko_app.catalogue_files import packaged_catalogue
from posko_app.services.ruleset_file import read_published
from tools.sign_ruleset import main


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "aturan"
    place.mkdir()
    for name, text in packaged_catalogue().items():
        (place / name).write_text(text, encoding="utf-8")
    return place


@pytest.fixture
def key(tmp_path, capsys):
    path = tmp_path / "penerbit.pem"
    assert main(["--new-key", str(path)]) == 0
    capsys.readouterr()
    return path


def test_a_signed_folder_is_read_back_as_the_same_ruleset(folder, key, tmp_path, capsys):
    out = tmp_path / "aturan.json"

    assert main([str(folder), "--key", str(key), "--out", str(out)]) == 0

    told, found = json.loads(capsys.readouterr().out), read_published(out)
    assert found.ruleset.files == packaged_catalogue()
    assert (told["ruleset"], told["publisher"]) == (found.ruleset.hash, found.fingerprint)


def test_a_key_is_for_its_owner_only_and_never_replaced(key, tmp_path, capsys):
    before = key.read_bytes()

    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert main(["--new-key", str(key)]) == 1
    assert key.read_bytes() == before
    assert "exists" in capsys.readouterr().err


def test_every_fault_of_a_folder_is_named_and_nothing_is_written(folder, key, tmp_path, capsys):
    (folder / "levels.toml").write_text("[[level]]\nlevel = 3\n")
    out = tmp_path / "aturan.json"

    assert main([str(folder), "--key", str(key), "--out", str(out)]) == 1

    assert "levels.toml:" in capsys.readouterr().err
    assert not out.exists()


def test_a_folder_too_large_for_a_file_is_refused(folder, key, tmp_path, capsys):
    levels = folder / "levels.toml"
    levels.write_text(levels.read_text("utf-8") + ("# " + "\\" * 70 + "\n") * 8_000, "utf-8")

    assert main([str(folder), "--key", str(key), "--out", str(tmp_path / "a")]) == 1
    assert "1 MiB" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [(), ("aturan",), ("aturan", "--key", "k")])
def test_half_a_command_is_refused(arguments, capsys):
    assert main(arguments) == 1
    assert "--new-key" in capsys.readouterr().err


def test_a_folder_that_is_not_there_and_a_key_of_another_kind_are_refused(key, tmp_path, capsys):
    out = str(tmp_path / "a")
    other = tmp_path / "lain.pem"
    kind = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    other.write_bytes(X25519PrivateKey.generate().private_bytes(*kind))

    assert main([str(tmp_path / "tidak"), "--key", str(key), "--out", out]) == 1
    assert main([str(tmp_path), "--key", str(other), "--out", out]) == 1
    assert main([str(tmp_path), "--key", str(tmp_path / "tidak"), "--out", out]) == 1
    said = capsys.readouterr().err
    assert "cannot be read" in said
    assert "Ed25519" in said
