"""The centre's key is changed by its administrator; laptops that are enrolled need nobody."""

import pytest

from posko_app.i18n import load_catalogue
from tests.cli.lines import Line
from tests.cli.test_sync import ROWS, laptop, load, words
from tests.support.centres import Centre

pytestmark = pytest.mark.end_to_end
SENTENCES = load_catalogue().sentences


@pytest.fixture
def centre(tmp_path):
    made = Centre(tmp_path)
    made.code("el-tari")
    made.start()
    yield made
    made.stop()


def enrolled(centre, place) -> Line:
    place.mkdir()
    line = laptop(place)
    code = centre.code("el-tari")
    line.json("enrol", "--centre", centre.url, "--code", code["code"], "--ca", code["ca"])
    line.json("sync")
    return line


def rotate(centre) -> dict[str, str]:
    centre.stop()
    try:
        return centre.json("rotate-keys")
    finally:
        centre.start()


def test_laptops_follow_one_change_or_two_at_once_and_lose_nothing(centre, tmp_path):
    here, away = enrolled(centre, tmp_path / "satu"), enrolled(centre, tmp_path / "dua")
    load(here, tmp_path, ROWS[0])
    load(away, tmp_path, ROWS[1])
    key = (centre.data / "keys/sign.key").read_bytes()
    serving = centre("rotate-keys")  # the control: not beside a server that holds the old key
    assert (serving.returncode, (centre.data / "keys/sign.key").read_bytes()) == (3, key)

    first = rotate(centre)
    report = here.json("sync")
    assert (report["waiting"], report["alarms"]) == (0, [])
    assert (centre.data / "keys/sign.key").read_bytes() != key

    second = rotate(centre)
    assert second["old"] == first["new"]
    for line in (here, away, here):
        report = line.json("sync")
        assert (report["waiting"], report["needs_person"], report["alarms"]) == (0, 0, [])
    names = {row["traveller"]["name"] for row in ROWS[:2]}
    for line in (here, away):
        assert line.json("verify")["ok"]
        assert line.json("alarms") == []
        assert {row["name"] for row in line.json("list")} == names
    assert centre.json("verify")["findings"] == 0


def test_a_package_sealed_before_is_taken_and_its_answer_read_after_a_round(centre, tmp_path):
    line = enrolled(centre, tmp_path / "satu")
    load(line, tmp_path, ROWS[0])
    out, back = tmp_path / "kiriman.posko", tmp_path / "jawaban.posko"
    entries = line.json("package", "--out", out)["entries"]

    rotate(centre)
    assert centre("package-in", out, "--out", back).returncode == 0
    unread = line("package-in", back)
    assert unread.returncode == 2
    assert words(unread) == [SENTENCES["sync.package.other_sender"]]

    report = line.json("sync")
    assert (report["acknowledged"], report["waiting"]) == (entries, 0)
    load(line, tmp_path, ROWS[1])
    line.json("package", "--out", tmp_path / "lagi.posko")
    given = centre("package-in", tmp_path / "lagi.posko", "--out", tmp_path / "kembali.posko")
    assert given.returncode == 0
    assert line.json("package-in", tmp_path / "kembali.posko")["waiting"] == 0


def test_a_code_by_phone_is_good_after_a_change(centre, tmp_path):
    line = enrolled(centre, tmp_path / "satu")
    rotate(centre)
    line.json("sync")

    code = centre.json("lease-code", "--device", line.init["device"])["code"]

    assert line.json("lease", code)["lease_until"] > "2026"
