"""Rulesets for tests of services: the packaged one with a few words changed, signed by anybody."""

import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from posko_app.catalogue_files import packaged_catalogue
from posko_app.services.ruleset_file import published_bytes
from posko_app.store.journal import NewEntry
from sync.protocol.entry import Kind
from sync.protocol.ids import new_subject

PUBLISHER = Ed25519PrivateKey.from_private_bytes(b"penerbit contoh".ljust(32, b"."))
OTHER = Ed25519PrivateKey.from_private_bytes(b"penerbit lain".ljust(32, b"."))
MAIN = "ruleset.toml"


def changed(*changes: tuple[str, str], file: str = MAIN, version: str = "9.1") -> dict[str, str]:
    """Give the packaged files with another version and some text of one file replaced."""
    files = dict(packaged_catalogue())
    files[MAIN] = replaced(files[MAIN], 'version = "', f'version = "{version}" # ')
    for old, new in changes:
        files[file] = replaced(files[file], old, new)
    return files


def replaced(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


def published(place: Path, files=None, key=PUBLISHER, name="aturan.json") -> Path:
    """Write a signed ruleset file."""
    path = place / name
    path.write_bytes(published_bytes(changed() if files is None else files, key))
    return path


def unreadable_catalogue() -> dict[str, str]:
    """A catalogue as a broken disk would give it."""
    return {MAIN: "id = "}


def erase(desk, subject: str, *names: str) -> None:
    """Erase parts of everything stated about a screening, by a real erasure entry."""
    entries = [s.entry_id for s in desk.screening.show(subject).result().statements]

    def task(unit):
        items = [{"entry": entry, "parts": list(names)} for entry in entries]
        facts = {"ground": "uji", "items": items}
        erasure = NewEntry(
            Kind.ERASURE, new_subject(os.urandom), {"facts": facts}, desk.session.current
        )
        by_entry = unit.append(erasure).header.id
        for entry in entries:
            for name in names:
                if stored_part(unit, entry, name):
                    unit.erase(entry, name, by_entry=by_entry)

    desk.replay._store.write(task).result()


def stored_part(unit, entry: str, name: str) -> bool:
    query = "SELECT 1 FROM parts WHERE entry = ? AND name = ?"
    return unit.connection.execute(query, (entry, name)).fetchone() is not None
