"""Why this level: each sign with its source, what is open, and what would change it."""

import pytest
from PySide6.QtCore import Qt

from posko_app.domain.detection.rules import Judge, RuleBroken
from posko_app.domain.detection.ruleset import LegalStatus
from posko_app.domain.screening import Draft
from posko_app.i18n import load_catalogue
from posko_app.ui.periksa_reasons_model import basis_words, reasons_of
from posko_app.ui.periksa_words import Words
from tests.support.fake_desk import START, shipped_rules
from tests.support.keys import press, type_text
from tests.support.periksa_looks import (
    ask_questions,
    make_kuning,
    make_merah,
    make_starred,
    path,
    saved,
)


def reason(page, sign):
    """Give what the panel says about a sign."""
    return page.view.side.list.reasons.rows[sign].reason


def lines(page) -> str:
    """Give what stands under the signs."""
    return "\n".join(page.view.side.list.reasons.ends.texts())


def load(page, **answers):
    """Put a whole draft into the form."""
    given = {name.replace("__", "."): value for name, value in answers.items()}
    page.model.load(Draft("a" * 32, given, START, START))
    page.acts.replaced.emit()


def test_a_sign_says_where_it_was_read_and_why_it_matters(page):
    ask_questions(page, 3, "4")

    shown = reason(page, "debt_ticket_third_party")
    assert shown.title == "Tiket dibayar perekrut/orang tak dikenal"
    assert shown.about.startswith("sedang · Tiket oleh: Perekrut · Proses: pengangkutan")
    assert "UU 21/2007" in shown.about
    assert shown.about.endswith("(belum diverifikasi)")


def test_a_tick_says_that_an_officer_ticked_it_and_under_which_question(page):
    ask_questions(page, 8, "1")

    assert "dicentang petugas (Q8)" in reason(page, "coe_cannot_cancel").about


def test_every_unconfirmed_legal_ground_is_marked_where_it_is_shown():
    words = Words(load_catalogue())
    words.use_rules(shipped_rules())
    for sign in shipped_rules().indicators.values():
        for basis in sign.legal:
            marked = "belum diverifikasi" in basis_words(basis, words)
            assert marked is (basis.status is LegalStatus.TO_VERIFY), sign.id


def test_papers_in_order_are_no_reason(page):
    load(
        page,
        claimed__purpose="kerja_ln",
        docs__paspor="ada",
        docs__visa="kerja",
        docs__surat_sehat="tidak_ada",
    )

    about = reason(page, "doc_pmi_set_incomplete").about
    assert "Surat sehat: Tidak ada" in about
    assert "Paspor" not in about


def test_the_gravest_sign_stands_on_top(page):
    load(
        page,
        claimed__purpose="kerja_ln",
        docs__paspor="tidak_ada",
        ticket__payer="perekrut",
        doc_holder="koordinator",
        doc_returned=False,
    )

    looks = [reason(page, sign).look for sign in page.view.side.list.reasons._ids()]
    assert looks == ["absolute", "medium", "light"]


def test_a_calmed_sign_is_shown_with_the_fact(page):
    load(
        page,
        ticket__payer="perekrut",
        mitigations__fp_spp_verified=True,
        calming_how__fp_spp_verified="telepon_nomor_resmi",
        calming_office__fp_spp_verified="Disnakertrans",
    )

    shown = reason(page, "debt_ticket_third_party")
    assert (shown.look, shown.about) == (
        "calm",
        "gugur karena: SPP AKAD dan daftar nama dicek ke Disnakertrans",
    )


def test_arrows_unfold_a_sign_and_enter_goes_to_where_it_was_read(page):
    make_kuning(page)
    reasons = page.view.side.list.reasons
    press(page, Qt.Key.Key_F6)
    press(page, Qt.Key.Key_Down)
    row = reasons.rows[reasons.at]
    unfolded = (row.detail.isVisible(), row.detail.text())
    press(page, Qt.Key.Key_Return)

    assert row.reason.id == "trv_pickup_stranger"
    assert unfolded[0]
    assert "Bisa keliru:" in unfolded[1]
    assert "Tanyakan:" in unfolded[1]
    assert "Sumber: SRC-" in unfolded[1]
    assert path(page) == "pickup.by"
    assert not row.detail.isVisible()


def test_enter_on_a_ticked_sign_goes_to_its_question(page):
    ask_questions(page, 8, "1")
    page.view.questions.go_to(1)
    press(page, Qt.Key.Key_F6)
    press(page, Qt.Key.Key_Return)

    assert page.view.questions.hasFocus()
    assert page.view.questions.question.number == 8


def test_a_click_unfolds_a_sign(qtbot, page):
    make_kuning(page)
    row = page.view.side.list.reasons.rows["trv_pickup_stranger"]
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)

    assert row.detail.isVisible()


def test_only_what_changed_is_made_anew(page):
    ask_questions(page, 3, "4")
    rows = dict(page.view.side.list.reasons.rows)
    ask_questions(page, 4, "4")
    type_text(page, "\t")
    after = page.view.side.list.reasons.rows

    assert after["debt_ticket_third_party"] is rows["debt_ticket_third_party"]
    assert set(after) - set(rows) == {"trv_pickup_stranger"}
    ask_questions(page, 3, "4")
    assert set(page.view.side.list.reasons.rows) == {"trv_pickup_stranger"}


def test_what_was_not_asked_is_named_and_the_next_step(page):
    load(page, claimed__purpose="kerja_ln", answers__Q1="dijawab", answers__Q2="menolak")

    assert "Belum ditanya: Q3, Q4, Q5, Q6, Q7, Q8, Q9, Q10" in lines(page)
    assert "Langkah: Beri kartu migrasi aman" in lines(page)


def test_a_referral_says_whom_to_call_and_what_not_to_do(page):
    make_merah(page)

    said = lines(page)
    assert "Hubungi dulu: Unit PPA-PPO" in said
    assert "Ingat: Jangan menegur pendamping." in said
    assert "nomor belum ada (belum diverifikasi)" in said


def test_what_would_change_the_level_comes_after_the_last_key(qtbot, page):
    make_kuning(page)
    at_once = lines(page)
    qtbot.waitUntil(lambda: "Bisa berubah bila: …" not in lines(page))

    assert "Bisa berubah bila: …" in at_once
    assert "SPP AKAD dan daftar nama dicek ke Disnakertrans → ● HIJAU" in lines(page)


def test_an_empty_form_gives_no_reasons(page):
    make_starred(page)
    press(page, Qt.Key.Key_Escape)
    press(page, Qt.Key.Key_Escape)

    assert page.view.side.list.reasons.rows == {}
    assert lines(page) == ""
    assert page.view.side.list.reasons.nothing.text().startswith("Alasan muncul di sini")


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_sign_can_be_said(language):
    words = Words(load_catalogue(language))
    words.use_rules(shipped_rules())
    judge = Judge(shipped_rules())
    ticks = {f"officer_ticks.{sign}": True for sign in shipped_rules().indicators}
    answers = {**ticks, "doc_returned": False}
    said = reasons_of(judge.judge(answers), answers, words, changes=None)

    texts = [f"{reason.title} {reason.about} {reason.detail}" for reason in said.signs]
    assert [text for text in texts if "[" in text.replace("[]", "")] == []


def test_what_would_change_it_is_worked_out_for_the_last_reading_only(qtbot, page):
    make_kuning(page)
    page.judging.work_beside()
    ask_questions(page, 3, "5")
    page.judging.work_beside()
    ask_questions(page, 3, "4")
    qtbot.waitUntil(lambda: "Bisa berubah bila: …" not in lines(page))

    assert "Nomor E-PMI dicek ke BP3MI → ● HIJAU" in lines(page)


def test_a_rule_that_breaks_judges_nobody_and_stops_nothing(
    qtbot, page, desk, monkeypatch, expected_log_errors
):
    expected_log_errors.add("detection.rule_broken")

    def broken(_answers):
        raise RuleBroken("doc_id_altered")

    monkeypatch.setattr(page.judging.judge, "judge", broken)
    type_text(page, "9902")
    press(page, Qt.Key.Key_F9)
    press(page, Qt.Key.Key_F9)

    assert page.view.bar.level.text() == "Belum dinilai"
    assert "shown_level" not in saved(qtbot, desk).answers
