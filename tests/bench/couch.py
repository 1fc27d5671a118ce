"""The same screenings pushed by PouchDB to a CouchDB-protocol server, where Node is there.

Packages are fetched into a scratch folder of `build/`; without npm or a line it is left out.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from sync.protocol.entry import Entry, open_part
from tests.bench.catching_up import Pushed
from tests.bench.figures import BUILD, Figure
from tests.bench.pushing import BATCH

SCRATCH = BUILD.parent / "couch"
SCRIPT = Path(__file__).with_name("couch.cjs")
PACKAGES = ("pouchdb@9.0.0", "express@4.21.2", "express-pouchdb@4.2.0")
INSTALLED = "installed"  # a file of ours: the whole of it is there
INSTALLS_WITHIN_S, PUSHES_WITHIN_S = 90, 120


def measure_couch(folder: Path, entries: Sequence[Entry], ours: Pushed) -> list[Figure]:
    """Push the contents of screenings as documents; give nothing where that cannot be done."""
    if not _is_installed():
        print("PouchDB left out: no npm here, or no line to its packages", file=sys.stderr)
        return []
    place = folder / "couch"
    place.mkdir()
    documents = place / "documents.jsonl"
    documents.write_text("".join(_line(entry) for entry in entries), encoding="utf-8")
    command = ["node", str(SCRIPT), str(place), str(documents), str(BATCH)]
    done = subprocess.run(
        command, cwd=SCRATCH, capture_output=True, check=True, timeout=PUSHES_WITHIN_S
    )
    told = json.loads(done.stdout)
    if told["written"] != len(entries):
        raise RuntimeError(f"PouchDB wrote {told['written']} of {len(entries)}")
    return [_figure(told, ours)]


def _figure(told: dict, ours: Pushed) -> Figure:
    parts = {"ours_ms_each": ours.s * 1000 / ours.entries}
    parts["pouchdb_ms_each"] = told["ms"] / told["written"]
    parts["pouchdb_bytes_each"] = told["bytes"] / told["written"]
    how = (
        f"{ours.entries} screenings from the desk's encrypted store to the centre, with signatures,"
        f" proofs and the disk waited for on both sides, over TLS; PouchDB: the contents of"
        f" {told['written']} of them as documents, batches of {BATCH}, LevelDB on both sides,"
        " plain HTTP, no signature, nothing waited for; ms and bytes for each"
    )
    value = parts["ours_ms_each"] / parts["pouchdb_ms_each"]
    return Figure("desk to centre ÷ PouchDB to its server", value, "×", None, parts, how)


def _is_installed() -> bool:
    if shutil.which("npm") is None or shutil.which("node") is None:
        return False
    mark = SCRATCH / INSTALLED
    if mark.exists() and mark.read_text() == " ".join(PACKAGES):
        return True
    SCRATCH.mkdir(parents=True, exist_ok=True)
    (SCRATCH / "package.json").write_text('{"private": true}\n')
    command = ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error", *PACKAGES]
    try:
        subprocess.run(
            command, cwd=SCRATCH, capture_output=True, check=True, timeout=INSTALLS_WITHIN_S
        )
    except (OSError, subprocess.SubprocessError):
        return False
    mark.write_text(" ".join(PACKAGES))
    return True


def _line(entry: Entry) -> str:
    contents = {name: open_part(stored) for name, stored in entry.parts.items()}
    return json.dumps({"_id": entry.header.id} | contents) + "\n"
