"""Days and times as people at the posko write them."""

from datetime import date, datetime

from posko_app.domain.civil import civil_date, civil_time
from posko_app.i18n import Catalogue


def long_day(on: date, catalogue: Catalogue) -> str:
    """Say a day with its weekday and month in words: Selasa, 24 November 2026."""
    weekday = catalogue.text(f"pages.weekday.{on.isoweekday()}")
    month = catalogue.text(f"pages.month.{on.month}")
    return f"{weekday}, {on.day} {month} {on.year}"


def stamp(at: datetime) -> str:
    """Say a moment in the posko's time: 24-11-2026 07.21."""
    return f"{civil_date(at):%d-%m-%Y} {civil_time(at):%H.%M}"
