"""The form that enrols: what it says when no centre answers at the address."""

from concurrent.futures import Future

import pytest
from PySide6.QtCore import Qt

from posko_app.errors import MachineError
from posko_app.i18n import LANGUAGES, load_catalogue
from posko_app.services.sync_words import NO_LINE, OTHER
from posko_app.ui.sinkron_enrol import EnrolPanel
from sync.protocol.enrolment import make_code
from tests.support.keys import press, show

CODE = make_code(bytes(range(10)), b"an invented certificate")
BY_ITSELF = {"id": "mencoba lagi sendiri", "en": "tries again by itself"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", sorted({*NO_LINE, OTHER}))
def test_nobody_waits_for_an_enrolment_that_is_not_tried_again(qtbot, language, reason):
    catalogue, answer = load_catalogue(language), Future()
    answer.set_exception(MachineError(f"sync.no_line.{reason}"))
    panel = EnrolPanel(lambda _url, _code: answer, catalogue=catalogue)
    show(qtbot, panel)
    panel.form.show_wish("https://pusat.contoh:8443", CODE)

    press(panel, Qt.Key.Key_F9)
    fault = panel.form.faults["address"]
    qtbot.waitUntil(lambda: fault.text() != "")

    assert BY_ITSELF[language] in catalogue.text("sync.no_line.timeout")
    assert BY_ITSELF[language] not in fault.text()
    assert panel.form.address.hasFocus()
