"""Makes a code with which one laptop of a post is enrolled, once, within a day.

Basis: SRC-FORMAT, "Requests".
"""

import hashlib
import io
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import segno
from django.db import transaction

from sync.protocol.enrolment import SECRET_BYTES, make_code, qr_text
from sync.server.centre import Centre
from sync.server.feed import ensure_feed
from sync.server.models import EnrolmentCode, Post
from sync.server.private_files import replace_whole
from sync.server.refusal import OperationRefused

VALID_FOR = timedelta(hours=24)
QR_SCALE = 4


@dataclass(frozen=True, slots=True)
class MadeCode:
    """A code as people copy it; only the hash of its secret is stored."""

    code: str = field(repr=False)
    expires_at: datetime


def make_enrolment_code(centre: Centre, post: str, *, ca_der: bytes, now: datetime) -> MadeCode:
    """Make a code for a post, opening the post when it is new.

    Args:
        centre: gives the randomness.
        post: its id, which names its feed.
        ca_der: the certificate whose hash the code carries.
        now: aware.
    """
    secret = centre.random(SECRET_BYTES)
    expires_at = now + VALID_FOR
    with transaction.atomic():
        opened, _ = Post.objects.get_or_create(id=post, defaults={"created_at": now})
        ensure_feed(post, centre)
        EnrolmentCode.objects.create(
            secret_hash=hashlib.sha256(secret).hexdigest(),
            post=opened,
            made_at=now,
            expires_at=expires_at,
        )
    return MadeCode(make_code(secret, ca_der), expires_at)


def qr_address(url: str | None) -> str:
    """Give the address for a QR.

    Raises:
        OperationRefused: `enrol.no_url`, `enrol.url_form`.
    """
    if url is None:
        raise OperationRefused("enrol.no_url")
    if not url.startswith("https://") or "#" in url:
        raise OperationRefused("enrol.url_form")
    return url


def write_qr(path: Path, *, url: str, code: str) -> None:
    """Write address and code as a QR, an SVG for its owner only (raises OSError)."""
    drawn = io.BytesIO()
    segno.make(qr_text(url, code), error="m").save(drawn, kind="svg", scale=QR_SCALE)
    replace_whole(path, drawn.getvalue())
