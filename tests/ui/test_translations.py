"""The window's texts: gathered, translated, compiled, and effective."""

import shutil

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator

from posko_app.i18n import load_catalogue
from posko_app.ui.rincian_reason import ReasonBar
from tools.translations import ENGLISH, FOLDER, compile_all, unfinished, update


@pytest.fixture
def compiled(tmp_path, qapp):
    for source in FOLDER.glob("*.ts"):
        shutil.copy(source, tmp_path)
    return {path.stem: path for path in compile_all(tmp_path)}


@pytest.fixture
def install(compiled, qapp):
    installed = []

    def use(name):
        translator = QTranslator(qapp)
        assert translator.load(str(compiled[name]))
        qapp.installTranslator(translator)
        installed.append(translator)

    yield use
    for translator in installed:
        qapp.removeTranslator(translator)


def test_every_text_of_the_window_has_been_gathered_and_translated(tmp_path):
    again = tmp_path / ENGLISH.name
    shutil.copy(ENGLISH, again)

    update(again)

    assert unfinished(again) == ()


def test_no_text_hides_where_it_is_not_gathered():
    """The tool that gathers texts does not look into f-strings."""
    sources = (FOLDER.parents[2] / "posko_app" / "ui").rglob("*.py")

    assert [s.name for s in sources if "{self.tr(" in s.read_text(encoding="utf-8")] == []


def test_a_text_without_translation_is_named(tmp_path):
    broken = tmp_path / "broken.ts"
    text = ENGLISH.read_text(encoding="utf-8")
    broken.write_text(
        text.replace("<translation>Add<", '<translation type="unfinished"><', 1), encoding="utf-8"
    )

    assert unfinished(broken) == ("AddOfficerForm: Tambahkan",)


def test_qts_own_words_are_indonesian(install):
    install("qtbase_id")

    words = [
        QCoreApplication.translate("QLineEdit", "&Copy"),
        QCoreApplication.translate("QFileDialog", "Parent Directory"),
        QCoreApplication.translate("QPlatformTheme", "Cancel"),
    ]

    assert words == ["&Salin", "Folder induk", "Batal"]


def test_pages_speak_english_when_asked(install, qtbot):
    install("posko_en")
    bar = ReasonBar()
    qtbot.addWidget(bar)

    assert bar.cancel.caption.text() == "Cancel"
    assert load_catalogue("en").text("pages.role.penyelia") == "Supervisor"
