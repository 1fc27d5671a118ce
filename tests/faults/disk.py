"""A disk that may forget: what a power cut can leave of the changes since the last fsync.

Content that was not synced may have arrived whole, not at all, in part (sectors
of 512 bytes), or out of order (a later write without an earlier one, a length
without its data). Names (made, moved, removed) may or may not have
arrived until their folder was synced. What was synced stays.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path, PurePosixPath
from random import Random

from tests.faults.trace import Op, Record

SECTOR = 512


class Luck(StrEnum):
    """What the cut leaves of unsynced changes."""

    NONE = "none"
    ALL = "all"
    PREFIX = "prefix"
    MIXED = "mixed"
    LATEST = "latest"


@dataclass(frozen=True, slots=True)
class Change:
    """One unsynced change of a file: bytes at an offset, or (data None) a new length."""

    offset: int
    data: bytes | None


@dataclass(slots=True, eq=False)
class File:
    """One file: what is safe, and what is on its way."""

    safe: bytearray = field(default_factory=bytearray)
    pending: list[Change] = field(default_factory=list)

    def sync(self) -> None:
        """Make everything on its way safe."""
        for change in self.pending:
            apply_change(self.safe, change)
        self.pending.clear()


@dataclass(slots=True, eq=False)
class Folder:
    """One folder: the names that are safe and the changes of names on their way."""

    path: str
    safe: dict[str, "File | Folder"] = field(default_factory=dict)
    pending: list["Naming"] = field(default_factory=list)

    def sync(self) -> None:
        """Make the names safe."""
        for naming in self.pending:
            naming.apply(self.safe)
        self.pending.clear()


@dataclass(frozen=True, slots=True)
class Naming:
    """One atomic change of names in a folder: take one away, give one to a node."""

    lost: str | None
    given: str | None
    node: File | Folder | None

    def apply(self, names: dict[str, File | Folder]) -> None:
        """Do it to `names`."""
        if self.lost is not None:
            names.pop(self.lost, None)
        if self.given is not None and self.node is not None:
            names[self.given] = self.node


def apply_change(content: bytearray, change: Change) -> None:
    """Do one change to a file's content."""
    if change.data is None:
        if change.offset <= len(content):
            del content[change.offset :]
        else:
            content.extend(bytes(change.offset - len(content)))
        return
    if change.offset > len(content):
        content.extend(bytes(change.offset - len(content)))
    content[change.offset : change.offset + len(change.data)] = change.data


class Disk:
    """Follows a trace; at any moment it can say what a cut would leave."""

    def __init__(self, start: Path, *, live_at: Path) -> None:
        """Start from a copy of the folder as it was: all of it counts as safe.

        Args:
            start: the copy.
            live_at: where the folder stood when the trace was made.
        """
        self._root = str(live_at.resolve())
        self._live: dict[str, File | Folder] = {}
        self._fds: dict[int, File | Folder] = {}
        self._load(start, self._root)

    def _load(self, path: Path, live: str) -> File | Folder:
        if not path.is_dir():
            file = self._live[live] = File(bytearray(path.read_bytes()))
            return file
        folder = self._live[live] = Folder(live)
        for child in sorted(path.iterdir()):
            folder.safe[child.name] = self._load(child, f"{live}/{child.name}")
        return folder

    def follow(self, record: Record) -> None:
        """Take one recorded call into account."""
        match record.op:
            case Op.OPEN:
                self._open(record)
            case Op.CLOSE:
                self._fds.pop(record.fd, None)
            case Op.WRITE | Op.TRUNCATE:
                node = self._fds[record.fd]
                assert isinstance(node, File)
                data = record.first if record.op is Op.WRITE else None
                node.pending.append(Change(record.a, data))
            case Op.SYNC:
                self._fds[record.fd].sync()
            case Op.ACK:
                pass
            case _:
                self._name(record)

    def _open(self, record: Record) -> None:
        path = record.first.decode()
        if record.a:
            made = self._live[path] = File()
            self._naming(path, Naming(None, PurePosixPath(path).name, made))
        node = self._live[path]
        if record.b and isinstance(node, File) and not record.a:
            node.pending.append(Change(0, None))
        self._fds[record.fd] = node

    def _naming(self, path: str, naming: Naming) -> None:
        folder = self._live.get(str(PurePosixPath(path).parent))
        if isinstance(folder, Folder):
            folder.pending.append(naming)

    def _name(self, record: Record) -> None:
        source, target = record.first.decode(), record.second.decode()
        name = PurePosixPath(source).name
        if record.op is Op.MKDIR:
            made = self._live[source] = Folder(source)
            self._naming(source, Naming(None, name, made))
        elif record.op in (Op.UNLINK, Op.RMDIR):
            self._live.pop(source, None)
            self._naming(source, Naming(name, None, None))
        else:
            self._move(source, target, keeps_source=record.op is Op.LINK)

    def _move(self, source: str, target: str, *, keeps_source: bool) -> None:
        node = self._live[source] if keeps_source else self._live.pop(source)
        self._live[target] = node
        name, new = PurePosixPath(source).name, PurePosixPath(target).name
        together = PurePosixPath(source).parent == PurePosixPath(target).parent
        lost = None if keeps_source or not together else name
        self._naming(target, Naming(lost, new, node))
        if not together and not keeps_source:
            self._naming(source, Naming(name, None, None))

    def cut(self, target: Path, *, luck: Luck, random: Random) -> None:
        """Write to `target` one state the disk may be in when the power goes now."""
        root = self._live[self._root]
        assert isinstance(root, Folder)
        self._rebuild(root, target, luck, random)

    def _rebuild(self, folder: Folder, target: Path, luck: Luck, random: Random) -> None:
        target.mkdir()
        names = dict(folder.safe)
        for naming in survivors(folder.pending, luck=luck, random=random):
            naming.apply(names)
        for name, node in sorted(names.items()):
            if isinstance(node, Folder):
                self._rebuild(node, target / name, luck, random)
            else:
                write_plain(target / name, left_of(node, luck=luck, random=random))


def survivors(pending: list[Naming], *, luck: Luck, random: Random) -> Iterable[Naming]:
    """Choose which changes of names arrived; each is whole or absent."""
    match luck:
        case Luck.NONE:
            return []
        case Luck.ALL:
            return pending
        case Luck.PREFIX:
            return pending[: random.randint(0, len(pending))]
        case Luck.LATEST:
            return pending[random.randint(0, len(pending)) :]
        case _:
            return [naming for naming in pending if random.random() < 0.5]


def left_of(file: File, *, luck: Luck, random: Random) -> bytes:
    """Give one content a file may have after the cut."""
    content = bytearray(file.safe)
    for change in arrived(file.pending, luck=luck, random=random):
        apply_change(content, change)
    return bytes(content)


def arrived(pending: list[Change], *, luck: Luck, random: Random) -> list[Change]:
    """Choose which changes of content arrived, and how much of each."""
    match luck:
        case Luck.NONE:
            return []
        case Luck.ALL:
            return pending
        case Luck.PREFIX:
            kept = pending[: random.randint(0, len(pending))]
            return [*kept[:-1], *torn(kept[-1], random)] if kept else []
        case Luck.LATEST:
            return pending[random.randint(0, len(pending)) :]
        case Luck.MIXED:
            return [piece for change in pending for piece in fate(change, random)]


def fate(change: Change, random: Random) -> list[Change]:
    """Keep, drop or tear one change."""
    draw = random.random()
    if draw < 0.4:
        return [change]
    return [] if draw < 0.7 else torn(change, random)


def torn(change: Change, random: Random) -> list[Change]:
    """Leave some sectors of a write, now and then only its length."""
    if change.data is None:
        return [change] if random.random() < 0.5 else []
    end = change.offset + len(change.data)
    pieces = [Change(end, b"")] if random.random() < 0.3 else []
    for start in range(change.offset - change.offset % SECTOR, end, SECTOR):
        lo, hi = max(start, change.offset), min(start + SECTOR, end)
        if random.random() < 0.5:
            pieces.append(Change(lo, change.data[lo - change.offset : hi - change.offset]))
    return pieces


def write_plain(path: Path, content: bytes) -> None:
    """Write a file in one go, without Python's buffering."""
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(fd, content)
    finally:
        os.close(fd)
