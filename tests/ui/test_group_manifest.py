"""A list of people taken into a group: its columns confirmed, its bad rows put right by keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from posko_app.ui.periksa_focus import focused
from tests.support.keys import CTRL, press, type_text
from tests.ui.test_group_page import SAID, nik, open_window, rows, said, states


@pytest.fixture
def window(qtbot, theme, clock):
    made = open_window(qtbot, clock)
    made.group.model.set_header(SAID)
    press(made, Qt.Key.Key_Escape)
    return made


LIST = f"Nama;NIK;Tgl Lahir\nCONTOH SATU;{nik(1)};17-11-1989\nCONTOH DUA;{nik(2)};31-02-1990\n"


def test_a_manifest_is_taken_in_after_its_columns_were_seen(window, qtbot, tmp_path):
    path = tmp_path / "manifes.csv"
    path.write_text(LIST, encoding="utf-8")
    press(window, Qt.Key.Key_I, CTRL)
    type_text(window, f"{path}\n")
    manifest = window.group.view.manifest
    qtbot.waitUntil(lambda: len(manifest.boxes) == 3)
    assert [box.code() for box in manifest.boxes] == [
        "traveller.name",
        "traveller.nik",
        "traveller.dob_ktp",
    ]
    press(window, Qt.Key.Key_F9)

    assert states(window) == ["green", "problem"]
    assert "1 barisnya" in said(window)
    assert "manifes.csv baris 3" in window.group.view.table.index(1, 2).data()
    assert rows(window)[1].own["traveller.dob_ktp"] == "31-02-1990"


def test_a_bad_row_of_a_manifest_is_put_right_by_its_keys(window, qtbot):
    QApplication.clipboard().setText(LIST)
    press(window, Qt.Key.Key_V, CTRL)
    press(window, Qt.Key.Key_F9)
    press(window, Qt.Key.Key_F4)
    type_text(window, "\n\t\tlahir\n17111989\n\n")

    assert states(window) == ["green", "green"]
    assert rows(window)[1].own["traveller.dob_ktp"] == "1989-11-17"
    window.group.keep_draft()
    kept = window.store.drafts[rows(window)[1].id].answers
    assert "row.faults" not in kept


def test_pasted_rows_can_be_left_out_again(window):
    QApplication.clipboard().setText(LIST)
    press(window, Qt.Key.Key_V, CTRL)
    press(window, Qt.Key.Key_Escape)

    assert rows(window) == []
    assert focused() is window.group.view.entry.who


def test_a_list_without_a_name_column_is_not_taken(window):
    QApplication.clipboard().setText(f"{nik(1)}\t1\n{nik(2)}\t2\n")
    press(window, Qt.Key.Key_V, CTRL)
    press(window, Qt.Key.Key_F9)

    assert rows(window) == []
    assert "nama" in window.group.view.manifest.told.text()


def test_a_file_that_cannot_be_read_says_why_and_changes_nothing(window, qtbot, tmp_path):
    press(window, Qt.Key.Key_I, CTRL)
    press(window, Qt.Key.Key_F9)
    assert "Tulis dulu" in window.group.view.manifest.told.text()
    type_text(window, f"{tmp_path / 'manifes.pdf'}\n")
    qtbot.waitUntil(lambda: "XLSX" in window.group.view.manifest.told.text())

    assert rows(window) == []


def test_a_long_list_is_worked_out_when_the_keys_rest(window, qtbot):
    people = [{"traveller.name": f"CONTOH {n}", "traveller.nik": nik(n)} for n in range(301)]
    window.group._take_people(people)
    qtbot.waitUntil(lambda: window.group.model.totals().green == 301)
    type_text(window, f"{nik(7)}\ncontoh kembar")
    assert states(window)[7] == "green"

    qtbot.waitUntil(lambda: states(window)[7] == "twin")
