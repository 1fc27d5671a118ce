"""The Periksa screen by keys only, in a real window, with a desk that keeps what it is given."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from posko_app.domain.screening import Draft
from posko_app.errors import MachineError
from posko_app.i18n import load_catalogue
from posko_app.ui.periksa import PeriksaPage
from tests.support.fake_desk import START, FakeDesk, FakeScreening, around, recorded
from tests.support.keys import ALT, CTRL, press, show, type_text
from tests.support.periksa_looks import make_kuning, path, said, saved, say_purpose

CATALOGUE = load_catalogue()
TYPED = {
    "departure.kind": "udara",
    "departure.carrier": "Lion Air",
    "departure.number": "JT691",
    "departure.from": "Kupang",
    "departure.to": "Surabaya",
    "departure.departs_on": "2026-11-24",
    "departure.departs_time": "07:55",
    "traveller.nik": "9902015711890003",
    "traveller.name": "CONTOH NAMA SATU",
    "traveller.dob_ktp": "1989-11-17",
    "traveller.sex": "P",
    "traveller.origin": "Kab. Belu",
    "traveller.village": "Desa Contoh",
    "traveller.phone": "+6281234567890",
    "traveller.passport": "X0000001",
    "ticket.name": "CONTOH/NAMASATU MRS",
    "docs.paspor": "ada",
    "docs.perjanjian_kerja": "tidak_ada",
    "journey.final_country": "MY",
    "journey.final_city": "Johor Bahru",
    "claimed.purpose": "keluarga",
    "claimed.at": "2026-11-24T01:00:00Z",
    "admitted.purpose": "kerja_ln",
    "admitted.at": "2026-11-24T01:00:00Z",
    "job.kind": "rumah_tangga",
    "job.wage_idr": 9500000,
    "recruiter.name": "IBU CONTOH",
    "recruiter.channel": "perorangan",
    "ticket.payer": "perekrut",
    "pickup.by": "orang_tidak_dikenal",
    "answers.Q1": "dijawab",
    "answers.Q2": "menolak",
    "answers.Q3": "dijawab",
    "recruiter.name_known": False,
    "talk.private": True,
    "answers.Q7": "dijawab",
    "answers.Q8": "menolak",
    "answers.Q10": "dijawab",
    "shown_level": "kuning",
    "decision": "tunda",
    "decision_reason.menunggu_konfirmasi": True,
    "handed_to": "disnakertrans",
    "handed_at": "2026-11-24T01:00:00Z",
    "notes": "catatan contoh",
    "occurred_at": "2026-11-24T01:00:00Z",
}
LEFT_OPEN = Draft("f" * 32, {"traveller.name": "CONTOH NAMA DUA"}, START, START)


def test_what_is_typed_is_what_is_saved(qtbot, page, desk):
    press(page, Qt.Key.Key_K, CTRL)
    type_text(page, "Lion Air\njt0691\nKupang\nSurabaya\n24112026\n755\n")
    type_text(page, "9902015711890003\ncontoh nama satu\n17111989\np\nbelu\nDesa Contoh\n")
    type_text(page, "081234567890\nx0000001\ncontoh/namasatu mrs\n")
    press(page, Qt.Key.Key_P, ALT)
    press(page, Qt.Key.Key_K, ALT)
    press(page, Qt.Key.Key_K, ALT)
    type_text(page, "my\nJohor Bahru\nkel\nluar\nprt\n9500000\nibu contoh\nperor\nperek\nbel\n\n\n")
    type_text(page, "d6md")  # question 1 answered, 6 under question 2, refused, question 4 answered
    press(page, Qt.Key.Key_T, ALT)
    type_text(page, "1dmd")  # the private talk that KUNING* asks for
    type_text(page, "men\ndis\ncatatan contoh")
    press(page, Qt.Key.Key_F9)

    assert dict(saved(qtbot, desk).answers) == TYPED


def test_an_incomplete_record_is_saved_and_what_is_missing_is_named(qtbot, page, desk):
    type_text(page, "\ncontoh nama satu")
    say_purpose(page)
    press(page, Qt.Key.Key_F9)

    assert saved(qtbot, desk).answers["decision"] == "boleh"
    qtbot.waitUntil(lambda: "abcdefghij" in said(page))
    assert said(page) == (
        "Tersimpan, belum lengkap · tanda terima abcdefghij"
        " Belum ada: NIK, Kelamin, Lahir, Asal dan 2 lagi. Lengkapi dari Daftar."
    )


def test_f9_asks_for_the_decision_when_there_are_signs(qtbot, page, desk):
    make_kuning(page)
    press(page, Qt.Key.Key_F9)
    asked = said(page)
    type_text(page, "b")

    assert saved(qtbot, desk).answers["decision"] == "boleh"
    assert asked.startswith("Keputusan?")


def test_f9_twice_saves_without_a_decision(qtbot, page, desk):
    make_kuning(page)
    press(page, Qt.Key.Key_F9)
    press(page, Qt.Key.Key_F9)

    assert "decision" not in saved(qtbot, desk).answers


def test_enter_at_the_question_saves_without_a_decision(qtbot, page, desk):
    make_kuning(page)
    press(page, Qt.Key.Key_Return, CTRL)
    press(page, Qt.Key.Key_Return)

    assert "decision" not in saved(qtbot, desk).answers


def test_after_a_save_the_departure_stays_and_the_nik_is_next(qtbot, page, desk):
    press(page, Qt.Key.Key_K, CTRL)
    type_text(page, "Lion Air\njt691\n")
    press(page, Qt.Key.Key_Escape)
    type_text(page, "99")
    press(page, Qt.Key.Key_F9)
    press(page, Qt.Key.Key_F9)
    saved(qtbot, desk)

    assert path(page) == "traveller.nik"
    assert dict(page.model.answers) == {
        "departure.kind": "udara",
        "departure.carrier": "Lion Air",
        "departure.number": "JT691",
    }
    assert page.view.departure.view.title.text() == "JT 691"


def test_the_next_person_can_be_typed_while_the_save_runs(qtbot, page, desk):
    desk.screening.waits = []
    type_text(page, "\ncontoh nama satu")
    press(page, Qt.Key.Key_F9)
    press(page, Qt.Key.Key_F9)
    type_text(page, "9902")
    desk.screening.waits[0].set_result(recorded(desk.screening.records[0], 1))

    qtbot.waitUntil(lambda: "abcdefghij" in said(page))
    assert page.model.answers["traveller.nik"] == "9902"


def test_a_refused_save_comes_back_at_once(qtbot, page, desk):
    desk.screening.fails_with = MachineError("store.disk_full")
    type_text(page, "\ncontoh nama satu")
    press(page, Qt.Key.Key_F9)
    press(page, Qt.Key.Key_F9)

    qtbot.waitUntil(lambda: said(page).startswith("Belum tersimpan."))
    page.keep_draft()  # fails as well, and says less

    sentence = CATALOGUE.text("store.disk_full")
    assert page.model.answers["traveller.name"] == "CONTOH NAMA SATU"
    assert said(page) == f"Belum tersimpan. Isian tidak hilang. {sentence}"
    assert sentence in [label.text() for label in page.view.side.list.findChildren(QLabel)]


def test_a_refused_save_waits_while_somebody_else_is_typed(qtbot, page, desk):
    desk.screening.waits = []
    type_text(page, "\ncontoh nama satu")
    press(page, Qt.Key.Key_F9)
    press(page, Qt.Key.Key_F9)
    type_text(page, "9902")
    desk.screening.waits[0].set_exception(MachineError("store.disk_full"))
    qtbot.waitUntil(lambda: "Kembalikan" in page.view.bar.remedy.text())
    second = page.model.draft()
    press(page, Qt.Key.Key_Tab)
    press(page, Qt.Key.Key_Z, CTRL)

    assert page.model.answers["traveller.name"] == "CONTOH NAMA SATU"
    assert desk.screening.drafts[second.id].answers["traveller.nik"] == "9902"


def test_what_cannot_be_stored_is_shown_beside_its_field_and_the_rest_stays(qtbot, page, desk):
    type_text(page, "\ncontoh nama satu\n31021989\n")
    press(page, Qt.Key.Key_F9)

    assert path(page) == "traveller.dob_ktp"
    assert desk.screening.records == []
    row = next(r for r in page.view.identity.fields.rows if r.path == "traveller.dob_ktp")
    assert row.hint.property("role") == "problem"
    assert row.hint.whole() == "Tanggal ini tidak ada di kalender. Contoh: 05-07-1998."
    assert page.model.answers["traveller.name"] == "CONTOH NAMA SATU"


def test_an_empty_form_is_not_saved(qtbot, page, desk):
    press(page, Qt.Key.Key_F9)

    assert said(page).startswith("Belum ada isian.")
    assert desk.screening.records == []


def test_a_notice_goes_when_typing_has_made_it_untrue(qtbot, page, desk):
    press(page, Qt.Key.Key_F9)
    type_text(page, "\tcontoh nama satu\t31021990")
    started = said(page)
    press(page, Qt.Key.Key_F9)
    stuck = said(page)
    press(page, Qt.Key.Key_Escape)
    type_text(page, "17111989")

    assert started.startswith("Tanyakan tujuan (Q1).")
    assert stuck.startswith("Belum disimpan: Lahir.")
    assert said(page).startswith("Tanyakan tujuan (Q1).")


def test_a_saved_notice_names_the_person_before_once_the_next_is_typed(qtbot, page, desk):
    type_text(page, "\ncontoh nama satu")
    press(page, Qt.Key.Key_B, ALT)
    press(page, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: said(page).startswith("Tersimpan"))
    type_text(page, "9")

    assert said(page).startswith("Orang sebelumnya belum lengkap · tanda terima abcdefghij")


def test_typing_after_the_question_takes_the_question_away(qtbot, page, desk):
    make_kuning(page)
    press(page, Qt.Key.Key_F9)
    press(page, Qt.Key.Key_F6)
    type_text(page, "9902")
    press(page, Qt.Key.Key_B, ALT)

    assert desk.screening.records == []
    assert said(page).startswith("Keputusan dicatat.")


def test_the_draft_is_kept_after_the_last_key_and_on_leaving_a_field(qtbot, page, desk):
    type_text(page, "9902")
    before = len(desk.screening.kept)
    qtbot.waitUntil(lambda: len(desk.screening.kept) == 1)
    type_text(page, "0157")
    press(page, Qt.Key.Key_Tab)

    assert before == 0
    assert [draft.answers["traveller.nik"] for draft in desk.screening.kept] == [
        "9902",
        "99020157",
    ]


def test_no_draft_is_written_after_its_record(qtbot, page, desk):
    type_text(page, "9902")
    press(page, Qt.Key.Key_F9)
    press(page, Qt.Key.Key_F9)
    saved(qtbot, desk)
    with qtbot.waitSignal(page.saver._timer.timeout, timeout=450, raising=False):
        pass

    assert desk.screening.drafts == {}


def test_a_draft_left_open_is_offered_at_the_start(qtbot, theme, clock):
    desk = FakeDesk(FakeScreening([LEFT_OPEN]))
    page = PeriksaPage(desk, CATALOGUE, theme, around=around(clock))
    show(qtbot, page)

    qtbot.waitUntil(lambda: said(page).startswith("Draf dilanjutkan."))
    assert page.model.answers["traveller.name"] == "CONTOH NAMA DUA"
    assert page.model.draft().id == LEFT_OPEN.id


def test_a_second_draft_is_offered_after_the_first_is_saved(qtbot, theme, clock):
    older = Draft("e" * 32, {"traveller.name": "CONTOH NAMA TIGA"}, START, START)
    desk = FakeDesk(FakeScreening([older, LEFT_OPEN]))
    page = PeriksaPage(desk, CATALOGUE, theme, around=around(clock))
    show(qtbot, page)
    qtbot.waitUntil(page.model.has_content)
    press(page, Qt.Key.Key_F9)
    press(page, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: "Draf berikut" in page.view.bar.remedy.text())
    press(page, Qt.Key.Key_Z, CTRL)

    assert page.model.answers["traveller.name"] == "CONTOH NAMA TIGA"


def test_esc_empties_the_field_then_the_form_and_ctrl_z_takes_it_back(qtbot, page, desk):
    type_text(page, "9902\ncontoh nama satu")
    press(page, Qt.Key.Key_Escape)
    one_field = dict(page.model.answers)
    press(page, Qt.Key.Key_Escape)
    emptied = page.model.has_content()
    dropped = dict(desk.screening.drafts)
    press(page, Qt.Key.Key_Z, CTRL)

    assert one_field["traveller.nik"] == "9902"
    assert "traveller.name" not in one_field
    assert not emptied
    assert dropped == {}
    assert page.model.answers["traveller.nik"] == "9902"


def test_another_key_between_the_two_esc_keeps_the_form(qtbot, page):
    type_text(page, "9902\ncontoh")
    press(page, Qt.Key.Key_Escape)
    type_text(page, "a")
    press(page, Qt.Key.Key_Escape)

    assert page.model.answers["traveller.nik"] == "9902"


def test_nobody_is_judged_while_the_form_is_empty(page):
    assert page.view.bar.level.text() == "Belum dinilai"
    assert page.view.bar.level.property("state") == "none"
    assert page.view.bar.notice.whole() == "Petugas menilai sendiri."


def test_the_clock_of_the_departure_runs(qtbot, page, clock):
    press(page, Qt.Key.Key_K, CTRL)
    type_text(page, "\njt691\n\n\n24112026\n1000\n")
    first = page.view.departure.view.left.text()
    clock.forward(minutes=10)
    page._minute.timeout.emit()

    assert first == "60 menit lagi"
    assert page.view.departure.view.left.text() == "50 menit lagi"


def test_totals_of_today_stand_on_the_departure_line(page):
    page.show_totals({"boleh": 33, "tunda": 6, "rujuk": 1, "serah_terima": 1})

    words = [label.text() for label in page.view.departure.totals.values()]
    assert words == ["● 33 boleh", "▲ 6 tunda", "■ 2 rujuk"]


def test_those_not_decided_are_counted_apart(page):
    page.show_totals({"boleh": 1, "belum_diputuskan": 2})

    assert page.view.departure.undecided.text() == "○ 2 belum"


def test_a_draft_is_offered_only_once(qtbot, theme, clock):
    desk = FakeDesk(FakeScreening([LEFT_OPEN]))
    page = PeriksaPage(desk, CATALOGUE, theme, around=around(clock))
    show(qtbot, page)
    qtbot.waitUntil(page.model.has_content)
    page.acts.offer((LEFT_OPEN,))
    press(page, Qt.Key.Key_F9)
    press(page, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: "abcdefghij" in said(page))

    assert page.view.bar.remedy.text() == ""


def test_leaving_the_page_keeps_the_draft(qtbot, page, desk):
    type_text(page, "9902")
    page.keep_draft()

    assert len(desk.screening.kept) == 1


def test_a_draft_that_cannot_be_kept_is_said_and_tried_again(qtbot, page, desk):
    desk.screening.fails_with = MachineError("store.disk_full")
    type_text(page, "9902")
    page.keep_draft()
    qtbot.waitUntil(lambda: said(page).startswith("Draf belum tersimpan."))
    alarmed = page.view.side.list.alarm.isVisible()
    desk.screening.fails_with = None
    page.keep_draft()

    assert len(desk.screening.kept) == 1
    qtbot.waitUntil(lambda: said(page).startswith("Tanyakan tujuan (Q1)."))
    assert (alarmed, page.view.side.list.alarm.isVisible()) == (True, False)


def test_drafts_of_the_next_officer_wait_behind_what_is_typed(qtbot, page, desk):
    type_text(page, "9902")
    page.acts.offer((LEFT_OPEN,))
    press(page, Qt.Key.Key_F9)
    press(page, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: "Draf berikut" in page.view.bar.remedy.text())
    page.view.bar.remedy.click()

    assert page.model.answers["traveller.name"] == "CONTOH NAMA DUA"


def test_the_offer_to_take_back_ends_after_ten_seconds(qtbot, page):
    type_text(page, "9902")
    press(page, Qt.Key.Key_Escape)
    type_text(page, "\tCONTOH")
    press(page, Qt.Key.Key_Escape)
    type_text(page, "X")
    press(page, Qt.Key.Key_Tab)
    press(page, Qt.Key.Key_Escape)
    press(page, Qt.Key.Key_Escape)
    offered = page.view.bar.remedy.text()
    page.acts._undo_ends.timeout.emit()
    press(page, Qt.Key.Key_Z, CTRL)

    assert offered == "Urungkan (Ctrl+Z)"
    assert not page.model.has_content()
