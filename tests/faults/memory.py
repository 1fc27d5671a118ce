"""Reads the memory of processes we started, through procfs."""

import ctypes
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.faults.needles import CHUNK, hits_in, overlap

PTRACE_SETTING = Path("/proc/sys/kernel/yama/ptrace_scope")


class Forbidden(RuntimeError):
    """The kernel does not let a parent read its child's memory."""


SET_CHILD_SUBREAPER = 36  # prctl: orphans of our children become ours, so none escapes the scan


def adopt_orphans(yes: bool) -> None:
    """Become the parent of whatever our children leave behind."""
    ctypes.CDLL(None).prctl(SET_CHILD_SUBREAPER, int(yes), 0, 0, 0)


def descendants(pid: int) -> list[int]:
    """List every living process below `pid`, children before grandchildren."""
    found: list[int] = []
    waiting = [pid]
    while waiting:
        for task in Path(f"/proc/{waiting.pop()}/task").glob("*"):
            try:
                children = [int(child) for child in (task / "children").read_text().split()]
            except (FileNotFoundError, ProcessLookupError):  # it ended meanwhile
                continue
            found += children
            waiting += children
    return found


def command_of(pid: int) -> str:
    """Say what a process was started as."""
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip()


def chunks_of_memory(pid: int, repeated: int) -> Iterator[bytes]:
    """Read everything a process has mapped and may read, in overlapping chunks.

    Raises:
        Forbidden: the kernel says no; the message names the setting.
    """
    try:
        memory = os.open(f"/proc/{pid}/mem", os.O_RDONLY)
    except PermissionError:
        raise Forbidden(f"set {PTRACE_SETTING} to 0 or 1, or run as root") from None
    try:
        for low, high in regions(pid):
            yield from _chunks_of_region(memory, low, high, repeated)
    finally:
        os.close(memory)


def regions(pid: int) -> Iterator[tuple[int, int]]:
    """Give the readable address ranges."""
    for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
        span, mode, *rest = line.split()
        if mode.startswith("r") and not (rest and rest[-1] in ("[vvar]", "[vsyscall]")):
            low, high = span.split("-")
            yield int(low, 16), int(high, 16)


def _chunks_of_region(memory: int, low: int, high: int, repeated: int) -> Iterator[bytes]:
    tail = b""
    at = low
    while at < high:
        try:
            block = os.pread(memory, min(CHUNK, high - at), at)
        except OSError:  # a guard page, a device: not ours to read
            return
        if not block:
            return
        yield tail + block
        tail = block[-repeated:]
        at += len(block)


def hits_in_memory(pid: int, needles: Mapping[str, bytes]) -> dict[str, int]:
    """Count, per needle, the chunks of a process's memory that hold it."""
    return hits_in(chunks_of_memory(pid, overlap(needles)), needles)
