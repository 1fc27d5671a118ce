"""Rows of the reasons: made once, used again for whatever sign comes next."""

import pytest
from PySide6.QtCore import Qt

from posko_app.ui.periksa_reasons import ReasonList, ReasonRow
from posko_app.ui.periksa_reasons_model import Reason, Reasons
from tests.support.keys import press, show, stacked

pytestmark = pytest.mark.ui


def reason(sign: str) -> Reason:
    return Reason(sign, "medium", f"Judul {sign}", f"Tentang {sign}", (f"Rinci {sign}",), "")


@pytest.fixture
def listed(qtbot):
    made = ReasonList()
    window = show(qtbot, stacked(made))
    yield made
    window.close()


def shown(listed: ReasonList) -> list[str]:
    rows = [row for row in listed.findChildren(ReasonRow) if row.isVisible()]
    return [row.title.text() for row in sorted(rows, key=lambda row: row.y())]


def test_a_row_that_no_sign_needs_is_used_for_the_next(listed):
    listed.show_reasons(Reasons((reason("satu"), reason("dua"))), "")
    listed.show_reasons(Reasons(), "Tidak ada tanda.")
    assert shown(listed) == []

    listed.show_reasons(Reasons((reason("tiga"), reason("empat"))), "")

    assert len(listed.findChildren(ReasonRow)) == 2
    assert set(shown(listed)) == {"Judul tiga", "Judul empat"}


def test_a_row_that_was_unfolded_comes_back_folded(listed):
    listed.show_reasons(Reasons((reason("satu"),)), "")
    listed.setFocus()
    press(listed.window(), Qt.Key.Key_Down)
    assert listed.rows["satu"].detail.isVisible()

    listed.show_reasons(Reasons(), "Tidak ada tanda.")
    listed.show_reasons(Reasons((reason("dua"),)), "")

    row = listed.rows["dua"]
    assert row.title.text() == "Judul dua"
    assert not row.detail.isVisible()
    assert row.property("chosen") is False
