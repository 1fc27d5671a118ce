"""Both administrative controls over a real encrypted store, by keyboard."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from posko_app.domain.civil import civil_date
from posko_app.domain.registers import Register
from posko_app.ui.daftar_cells import Cell
from posko_app.ui.kendali import KendaliPage, Section
from posko_app.ui.kendali_table import WordTable
from posko_app.ui.theme import DARK, apply_theme
from sync.protocol.people import Role
from tests.services.registers import P3MI, csv, put, xlsx
from tests.support.keys import ALT, CTRL, press, show, type_text
from tests.ui.pages.makers import CATALOGUE, SECOND, screen

K = Qt.Key


def person(desk, clock, **answers):
    place = {"traveller.origin": "TTS", "traveller.kecamatan": "Contoh Barat"}
    return screen(desk, clock, **(place | answers))


@pytest.fixture
def kendali(qtbot, pages, desk, clock):
    for number in range(3):
        person(
            desk,
            clock,
            **{
                "purpose": "kerja_dn",
                "recruiter.company": "PT CONTOH JAYA",
                "docs.spp_akad": "ada" if number else "tidak_ada",
                "traveller.village": "Desa Contoh" if number else "Desa Lain",
                "village_letter.number": f"470/{number}",
                "village_letter.signer": "CONTOH KADES" if number else "",
                "decision": "boleh" if number else "tunda",
            },
        )
    page = pages.kendali()
    page.resize(1366, 620)
    show(qtbot, page)
    page.refresh()
    section = page.section("penempatan")
    qtbot.waitUntil(lambda: section.table.words.rowCount() == 1)
    qtbot.waitUntil(lambda: section.registers.lists.count() == len(Register))
    page.focus_first()
    return page


@pytest.fixture
def placement(kendali):
    return kendali.section("penempatan")


@pytest.fixture
def movement(kendali, qtbot):
    press(kendali, K.Key_2, ALT)
    section = kendali.section("mutasi")
    qtbot.waitUntil(lambda: section.table.words.rowCount() == 1)
    return section


def cells(table, row=0):
    model = table.words
    return [model.data(model.index(row, column)) for column in range(model.columnCount())]


def take_in(placement, qtbot, path, day="03112026"):
    press(placement.window(), K.Key_I, CTRL)
    placement.importing.path.setText(str(path))
    press(placement.window(), K.Key_F9)
    qtbot.waitUntil(placement.importing.as_of.hasFocus, timeout=20_000)
    type_text(placement.window(), day)
    press(placement.window(), K.Key_F9)


# the page


def test_sections_are_reached_by_key_and_made_when_first_shown(kendali):
    before = set(kendali._made)
    press(kendali, K.Key_2, ALT)
    second = kendali.shown()
    press(kendali, K.Key_1, ALT)

    assert before == {"penempatan"}
    assert (second, kendali.shown()) == ("mutasi", "penempatan")
    assert kendali.buttons["penempatan"].property("state") == "chosen"


def test_a_section_without_refresh_or_focus_is_welcome(qtbot):
    from PySide6.QtWidgets import QLabel

    page = KendaliPage([Section("satu", "Satu", QLabel), Section("dua", "Dua", QLabel)])
    show(qtbot, page)
    page.set_theme(DARK)
    press(page, K.Key_2, ALT)

    assert page.shown() == "dua"


def test_the_look_reaches_sections_made_before_and_after(kendali, qtbot):
    before = kendali.section("penempatan").table.itemDelegate()
    kendali.set_theme(DARK)

    assert kendali.section("penempatan").table.itemDelegate() is not before
    assert kendali.section("mutasi").table.itemDelegate()._theme is DARK


@pytest.mark.parametrize(("percent", "width", "height"), [(100, 1092, 455), (125, 1366, 600)])
def test_it_fits_small_screens(kendali, qapp, qtbot, percent, width, height):
    apply_theme(qapp, "light", percent / 100)
    try:
        for key in ("penempatan", "mutasi"):
            kendali.show_section(key)
            kendali.resize(width, height)
            qtbot.waitUntil(lambda: kendali.width() == width)

            assert kendali.minimumSizeHint().width() <= width
            assert kendali.minimumSizeHint().height() <= height
    finally:
        apply_theme(qapp, "light")


# official lists


def test_a_list_is_read_first_and_then_replaces_by_keys_alone(placement, qtbot, tmp_path, desk):
    path = csv(tmp_path / "p3mi.csv", "Nama;Nomor", "PT CONTOH JAYA;1", ";2")
    told = []
    placement.changed.connect(told.append)

    press(placement.window(), K.Key_I, CTRL)
    type_text(placement.window(), str(path))
    press(placement.window(), K.Key_F9)
    qtbot.waitUntil(placement.importing.as_of.hasFocus, timeout=20_000)
    refused = placement.importing.refused.item(0).text()
    kept = desk.registers.list().result()
    type_text(placement.window(), "03112026")
    press(placement.window(), K.Key_F9)
    qtbot.waitUntil(lambda: bool(told))

    assert refused == "Baris 3: kolom nama kosong."
    assert kept == {}
    assert desk.registers.list().result()[Register.P3MI].as_of == date(2026, 11, 3)
    assert placement.right.currentWidget() is placement.companies
    assert "1 baris tersimpan: daftar P3MI per 3 November 2026" in placement.registers.notice.text()


def test_every_refusal_has_words(placement):
    from posko_app.services.register_rows import RefusedRow
    from posko_app.ui.kendali_model import refused_words

    keys = [key for key in CATALOGUE.sentences if key.startswith("control.register.refused.")]

    for key in keys:
        code = key.rpartition(".")[2]
        assert "[" not in refused_words(RefusedRow(3, code, "name", 2), CATALOGUE)
    assert len(keys) >= 14


def test_path_and_day_are_asked_for(placement, qtbot, tmp_path):
    importing = placement.importing
    press(placement.window(), K.Key_I, CTRL)
    press(placement.window(), K.Key_F9)
    no_path = importing.told.text()
    take_in(placement, qtbot, csv(tmp_path / "a.csv", "Nama;Nomor", "PT CONTOH;1"), day="")
    no_day = importing.told.text()
    type_text(placement.window(), "25112099")
    press(placement.window(), K.Key_F9)
    future = CATALOGUE.text("register.as_of_future")
    qtbot.waitUntil(lambda: importing.told.text() == future)

    assert no_path == CATALOGUE.text("control.import.no_path")
    assert no_day == CATALOGUE.text("control.import.no_day")


def test_another_path_forgets_what_was_read(placement, qtbot, tmp_path):
    importing = placement.importing
    press(placement.window(), K.Key_I, CTRL)
    importing.path.setText(str(csv(tmp_path / "a.csv", "Nama;Nomor", "PT CONTOH;1")))
    press(placement.window(), K.Key_F9)
    qtbot.waitUntil(importing.as_of.hasFocus, timeout=20_000)
    importing.path.setFocus()
    type_text(placement.window(), "x")
    forgotten = importing.go.caption.text()
    press(placement.window(), K.Key_F9)
    qtbot.waitUntil(lambda: "csv" in importing.told.text())
    press(placement.window(), K.Key_Escape)

    assert forgotten == CATALOGUE.text("control.import.read")
    assert placement.right.currentWidget() is placement.companies
    assert placement.registers.lists.hasFocus()


def test_only_a_penyelia_sees_the_form(placement, desk, qtbot, monkeypatch):
    desk.officers.add("CONTOH PETUGAS DUA", passphrase=SECOND, role=Role.PETUGAS).result()
    unlocked = desk.officers.unlock("CONTOH PETUGAS DUA", passphrase=SECOND).result()
    desk.session.sign_on(unlocked, pin="481516")
    press(placement.window(), K.Key_I, CTRL)

    assert placement.right.currentWidget() is placement.companies
    assert placement.registers.notice.text() == CATALOGUE.text("control.import.only_penyelia")


def test_a_look_up_says_how_old_the_list_is_and_changes_nothing(
    placement, desk, qtbot, tmp_path, clock
):
    put(desk, Register.P3MI, xlsx(tmp_path / "p3mi.xlsx", P3MI), as_of=date(2026, 11, 3))
    before = desk.screening._store.read(lambda unit: unit.last_position()).result()
    placement.refresh()
    placement.registers.number.setFocus()
    type_text(placement.window(), "sip/01/2024\n")
    qtbot.waitUntil(lambda: placement.right.currentWidget() is placement.found)
    days = (civil_date(clock()) - date(2026, 11, 3)).days

    assert placement.found.outcome.text() == CATALOGUE.text("control.lookup.valid")
    assert f"daftar P3MI per 3 November 2026, {max(0, days)} hari" in placement.found.source.text()
    assert "p3mi.xlsx" in placement.found.source.text()
    assert placement.registers.number.hasFocus()
    assert desk.screening._store.read(lambda unit: unit.last_position()).result() == before
    press(placement.window(), K.Key_Escape)
    assert placement.right.currentWidget() is placement.companies


def test_names_that_look_alike_and_absent_lists_are_said(placement, desk, qtbot, tmp_path):
    put(desk, Register.P3MI, xlsx(tmp_path / "p3mi.xlsx", P3MI), as_of=date(2026, 11, 3))
    registers, found = placement.registers, placement.found
    registers.number.setText("SIP/02/2019")
    registers.name.setText("Contoh Jaya")
    registers.look_up()
    qtbot.waitUntil(lambda: found.near.count() > 0)
    rows = [found.rows.item(n).text() for n in range(found.rows.count())]
    registers.lists.setCurrentRow(1)
    registers.look_up()
    absent = CATALOGUE.text("control.lookup.absent")
    qtbot.waitUntil(lambda: found.outcome.text() == absent)

    assert rows[1] == CATALOGUE.text("control.lookup.name_differs")
    assert not found.decides.isVisible()
    registers.number.clear()
    registers.name.clear()
    registers.look_up()
    assert registers.notice.text() == CATALOGUE.text("control.lookup.empty")


def test_an_old_list_is_pointed_out(placement, desk, qtbot, tmp_path):
    put(desk, Register.P3MI, xlsx(tmp_path / "p3mi.xlsx", P3MI), as_of=date(2020, 1, 1))
    placement.registers.refresh()

    def told():
        return placement.registers.lists.item(0).data(Qt.ItemDataRole.AccessibleTextRole)

    qtbot.waitUntil(lambda: "per 1 Januari 2020" in told())
    assert "4 baris" in told()


# companies


def test_a_company_is_counted_with_its_papers(placement):
    shown = cells(placement.table)

    assert shown[0] == "PT CONTOH JAYA"
    assert shown[2:5] == ["3", "2", "1"]
    assert shown[6] == "2 / 3"
    assert placement.papers.whole() == "Tidak ada atau diragukan: SPP AKAD 1 · Terlihat: SPP AKAD 2"


def test_arrows_turn_the_month_and_never_past_this_one(placement, qtbot):
    placement.table.setFocus()
    present = placement.month
    press(placement.window(), K.Key_Right)
    same = placement.month
    press(placement.window(), K.Key_Left)
    qtbot.waitUntil(placement.empty.isVisible)
    before = placement.month
    placement.empty.setFocus()
    press(placement.window(), K.Key_Home)
    qtbot.waitUntil(placement.table.isVisible)

    assert same == present == placement.month
    assert before < present
    assert placement.empty.text() == CATALOGUE.text("control.company.none")


# population movement


def test_places_are_told_apart_by_number_keys(movement, qtbot):
    regency = cells(movement.table)
    press(movement.window(), K.Key_3)
    villages = [cells(movement.table, row)[0] for row in range(movement.table.words.rowCount())]
    press(movement.window(), K.Key_2)

    assert regency == ["Kab. Timor Tengah Selatan", "2", "1", "0", "2", "1"]
    assert villages == [
        "Desa Contoh · Contoh Barat, Kab. Timor Tengah Selatan",
        "Desa Lain · Contoh Barat, Kab. Timor Tengah Selatan",
    ]
    assert movement.views["kecamatan"].property("state") == "chosen"
    assert [label.text() for label in movement.totals][:2] == [
        "2 berangkat",
        "1 ditunda atau dirujuk",
    ]
    assert movement.open.isVisible()


def test_letters_are_shown_to_a_penyelia_and_refused_to_others(movement, desk, qtbot):
    press(movement.window(), K.Key_4)
    qtbot.waitUntil(lambda: movement.table.words.columnCount() == 5)
    rows = [cells(movement.table, row)[:2] for row in range(movement.table.words.rowCount())]
    desk.officers.add("CONTOH PETUGAS DUA", passphrase=SECOND, role=Role.PETUGAS).result()
    unlocked = desk.officers.unlock("CONTOH PETUGAS DUA", passphrase=SECOND).result()
    desk.session.sign_on(unlocked, pin="481516")
    movement.refresh()
    qtbot.waitUntil(movement.empty.isVisible)

    assert rows == [
        ["470/0", "tidak tercatat"],
        ["470/1", "CONTOH KADES"],
        ["470/2", "CONTOH KADES"],
    ]
    assert movement.empty.text() == CATALOGUE.text("session.only_penyelia")
    assert movement.empty.hasFocus()


def test_a_month_without_anybody_says_so_and_home_comes_back(movement, qtbot):
    press(movement.window(), K.Key_Left)
    qtbot.waitUntil(movement.empty.isVisible)
    said = movement.empty.text()
    closed = not movement.open.isVisible()
    press(movement.window(), K.Key_Home)
    qtbot.waitUntil(movement.table.isVisible)

    assert said == CATALOGUE.text("control.flow.none")
    assert closed
    assert movement.table.hasFocus()


def test_the_monthly_list_leaves_by_keys_alone(movement, qtbot, tmp_path):
    told = []
    movement.changed.connect(told.append)
    press(movement.window(), K.Key_E, CTRL)
    press(movement.window(), K.Key_Down)
    press(movement.window(), K.Key_F9)
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    out = tmp_path / f"posko-keberangkatan-{movement.month}.csv"

    assert "Jumlah keberangkatan,<11" in out.read_text("utf-8-sig")
    assert str(out) in movement.export.told.text()
    press(movement.window(), K.Key_Escape)
    assert movement.main.isVisible()
    assert not movement.export.isVisible()


def test_a_list_needs_a_place(movement, qtbot):
    press(movement.window(), K.Key_E, CTRL)
    movement.export.place.clear()
    press(movement.window(), K.Key_F9)
    no_place = movement.export.told.text()
    movement.export.place.setText("/tidak/ada/daftar.csv")
    press(movement.window(), K.Key_F9)
    refused = CATALOGUE.text("export.folder_not_writable")
    qtbot.waitUntil(lambda: movement.export.told.text() == refused, timeout=20_000)

    assert no_place == CATALOGUE.text("pages.export.no_place")


def test_a_small_screen_shows_the_export_alone(movement):
    movement.window().resize(1092, 545)
    press(movement.window(), K.Key_E, CTRL)

    assert movement.export.isVisible()
    assert not movement.main.isVisible()


def test_the_item_model_keeps_qts_rules(qtmodeltester):
    model = WordTable()
    model.show(["A", "B"], [[Cell("1"), Cell("2", remark="x")], [Cell("3"), Cell("4")]])

    qtmodeltester.check(model)

    assert model.headerData(0, Qt.Orientation.Horizontal) == "A"
    assert model.headerData(0, Qt.Orientation.Vertical) is None
