"""The forms in which a secret could lie about, and how to look for them."""

import base64
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

SHORTEST = 6  # a shorter form would be found by chance
CHUNK = 4 * 1024 * 1024


def forms_of(secret: str | bytes) -> dict[str, bytes]:
    """Give a secret in the forms software leaves: text, UTF-16, base64 at any alignment, hex."""
    forms: dict[str, bytes] = {}
    texts = {"raw": secret} if isinstance(secret, bytes) else _texts(secret)
    for name, raw in texts.items():
        forms[name] = raw
        forms[f"{name} hex"] = raw.hex().encode()
        forms[f"{name} HEX"] = raw.hex().upper().encode()
        for skipped in range(3):
            forms[f"{name} base64+{skipped}"] = _base64_middle(raw, skipped)
    return {name: form for name, form in forms.items() if len(form) >= SHORTEST}


def _texts(secret: str) -> dict[str, bytes]:
    return {"utf-8": secret.encode(), "utf-16": secret.encode("utf-16-le")}


def _base64_middle(raw: bytes, skipped: int) -> bytes:
    """Base64 of the secret inside a longer text, without the characters its neighbours change."""
    whole = base64.b64encode(bytes(skipped) + raw)
    first = -(-skipped * 8 // 6)
    last = (skipped + len(raw)) * 8 // 6
    return whole[first:last]


def all_needles(secrets: Mapping[str, str | bytes]) -> dict[str, bytes]:
    """Give every form of every secret, named by secret and form, never by its value."""
    return {
        f"{name} as {form}": needle
        for name, secret in secrets.items()
        for form, needle in forms_of(secret).items()
    }


def hits_in(chunks: Iterable[bytes], needles: Mapping[str, bytes]) -> dict[str, int]:
    """Count the chunks that hold each needle; chunks overlap by the longest needle."""
    found: dict[str, int] = {}
    for chunk in chunks:
        for name, needle in needles.items():
            if needle in chunk:
                found[name] = found.get(name, 0) + 1
    return found


def overlap(needles: Mapping[str, bytes]) -> int:
    """How much of one chunk the next must repeat."""
    return max(map(len, needles.values())) - 1


def chunks_of_file(path: Path, repeated: int) -> Iterator[bytes]:
    """Read a file in overlapping chunks."""
    with path.open("rb") as file:
        tail = b""
        while block := file.read(CHUNK):
            yield tail + block
            tail = block[-repeated:]


def hits_below(
    folders: Iterable[Path], needles: Mapping[str, bytes], *, newer_than: float = 0.0
) -> dict[str, list[str]]:
    """Look through names and contents of every file; gives file → forms found.

    Args:
        folders: where to look.
        needles: what to look for.
        newer_than: leave out files not changed since (seconds of the epoch).
    """
    found: dict[str, list[str]] = {}
    for path in sorted(files_below(folders)):
        with suppress(FileNotFoundError):  # another program's file in a shared folder: it is gone
            if path.is_symlink() or not path.is_file() or path.stat().st_mtime < newer_than:
                continue
            names = [name for name, needle in needles.items() if needle in bytes(path)]
            names += hits_in(chunks_of_file(path, overlap(needles)), needles)
            if names:
                found[str(path)] = names
    return found


def files_below(folders: Iterable[Path]) -> Iterator[Path]:
    """Name everything below folders that is no folder; one that goes meanwhile is passed over."""
    for folder in folders:
        for place, _, names in os.walk(folder):
            yield from (Path(place, name) for name in names)
