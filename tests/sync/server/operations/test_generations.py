"""A new generation by command: verify passes over what was given up, and over nothing else."""

import pytest

from tests.sync.server.operations.tampering import disarm, run
from tests.sync.server.snapshots import put_back, snapshot
from tests.sync.server.test_rebuild import offered


@pytest.fixture
def with_a_gap(laptop, commands):
    """Eight were acknowledged; the centre is back at two, got six and eight, and seven is gone."""
    laptop.push(*laptop.said)
    before = snapshot()
    laptop.screenings(6)
    newest = laptop.push(*laptop.said)
    put_back(before)
    laptop.shows(laptop.shown(newest))
    offered(laptop, laptop.said[2:6], start=3)
    offered(laptop, laptop.said[7:], start=8)
    return laptop


def test_what_nobody_holds_is_given_up_and_verify_agrees(with_a_gap, commands):
    assert commands("verify").lines[-1]["rebuilding"] == ["el-tari"]
    assert commands("rebuild-end", "--feed", "el-tari").code == 2

    ended = commands("new-generation", "--feed", "el-tari")

    assert ended.code == 0, ended.words
    assert ended.lines[0]["missing"] == [[7, 7]]
    assert ended.lines[0]["generation"] == 1
    verified = commands("verify")
    assert verified.code == 0, verified.out


def test_a_lost_laptops_gap_stays_explained_and_one_row_more_is_named(with_a_gap, commands):
    commands("device", "revoke", with_a_gap.fingerprint)
    commands("new-generation", "--feed", "el-tari")
    assert commands("verify").code == 0

    disarm()
    entry = with_a_gap.said[3].header.id
    run("DELETE FROM centre_part WHERE entry_id = %s", entry)
    run("DELETE FROM centre_entry WHERE id = %s", entry)

    named = {(line["table"], line["row"]) for line in commands("verify").lines[:-1]}
    assert ("entry", entry) in named
    assert any(table == "chain" for table, _ in named)


def test_a_whole_feed_is_not_begun_anew(laptop, commands):
    laptop.push(*laptop.said)

    ended = commands("new-generation", "--feed", "el-tari")

    assert ended.code == 2
    assert "tidak kekurangan" in ended.words
