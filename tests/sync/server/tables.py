"""What tests of the centre look up in its tables."""

from collections.abc import Sequence

from sync.protocol.entry import Entry


def standing(code: str = "") -> list[str]:
    from sync.server.models import Alarm

    alarms = Alarm.objects.filter(ended_at=None)
    alarms = alarms.filter(code=code) if code else alarms
    return list(alarms.order_by("id").values_list("code", flat=True))


def placed_ids(feed: str = "el-tari") -> list[str]:
    """Give the ids of a feed in order, each of which must be there."""
    from sync.server.models import Entry, Position

    placed = Position.objects.filter(feed_id=feed).order_by("position")
    ids = list(placed.values_list("entry_id", flat=True))
    assert Entry.objects.filter(id__in=ids).count() == len(ids)
    return ids


def ids_of(entries: Sequence[Entry]) -> list[str]:
    return [entry.header.id for entry in entries]


def part_names(entry: Entry) -> set[str]:
    from sync.server.models import Part

    return set(Part.objects.filter(entry_id=entry.header.id).values_list("name", flat=True))


def erased_of(entry: Entry) -> dict[str, str]:
    from sync.server.models import Erasure

    rows = Erasure.objects.filter(entry_id=entry.header.id)
    return dict(rows.values_list("part", "by_entry"))
