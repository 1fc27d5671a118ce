"""Which date a clock disagrees with, when the centre's certificate seems not to be valid."""

import socket
import ssl
from datetime import datetime
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.exceptions import InvalidSignature

LOOK_S = 5.0


def dates_of(url: str, ca_pem: str, *, now: datetime) -> tuple[datetime, datetime] | None:
    """Give this clock's time and the end of the certificate's validity that it lies beyond.

    The certificate is fetched once more, unverified, and counts only if the centre's CA signed
    it; nothing is sent over that connection. None when it is a stranger's, or cannot be had.
    """
    ca = x509.load_pem_x509_certificate(ca_pem.encode())
    for certificate in (ca, _certificate_at(url)):
        if certificate is None or not _is_of(certificate, ca):
            continue
        if now < certificate.not_valid_before_utc:
            return now, certificate.not_valid_before_utc
        if now > certificate.not_valid_after_utc:
            return now, certificate.not_valid_after_utc
    return None


def _is_of(certificate: x509.Certificate, ca: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(ca)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _certificate_at(url: str) -> x509.Certificate | None:
    parts = urlsplit(url)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        address = (parts.hostname or "", parts.port or 443)
        with (
            socket.create_connection(address, timeout=LOOK_S) as plain,
            context.wrap_socket(plain, server_hostname=parts.hostname) as wrapped,
        ):
            shown = wrapped.getpeercert(binary_form=True)
    except OSError:
        return None
    return None if shown is None else x509.load_der_x509_certificate(shown)
