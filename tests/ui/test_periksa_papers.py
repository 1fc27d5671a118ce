"""The checklist of the scheme, and papers that are never owed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from posko_app.domain.screening import Draft
from posko_app.ui.periksa_not_owed import NotOwed
from tests.support.fake_desk import START, shipped_rules
from tests.support.keys import ALT, press, type_text
from tests.support.periksa_looks import ask_questions

DRAFT = "a" * 32


def load(page, **answers):
    given = {name.replace("__", "."): value for name, value in answers.items()}
    page.model.load(Draft(DRAFT, given, START, START))
    page.acts.replaced.emit()


def test_the_checklist_shows_each_paper_with_its_state_and_basis(page):
    load(page, claimed__purpose="kerja_ln", docs__paspor="ada", docs__perjanjian_kerja="tidak_ada")
    press(page, Qt.Key.Key_C, ALT)
    room = page.view.middle.checklist
    said = room.spoken()

    assert room.scheme.text() == "Jalur: Kerja di luar negeri lewat P3MI (menurut isian)"
    assert said.startswith("! Perjanjian kerja · belum ada")
    assert "✓ Paspor · terlihat" in said
    assert "? Visa · belum dicatat" in said
    assert "○ Jaminan sosial (BPJS) · tahap berikut" in said
    assert "tidak wajib untuk jalur ini: Surat cuti" in said
    assert "UU 18/2017 Pasal 13 huruf h dan Pasal 15 *" in room._papers[0].about.text()
    assert "* dasar hukum belum diverifikasi" in room.legend.text()


def test_a_digit_states_the_scheme_and_takes_it_back(page):
    load(page, claimed__purpose="kerja_ln")
    press(page, Qt.Key.Key_C, ALT)
    room = page.view.middle.checklist
    type_text(page, "2")
    stated = (page.model.answers["placement.scheme"], room.scheme.text())
    type_text(page, "2")

    assert stated == (
        "akan_perseorangan",
        "Jalur: Kerja di luar negeri perseorangan (ditetapkan petugas)",
    )
    assert "placement.scheme" not in page.model.answers
    type_text(page, "9\n")
    assert page.rooms.now is None


def test_a_paper_that_is_marked_moves_on_the_checklist(page):
    load(page, claimed__purpose="kerja_ln")
    press(page, Qt.Key.Key_C, ALT)
    press(page, Qt.Key.Key_P, ALT)

    assert "✓ Paspor · terlihat" in page.view.middle.checklist.spoken()


def test_without_a_purpose_the_checklist_asks_for_the_scheme(page):
    press(page, Qt.Key.Key_C, ALT)

    assert page.view.middle.checklist.scheme.text().startswith("Jalur belum diketahui.")
    assert page.view.middle.checklist.spoken() == ""


def test_arrows_scroll_what_does_not_fit(qtbot, page):
    page.resize(1092, 460)
    load(page, claimed__purpose="kerja_ln")
    press(page, Qt.Key.Key_C, ALT)
    around = page.view.middle._pages.currentWidget()
    qtbot.waitUntil(lambda: around.verticalScrollBar().maximum() > 0)
    press(page, Qt.Key.Key_Down)
    down = around.verticalScrollBar().value()
    press(page, Qt.Key.Key_PageUp)

    assert (down > 0, around.verticalScrollBar().value()) == (True, 0)


def test_who_looks_for_work_alone_owes_no_spp_and_it_is_taken_back(page):
    ask_questions(page, 1, "2")
    unknown = page.model.answers.get("docs.spp_akad")
    ask_questions(page, 2, "4")  # the family arranged it
    alone = page.model.answers.get("docs.spp_akad")
    shown = page.view.identity.papers.chips["docs.spp_akad"].value()
    ask_questions(page, 2, "2")  # a company did
    organised = page.model.answers.get("docs.spp_akad")

    assert (unknown, alone, shown, organised) == (None, "tidak_perlu", "tidak_perlu", None)


def test_what_the_officer_says_about_the_paper_is_his(page):
    ask_questions(page, 1, "2")
    ask_questions(page, 2, "4")
    press(page, Qt.Key.Key_A, ALT)
    own = page.model.answers["docs.spp_akad"]
    ask_questions(page, 2, "2")

    assert own != "tidak_perlu"
    assert page.model.answers["docs.spp_akad"] == own


def test_a_stated_lone_scheme_counts_unless_a_company_organises(page):
    ask_questions(page, 1, "2")
    press(page, Qt.Key.Key_C, ALT)
    type_text(page, "7")
    stated = page.model.answers.get("docs.spp_akad")
    type_text(page, "\n")
    ask_questions(page, 2, "2")

    assert stated == "tidak_perlu"
    assert "docs.spp_akad" not in page.model.answers


def test_a_draft_taken_up_again_can_still_be_taken_back(page):
    load(
        page,
        claimed__purpose="kerja_dn",
        recruiter__channel="keluarga",
        docs__spp_akad="tidak_perlu",
    )
    ask_questions(page, 2, "2")

    assert "docs.spp_akad" not in page.model.answers


def test_a_paper_the_scheme_never_owes_is_no_missing_paper():
    rules = NotOwed(shipped_rules())
    answers = {"purpose": "kerja_ln", "docs.perjanjian_penempatan": "tidak_ada"}

    changes = rules.follow(answers, "akan_perseorangan")
    back = rules.follow({**answers, **changes}, "akan_p3mi")

    assert changes == {"docs.perjanjian_penempatan": "tidak_perlu"}
    assert back == {"docs.perjanjian_penempatan": "tidak_ada"}


def test_a_paper_that_was_seen_stays_seen():
    rules = NotOwed(shipped_rules())

    assert (
        rules.follow(
            {"purpose": "kerja_ln", "docs.perjanjian_penempatan": "ada"}, "akan_perseorangan"
        )
        == {}
    )
    assert rules.follow({"purpose": "kerja_ln"}, None) == {}


def test_a_group_on_one_booking_is_organised():
    rules = NotOwed(shipped_rules())
    answers = {"purpose": "kerja_dn", "recruiter.channel": "tidak_ada", "ticket.unrelated": True}

    assert rules.follow(answers, "akad_mandiri") == {}


def test_the_checklist_is_never_that_of_the_person_before(page):
    load(page, claimed__purpose="kerja_ln")
    press(page, Qt.Key.Key_C, ALT)
    press(page, Qt.Key.Key_C, ALT)
    load(page, traveller__name="CONTOH NAMA DUA")
    page.view.questions.setFocus()
    page.view.bar.keys.setFocus()
    QApplication.processEvents()
    press(page, Qt.Key.Key_C, ALT)

    assert page.view.middle.checklist.scheme.text().startswith("Jalur belum diketahui.")
