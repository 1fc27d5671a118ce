"""The watch list over a real encrypted store, by keyboard."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from posko_app.services.officers import Role
from posko_app.services.watch import WatchWish
from posko_app.ui.pantauan_model import Act
from tests.support.keys import CTRL, press, show, type_text
from tests.ui.pages.makers import CATALOGUE, NAMES, SECOND

CONTACT, CASE = "0812-9900-0001", "99/PID.SUS/2026/CONTOH"
PIN = "246801"


def added(desk, **more):
    wish = {
        "contact": CONTACT,
        "ground": "putusan",
        "owner": "KANTOR CONTOH",
        "case_ref": CASE,
        "expires_on": date(2027, 6, 30),
        "reason": "putusan sudah tetap",
    }
    return desk.watch.add(WatchWish(**(wish | more))).result()


@pytest.fixture
def kendali(qtbot, pages):
    page = show(qtbot, pages.kendali())
    page.resize(1366, 640)
    return page


@pytest.fixture
def section(kendali, qtbot):
    press(kendali, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    found = kendali.section("pantauan")
    qtbot.waitUntil(lambda: found.count.text() != "")
    return found


def with_one(section, qtbot, desk, **more):
    """Put an entry in, and wait until it and its history are on the screen."""
    entry = added(desk, **more)
    section.refresh()
    qtbot.waitUntil(lambda: len(section.entries) == 1)
    section.focus_first()
    qtbot.waitUntil(lambda: "menambahkan" in section.detail.text())
    return entry


def sign_on_petugas(desk):
    desk.officers.add(NAMES[1], passphrase=SECOND, role=Role.PETUGAS).result()
    desk.session.sign_on(desk.officers.unlock(NAMES[1], passphrase=SECOND).result(), pin=PIN)


def cell(section, column):
    model = section.table.words
    return model.data(model.index(0, column))


def state_of(section):
    return cell(section, 5)


def test_a_penyelia_adds_an_entry_by_keys(section, kendali, qtbot, desk):
    assert section.empty.text() == CATALOGUE.text("watchlist.none")
    press(kendali, Qt.Key.Key_N, CTRL)
    type_text(kendali, f"{CONTACT}\nCONTOH SEBUTAN\n")
    press(kendali, Qt.Key.Key_Down)  # the ground
    press(kendali, Qt.Key.Key_Down)
    type_text(kendali, f"\tKANTOR CONTOH\n{CASE}\n30062027\nlaporan diterima")
    with qtbot.waitSignal(section.changed):
        press(kendali, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: len(section.entries) == 1)

    (entry,) = desk.watch.list().result()
    assert (entry.contact, entry.ground, entry.owner) == (
        CONTACT,
        "laporan_polisi",
        "KANTOR CONTOH",
    )
    assert (entry.case_ref, entry.expires_on) == (CASE, date(2027, 6, 30))
    assert section.notice.text() == CATALOGUE.text("watchlist.form.done")
    assert section.table.hasFocus()


@pytest.mark.parametrize(
    ("field", "key"),
    [("contact", "watch.contact_unusable"), ("until", "watchlist.form.no_day")],
)
def test_what_is_missing_is_said_and_its_field_gets_the_keyboard(
    section, kendali, qtbot, desk, field, key
):
    press(kendali, Qt.Key.Key_N, CTRL)
    if field == "contact":
        section.form.until.set_value("2027-06-30")
    press(kendali, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: section.form.trouble.text() == CATALOGUE.text(key))

    assert section.form.rows[field].editor.hasFocus()
    assert desk.watch.list().result() == ()


def test_a_contact_is_masked_until_it_is_opened_and_again_when_left(section, kendali, qtbot, desk):
    with_one(section, qtbot, desk)
    before = section.detail.text()
    press(kendali, Qt.Key.Key_Return)
    opened = section.detail.text()
    press(kendali, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)

    assert cell(section, 0) == "0812 •••• 01"
    assert CONTACT not in before
    assert CONTACT in opened
    assert CONTACT not in section.detail.text()


def test_anybody_contests_and_the_reason_is_there_for_whoever_settles(
    section, kendali, qtbot, desk
):
    with_one(section, qtbot, desk)
    sign_on_petugas(desk)
    press(kendali, Qt.Key.Key_K, CTRL)
    type_text(kendali, "nomor sudah berpindah")
    with qtbot.waitSignal(section.changed):
        press(kendali, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: "nomor sudah berpindah" in section.detail.text())

    assert state_of(section) == "diperselisihkan"
    assert NAMES[1] in section.detail.text()
    assert section.buttons[Act.SETTLE].isVisible()
    assert not section.buttons[Act.CONTEST].isVisible()


def test_a_penyelia_settles_by_digit_with_a_reason(section, kendali, qtbot, desk):
    entry = with_one(section, qtbot, desk)
    desk.watch.contest(entry.subject, "nomor sudah berpindah").result()
    section.refresh()
    qtbot.waitUntil(lambda: "nomor sudah berpindah" in section.detail.text())
    press(kendali, Qt.Key.Key_S, CTRL)
    shown = section.acting.contested.text()
    press(kendali, Qt.Key.Key_F9)
    undecided = section.acting.trouble.text()
    type_text(kendali, "2memang berpindah")
    with qtbot.waitSignal(section.changed):
        press(kendali, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: state_of(section) == "berakhir")

    assert "nomor sudah berpindah" in shown
    assert undecided == CATALOGUE.text("watchlist.act.settle.undecided")
    assert not any(button.isVisible() for button in section.buttons.values())


def test_an_entry_is_renewed_with_a_day_and_a_reason(section, kendali, qtbot, desk):
    with_one(section, qtbot, desk)
    press(kendali, Qt.Key.Key_R, CTRL)
    press(kendali, Qt.Key.Key_F9)
    without_day = section.acting.trouble.text()
    type_text(kendali, "24112027\nkasus ditinjau")
    with qtbot.waitSignal(section.changed):
        press(kendali, Qt.Key.Key_F9)

    assert without_day == CATALOGUE.text("watchlist.form.no_day")
    assert desk.watch.list().result()[0].expires_on == date(2027, 11, 24)


def test_an_entry_ends_only_with_a_reason(section, kendali, qtbot, desk):
    with_one(section, qtbot, desk)
    press(kendali, Qt.Key.Key_Delete)
    press(kendali, Qt.Key.Key_F9)
    missing = CATALOGUE.text("watch.reason_missing")
    qtbot.waitUntil(lambda: section.acting.trouble.text() == missing)
    still_there = desk.watch.list().result()[0].ended
    type_text(kendali, "salah salin")
    with qtbot.waitSignal(section.changed):
        press(kendali, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: state_of(section) == "berakhir")
    press(kendali, Qt.Key.Key_R, CTRL)

    assert not still_there
    assert section.notice.text() == CATALOGUE.text("watch.over")


@pytest.mark.parametrize("key", [Qt.Key.Key_N, Qt.Key.Key_R])
def test_a_petugas_may_not_change_the_list(section, kendali, qtbot, desk, key):
    with_one(section, qtbot, desk)
    sign_on_petugas(desk)
    press(kendali, key, CTRL)

    assert section.side.currentWidget() is section.reading
    assert section.notice.text() == CATALOGUE.text("watchlist.only_penyelia")


def test_what_is_not_contested_cannot_be_settled(section, kendali, qtbot, desk):
    with_one(section, qtbot, desk)
    press(kendali, Qt.Key.Key_S, CTRL)

    assert section.notice.text() == CATALOGUE.text("watch.not_contested")


def test_escape_leaves_an_act_without_a_trace(section, kendali, qtbot, desk):
    with_one(section, qtbot, desk)
    press(kendali, Qt.Key.Key_K, CTRL)
    type_text(kendali, "setengah")
    press(kendali, Qt.Key.Key_Escape)

    assert section.side.currentWidget() is section.reading
    assert section.table.hasFocus()
    assert not desk.watch.list().result()[0].contested
