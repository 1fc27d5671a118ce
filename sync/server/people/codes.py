"""A fresh enrolment code as the console shows it, once: text and QR."""

import io
from dataclasses import dataclass, field
from pathlib import Path

import segno
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from sync.protocol.enrolment import qr_text
from sync.server.current import the_centre
from sync.server.enrol_code import make_enrolment_code
from sync.server.keys import keys_folder
from sync.server.people.cells import shown_time
from sync.server.tls import ensure_tls


@dataclass(frozen=True, slots=True)
class ShownCode:
    """What the page shows; the code is stored nowhere."""

    text: str = field(repr=False)
    qr: SafeString = field(repr=False)
    address: str
    expires: str


def fresh_code(post: str, *, address: str) -> ShownCode:
    """Make a code for a post.

    Args:
        post: its id.
        address: how devices call this centre; the QR carries it beside the code.
    """
    here = the_centre()
    now = here.clock()
    authority = ensure_tls(keys_folder(Path(settings.POSKO_DATA_DIR)), now=now)
    made = make_enrolment_code(here, post, ca_der=authority.ca_der, now=now)
    drawn = io.BytesIO()
    segno.make(qr_text(address, made.code), error="m").save(
        drawn, kind="svg", xmldecl=False, svgns=False, omitsize=True, svgclass=None, lineclass=None
    )
    svg = mark_safe(drawn.getvalue().decode())  # noqa: S308 - drawn by segno, no text in it
    return ShownCode(made.code, svg, address, shown_time(made.expires_at))
