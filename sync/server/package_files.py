"""A package that came on a stick: read, answered, and the answer written beside it.

Basis: SRC-FORMAT, "Requests".
"""

from datetime import datetime
from pathlib import Path

from sync.protocol.limits import PACKAGE_BYTES
from sync.protocol.package import PackageBroken
from sync.protocol.request_signing import RequestRefused
from sync.server.centre import Centre
from sync.server.package import answer_package
from sync.server.private_files import write_new
from sync.server.refusal import OperationRefused

# what the keeper of the machine does about it differs; any other code is told as it is
SENTENCES = {
    "asks_too_much": "asks_too_much",
    "bad_signature": "damaged",
    "bytes_differ": "damaged",
    "content": "damaged",
    "head_form": "damaged",
    "not_a_package": "damaged",
    "not_opened": "damaged",
    "device_revoked": "device_revoked",
    "device_suspended": "device_suspended",
    "device_unknown": "device_unknown",
    "other_deployment": "other_deployment",
    "other_recipient": "other_recipient",
}


def answer_file(package: Path, out: Path, centre: Centre, now: datetime) -> None:
    """Take a package and write its answer under a name that is free.

    Raises:
        OperationRefused: `package.unreadable`, `package.exists`, `package.refused`, or
            one of the sentences above.
    """
    if out.exists():
        raise OperationRefused("package.exists")
    try:
        with package.open("rb") as file:
            content = file.read(PACKAGE_BYTES + 1)
    except OSError:
        raise OperationRefused("package.unreadable") from None
    try:
        answer = answer_package(centre, content, now)
    except (PackageBroken, RequestRefused) as refused:
        code = str(refused.code)
        raise OperationRefused(f"package.{SENTENCES.get(code, 'refused')}", code=code) from None
    write_new(out, answer)
