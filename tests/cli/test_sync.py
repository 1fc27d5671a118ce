"""Sync as its users say it, command by command: two laptops over a real centre's process."""

import json

import pytest

from posko_app.i18n import load_catalogue
from tests.cli.lines import NAME, Line, QuickLine, say
from tests.support.centres import Centre

pytestmark = pytest.mark.end_to_end
SENTENCES = load_catalogue().sentences
ROWS = [
    {
        "paper_no": str(number),
        "occurred_at": f"2026-11-20T08:{number:02}:00+08:00",
        "traveller": {"name": f"CONTOH NAMA {word}", "nik": f"99010160010800{number:02}"},
        "decision": decision,  # a challenge always asks for those not let through, if they are few
    }
    for number, word, decision in ((1, "SATU", "tunda"), (2, "DUA", "boleh"), (3, "TIGA", "boleh"))
]
REPORT_KEYS = {"pushed", "acknowledged", "pulled", "waiting", "needs_person", "alarms"}


def laptop(place, post="el-tari") -> Line:
    made = QuickLine(place)
    made.init = made.json("init", "--post", post, "--officer", NAME, "--training")
    return made


def load(line, place, *rows) -> None:
    file = place / f"{rows[0]['paper_no']}.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)))
    assert line("import", file).returncode == 0


def words(done) -> list[str]:
    """Give what was said for people, without the standing warning about custodians."""
    return [text for text in done.stderr.splitlines() if text != SENTENCES["status.no_escrow"]]


@pytest.fixture(scope="module")
def centre(tmp_path_factory):
    made = Centre(tmp_path_factory.mktemp("centre"))
    made.code("el-tari")
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def first(tmp_path_factory, centre) -> Line:
    """A laptop with three forms that was enrolled with the CA as a file, and has synced."""
    place = tmp_path_factory.mktemp("satu")
    made = laptop(place)
    load(made, place, *ROWS)
    made.code = centre.code("el-tari")
    arguments = ("--code", made.code["code"], "--ca", made.code["ca"])
    made.enrolled = made.json("enrol", "--centre", centre.url, *arguments)
    made.synced = made.json("sync")
    return made


@pytest.fixture(scope="module")
def second(tmp_path_factory, centre) -> Line:
    """Another laptop of the post, enrolled without a file: the code vouches for the CA."""
    made = laptop(tmp_path_factory.mktemp("dua"))
    made.json("enrol", "--centre", centre.url, "--code", centre.code("el-tari")["code"])
    return made


@pytest.fixture(scope="module")
def loose(tmp_path_factory) -> Line:
    """A laptop that no centre ever took in."""
    return laptop(tmp_path_factory.mktemp("tiga"))


def test_enrolment_says_with_whom_and_until_when(first, centre):
    assert set(first.enrolled) == {"centre", "post", "deployment", "device", "lease_until"}
    assert (first.enrolled["centre"], first.enrolled["post"]) == (centre.url, "el-tari")
    assert first.enrolled["device"] == first.init["device"]


def test_a_round_sends_everything_and_says_so_only_on_proof(first):
    report = first.synced
    assert set(report) == REPORT_KEYS
    assert report["pushed"] == report["acknowledged"] >= 5  # device, officer, three forms
    assert (report["waiting"], report["needs_person"], report["alarms"]) == (0, 0, [])
    assert {row["sending"] for row in first.json("list")} == {"sent"}
    assert first.json("alarms") == []


def test_a_second_laptop_of_the_post_sees_the_work_of_the_first(first, second):
    report = second.json("sync")
    assert report["pulled"] >= 5
    names = {row["name"] for row in second.json("list")}
    assert names == {row["traveller"]["name"] for row in ROWS}
    assert second.json("verify")["ok"]


def test_a_code_is_good_for_one_laptop(first, loose, centre):
    done = loose("enrol", "--centre", centre.url, "--code", first.code["code"])
    assert done.returncode == 2
    assert words(done) == [SENTENCES["sync.refused.code_used"]]


def test_a_code_of_another_post_is_refused_in_words(centre, tmp_path):
    line = laptop(tmp_path, post="tenau")
    done = line("enrol", "--centre", centre.url, "--code", centre.code("el-tari")["code"])
    assert done.returncode == 2
    assert words(done) == [SENTENCES["sync.refused.post_differs"]]


def test_a_laptop_without_a_centre_says_so_and_reports_zeros(loose):
    done = loose("sync")
    assert done.returncode == 2
    report = json.loads(done.stdout)
    assert (report["pushed"], report["acknowledged"], report["pulled"]) == (0, 0, 0)
    assert report["waiting"] == 2  # device, officer
    assert words(done) == [SENTENCES["sync.outcome.not_enrolled"]]


def test_a_mistyped_code_and_address_are_said_before_anything_is_sent(loose, tmp_path):
    wrong = loose("enrol", "--centre", "https://127.0.0.1:1", "--code", "ABC")
    assert (wrong.returncode, words(wrong)) == (2, [SENTENCES["sync.enrolment.code_form"]])
    file = loose("enrol", "--centre", "x", "--code", "A" * 42, "--ca", tmp_path / "tidak-ada.pem")
    assert (file.returncode, words(file)) == (2, [SENTENCES["sync.enrolment.ca_missing"]])


def test_a_package_does_what_a_line_would(second, centre, tmp_path):
    load(second, tmp_path, ROWS[0] | {"paper_no": "7"})
    out, back = tmp_path / "kiriman.posko", tmp_path / "jawaban.posko"
    written = second.json("package", "--out", out)
    assert set(written) == {"entries", "bytes", "sha256"}
    waiting = written["entries"]
    assert waiting >= 1
    assert centre("package-in", out, "--out", back).returncode == 0
    report = second.json("package-in", back)
    assert (report["acknowledged"], report["waiting"]) == (waiting, 0)

    again = second("package-in", back)
    assert (again.returncode, words(again)) == (2, [SENTENCES["sync.package.stale"]])
    wrong = second("package-in", out)
    assert (wrong.returncode, words(wrong)) == (2, [SENTENCES["sync.package.other_kind"]])


def test_a_code_given_by_phone_extends_the_lease_once(second, centre):
    given = centre("lease-code", "--device", second.init["device"])
    assert given.returncode == 0, given.stderr
    code = json.loads(given.stdout)["code"]
    assert second.json("lease", code)["lease_until"] > "2026"
    again = second("lease", code)
    assert (again.returncode, words(again)) == (2, [SENTENCES["lease.code_used"]])


def test_a_centre_that_does_not_answer_is_one_sentence_and_nothing_is_lost(first, centre, tmp_path):
    load(first, tmp_path, ROWS[0] | {"paper_no": "9"})
    centre.stop()
    try:
        done = first("sync")
    finally:
        centre.start()
    assert done.returncode == 2
    assert words(done) == [SENTENCES["sync.no_line.refused"]]
    assert json.loads(done.stdout)["waiting"] == 1
    report = first.json("sync")
    assert (report["acknowledged"], report["waiting"]) == (1, 0)


def test_a_row_deleted_at_the_centre_is_an_alarm_that_stays(first, centre):
    assert first.json("sync")["alarms"] == []  # the control: nothing was wrong before
    assert centre.delete_oldest("screening") == 1
    done = first("sync")
    assert done.returncode == 2
    report = json.loads(done.stdout)
    assert "data_missing" in {alarm["code"] for alarm in report["alarms"]}
    assert len(words(done)) == 1
    assert words(done)[0].startswith("Pusat ")
    standing = first("alarms")
    assert standing.returncode == 2
    found = json.loads(standing.stdout)[0]
    assert {"code", "feed", "position", "first_at", "message"} <= set(found)
    assert first("list").returncode == 0


@pytest.mark.parametrize(
    "command",
    [
        ("enrol", "--centre", "x"),
        ("enrol", "--code", "x"),
        ("package",),
        ("package-in",),
        ("lease",),
        ("sync", "x"),
    ],
)
def test_a_command_of_sync_that_lacks_a_word_shows_its_usage(command, tmp_path):
    code, out, err = say("--data-dir", str(tmp_path), *command)
    assert (code, out) == (2, "")
    assert "Pakai: posko" in err
