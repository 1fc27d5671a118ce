"""Judging again and installing rulesets from the command line, on a real store."""

import json

import pytest

from tests.cli.lines import NAME, SANDI_DUA, SANDI_TIGA, Line, QuickLine
from tests.services.rules import OTHER, changed, published

SECOND, HELPER = "PENYELIA KEDUA CONTOH", "PETUGAS CONTOH"
FORMS = [
    {
        "paper_no": str(number),
        "occurred_at": f"2026-11-20T08:{number:02}:00+08:00",
        "traveller": {"name": f"CONTOH NAMA {number}", "dob_ktp": born},
        "claimed": {"purpose": "kerja_ln"},
        "decision": "boleh",
    }
    for number, born in ((1, "2010-01-01"), (2, "1990-01-01"))
]
GROWN_UP_AT_15 = ('id = "adult_age"\nvalue = 18', 'id = "adult_age"\nvalue = 15')


@pytest.fixture(scope="module")
def line(tmp_path_factory) -> QuickLine:
    """A store with two penyelia, one petugas and two imported forms."""
    place = tmp_path_factory.mktemp("cli")
    made = QuickLine(place)
    made.place = place
    made.json("init", "--post", "el-tari", "--officer", NAME, "--training")
    forms = place / "forms.jsonl"
    forms.write_text("\n".join(map(json.dumps, FORMS)))
    assert made("import", forms).returncode == 0
    made("officer", "add", SECOND, "--role", "penyelia", POSKO_NEW_PASSPHRASE=SANDI_DUA)
    made("--officer", NAME, "officer", "add", HELPER, POSKO_NEW_PASSPHRASE=SANDI_TIGA)
    return made


def lines_of(done) -> list:
    return [json.loads(text) for text in done.stdout.splitlines()]


def install(line, path, *more, **variables):
    return line("--officer", NAME, "ruleset", "install", path, *more, **variables)


def folder(place, name, files):
    (place / name).mkdir()
    for file, text in files.items():
        (place / name / file).write_text(text, encoding="utf-8")
    return place / name


def test_replay_of_what_nobody_changed_is_one_line_and_clean(line):
    done = line("--officer", NAME, "replay")

    assert (done.returncode, lines_of(done)) == (
        0,
        [
            {
                "screenings": 2,
                "statements": 2,
                "differences": 0,
                "without_level": 0,
                "unknown_rulesets": [],
                "unvouched_rulesets": [],
            }
        ],
    )


def test_replay_with_another_ruleset_prints_each_difference_and_then_the_sum(line, tmp_path):
    other = folder(tmp_path, "lain", changed(GROWN_UP_AT_15))

    done = line("--officer", NAME, "replay", "--ruleset", other)

    difference, total = lines_of(done)
    assert done.returncode == 1
    assert set(difference) == {
        *("id", "entry", "receipt", "level_then", "level_now", "rule", "gained", "lost"),
    }
    assert (difference["level_then"], difference["level_now"]) == ("merah", "hijau")
    assert (difference["gained"], difference["lost"]) == ([], ["age_minor_work"])
    assert (total["statements"], total["differences"]) == (2, 1)


def test_replay_with_a_folder_that_is_no_ruleset_is_refused(line, tmp_path):
    faulty = folder(tmp_path, "salah", changed(("value = 30", 'value = "x"')))

    for place, words in ((faulty, "ruleset.toml"), (tmp_path / "tidak_ada", "Folder aturan")):
        done = line("--officer", NAME, "replay", "--ruleset", place)
        assert (done.returncode, done.stdout) == (2, "")
        assert words in done.stderr


def test_an_untrusted_publisher_is_refused_until_two_penyelia_confirm_him(line):
    path = published(line.place, changed(version="0.9"), name="a.json")
    alone = install(line, path)
    helper = install(line, path, "--second", HELPER, POSKO_SECOND_PASSPHRASE=SANDI_TIGA)
    both = install(line, path, "--second", SECOND, POSKO_SECOND_PASSPHRASE=SANDI_DUA)
    later = install(line, published(line.place, changed(version="9.2"), name="b.json"))
    path = published(line.place, changed(version="9.3"), key=OTHER, name="c.json")
    other = install(line, path)
    # at the end: a miss costs a second, in which nobody can unlock beside
    wrong = install(line, path, "--second", SECOND, POSKO_SECOND_PASSPHRASE="bukan sandinya itu")

    assert [done.returncode for done in (alone, helper, both, later, other, wrong)] == [
        *(2, 2, 0, 0, 2, 2),
    ]
    assert "Kata sandi tidak cocok" in wrong.stderr
    assert "belum dipercaya" in alone.stderr
    assert f"Sidik jari penerbit: {lines_of(both)[0]['publisher']}\n" in alone.stderr
    assert "Sidik jari" not in later.stderr
    assert "bukan penyelia" in helper.stderr
    (first,), (second,) = lines_of(both), lines_of(later)
    assert (first["version"], first["newly_trusted"], first["older"]) == ("0.9", True, True)
    assert "lebih lama" in both.stderr
    assert (second["version"], second["newly_trusted"], second["older"]) == ("9.2", False, False)
    assert second["publisher"] == first["publisher"]
    assert second["changes"]["files"] == ["ruleset.toml"]


def test_a_second_person_who_cannot_be_asked_is_refused(line):
    path = published(line.place, changed(version="9.4"), name="d.json", key=OTHER)

    done = install(line, path, "--second", SECOND)

    assert (done.returncode, done.stdout) == (2, "")


def test_replay_and_install_go_as_processes_at_the_shipped_cost(tmp_path):
    line = Line(tmp_path)
    line.json("init", "--post", "el-tari", "--officer", NAME, "--training")
    line("officer", "add", SECOND, "--role", "penyelia", POSKO_NEW_PASSPHRASE=SANDI_DUA)
    path = published(tmp_path, changed(version="9.5"), name="e.json")

    installed = install(line, path, "--second", SECOND, POSKO_SECOND_PASSPHRASE=SANDI_DUA)
    replayed = line("--officer", NAME, "replay")

    assert (installed.returncode, lines_of(installed)[0]["version"]) == (0, "9.5")
    assert (replayed.returncode, lines_of(replayed)[0]["screenings"]) == (0, 0)
