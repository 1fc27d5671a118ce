"""The group screen over a real encrypted store: kept while typed, saved for good, read again."""

import os
import signal
import subprocess
import sys

import pytest
from PySide6.QtCore import Qt

from posko_app.bootstrap import open_desk
from posko_app.domain.records import ListQuery
from posko_app.ui.pages import Pages
from posko_app.ui.periksa_focus import focused
from posko_app.ui.rombongan_row import RowState
from tests.faults import desks
from tests.faults.powercut import ROOT
from tests.support.keys import press, show, type_text

CHILD = """
import os, signal
from pathlib import Path
from tests.faults import desks
desk = desks.desk_at(Path({root!r}))
header, rows = desks.group_of(3)
desk.group.keep([header, *rows]).result()
for future in desk.group.record(rows[:1]):
    future.result()
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def page(qtbot, pages):
    made = pages.rombongan()
    made.resize(1366, 620)
    show(qtbot, made)
    qtbot.waitUntil(lambda: made._loaded)
    made.model.set_header({"claimed.purpose": "kerja_dn", "docs.spp_akad": "ada"})
    made.focus_first()
    press(made, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: focused() is made.view.entry.who)
    return made


def test_what_is_typed_is_in_the_store_soon_and_comes_back(page, qtbot, desk, context):
    type_text(page, "9902011711890001\ncontoh satu\n9902")
    qtbot.waitUntil(lambda: len(_rows(desk)) == 2)

    again = Pages(desk, context).rombongan()
    show(qtbot, again)
    qtbot.waitUntil(lambda: len(again.model.rows) == 2)
    assert [row.own.get("traveller.nik") for row in again.model.rows] == [
        "9902011711890001",
        "9902",
    ]
    assert again.model.header.answers["claimed.purpose"] == "kerja_dn"


def test_rows_are_saved_for_good_and_known_as_saved_afterwards(page, qtbot, desk, context):
    for number in range(1, 4):
        type_text(page, f"990201171189{number:04d}\ncontoh orang {'abcd'[number]}\n")
    press(page, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: page.model.totals().saved == 3, timeout=20_000)

    listed = desk.screening.search(ListQuery()).result().rows
    assert {row.receipt for row in listed} == {row.saved.receipt for row in page.model.rows}
    assert {row.decision for row in listed} == {"boleh"}
    assert desk.integrity.verify().result(timeout=60).ok
    again = Pages(desk, context).rombongan()
    show(qtbot, again)
    qtbot.waitUntil(lambda: len(again.model.rows) == 3)
    assert {row.state for row in again.model.rows} == {RowState.SAVED}


def test_a_killed_desk_gives_its_group_back(tmp_path):
    desks.make_store(tmp_path)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    child = CHILD.format(root=str(tmp_path))
    ended = subprocess.run([sys.executable, "-c", child], env=environment, cwd=ROOT, check=False)
    assert ended.returncode == -signal.SIGKILL

    desk = open_desk(
        desks.data_of(tmp_path), officer=None, passphrase=desks.PASSPHRASE, policy=desks.policy()
    )
    (group,) = desk.group.open_groups().result(timeout=20)
    desk.close()

    _, typed = desks.group_of(3)
    assert group.rows == typed[1:]
    assert [one.draft_id for one in group.saved] == [typed[0].id]


def _rows(desk):
    groups = desk.group.open_groups().result(timeout=20)
    return groups[0].rows if groups else ()
