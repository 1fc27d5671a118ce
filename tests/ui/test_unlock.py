"""Signing on: the wait, the sentences, the PIN, the veil; by keyboard alone."""

from concurrent.futures import Future

import pytest
from PySide6.QtCore import Qt

from posko_app.errors import MachineError, OperatorError
from posko_app.i18n import load_catalogue
from posko_app.store.status_file import LockStatus
from posko_app.ui.unlock import LockPorts, UnlockPage
from posko_app.ui.unlock_model import SignOnModel, SignOnPorts, note_lines
from posko_app.ui.veil import VeilPage, VeilPorts
from posko_app.ui.veil_model import VeilModel
from tests.support.keys import CTRL, press, show, type_text

CATALOGUE = load_catalogue()
NAMES = ("CONTOH PETUGAS SATU", "CONTOH PETUGAS DUA")
GOOD = "sandi contoh yang panjang"
NOTE = LockStatus("el-tari", "training", 3, 1, 0, None, None)


def unlock(name, passphrase):
    future = Future()
    if passphrase == GOOD:
        future.set_result(name)
    else:
        future.set_exception(OperatorError("vault.wrong_passphrase"))
    return future


def sign_on_model(clock, ports=None):
    return SignOnModel(ports or SignOnPorts(lambda: NAMES, unlock), catalogue=CATALOGUE, now=clock)


def test_wait_ends_when_its_seconds_are_over(clock):
    model = sign_on_model(clock)

    model.failed(OperatorError("vault.wait", seconds=4))
    clock.forward(seconds=1.5)
    left, may = model.seconds_left(), model.may_try("x", "y")
    clock.forward(seconds=2.5)

    assert (left, may, model.may_try("x", "y")) == (3, False, True)
    assert model.wait_sentence() == ""


def test_unreadable_key_file_names_the_remedy(clock):
    def names():
        raise MachineError("vault.key_file_damaged")

    model = sign_on_model(clock, SignOnPorts(names, unlock))

    assert model.names() == ()
    assert model.trouble == CATALOGUE.text("vault.key_file_damaged")


def test_demo_passphrases_are_only_those_that_were_given(clock):
    model = sign_on_model(clock)

    assert (model.demo, model.demo_passphrase(NAMES[0])) == ((), "")


def test_lock_note_tells_counts_and_times_only(clock):
    now = clock()
    told = note_lines(LockStatus("el-tari", "live", 3, 1, 2, now, now), CATALOGUE)

    assert told == (
        "Terakhir disimpan 24-11-2026 09.00",
        "3 catatan menunggu dikirim",
        "1 catatan perlu dilihat petugas",
        "2 draf belum selesai, aman di laptop",
        "Terakhir tersambung 24-11-2026 09.00",
    )
    assert note_lines(None, CATALOGUE) == ("Catatan terakhir belum ada.",)


@pytest.fixture
def chosen():
    return []


@pytest.fixture
def page(qtbot, clock, chosen):
    def choose(desk, pin):
        if pin == "111111":
            raise OperatorError("vault.pin_unusable")
        chosen.append((desk, pin))

    ports = LockPorts(
        SignOnPorts(lambda: NAMES, unlock, {NAMES[0]: GOOD}),
        note=lambda: NOTE,
        choose_pin=choose,
        place="Bandara El Tari",
        training=True,
    )
    made = show(qtbot, UnlockPage(ports, catalogue=CATALOGUE, now=clock))
    made.focus_first()
    return made


def to_pin(page, qtbot):
    type_text(page, "\n" + GOOD)
    with qtbot.waitSignal(page.form.opened):
        type_text(page, "\n")


def test_name_passphrase_and_pin_open_the_desk_without_a_mouse(page, qtbot, chosen):
    press(page, Qt.Key.Key_Down)
    to_pin(page, qtbot)

    with qtbot.waitSignal(page.unlocked) as unlocked:
        type_text(page, "135790135790")

    assert unlocked.args == [NAMES[1]]
    assert chosen == [(NAMES[1], "135790")]


def test_one_officer_types_the_passphrase_at_once(page, qtbot, clock):
    assert page.form.names.hasFocus()  # of two, one has to be chosen
    alone = LockPorts(
        SignOnPorts(lambda: NAMES[:1], unlock),
        note=lambda: NOTE,
        choose_pin=lambda _desk, _pin: None,
        place="Bandara El Tari",
        training=True,
    )

    made = show(qtbot, UnlockPage(alone, catalogue=CATALOGUE, now=clock))

    assert made.form.passphrase.hasFocus()
    with qtbot.waitSignal(made.form.opened):
        type_text(made, f"{GOOD}\n")


def test_ctrl_l_locks_once_the_store_is_open_and_is_nothing_before(page, qtbot):
    with qtbot.assertNotEmitted(page.lock_asked):
        press(page, Qt.Key.Key_L, CTRL)
    to_pin(page, qtbot)

    with qtbot.waitSignal(page.lock_asked):
        press(page, Qt.Key.Key_L, CTRL)


def test_wrong_passphrase_says_so_and_leaves_nothing_typed(page, qtbot):
    type_text(page, "\nsalah\n")

    qtbot.waitUntil(lambda: page.form.trouble.text() != "" and not page.model.busy)

    assert page.form.trouble.text() == CATALOGUE.text("vault.wrong_passphrase")
    assert page.form.passphrase.text() == ""
    assert page.form.passphrase.hasFocus()


def test_pins_that_differ_or_will_not_do_are_asked_for_again(page, qtbot, chosen):
    to_pin(page, qtbot)
    type_text(page, "135790135791")
    differs = page.pin.trouble.text()
    type_text(page, "111111111111")

    assert differs == CATALOGUE.text("pages.pin.differs")
    assert page.pin.trouble.text() == CATALOGUE.text("vault.pin_unusable")
    assert chosen == []


def test_one_may_go_without_a_pin(page, qtbot, chosen):
    to_pin(page, qtbot)

    with qtbot.waitSignal(page.unlocked):
        press(page, Qt.Key.Key_Escape)

    assert chosen == [(NAMES[0], None)]


def test_letters_are_no_pin(page, qtbot):
    to_pin(page, qtbot)
    type_text(page, "abc12")

    assert page.pin.pin.text() == "12"


class Session:
    """Knows one PIN and breaks at the fifth miss, as the real one does."""

    def __init__(self):
        self.tries_left = 5
        self.pins = {"135790": NAMES[0]}

    def switch(self, pin):
        if pin in self.pins:
            self.tries_left = 5
            return self.pins[pin]
        self.tries_left -= 1
        if not self.tries_left:
            raise OperatorError("vault.veil_broken")
        return None

    def welcome(self, name, pin):
        self.pins[pin] = name
        return name


@pytest.fixture
def session():
    return Session()


@pytest.fixture
def veil(qtbot, clock, session):
    ports = VeilPorts(
        switch=session.switch,
        tries_left=lambda: session.tries_left,
        has_pin=lambda: bool(session.pins),
        sign_on=SignOnPorts(lambda: NAMES, unlock),
        welcome=session.welcome,
    )
    made = show(qtbot, VeilPage(ports, catalogue=CATALOGUE, now=clock))
    made.cover()
    return made


def test_pin_lifts_the_veil_and_says_whose_turn_it_is(veil, qtbot):
    with qtbot.waitSignal(veil.lifted) as lifted:
        type_text(veil, "135790")

    assert lifted.args == [NAMES[0]]


def test_fifth_miss_asks_for_the_lock(veil, qtbot):
    with qtbot.assertNotEmitted(veil.lock_asked):
        type_text(veil, "000000" * 4)
    told = veil.trouble.text()

    with qtbot.waitSignal(veil.lock_asked):
        type_text(veil, "000000")

    assert told == "PIN belum tepat. Sisa 1 percobaan."


def test_veil_says_nothing_of_the_records(veil):
    words = " ".join(label.text() for label in veil.findChildren(type(veil.ask)))

    assert "CONTOH" not in words


def test_another_officer_signs_on_under_the_veil(veil, qtbot, session):
    press(veil, Qt.Key.Key_O, CTRL)
    press(veil, Qt.Key.Key_Down)
    type_text(veil, "\n" + GOOD)
    with qtbot.waitSignal(veil.form.opened):
        type_text(veil, "\n")

    with qtbot.waitSignal(veil.lifted) as lifted:
        type_text(veil, "246801246801")

    assert lifted.args == [NAMES[1]]
    assert session.pins["246801"] == NAMES[1]


def test_covering_again_forgets_what_was_typed(veil):
    press(veil, Qt.Key.Key_O, CTRL)
    type_text(veil, "\nsetengah")
    veil.cover()

    assert veil.form.passphrase.text() == ""
    assert veil.steps.currentIndex() == 0


def test_without_any_pin_only_the_lock_is_offered(veil, session):
    session.pins.clear()
    veil.cover()

    assert not veil.pin.isVisible()
    assert veil.lock.hasFocus()


def test_broken_veil_stays_broken(session):
    session.tries_left = 1
    model = VeilModel(session.switch, tries_left=lambda: session.tries_left, catalogue=CATALOGUE)

    assert model.try_pin("000000") is None
    assert model.broken
    assert model.trouble == CATALOGUE.text("vault.veil_broken")
