"""What is frozen, and the lists of the setup program around it."""

import re
import shutil
import struct
import subprocess
from pathlib import Path

import pytest

from tools import installer, stamps
from tools.freezing import (
    left_behind,
    left_out,
    needed_binaries,
    own_scripts,
    resource_files,
    wanted_files,
)
from tools.icon import SIZES, ico_of, write_icon
from tools.installed_files import page_of
from tools.setup_lists import install_list, remove_list, write_lists

QT = "PySide6/Qt"
PLUGIN = f"{QT}/plugins/platforms/libqxcb.so"
COLLECTED = [
    ("PySide6/QtCore.abi3.so", "/v/QtCore", "EXTENSION"),
    (PLUGIN, "/v/libqxcb", "BINARY"),
    (f"{QT}/plugins/platforms/libqwayland.so", "/v/libqwayland", "BINARY"),
    (f"{QT}/lib/libQt6Core.so.6", "/v/core", "BINARY"),
    (f"{QT}/lib/libicudata.so.73", "/v/icu", "BINARY"),
    (f"{QT}/lib/libQt6WaylandClient.so.6", "/v/client", "BINARY"),
]
LOADS = {
    "/v/QtCore": {"libQt6Core.so.6", "libc.so.6"},
    "/v/libqxcb": {"libQt6Core.so.6"},
    "/v/libqwayland": {"libQt6WaylandClient.so.6"},
    "/v/core": {"libicudata.so.73"},
}


def kept() -> list[tuple[str, str, str]]:
    return needed_binaries(COLLECTED, lambda source: LOADS.get(source, set()))


def test_a_library_stays_only_while_something_kept_loads_it():
    names = [Path(target).name for target, _, _ in kept()]

    assert names == ["QtCore.abi3.so", "libqxcb.so", "libQt6Core.so.6", "libicudata.so.73"]


def test_links_stay_only_where_they_lead_somewhere():
    links = [
        ("libQt6Core.so.6", f"{QT}/lib/libQt6Core.so.6", "SYMLINK"),
        ("libQt6WaylandClient.so.6", f"{QT}/lib/libQt6WaylandClient.so.6", "SYMLINK"),
        (f"{QT}/translations/qt_de.qm", "/v/qt_de.qm", "DATA"),
        ("click-8.dist-info/RECORD", "/v/RECORD", "DATA"),
        ("click-8.dist-info/METADATA", "/v/METADATA", "DATA"),
    ]

    targets = [target for target, _, _ in wanted_files(links, kept())]

    assert targets == ["libQt6Core.so.6", "click-8.dist-info/METADATA"]


def test_what_only_developers_and_the_centre_need_is_not_followed():
    names = left_out()

    assert {"django", "pytest", "PyInstaller", "mypy", "sync.server", "cel.cli"} <= set(names)
    assert not {"PySide6", "shiboken6", "cel", "sqlcipher3", "requests", "posko_app"} & set(names)


def test_a_package_of_ours_that_is_not_in_the_lock_is_told():
    notes = """
excluded module named rapidfuzz - imported by posko_app.domain.names (top-level)
missing module named 'lxml.etree' - imported by pypdf.xmp (optional), sync.device.round (delayed)
missing module named h2 - imported by urllib3.http2.connection (top-level)
missing module named sqlite3.Error - imported by posko_app.store.driver (conditional)
"""

    assert left_behind(notes) == ["rapidfuzz", "lxml.etree"]


def test_nothing_of_the_freezer_runs_before_us():
    scripts = [("pyi_rth_pyside6", "a", "PYSOURCE"), ("frozen_start", "b", "PYSOURCE")]

    assert own_scripts(scripts) == scripts[1:]


def test_texts_go_along_compiled_their_sources_do_not():
    names = {Path(source).name for source, _ in resource_files()}

    assert {"app.qss", "posko.svg", "shell.toml"} <= names
    assert not [name for name in names if name.endswith(".ts")]


def test_the_icon_has_every_size(tmp_path):
    written = write_icon(tmp_path / "posko.ico").read_bytes()

    reserved, kind, count = struct.unpack("<HHH", written[:6])
    entries = [struct.unpack("<BBBBHHII", written[6 + 16 * n : 22 + 16 * n]) for n in range(count)]
    assert (reserved, kind, [entry[0] or 256 for entry in entries]) == (0, 1, list(SIZES))
    for *_, length, offset in entries:
        assert written[offset : offset + 8] == b"\x89PNG\r\n\x1a\n"
        assert written[offset + length - 8 : offset + length - 4] == b"IEND"


def test_an_icon_without_pictures_is_an_empty_directory():
    assert ico_of({}) == struct.pack("<HHH", 0, 1, 0)


# The setup program

NAMES = ["VERSI.txt", "_internal/a b/x$y.dll", "_internal/z.dll"]


def test_each_file_goes_into_its_folder():
    assert install_list(Path("/f"), NAMES).splitlines() == [
        'SetOutPath "$INSTDIR"',
        'File "/f/VERSI.txt"',
        r'SetOutPath "$INSTDIR\_internal\a b"',
        'File "/f/_internal/a b/x$y.dll"',
        r'SetOutPath "$INSTDIR\_internal"',
        'File "/f/_internal/z.dll"',
    ]


def test_the_uninstaller_takes_away_what_came_and_nothing_else():
    listed = remove_list(NAMES)

    assert listed.splitlines() == [
        r'Delete "$INSTDIR\VERSI.txt"',
        r'Delete "$INSTDIR\_internal\a b\x$$y.dll"',
        r'Delete "$INSTDIR\_internal\z.dll"',
        r'RMDir "$INSTDIR\_internal\a b"',
        r'RMDir "$INSTDIR\_internal"',
    ]


def test_no_folder_is_ever_removed_with_what_is_in_it():
    script = (installer.ROOT / "installer" / "posko.nsi").read_text("utf-8")

    assert "RMDir /r" not in script + remove_list(NAMES)
    assert 'RMDir "$INSTDIR"' in script


def test_links_are_not_packed_twice(tmp_path):
    folder = tmp_path / "posko"
    folder.mkdir()
    (folder / "a.so").write_bytes(b"x" * 4096)
    (folder / "b.so").symlink_to("a.so")

    kilobytes = write_lists(folder, tmp_path / "lists")

    assert kilobytes == 4
    assert "b.so" not in (tmp_path / "lists" / "install.nsh").read_text("utf-8-sig")


@pytest.fixture
def small_folder(tmp_path) -> Path:
    folder = tmp_path / "posko"
    (folder / "_internal").mkdir(parents=True)
    for name in ("posko", "posko-meja", "VERSI.txt", "_internal/x$y z.dll"):
        (folder / name).write_bytes(name.encode())
    return folder


@pytest.mark.parametrize("windows", [False, True])
def test_the_script_compiles_without_a_warning(small_folder, tmp_path, windows):
    if windows:
        for name in ("posko", "posko-meja"):
            (small_folder / name).rename(small_folder / f"{name}.exe")

    made = installer.make_setup(small_folder, tmp_path, quick=True)

    assert made.name == f"posko-0.1.0-{'setup' if windows else 'percobaan'}.exe"
    assert made.read_bytes()[:2] == b"MZ"


def test_a_sentence_without_words_would_be_a_failure(small_folder, tmp_path, monkeypatch):
    shutil.copytree(installer.ROOT / "installer", tmp_path / "root" / "installer")
    strings = tmp_path / "root" / "installer" / "strings.nsh"
    text = strings.read_text("utf-8")
    strings.write_text(text.replace("sentence too_old", "sentence too_odd"), "utf-8")
    monkeypatch.setattr(installer, "ROOT", tmp_path / "root")

    with pytest.raises(subprocess.CalledProcessError):
        installer.make_setup(small_folder, tmp_path, quick=True)


# Whether to build anew


@pytest.fixture
def sources(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(stamps, "ROOT", tmp_path)
    for name in [*stamps.SINGLE, *(f"tools/{name}.py" for name in stamps.OF_THE_BUILD)]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    (tmp_path / "posko_app").mkdir()
    (tmp_path / "posko_app" / "a.py").write_text("A = 1\n")
    return tmp_path


def test_the_stamp_changes_with_a_source_and_not_with_what_python_leaves(sources):
    before = stamps.inputs_hash()
    (sources / "posko_app" / "__pycache__").mkdir()
    (sources / "posko_app" / "__pycache__" / "a.pyc").write_bytes(b"x")

    assert stamps.inputs_hash() == before
    (sources / "posko_app" / "a.py").write_text("A = 2\n")
    assert stamps.inputs_hash() != before


def test_a_folder_as_of_the_sources_is_not_built_again(tmp_path, monkeypatch):
    built: list[str] = []
    monkeypatch.setattr(installer, "FOLDER", tmp_path)
    monkeypatch.setattr(installer, "build_folder", lambda: built.append("built"))

    installer.main(["--folder"])
    assert built == ["built"]
    stamps.write_version(tmp_path)
    installer.main(["--folder"])
    assert built == ["built"]


def test_a_build_takes_its_time_from_the_sources(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")

    made = installer.build_environment({"A": "b"})

    assert (made["SOURCE_DATE_EPOCH"], made["PYTHONHASHSEED"], made["A"]) == (
        "1700000000",
        "0",
        "b",
    )


def test_the_page_sums_up_each_part():
    page = page_of({"posko": 1_000_001, "_internal/PySide6/QtCore.so": 2_000_000, "LISENSI/a": 1})

    assert "3 files,\n3 MB" in page
    assert "| Qt and its binding | 1 | 2.0 |" in page
    assert "- `posko` 1001" in page


def test_the_spec_names_every_tool_it_is_stamped_with():
    spec = (installer.ROOT / "build_installer.spec").read_text("utf-8")
    used = set(re.findall(r"from tools\.(\w+) import|(\w+)\.py\"\)\]", spec))

    assert {a or b for a, b in used} | {"installer", "__main__"} == {
        *stamps.OF_THE_BUILD,
        "__main__",
    }
