"""Time at the posko: UTC is stored, WITA is shown, dates are civil dates at the posko."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone

WITA = timezone(timedelta(hours=8), "WITA")
_INSTANT = re.compile(
    r"(\d{4}-\d\d-\d\d|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})[T ](\d{1,2})[:.](\d\d)(?:[:.](\d\d))?"
    r"(?:\.\d{1,9})?(?: ?(Z|[+-]\d\d:?\d\d|WITA))?",
    re.ASCII,
)
# a spreadsheet writes a date with midnight after it
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?", re.ASCII)
_TYPED_DATE = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", re.ASCII)
_TIME = re.compile(r"(\d{1,2})[:.](\d\d)(?:[:.]\d\d)?", re.ASCII)


def civil_date(at: datetime) -> date:
    """Give the date at the posko for an instant."""
    return at.astimezone(WITA).date()


def civil_time(at: datetime) -> time:
    """Give the time of day at the posko for an instant."""
    return at.astimezone(WITA).time()


def clock_text(at: datetime) -> str:
    """Give the time at the posko as officers write it: 07.58."""
    return f"{civil_time(at):%H.%M}"


def format_instant(at: datetime) -> str:
    """Give an aware instant in the stored form, YYYY-MM-DDTHH:MM:SSZ."""
    return at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def parse_instant(text: str) -> datetime | None:
    """Read an instant, the date in ISO or as officers type it; without an offset it is WITA.

    None when it is not one.
    """
    found = _INSTANT.fullmatch(text.strip())
    if found is None:
        return None
    day, hour, minute, second, offset = found.groups()
    on = parse_date(day)
    if on is None:
        return None
    zone = "+08:00" if offset in {None, "WITA"} else offset
    try:
        read = datetime.fromisoformat(f"{on}T{hour:0>2}:{minute}:{second or '00'}{zone}")
        return read.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def parse_date(text: str) -> date | None:
    """Read YYYY-MM-DD, DD-MM-YYYY or DD/MM/YYYY; None when it is no date of the calendar."""
    iso, typed = _ISO_DATE.fullmatch(text.strip()), _TYPED_DATE.fullmatch(text.strip())
    if iso is not None:
        year, month, day = iso.groups()
    elif typed is not None:
        day, month, year = typed.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def parse_time(text: str) -> time | None:
    """Read HH:MM or HH.MM; None when it is no time of day."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return None
    try:
        return time(int(found[1]), int(found[2]))
    except ValueError:
        return None


def date_text(on: date) -> str:
    """Give a date as officers write it: 05-07-1998."""
    return f"{on:%d-%m-}{on.year:04d}"


def whole_years(born_on: date, on: date) -> int:
    """Give a person's age in whole years on a day; negative before birth."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
