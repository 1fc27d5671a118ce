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


def answer_file(package: Path, out: Path, centre: Centre, now: datetime) -> None:
    """Take a package and write its answer under a name that is free.

    Raises:
        OperationRefused: `package.unreadable`, `package.exists`, `package.refused`,
            `package.asks_too_much`.
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
        if refused.code == "asks_too_much":
            raise OperationRefused("package.asks_too_much") from None
        raise OperationRefused("package.refused", code=str(refused.code)) from None
    write_new(out, answer)
