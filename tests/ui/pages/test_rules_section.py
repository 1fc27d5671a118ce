"""The rules in use over a real encrypted store: read by everybody, installed by two penyelia."""

import pytest
from PySide6.QtCore import Qt

from posko_app.domain.detection.ruleset import LegalStatus
from posko_app.services.officers import Role
from posko_app.ui.aturan_model import RulesetWords, View, grouped
from tests.services.rules import changed, published
from tests.support.keys import ALT, CTRL, press, show, type_text
from tests.ui.pages.makers import CATALOGUE, NAMES, SECOND

FIRST_PIN, SECOND_PIN = "135790", "246801"
WAGE = ("value = 200", "value = 250")


@pytest.fixture
def kendali(qtbot, pages):
    page = show(qtbot, pages.kendali())
    page.resize(1366, 640)
    return page


@pytest.fixture
def section(kendali, qtbot):
    press(kendali, Qt.Key.Key_4, ALT)
    found = kendali.section("aturan")
    qtbot.waitUntil(lambda: len(found.rows) > 0)
    return found


def sign_on(desk, role):
    """Let a second officer sign on, and give the turn back to the first."""
    desk.session.set_pin(FIRST_PIN)
    desk.officers.add(NAMES[1], passphrase=SECOND, role=role).result()
    desk.session.sign_on(desk.officers.unlock(NAMES[1], passphrase=SECOND).result(), pin=SECOND_PIN)
    desk.session.switch(FIRST_PIN)


def propose(section, kendali, qtbot, path):
    """Ask for a file by keys and wait for what it holds."""
    press(kendali, Qt.Key.Key_I, CTRL)
    section.installing.path.setText(str(path))
    press(kendali, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: section.installing.proposal is not None, timeout=20_000)
    return section.installing


def test_active_ruleset_is_named_with_version_day_and_hash(section, desk):
    ruleset = desk.rulesets.active

    about = section.about.whole()
    assert section.title.whole() == ruleset.title.id
    assert f"{ruleset.id} {ruleset.version} · terbit 24-11-2026" in about
    assert ruleset.hash[:12] in about
    assert ruleset.hash[:13] not in about
    assert f"bawaan program · {len(ruleset.indicators)} tanda" in about


def test_every_sign_can_be_read_in_full(section, desk):
    ruleset = desk.rulesets.active
    words = RulesetWords(ruleset, (), CATALOGUE)

    shown = words.rows(View.SIGNS)
    assert len(shown) == len(ruleset.indicators) == 50
    for sign, row in zip(ruleset.indicators.values(), shown, strict=True):
        told = "\n".join(paragraph.plain for paragraph in row.told)
        assert sign.label.id in told
        assert sign.caveat.id in told
        assert sign.id in told
        if sign.question is not None:
            assert sign.question.id in told
        for fact in ruleset.calming.values():
            calms = sign.is_calmed and sign.id in fact.switches_off and sign.absolute != "true"
            assert (fact.label.id in told) >= calms


def test_each_legal_point_names_its_source_and_an_unconfirmed_one_says_so(desk):
    ruleset = desk.rulesets.active
    rows = RulesetWords(ruleset, (), CATALOGUE).rows(View.SIGNS)

    told = [(sign, row.told) for sign, row in zip(ruleset.indicators.values(), rows, strict=True)]
    points = [(basis, lines) for sign, lines in told for basis in sign.legal]
    assert len(points) > 40
    for basis, lines in points:
        (line,) = {line for line in lines if line.words == f"{basis.text.id} [{basis.source}]"}
        unconfirmed = basis.status is not LegalStatus.IN_FORCE
        assert ("belum diverifikasi" in line.head) == unconfirmed


def test_digits_change_what_the_table_shows(section, kendali, desk):
    ruleset, seen = desk.rulesets.active, {}
    section.focus_first()
    for key, view in zip("1234", View, strict=True):
        type_text(kendali, key)
        assert section.views[view].property("state") == "chosen"
        seen[view] = len(section.rows)

    assert seen == {
        View.SIGNS: len(ruleset.indicators),
        View.NUMBERS: len(ruleset.parameters),
        View.EXCLUDED: len(ruleset.excluded),
        View.INSTALLED: 1,
    }
    assert grouped(ruleset.hash) in section.detail.text()


def test_arrows_choose_what_is_told_and_tab_reads_it(section, kendali, desk):
    section.focus_first()
    press(kendali, Qt.Key.Key_Down)
    second = list(desk.rulesets.active.indicators.values())[1]
    told = section.detail.text()
    press(kendali, Qt.Key.Key_Tab)

    assert second.caveat.id in told
    assert section.detail.hasFocus()


def test_a_petugas_reads_and_does_not_install(section, kendali, desk):
    sign_on(desk, Role.PETUGAS)
    desk.session.switch(SECOND_PIN)
    section.focus_first()
    press(kendali, Qt.Key.Key_I, CTRL)

    assert section.side.currentWidget() is section.reading
    assert section.notice.text() == CATALOGUE.text("rules.install.only_penyelia")
    assert len(section.rows) == 50


def test_two_penyelia_install_and_the_rules_are_in_use_at_once(
    section, kendali, qtbot, desk, tmp_path
):
    sign_on(desk, Role.PENYELIA)
    path = published(tmp_path, changed(WAGE))
    panel = propose(section, kendali, qtbot, path)
    offered = panel.reading.text()
    press(kendali, Qt.Key.Key_F9)
    names = [panel.names.item(row).text() for row in range(panel.names.count())]
    press(kendali, Qt.Key.Key_Return)
    with qtbot.waitSignal(section.changed, timeout=20_000):
        type_text(kendali, SECOND_PIN)

    assert "200 → 250" in offered
    assert grouped(desk.rulesets.propose(path).result().publisher) in offered
    assert names == [NAMES[1]]
    assert desk.rulesets.active.version == "9.1"
    qtbot.waitUntil(lambda: "9.1" in section.about.whole())
    assert "dipasang dari berkas" in section.about.whole()
    type_text(kendali, "4")
    assert section.rows[0].cells[0].text.endswith("9.1")
    assert desk.session.current.name == NAMES[0]


def test_a_trusted_publisher_needs_no_second_person(section, kendali, qtbot, desk, tmp_path):
    sign_on(desk, Role.PENYELIA)
    second = desk.session.witness(SECOND_PIN)
    desk.rulesets.install(published(tmp_path), second=second).result()
    panel = propose(section, kendali, qtbot, published(tmp_path, changed(WAGE, version="9.2")))
    with qtbot.waitSignal(section.changed, timeout=20_000):
        press(kendali, Qt.Key.Key_F9)

    assert not panel.names.isVisible()
    assert desk.rulesets.active.version == "9.2"


def test_the_first_penyelia_cannot_confirm_for_the_second(section, kendali, qtbot, desk, tmp_path):
    sign_on(desk, Role.PENYELIA)
    panel = propose(section, kendali, qtbot, published(tmp_path))
    press(kendali, Qt.Key.Key_F9)
    press(kendali, Qt.Key.Key_Return)
    type_text(kendali, FIRST_PIN)
    own = panel.told.text()
    type_text(kendali, "908172")

    assert own == CATALOGUE.text("rules.install.other_pin", name=NAMES[1])
    assert panel.told.text() == CATALOGUE.text("pages.veil.wrong_pin", left=4)
    assert desk.rulesets.active.version != "9.1"


def test_too_many_wrong_pins_lock_the_desk(section, kendali, qtbot, desk, tmp_path):
    sign_on(desk, Role.PENYELIA)
    propose(section, kendali, qtbot, published(tmp_path))
    press(kendali, Qt.Key.Key_F9)
    press(kendali, Qt.Key.Key_Return)
    type_text(kendali, "908172" * 4)
    with qtbot.waitSignal(kendali.lock_asked):
        type_text(kendali, "908172")

    assert desk.rulesets.active.version != "9.1"


def test_without_a_second_penyelia_nothing_is_installed(section, kendali, qtbot, desk, tmp_path):
    sign_on(desk, Role.PETUGAS)
    panel = propose(section, kendali, qtbot, published(tmp_path))
    press(kendali, Qt.Key.Key_F9)

    assert panel.told.text() == CATALOGUE.text("rules.install.nobody")
    assert not panel.pin.isVisible()


def test_a_file_that_is_none_says_so_and_another_path_begins_anew(
    section, kendali, qtbot, tmp_path
):
    press(kendali, Qt.Key.Key_I, CTRL)
    press(kendali, Qt.Key.Key_F9)
    without_path = section.installing.told.text()
    section.installing.path.setText(str(tmp_path / "tidak-ada.json"))
    press(kendali, Qt.Key.Key_F9)
    missing = CATALOGUE.text("ruleset.file_missing")
    qtbot.waitUntil(lambda: section.installing.told.text() == missing)
    type_text(kendali, "x")
    anew = section.installing.told.text()
    press(kendali, Qt.Key.Key_Escape)

    assert without_path == CATALOGUE.text("rules.install.no_path")
    assert anew == CATALOGUE.text("rules.install.what")
    assert section.side.currentWidget() is section.reading
    assert section.table.hasFocus()


def test_the_ruleset_in_use_is_not_installed_again(section, kendali, qtbot, desk, tmp_path):
    panel = propose(section, kendali, qtbot, published(tmp_path, desk.rulesets.active.files))
    press(kendali, Qt.Key.Key_F9)

    assert panel.told.text() == CATALOGUE.text("ruleset.already_active")
    assert CATALOGUE.text("rules.install.no_changes") in panel.reading.text()


@pytest.mark.parametrize("key", [Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4])
def test_each_section_fits_the_smallest_screen(kendali, key):
    press(kendali, key, ALT)

    least = kendali.minimumSizeHint()
    assert (least.width() <= 1092, least.height() <= 455) == (True, True)
