"""How a value looks in a list: a shape and a word, a time in WITA, the start of a long hash."""

from datetime import datetime
from enum import StrEnum

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sync.server.people.words import say

SHORT_HASH = 8  # as everywhere a fingerprint is read aloud


class Mark(StrEnum):
    """How urgent a value is; shape and word say it, colour only repeats it."""

    CALM = "calm"
    WAIT = "wait"
    WARN = "warn"
    BAD = "bad"


_SHAPES = {Mark.CALM: "●", Mark.WAIT: "○", Mark.WARN: "▲", Mark.BAD: "■"}


def marked(mark: Mark, text: str) -> SafeString:
    """Show a word with its shape."""
    return format_html(
        '<span class="mark mark-{}"><span aria-hidden="true">{}</span> {}</span>',
        mark.value,
        _SHAPES[mark],
        text,
    )


def short_hash(value: str) -> SafeString:
    """Show the start of a fingerprint; the whole stands in the row's page."""
    return format_html('<code title="{}">{}</code>', value, value[:SHORT_HASH])


def whole_hash(value: str) -> SafeString:
    """Show a fingerprint in fours, as two people compare it over the telephone."""
    groups = " ".join(value[at : at + 4] for at in range(0, len(value), 4))
    return format_html('<code class="whole">{}</code>', groups) if value else SafeString("–")


def shown_time(at: datetime | None) -> str:
    """Write a time in WITA; a dash when there is none."""
    return timezone.localtime(at).strftime("%d-%m-%Y %H.%M") if at else "–"


def ago(at: datetime | None) -> str:
    """Say how long ago something was, in the largest unit that still says enough."""
    if at is None:
        return say("people.ago.never")
    minutes = max(0, int((timezone.now() - at).total_seconds() // 60))
    if minutes < 60:
        return say("people.ago.minutes", n=minutes)
    if minutes < 48 * 60:
        return say("people.ago.hours", n=minutes // 60)
    return say("people.ago.days", n=minutes // (24 * 60))


def clock_difference(offset_ms: int | None) -> str:
    """Say how far a device's clock is off; `offset_ms` is the centre's time minus the device's."""
    if offset_ms is None:
        return "–"
    seconds = abs(offset_ms) // 1000
    if seconds < 60:
        return say("people.clock.fits")
    late = "slow" if offset_ms > 0 else "fast"
    if seconds < 2 * 3600:
        return say(f"people.clock.minutes_{late}", n=seconds // 60)
    if seconds < 48 * 3600:
        return say(f"people.clock.hours_{late}", n=seconds // 3600)
    return say(f"people.clock.days_{late}", n=seconds // 86400)
