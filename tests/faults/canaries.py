"""What must never be found: names, numbers, passphrase, PIN and keys of one invented shift."""

import os
from pathlib import Path

from posko_app.bootstrap import create_store
from posko_app.domain.codes import Post
from posko_app.paths import STATE_VARIABLE
from posko_app.store.kdf import SHIPPED
from posko_app.store.keyfile_disk import read_key_file
from posko_app.store.slot import Lock, open_box, open_store_key
from sync.protocol.entry import Deployment
from tests.faults.desk_run import Place
from tests.faults.needles import all_needles

OFFICER = "CONTOH PENJAGA PAGI"
PASSPHRASE = "kenari zamrud bertiup wangsit"
PIN = "483920"
NAME = "KENARIQWXZK"  # one word: the search index keeps words
TYPED_NAME = "KENARIQVVJX"  # never saved, only typed
IMPORTED_NAME = "KENARIQPPWZ"
NIK = "9953014107990417"
WRONG_PASSPHRASE = "kenari zamrud bertiup wangsat"


def make_live_store(place: Place) -> None:
    """Make a live store with the shipped key cost."""
    os.environ[STATE_VARIABLE] = str(place.state)
    create_store(
        place.data,
        post=Post.EL_TARI,
        deployment=Deployment.LIVE,
        officer=OFFICER,
        passphrase=PASSPHRASE,
    )


def keys_of(data: Path) -> dict[str, str | bytes]:
    """Open the key file the way the product does; give every key in it."""
    key_file = read_key_file(data).key_file
    slot = key_file.slots[0]
    officer = open_box(slot, Lock(key_file.store_id, PASSPHRASE, SHIPPED))
    store_key = open_store_key(
        slot, officer, store_id=key_file.store_id, generation=key_file.generation
    )
    return {
        "store key": store_key.secret,
        "database key": store_key.database_hex()[:64],
        "raw database key": bytes.fromhex(store_key.database_hex()[:64]),
        "signing key": officer.sign.private_bytes_raw(),
        "sealing key": officer.seal.private_bytes_raw(),
    }


def people() -> dict[str, str | bytes]:
    """Give what an officer typed, as typed and as an index may keep it."""
    names = {"name": NAME, "typed name": TYPED_NAME, "imported name": IMPORTED_NAME}
    lower = {f"{what} in small letters": name.lower() for what, name in names.items()}
    title = {f"{what} capitalised": name.title() for what, name in names.items()}
    spaced = " ".join(NIK[at : at + 4] for at in range(0, 16, 4))
    return names | lower | title | {"NIK": NIK, "spaced NIK": spaced}


def needles_for_files(data: Path) -> dict[str, bytes]:
    """Everything, in every form."""
    secrets = {"passphrase": PASSPHRASE, "wrong passphrase": WRONG_PASSPHRASE, "PIN": PIN}
    return all_needles(people() | secrets | keys_of(data))


def needles_for_memory(data: Path) -> dict[str, bytes]:
    """Give text as Python, Qt and SQLite hold it, and keys raw and as digits.

    Without the PIN, which is too short for gigabytes of memory.
    """
    found = all_needles(people() | {"passphrase": PASSPHRASE} | keys_of(data))
    plain = ("as utf-8", "as utf-16", "as raw", "as raw hex")
    return {name: needle for name, needle in found.items() if name.endswith(plain)}
