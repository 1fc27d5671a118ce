"""What the demo left behind, looked at from outside: by command line and by other readers."""

import io
import json
import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from posko_app.training import demo_officers
from tools.run import program

# newest first: name, level, decision
EXPECTED = (
    ("CONTOH NAMA DUA BELAS", "hijau", "boleh"),
    ("CONTOH NAMA SEMBILAN", "hijau", "boleh"),
    ("CONTOH NAMA SEBELAS", "hijau", "boleh"),
    ("CONTOH NAMA SEPULUH", "hijau", "boleh"),
    ("CONTOH LATIHAN", "kuning", "tunda"),
    ("CONTOH NAMA DELAPAN", "merah", "rujuk"),
    ("CONTOH NAMA TUJUH", "merah", "rujuk"),
    ("CONTOH NAMA ENAM", "kuning", "tunda"),
    ("CONTOH NAMA LIMA", "hijau", "boleh"),
    ("CONTOH NAMA EMPAT", "kuning", "tunda"),
    ("CONTOH NAMA TIGA", "kuning", "boleh"),
    ("CONTOH NAMA DUA", "hijau", "tunda"),
    ("CONTOH NAMA SATU", "hijau", "boleh"),
)
# who → what `show` has to say about her
SHOWN = {
    "CONTOH NAMA DELAPAN": ('"second_officer": "sudah"', '"guardian_sought": "belum_bisa"'),
    "CONTOH NAMA ENAM": ('"private": true', '"Q10": "dijawab"'),
    "CONTOH NAMA LIMA": ('"fp_spp_verified": "telepon_nomor_resmi"', "Disnakertrans Contoh"),
    "CONTOH NAMA TIGA": ("CONTOH NAMA TIGO",),
    "CONTOH NAMA DUA": ('"override_reason": "permintaan_sendiri"',),
}


def differences(folder: Path, told: Mapping[str, Any]) -> Iterator[str]:
    """Name what is not as the story told."""
    rows = ask(folder, "list")
    found = tuple((row["name"], row["level"], row["decision"]) for row in rows)
    if found != EXPECTED:
        yield f"list: {found}"
    for row in rows:
        wanted = SHOWN.get(row["name"])
        if wanted:
            shown = json.dumps(ask(folder, "show", row["id"]))
            yield from (f"show: without {part}" for part in wanted if part not in shown)
    verified = ask(folder, "verify")
    if not verified["ok"]:
        yield f"verify: {verified}"
    yield from replay_differences(folder, len(rows))
    for reader in (sheet_of, pages_of):
        yield from log_differences(reader(folder, told["passwords"]), told["receipts"])


def replay_differences(folder: Path, screenings: int) -> Iterator[str]:
    """Judge everything again, in a process of its own."""
    found = ask(folder, "replay")
    wanted = {"screenings": screenings, "differences": 0, "unknown_rulesets": []}
    if {name: found[name] for name in wanted} != wanted:
        yield f"replay: {found}"


def log_differences(text: str, receipts: list[str]) -> Iterator[str]:
    """Look for every receipt, the levels, the signs and the count; and for no full name."""
    for wanted in (*receipts, "Hijau", "Kuning", "Merah", "Keluarga yang ikut"):
        if wanted.casefold() not in text.casefold():
            yield f"log: {wanted} is missing"
    if "CONTOH NAMA" in text:
        yield "log: a full name left without a reason"


def sheet_of(folder: Path, passwords: Mapping[str, str]) -> str:
    """Open the sheet with the password that was shown; give its cells."""
    # heavy and needed at the very end only
    import msoffcrypto
    from python_calamine import CalamineWorkbook

    with (folder / "log.xlsx").open("rb") as file, tempfile.TemporaryFile() as plain:
        locked = msoffcrypto.OfficeFile(file)
        if not locked.is_encrypted():
            return "not locked"
        locked.load_key(password=passwords["log.xlsx"], verify_password=True)
        locked.decrypt(plain)
        plain.seek(0)
        sheet = CalamineWorkbook.from_filelike(plain).get_sheet_by_index(0).to_python()
    return "\n".join(str(cell) for row in sheet for cell in row)


def pages_of(folder: Path, passwords: Mapping[str, str]) -> str:
    """Open the PDF with the password that was shown; give its words."""
    # heavy and needed at the very end only
    import pypdf

    data = io.BytesIO((folder / "log.pdf").read_bytes())
    if not pypdf.PdfReader(data).is_encrypted:
        return "not locked"
    reader = pypdf.PdfReader(data, password=passwords["log.pdf"])
    return "\n".join(page.extract_text() for page in reader.pages)


def ask(folder: Path, *arguments: str) -> Any:  # noqa: ANN401 - JSON of any form
    """Run one headless command as the first officer and read the JSON of its last line."""
    first = demo_officers()[0]
    done = subprocess.run(
        program(folder / "data", "--officer", first.name, *arguments),
        env={**environment_of(folder), "POSKO_PASSPHRASE": first.passphrase},
        stdout=subprocess.PIPE,
        check=False,
    )
    return json.loads(done.stdout.splitlines()[-1])


def environment_of(folder: Path) -> dict[str, str]:
    """Keep settings and head mirrors of the demo's store away from the user's own."""
    return {**os.environ, "POSKO_STATE_DIR": str(folder / "state")}
