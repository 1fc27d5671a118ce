"""The frozen program does what the program does, from its own folder and nothing else."""

import os
import re
import subprocess
from pathlib import Path

import pypdf
import pytest
from xlsxwriter import Workbook

from posko_app.training import demo_officers
from tests.cli.lines import NAME, Line
from tests.end_to_end.frozen_window import FrozenWindow
from tools.demo import virtual_screen
from tools.freezing import LOCK, canonical
from tools.stamps import version_of

ROOT = Path(__file__).resolve().parents[2]
PIN = "284917"
TYPED = "CONTOH"  # too few different keys for a scan: a busy X server may bunch what is typed
FIRST = demo_officers()[0]


class FrozenLine(Line):
    """The command line of the frozen program; it gets no Python and no checkout."""

    def __init__(self, place: Path, program: Path) -> None:
        super().__init__(place)
        self.program = program
        keep = ("POSKO_STATE_DIR", "POSKO_PASSPHRASE", "LC_ALL")
        self.environment = {name: self.environment[name] for name in keep}
        self.environment |= {"HOME": str(place), "PATH": "/usr/bin:/bin"}

    def command(self, *arguments: object) -> list[str]:
        return [str(self.program), "--data-dir", str(self.data), *map(str, arguments)]


def from_checkout(line: Line) -> Line:
    """Give the command line of the program in this checkout, on the same store."""
    here = Line(line.data.parent)
    here.environment |= line.environment | {"PATH": os.environ["PATH"]}
    return here


@pytest.fixture
def line(frozen, tmp_path) -> FrozenLine:
    return FrozenLine(tmp_path, frozen / "posko")


def paper(path: Path) -> Path:
    with Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["paper_no", "occurred_at", "traveller.name", "traveller.nik"])
        page.write_row(1, 0, ["17", "2026-11-20 08:15", "CONTOH KERTAS", "9901010101900002"])
    return path


def test_a_store_is_never_made_in_the_programs_folder(line, frozen):
    line.data = frozen / "data"

    refused = line("init", "--post", "tenau", "--officer", NAME)

    assert refused.returncode == 2
    assert "folder program" in refused.stderr
    assert not line.data.exists()


def test_cases_are_judged_and_scans_read_as_from_the_checkout(line, tmp_path):
    cases = tmp_path / "kasus.jsonl"
    vignettes = (ROOT / "tests" / "domain" / "vignettes.jsonl").read_bytes()
    cases.write_bytes(b"\n".join(vignettes.splitlines()[:20]))
    scans = tmp_path / "pindai.jsonl"
    scans.write_text('{"raw": "9901010101900001"}\n')
    here = from_checkout(line)

    for command in (("assess", cases, "--explain", "id"), ("scan", scans, "--on", "2026-11-24")):
        judged, expected = line(*command), here(*command)
        assert (judged.returncode, judged.stdout) == (expected.returncode, expected.stdout)
        assert judged.stdout


def test_the_window_saves_and_exports_and_the_command_line_reads_it_back(line, frozen, tmp_path):
    line.environment["POSKO_PASSPHRASE"] = FIRST.passphrase
    line.json("init", "--training", "--post", "el-tari", "--officer", FIRST.name)
    with virtual_screen() as display:
        screen = {**line.environment, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        window = FrozenWindow(frozen / "posko-meja", line.data, screen)
        try:
            screen_one(window)
            window.press("ctrl+4")
            window.until_painted("LogHarianPage")
            window.press("ctrl+e", "F9")
            window.until(lambda: list(tmp_path.glob("posko-log-*.xlsx")))
            window.press("ctrl+l")
            window.until_painted("UnlockPage")
            window.kill_parent()
        finally:
            window.leave()

    imported = line.json("import", paper(tmp_path / "kertas.xlsx"))
    export = ("export-log", "--date", "2026-11-20", "--format", "pdf")
    pdf = line.json(*export, "--out", tmp_path / "log.pdf")
    (page,) = pypdf.PdfReader(tmp_path / "log.pdf", password=pdf["password"]).pages
    listed = line.json("list")
    assert (imported["result"], pdf["rows"], line.json("verify")["ok"]) == ("saved", 1, True)
    assert "C.K." in page.extract_text().split("\n")
    assert {row["name"]: row["decision"] for row in listed} == {
        TYPED: "boleh",
        "CONTOH KERTAS": "belum_diputuskan",
    }
    assert from_checkout(line).json("list") == listed  # another program, the same store


def screen_one(window: FrozenWindow) -> None:
    """Unlock, choose a PIN, save one screening."""
    window.meet("UnlockPage")
    window.press("Return")
    window.type(FIRST.passphrase)
    window.press("Return")
    window.meet("PinForm")
    window.type(PIN + PIN)
    window.meet(r"top level \w*Window")
    before = window.saved_at()
    window.press("Escape", "ctrl+1", "Tab")
    window.type(TYPED)
    window.press("alt+b", "F9")
    window.until(lambda: window.saved_at() != before)


def test_the_folder_is_whole_and_holds_nothing_that_only_developers_need(frozen):
    listed = set(re.findall(r"^([a-z0-9-]+)==", LOCK.read_text(), re.MULTILINE))
    notices = (frozen / "LISENSI" / "PIHAK-KETIGA.txt").read_text("utf-8")
    held = {
        canonical(name) for name in re.findall(r"^([\w.-]+) [0-9][^:]*: ", notices, re.MULTILINE)
    }
    names = {path.relative_to(frozen).as_posix() for path in frozen.rglob("*")}

    assert held - {"python"} <= listed
    assert {"cryptography", "pyside6-essentials", "sqlcipher3"} <= held
    assert [
        path for path in frozen.rglob("*") if not path.exists()
    ] == []  # links that lead nowhere
    assert {"_internal/resources/locale/qt/qtbase_id.qm", "LISENSI/LGPL-3.0.txt"} <= names
    assert not [name for name in names if name.endswith((".ts", ".py", ".pyc"))]
    assert {
        path.name for path in (frozen / "_internal/PySide6/Qt/plugins/platforms").iterdir()
    } == {
        "libqxcb.so",
        "libqoffscreen.so",
    }
    assert version_of(frozen)["qt"] == "6.11.3"


@pytest.mark.parametrize(
    ("arguments", "loads"),
    [(["--help"], False), (["--sheet-process"], False), (["--window-process"], True)],
)
def test_only_the_window_loads_qt(line, arguments, loads):
    """The freezer's own start would load it in the parent, and beside a stranger's workbook."""
    place = ["--data-dir", str(line.data)] if loads else []
    noted = subprocess.run(
        [line.program, *arguments, *place],
        env={**line.environment, "LD_DEBUG": "files", "QT_QPA_PLATFORM": "offscreen"},
        stdin=subprocess.DEVNULL,  # its end is the end of the window's parent
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    ).stderr

    assert b"libpython3" in noted
    assert (b"libQt6Core" in noted) is loads
