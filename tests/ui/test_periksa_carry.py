"""The departure of the queue outlives the lock: nobody types it again for forty people."""

from posko_app.i18n import load_catalogue
from posko_app.ui.periksa import PeriksaPage
from tests.support.fake_desk import FakeDesk, FakeScreening, around
from tests.support.keys import show

DEPARTURE = {"departure.kind": "udara", "departure.carrier": "Lion Air", "departure.number": "691"}


def test_a_fresh_window_begins_with_the_departure_of_the_last_save(qtbot, theme):
    screening = FakeScreening()
    screening.departure = dict(DEPARTURE)
    page = PeriksaPage(FakeDesk(screening), load_catalogue(), theme, around=around())
    show(qtbot, page)

    qtbot.waitUntil(lambda: dict(page.model.answers) == DEPARTURE)
    assert page.view.departure.view.title.text() != "Keberangkatan belum diisi"
    assert page.view.departure.editor.editors[1].value() == "Lion Air"
    assert not page.model.has_content()
    assert screening.kept == []
