"""The first start by keyboard; until the last key nothing is made."""

from concurrent.futures import Future
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from posko_app.domain.codes import Post
from posko_app.errors import MachineError, OperatorError
from posko_app.i18n import load_catalogue
from posko_app.ui.sinkron_enrol_model import EnrolWish
from posko_app.ui.wizard import WizardPage
from posko_app.ui.wizard_model import NewStore, Step, WizardModel, WizardPorts
from sync.protocol.enrolment import make_code, qr_text
from tests.support.keys import ALT, press, show, type_text

CATALOGUE = load_catalogue()
WORDS = "arus tenang kebun jeruk"
URL = "https://pusat.contoh:8443"
CODE = make_code(bytes(range(10)), b"an invented certificate")


class Maker:
    """Notes what it was asked to make."""

    def __init__(self):
        self.made = []
        self.fault = None
        self.enrolled = []
        self.refusal = None
        self.is_slow = False

    def create(self, wanted):
        future = Future()
        self.made.append(wanted)
        if self.fault:
            future.set_exception(self.fault)
        else:
            future.set_result(None)
        return future

    def enrol(self, wanted):
        future = Future()
        self.enrolled.append(wanted.centre)
        if self.is_slow:
            return future
        if self.refusal:
            future.set_exception(self.refusal)
        else:
            future.set_result(None)
        return future

    def ports(self):
        def check(passphrase, _known):
            return ("vault.passphrase_short",) if len(passphrase) < 15 else ()

        return WizardPorts(
            check=check,
            suggest=lambda: WORDS,
            create=self.create,
            enrol=self.enrol,
            folder="data",
        )


@pytest.fixture
def maker():
    return Maker()


@pytest.fixture
def page(qtbot, maker):
    made = show(qtbot, WizardPage(maker.ports(), catalogue=CATALOGUE))
    made.focus_first()
    return made


def to_last_step(page, qtbot, centre=""):
    type_text(page, "\n")  # training
    type_text(page, "2\n")  # Tenau
    type_text(page, "CONTOH PETUGAS\t")
    type_text(page, f"{WORDS}\t{WORDS}\n")
    press(page, Qt.Key.Key_L, ALT)  # without custodians; Qt shows the press for a moment
    qtbot.waitUntil(page.focusWidget().isChecked)
    type_text(page, "\n")
    type_text(page, centre)
    type_text(page, "\n")


def test_keys_alone_make_a_store(page, qtbot, maker):
    to_last_step(page, qtbot)
    before = list(maker.made)

    with qtbot.waitSignal(page.finished):
        type_text(page, "\n")

    assert before == []
    assert maker.made == [NewStore(True, Post.TENAU, "CONTOH PETUGAS", WORDS, None)]
    assert maker.enrolled == []


def test_nothing_is_called_unwritten_while_the_made_store_is_enrolled(page, qtbot, maker):
    maker.is_slow = True
    to_last_step(page, qtbot, f"pusat.contoh:8443\n{CODE}")
    before = page._view().unwritten.isVisible()
    type_text(page, "\n")
    qtbot.waitUntil(lambda: maker.enrolled != [])

    assert before
    assert not page._view().unwritten.isVisible()


def test_address_and_code_enrol_the_store_once_it_is_made(page, qtbot, maker):
    to_last_step(page, qtbot, f"pusat.contoh:8443\n{CODE}")
    read = page._view().summary.text()
    with qtbot.waitSignal(page.finished):
        type_text(page, "\n")

    assert URL in read
    assert maker.made[0].centre == EnrolWish(URL, CODE.replace("-", ""))
    assert maker.enrolled == [maker.made[0].centre]


def test_one_scan_is_enough(page, qtbot, maker):
    to_last_step(page, qtbot, qr_text(URL, CODE))

    assert page.model.step is Step.FINISH
    assert page.model.chosen.centre == EnrolWish(URL, CODE.replace("-", ""))


def test_half_a_code_does_not_go_on(page, qtbot, maker):
    to_last_step(page, qtbot, "pusat.contoh\nABCDEF")

    assert page.model.step is Step.CENTRE
    assert page.trouble.text() == CATALOGUE.text("sinkron.enrol.half")
    assert page.centre.form.faults["code"].isVisible()


def test_a_refused_code_is_said_beside_it_and_one_may_go_on_without(page, qtbot, maker):
    maker.refusal = OperatorError("sync.refused.code_expired")
    to_last_step(page, qtbot, f"pusat.contoh:8443\n{CODE}")
    type_text(page, "\n")
    fault = page.centre.form.faults["code"]
    qtbot.waitUntil(lambda: fault.text() == CATALOGUE.text("sync.refused.code_expired"))
    said = page.trouble.text()
    with qtbot.waitSignal(page.finished):
        press(page, Qt.Key.Key_Escape)

    assert "sudah dibuat dan aman" in said
    assert len(maker.made) == 1


def test_the_second_code_enrols_without_making_anything_again(page, qtbot, maker):
    maker.refusal = MachineError("sync.no_line.timeout")
    to_last_step(page, qtbot, f"pusat.contoh:8443\n{CODE}")
    type_text(page, "\n")
    qtbot.waitUntil(page.centre.form.faults["address"].isVisible)
    maker.refusal = None
    with qtbot.waitSignal(page.finished):
        type_text(page, "\n")

    assert len(maker.made) == 1
    assert len(maker.enrolled) == 2


def test_the_code_is_not_in_what_is_logged_of_a_choice():
    assert CODE not in repr(NewStore(centre=EnrolWish(URL, CODE)))


def test_leaving_before_the_end_makes_nothing(page, qtbot, maker):
    to_last_step(page, qtbot)
    with qtbot.waitSignal(page.cancelled):
        for _ in Step:
            press(page, Qt.Key.Key_Escape)

    assert maker.made == []


def test_failure_shows_its_sentence_and_one_may_try_again(page, qtbot, maker):
    to_last_step(page, qtbot)
    maker.fault = MachineError("store.disk_full")
    type_text(page, "\n")
    qtbot.waitUntil(lambda: page.trouble.text() == CATALOGUE.text("store.disk_full"))
    maker.fault = None

    with qtbot.waitSignal(page.finished):
        type_text(page, "\n")

    assert len(maker.made) == 2


def test_step_back_keeps_what_was_chosen(page):
    type_text(page, "2\n")
    press(page, Qt.Key.Key_Escape)

    assert page.model.step is Step.PURPOSE
    assert not page.model.chosen.training


def test_enter_goes_through_the_fields_of_a_step(page):
    type_text(page, f"\n1\nCONTOH PETUGAS\n{WORDS}\n{WORDS}\n")

    assert page.model.step is Step.ESCROW
    assert page.model.chosen.officer == "CONTOH PETUGAS"


def test_arrow_chooses_where_nothing_was_chosen_before(page):
    type_text(page, "\n")
    press(page, Qt.Key.Key_Down)
    type_text(page, "\n")

    assert page.model.step is Step.OFFICER
    assert page.model.chosen.post is Post.TENAU


def test_four_words_fill_the_passphrase(page, qtbot):
    type_text(page, "\n1\nCONTOH PETUGAS")
    press(page, Qt.Key.Key_B, ALT)
    qtbot.waitUntil(lambda: page.focusWidget().accessibleName() == "Ulangi")

    type_text(page, WORDS + "\n")

    assert page.model.step is Step.ESCROW
    assert page.model.chosen.passphrase == WORDS


def model(maker, **chosen):
    made = WizardModel(maker.ports(), catalogue=CATALOGUE)
    usual = {"name": "CONTOH PETUGAS", "passphrase": WORDS, "repeated": WORDS}
    wanted = usual | chosen
    made.choose_officer(
        wanted["name"], passphrase=wanted["passphrase"], repeated=wanted["repeated"]
    )
    return made


@pytest.mark.parametrize(
    ("chosen", "key"),
    [
        ({}, None),
        ({"name": "  "}, "pages.wizard.name_missing"),
        ({"passphrase": "pendek", "repeated": "pendek"}, "vault.passphrase_short"),
        ({"repeated": "lain"}, "pages.wizard.passphrase_differs"),
    ],
)
def test_officer_step_names_what_is_missing(maker, chosen, key):
    fault = model(maker, **chosen).fault(Step.OFFICER)

    assert fault == (CATALOGUE.text(key) if key else "")


def test_too_long_a_name_is_named(maker):
    fault = model(maker, name="X" * 81).fault(Step.OFFICER)

    assert "80" in fault


def test_post_must_be_chosen(maker):
    assert model(maker).fault(Step.POST) == CATALOGUE.text("pages.wizard.choose_post")


def test_custodians_are_a_decision(maker, tmp_path):
    made = model(maker)
    faults = [made.fault(Step.ESCROW)]
    made.choose_escrow(tmp_path / "absent.json", without=False)
    faults.append(made.fault(Step.ESCROW))
    made.choose_escrow(None, without=True)
    faults.append(made.fault(Step.ESCROW))

    assert faults == [
        CATALOGUE.text("pages.wizard.choose_escrow"),
        CATALOGUE.text("pages.wizard.escrow_missing"),
        "",
    ]


def test_passphrase_is_not_in_what_is_logged_of_a_choice():
    assert WORDS not in repr(NewStore(passphrase=WORDS, escrow=Path("x")))
