import json

import pytest

from tools.coverage_gate import by_package, main, package_of


def summary(*, lines=(10, 0), branches=(0, 0)):
    return {
        "summary": {
            "covered_lines": lines[0],
            "missing_lines": lines[1],
            "num_statements": sum(lines),
            "covered_branches": branches[0],
            "missing_branches": branches[1],
            "num_branches": sum(branches),
        }
    }


@pytest.fixture
def judged(tmp_path):
    def judge(**files):
        complete = {"posko_app/domain/fold.py": summary(), "sync/protocol/entry.py": summary()}
        report = tmp_path / "coverage.json"
        report.write_text(json.dumps({"files": complete | files["files"]}))
        return main(report)

    return judge


@pytest.mark.parametrize(
    ("file", "package"),
    [
        ("posko_app/domain/fold.py", "posko_app/domain"),
        ("posko_app/ui/widgets/card.py", "posko_app/ui"),
        ("posko_app/paths.py", "posko_app"),
        ("sync/protocol/entry.py", "sync/protocol"),
    ],
)
def test_a_file_counts_for_its_package(file, package):
    assert package_of(file) == package


def test_lines_and_branches_add_up():
    found = by_package(
        {
            "files": {
                "posko_app/ui/a.py": summary(lines=(7, 1), branches=(1, 1)),
                "posko_app/ui/b.py": summary(lines=(0, 0)),
            }
        }
    )

    assert found["posko_app/ui"].percent == 80.0


def test_enough_everywhere_passes(judged):
    assert judged(files={"posko_app/ui/a.py": summary(lines=(9, 1))}) == 0


@pytest.mark.parametrize(
    "files",
    [
        {"posko_app/ui/a.py": summary(lines=(89, 11))},
        {"posko_app/domain/fold.py": summary(lines=(999, 0), branches=(9, 1))},
        {"sync/protocol/entry.py": summary(lines=(999, 1))},
    ],
    ids=["ui", "domain branch", "protocol line"],
)
def test_too_little_in_one_package_fails_and_names_it(judged, capsys, files):
    assert judged(files=files) == 1
    assert next(iter(files)) in capsys.readouterr().err


def test_package_that_was_not_measured_fails(tmp_path, capsys):
    report = tmp_path / "coverage.json"
    report.write_text(json.dumps({"files": {"posko_app/domain/fold.py": summary()}}))

    assert main(report) == 1
    assert "sync/protocol was not measured" in capsys.readouterr().err
