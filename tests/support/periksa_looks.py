"""What the tests of the Periksa screen look at."""

from posko_app.ui.periksa import PeriksaPage
from posko_app.ui.periksa_focus import focused


def path(page: PeriksaPage) -> str:
    """Name the field in focus."""
    return page.view.form.path_of(focused())


def said(page: PeriksaPage) -> str:
    """Give what the bottom row says, both lines whole."""
    return f"{page.view.bar.notice.whole()} {page.view.bar.detail.whole()}"


def saved(qtbot, desk, count=1):
    """Wait for a record and give it."""
    qtbot.waitUntil(lambda: len(desk.screening.records) == count)
    return desk.screening.records[-1]
