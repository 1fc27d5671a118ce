"""The centre's own certificate authority, and the certificate it serves under.

A device trusts this authority and no other, and asks for one fixed name whatever address it
calls, so neither a public authority nor a name in the DNS has a part in it. Both certificates
are valid from two years back: a laptop whose clock is wrong still gets through, and learns by how
much from the first answer.
"""

import hashlib
import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from sync.server.private_files import make_private_directory, replace_whole, write_once

SERVER_NAME = "pusat.posko"  # what every device asks for, whatever the address
VALID_BEFORE = timedelta(days=2 * 365)
CA_YEARS = 30
SERVER_YEARS = 10
REMAKE_BEFORE_END = timedelta(days=500)  # a year, and a clock that is 135 days ahead on top

Key = ec.EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True)
class TlsFiles:
    """Where the certificates and the server's private key lie."""

    ca: Path
    certificate: Path
    key: Path

    @property
    def ca_der(self) -> bytes:
        """The authority's certificate: what an enrolment code carries the hash of."""
        return _certificate(self.ca.read_bytes()).public_bytes(Encoding.DER)

    @property
    def ca_sha256(self) -> str:
        """SHA-256 of that certificate, 64 hex, as a person may compare it."""
        return hashlib.sha256(self.ca_der).hexdigest()


def ensure_tls(keys_dir: Path, *, now: datetime) -> TlsFiles:
    """Make what is missing of authority, key and certificate, and renew one that soon ends.

    The authority is made once and never again by itself: every enrolled device is bound to it.

    Args:
        keys_dir: made for its owner only if it is not there.
        now: aware; certificates are judged and dated by it.
    """
    make_private_directory(keys_dir)
    ca_key = _key(write_once(keys_dir / "ca.key", _new_key()))
    ca = _certificate(write_once(keys_dir / "ca.pem", _authority(ca_key, now)))
    key = _key(write_once(keys_dir / "server.key", _new_key()))
    path = keys_dir / "server.pem"
    current = write_once(path, _server_certificate(key, ca=ca, ca_key=ca_key, now=now))
    if not _serves(_certificate(current), key=key, ca=ca, now=now):
        replace_whole(path, _server_certificate(key, ca=ca, ca_key=ca_key, now=now))
    return TlsFiles(ca=keys_dir / "ca.pem", certificate=path, key=keys_dir / "server.key")


def _serves(
    certificate: x509.Certificate, *, key: Key, ca: x509.Certificate, now: datetime
) -> bool:
    lasts = certificate.not_valid_after_utc - now > REMAKE_BEFORE_END
    return (
        lasts and certificate.public_key() == key.public_key() and certificate.issuer == ca.subject
    )


def _authority(key: Key, now: datetime) -> bytes:
    # the serial in the name keeps two authorities of one machine apart
    name = _name(f"Posko {x509.random_serial_number():040x}"[:40])
    usage = _key_usage(signs_certificates=True)
    built = (
        _builder(subject=name, issuer=name, key=key, now=now, years=CA_YEARS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
    )
    return built.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)


def _server_certificate(key: Key, *, ca: x509.Certificate, ca_key: Key, now: datetime) -> bytes:
    names = [
        x509.DNSName(SERVER_NAME),
        x509.DNSName("localhost"),
        x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
        x509.IPAddress(ipaddress.ip_address("::1")),
    ]
    authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key())
    builder = _builder(
        subject=_name(SERVER_NAME), issuer=ca.subject, key=key, now=now, years=SERVER_YEARS
    )
    built = (
        builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(authority, critical=False)
    )
    return built.sign(ca_key, hashes.SHA256()).public_bytes(Encoding.PEM)


def _builder(
    *, subject: x509.Name, issuer: x509.Name, key: Key, now: datetime, years: int
) -> x509.CertificateBuilder:
    today = now.astimezone(UTC).replace(microsecond=0)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - VALID_BEFORE)
        .not_valid_after(today + timedelta(days=365 * years))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _key_usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _new_key() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _key(pem: bytes) -> Key:
    key = load_pem_private_key(pem, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError("tls_key")
    return key


def _certificate(pem: bytes) -> x509.Certificate:
    return x509.load_pem_x509_certificate(pem)
