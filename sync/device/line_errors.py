"""What the line did, as a reason: the one place that knows the errors of requests and ssl."""

import socket
import ssl
from collections.abc import Iterator

from requests.exceptions import InvalidSchema, InvalidURL, RequestException
from urllib3.exceptions import HTTPError, LocationParseError, NameResolutionError

from sync.device.ports import NoLine, NotOurs

# everything that an exchange may raise and `translated` understands
LINE_ERRORS = (RequestException, HTTPError, OSError)

NOT_YET_VALID = 9  # OpenSSL's X509_V_ERR_CERT_NOT_YET_VALID
EXPIRED = 10  # X509_V_ERR_CERT_HAS_EXPIRED
NOT_TLS = frozenset({"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "HTTPS_PROXY_REQUEST"})
CUT = frozenset({"UNEXPECTED_EOF_WHILE_READING", "EOF_OCCURRED"})


class CertificateTime(NotOurs):
    """The certificate is not valid at this clock's time."""

    def __init__(self) -> None:
        super().__init__("certificate_time")


def translated(error: BaseException) -> NoLine | NotOurs:
    """Give the error of ours for what an exchange raised."""
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLError):
            return _of_tls(cause)
    for cause in causes:
        reason = _reason(cause)
        if reason is not None:
            return NoLine(reason)
    return NoLine("cut")


def _of_tls(error: ssl.SSLError) -> NoLine | NotOurs:
    if isinstance(error, ssl.SSLCertVerificationError):
        if error.verify_code in (NOT_YET_VALID, EXPIRED):
            return CertificateTime()
        return NotOurs("untrusted")
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError) or error.reason in CUT:
        return NoLine("cut")
    return NotOurs("portal" if error.reason in NOT_TLS else "untrusted")


def _reason(cause: BaseException) -> str | None:
    """Name what one link of the chain of causes says; None when another one knows better."""
    if isinstance(cause, InvalidURL | InvalidSchema | LocationParseError):
        return "address"
    if isinstance(cause, socket.gaierror | NameResolutionError):
        return "dns"
    if isinstance(cause, TimeoutError):
        return "timeout"
    if isinstance(cause, ConnectionRefusedError):
        return "refused"
    if isinstance(cause, ConnectionResetError | BrokenPipeError | ConnectionAbortedError):
        return "cut" if type(cause).__name__ == "RemoteDisconnected" else "reset"
    if type(cause) is OSError and cause.errno is not None:
        return "unreachable"
    return None


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Walk to what first went wrong; urllib3 keeps it in `reason` or in the arguments."""
    seen: set[int] = set()
    pending: list[BaseException] = [error]
    while pending:
        current = pending.pop(0)
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        linked = (current.__cause__, current.__context__, getattr(current, "reason", None))
        pending += [one for one in (*linked, *current.args) if isinstance(one, BaseException)]
