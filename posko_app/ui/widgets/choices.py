"""Which codes a few typed letters mean: short code, initials, first letters of any word."""

from collections.abc import Mapping, Sequence


def matches(
    typed: str, codes: Sequence[str], labels: Mapping[str, str], *, usual: int | None = None
) -> tuple[str, ...]:
    """Give the codes that fit, best first; nothing typed fits all, in their own order.

    The first `usual` codes come before all others: `ma` is Malaysia and not Morocco's code.
    """
    wanted = typed.strip().casefold()
    if not wanted:
        return tuple(codes)
    ranked = sorted(
        (usual is not None and place >= usual, rank, place, code)
        for place, code in enumerate(codes)
        if (rank := _rank(wanted, code.casefold(), labels[code].casefold())) is not None
    )
    return tuple(code for *_, code in ranked)


def initials(label: str) -> str:
    """Give the first letters of a label's words: `Pekerja rumah tangga` is `prt`."""
    words = "".join(sign if sign.isalnum() else " " for sign in label).split()
    return "".join(word[0] for word in words).casefold()


def _rank(wanted: str, code: str, label: str) -> int | None:
    words = label.replace("/", " ").replace("(", " ").split()
    if wanted in (code, label):
        return 0
    if len(wanted) > 1 and wanted == initials(label):
        return 1
    if label.startswith(wanted):
        return 2
    if any(word.startswith(wanted) for word in words):
        return 3
    if all(any(word.startswith(part) for word in words) for part in wanted.split()):
        return 4
    return 5 if code.replace("_", " ").startswith(wanted) else None
