"""A plain file for the lock page, which holds no key: counts and times, nothing personal."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from posko_app.store.in_place import SECTOR_BYTES, write_sector


@dataclass(frozen=True, slots=True)
class LockStatus:
    """What a locked laptop may show anybody who looks at it."""

    post: str
    deployment: str
    waiting: int
    needs_person: int
    drafts: int
    saved_at: datetime | None  # None before the first save
    last_contact_at: datetime | None  # None before the first contact with the centre


def write_status(path: Path, status: LockStatus) -> None:
    """Overwrite the file without waiting for the disk: it may be a save behind.

    Raises:
        OSError: the old file is still there.
    """
    found = {
        "post": status.post,
        "deployment": status.deployment,
        "waiting": status.waiting,
        "needs_person": status.needs_person,
        "drafts": status.drafts,
        "saved_at": _text(status.saved_at),
        "last_contact_at": _text(status.last_contact_at),
    }
    write_sector(path, json.dumps(found).encode())


def read_status(path: Path) -> LockStatus | None:
    """Read the file; None when it is missing or not ours, for it is only a courtesy."""
    try:
        with path.open("rb") as file:
            found = json.loads(file.read(SECTOR_BYTES))
        return LockStatus(
            post=str(found["post"]),
            deployment=str(found["deployment"]),
            waiting=int(found["waiting"]),
            needs_person=int(found["needs_person"]),
            drafts=int(found["drafts"]),
            saved_at=_instant(found["saved_at"]),
            last_contact_at=_instant(found["last_contact_at"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _text(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(timespec="seconds")


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
