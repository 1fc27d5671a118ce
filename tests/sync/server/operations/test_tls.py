"""The centre's own certificates, tried with the TLS of Python as a device would."""

import errno
import hashlib
import os
import ssl
import stat
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509

from sync.server.private_files import write_new, write_once
from sync.server.tls import SERVER_NAME, ensure_tls

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def served(files) -> x509.Certificate:
    return x509.load_pem_x509_certificate(files.certificate.read_bytes())


def handshake(files, *, trusted, name: str) -> None:
    """Let a client and a server shake hands in memory."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(files.certificate, files.key)
    client = ssl.create_default_context(cafile=trusted)
    client.verify_flags |= ssl.VERIFY_X509_STRICT  # what Python 3.13 asks for by itself
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    ours = client.wrap_bio(to_client, to_server, server_hostname=name)
    theirs = server.wrap_bio(to_server, to_client, server_side=True)
    for _ in range(4):
        for side in (ours, theirs):
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                continue


@pytest.mark.parametrize("name", [SERVER_NAME, "localhost", "127.0.0.1"])
def test_a_device_that_trusts_the_authority_gets_through(tmp_path, name):
    files = ensure_tls(tmp_path / "keys", now=datetime.now(UTC))

    handshake(files, trusted=files.ca, name=name)


def test_another_authority_or_another_name_is_refused(tmp_path):
    files = ensure_tls(tmp_path / "keys", now=datetime.now(UTC))
    other = ensure_tls(tmp_path / "other", now=datetime.now(UTC))

    with pytest.raises(ssl.SSLCertVerificationError, match=r"signature|issuer"):
        handshake(files, trusted=other.ca, name=SERVER_NAME)
    with pytest.raises(ssl.SSLCertVerificationError, match="mismatch"):
        handshake(files, trusted=files.ca, name="pusat.example")


def test_authority_lasts_thirty_years_and_both_began_two_years_ago(tmp_path):
    files = ensure_tls(tmp_path / "keys", now=NOW)
    ca = x509.load_pem_x509_certificate(files.ca.read_bytes())

    assert ca.not_valid_after_utc == NOW + timedelta(days=30 * 365)
    assert ca.not_valid_before_utc == served(files).not_valid_before_utc == NOW - timedelta(730)
    assert files.ca_sha256 == hashlib.sha256(files.ca_der).hexdigest()


def test_second_start_changes_nothing(tmp_path):
    files = ensure_tls(tmp_path / "keys", now=NOW)
    before = {path.name: path.read_bytes() for path in files.ca.parent.iterdir()}

    assert ensure_tls(tmp_path / "keys", now=NOW + timedelta(days=3000)) == files
    assert {path.name: path.read_bytes() for path in files.ca.parent.iterdir()} == before


def test_certificate_is_renewed_before_its_end_and_the_authority_stays(tmp_path):
    files = ensure_tls(tmp_path / "keys", now=NOW)
    old, authority = served(files), files.ca.read_bytes()
    late = NOW + timedelta(days=3300)

    ensure_tls(tmp_path / "keys", now=late)

    assert served(files).not_valid_after_utc == late + timedelta(days=3650)
    assert served(files).public_key() == old.public_key()
    assert files.ca.read_bytes() == authority


def test_certificate_of_another_key_is_replaced(tmp_path):
    files = ensure_tls(tmp_path / "keys", now=NOW)
    other = ensure_tls(tmp_path / "other", now=NOW)
    files.certificate.write_bytes(other.certificate.read_bytes())

    ensure_tls(tmp_path / "keys", now=NOW)

    assert served(files).public_key() != served(other).public_key()


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
def test_keys_are_their_owners_only(tmp_path):
    files = ensure_tls(tmp_path / "keys", now=NOW)

    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in files.ca.parent.iterdir()}

    assert modes == dict.fromkeys(["ca.key", "ca.pem", "server.key", "server.pem"], 0o600)
    assert stat.S_IMODE(files.ca.parent.stat().st_mode) == 0o700


def test_who_comes_second_gets_the_first_ones_bytes(tmp_path):
    path = tmp_path / "sign.key"

    assert write_once(path, b"first") == b"first"
    assert write_once(path, b"second") == b"first"
    assert [found.name for found in tmp_path.iterdir()] == ["sign.key"]


def test_a_stick_without_links_takes_a_new_file_and_replaces_none(tmp_path, monkeypatch):
    def no_links(_source, _target):
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", no_links)
    path = tmp_path / "jawaban"

    write_new(path, b"first")
    with pytest.raises(FileExistsError):
        write_new(path, b"second")

    assert path.read_bytes() == b"first"
    assert [found.name for found in tmp_path.iterdir()] == ["jawaban"]


def test_another_trouble_with_the_place_is_not_hidden(tmp_path, monkeypatch):
    def full(_source, _target):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "link", full)

    with pytest.raises(OSError, match="full"):
        write_new(tmp_path / "jawaban", b"first")
    assert list(tmp_path.iterdir()) == []
