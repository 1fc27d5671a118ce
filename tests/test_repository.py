"""What holds for every tracked file: no strange addresses, one way to the store, a basis a rule."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractListModel, QAbstractTableModel, QSortFilterProxyModel
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QApplication, QMainWindow, QStyledItemDelegate, QTableView

ROOT = Path(__file__).resolve().parents[1]

# Written in pieces, so that this file does not find itself.
HOSTS = [
    "pypi" + ".org",
    "pythonhosted" + ".org",
    "deb" + ".debian.org",
    "npmjs" + ".org",
    "snapshot" + ".debian.org",
]
PLACES = ["/work" + "/", "/opt" + "/", "/root" + "/", "/t" + "mp/posko"]
BROAD = {
    "posko_app/__main__.py",
    "posko_app/services/sync_thread.py",
    "posko_app/store/worker.py",
    "posko_app/ui/background.py",
    "posko_app/ui/views.py",
    "sync/server/views.py",
}
QT_CLASSES = [
    *(QAbstractListModel, QAbstractTableModel, QSortFilterProxyModel, QStyledItemDelegate),
    *(QApplication, QMainWindow, QTableView, QValidator),
]
SOURCE_ID = re.compile(r"\bSRC-[A-Z0-9]+(?:-[A-Z0-9]+)*")


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, check=True
    ).stdout
    return [path for name in listed.decode().split("\0") if name and (path := ROOT / name).exists()]


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="ignore")


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def running(tree: ast.AST) -> Iterator[ast.AST]:
    """Walk everything but what only a type checker reads."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            continue
        yield node
        yield from running(node)


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in running(ast.parse(text_of(path))):
        if isinstance(node, ast.Import):
            found.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module.split(".")[0])
    return found


def catches_everything(path: Path) -> bool:
    return any(
        isinstance(node, ast.ExceptHandler)
        and (node.type is None or getattr(node.type, "id", "") in {"Exception", "BaseException"})
        for node in ast.walk(ast.parse(text_of(path)))
    )


def test_there_are_files_to_look_at():
    assert len(tracked("*.py")) > 50


@pytest.mark.parametrize("needle", HOSTS + PLACES)
def test_no_file_names_a_registry_or_a_place_of_one_machine(needle):
    found = [relative(path) for path in tracked() if needle in text_of(path)]

    assert found == []


def test_only_harnesses_use_the_unencrypted_driver():
    allowed = ("tests/bench/", "tests/faults/", "tests/store/", "tests/support/", "tests/sync/")
    allowed += ("tools/demo_centre.py",)  # an administrator with the centre's database open
    found = [relative(path) for path in tracked("*.py") if "sqlite3" in imported(path)]

    assert [name for name in found if not name.startswith(allowed)] == []


def test_everything_is_caught_in_few_files_only():
    found = {
        relative(path)
        for path in tracked("posko_app/*.py", "sync/*.py")
        if catches_everything(path)
    }

    assert found - BROAD == set()


def test_catching_everything_would_be_seen(tmp_path):
    sample = tmp_path / "sample.py"
    for clause in ("except:", "except Exception:", "except BaseException as error:"):
        sample.write_text(f"try:\n    pass\n{clause}\n    pass\n")
        assert catches_everything(sample)
    sample.write_text("try:\n    pass\nexcept ValueError:\n    pass\n")
    assert not catches_everything(sample)


def test_each_basis_has_its_entry():
    entries = set(re.findall(r"^### (SRC-\S+)$", text_of(ROOT / "docs/sources.md"), re.MULTILINE))
    named = {
        found.strip("-")
        for path in tracked("posko_app/*", "sync/*", "resources/*", "tools/*", "docs/*")
        for found in SOURCE_ID.findall(text_of(path))
    }

    assert named - entries == set()
    assert len(named) > 5


def test_each_dependency_is_imported_and_has_its_row():
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]
    names = [re.split(r"[<>=]", text)[0] for text in project["dependencies"]]
    import_names = {
        "PySide6-Essentials": "PySide6",
        "common-expression-language": "cel",
        "http-sf": "http_sf",
        "http-message-signatures": "http_message_signatures",
        "msoffcrypto-tool": "msoffcrypto",
        "python-calamine": "python_calamine",
        "sqlite-utils": "sqlite_utils",
    }
    used = set().union(*(imported(path) for path in tracked("posko_app/*.py", "sync/*.py")))
    page = text_of(ROOT / "docs/libraries.md")

    assert [name for name in names if f"| {name} " not in page] == []
    # shiboken6 is the binding's other half; it is pinned, not imported
    unused = [name for name in names if import_names.get(name, name) not in used | {"shiboken6"}]
    assert unused == []


def test_each_dependency_of_the_centre_is_used_and_has_its_row():
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]
    names = [re.split(r"[<>=\[]", text)[0] for text in project["optional-dependencies"]["centre"]]
    used_as = {
        "django-ninja": "ninja",
        "django-environ": "environ",
        "django-otp": "django_otp",
        "django-axes": "axes",
        "django-csp": "csp",
        "psycopg": "postgresql",  # Django imports it for that engine
    }
    page = text_of(ROOT / "docs/libraries.md")
    # Django's applications are named in its settings rather than imported
    code = "\n".join(text_of(path) for path in tracked("sync/server/*.py"))

    assert [name for name in names if name.lower() not in page.lower()] == []
    assert [n for n in names if not re.search(rf"\b{used_as.get(n, n.lower())}\b", code)] == []


def test_each_package_is_installed():
    setuptools = tomllib.loads(text_of(ROOT / "pyproject.toml"))["tool"]["setuptools"]
    found = {
        relative(path.parent).replace("/", ".")
        for path in tracked("posko_app/**/*.py", "posko_app/*.py", "sync/**/*.py")
    }

    assert set(setuptools["packages"]) == found | {"sync", "posko_app.resources"}


def test_locked_lists_hold_hashes_and_no_addresses():
    for path in tracked("requirements/*.txt"):
        if path.name.startswith("system-packages"):
            continue
        lines = [line for line in text_of(path).splitlines() if line and not line.startswith("#")]
        assert not [line for line in lines if "://" in line or line.startswith("-")]
        pins = [line for line in lines if re.match(r"[a-z0-9]", line)]
        assert all(re.fullmatch(r"[a-z0-9.-]+==[0-9][^ ]* \\", line) for line in pins)
        assert sum("--hash=sha256:" in line for line in lines) >= len(pins) > 10


def test_files_and_functions_stay_readable():
    long_files, long_functions = [], []
    for path in tracked("*.py"):
        tree = ast.parse(text_of(path))
        if text_of(path).count("\n") > 400 and "migrations" not in path.parts:  # Django writes them
            long_files.append(relative(path))
        long_functions += [
            f"{relative(path)}:{node.name}"
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 40
        ]

    assert long_files == []
    assert long_functions == []


def test_public_methods_of_the_window_say_what_they_do():
    of_qt = {name for kind in QT_CLASSES for name in dir(kind)}
    silent = [
        f"{relative(path)}:{node.name}"
        for path in tracked("posko_app/ui/*.py")
        for kind in ast.walk(ast.parse(text_of(path)))
        if isinstance(kind, ast.ClassDef) and not kind.name.startswith("_")
        for node in kind.body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and ast.get_docstring(node) is None
        and node.name not in of_qt
    ]

    assert silent == []
