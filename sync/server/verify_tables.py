"""Compares the tables that repeat entries with those entries: devices, officers, erasures, parts.

A row here decides whom the centre answers; each must be what a signed entry says.
"""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef

from sync.protocol.canonical import Malformed
from sync.protocol.entry import Kind, fingerprint
from sync.protocol.erasure import parts_named
from sync.protocol.messages import State
from sync.protocol.people import Action, DeviceStatement, OfficerStatement, Role
from sync.protocol.statements import Confirmed, Verdict
from sync.server import models
from sync.server.finding import Findings, Table, What
from sync.server.own_chain import CENTRE_POST
from sync.server.verdicts import Verdicts, newest_verdicts, stated_facts
from sync.server.verify_chains import is_key_of
from sync.server.verify_log import without_place

PAGE = 500


def check_tables(findings: Findings) -> None:
    """Check every row that repeats what an entry says."""
    verdicts = newest_verdicts()
    _devices(findings, verdicts)
    _officers(findings, verdicts)
    _erasures(findings)
    _without_entry(findings)
    _without_place(findings)


def _devices(findings: Findings, verdicts: Verdicts) -> None:
    stated: dict[str, list[DeviceStatement]] = {}
    for entry in _of_kind(Kind.DEVICE):
        try:
            facts = stated_facts(entry)
            if facts is not None:
                stated.setdefault(entry.device, []).append(DeviceStatement.from_facts(facts))
        except Malformed:
            continue
    revoked = models.Device.DeviceState.REVOKED
    for row in models.Device.objects.all():
        if not _is_as_stated(row, stated.pop(row.fingerprint, [])):
            findings.add(Table.DEVICE, row.fingerprint, What.DEVICE_KEY)
        verdict = verdicts.get((Confirmed.DEVICE, row.fingerprint))
        if (row.state == revoked) != (verdict is Verdict.REVOKE):
            findings.add(Table.DEVICE, row.fingerprint, What.DEVICE_STATE)
    for device, said in stated.items():
        if said[-1].post != CENTRE_POST:
            findings.add(Table.DEVICE, device, What.DEVICE_ABSENT)


def _is_as_stated(row: models.Device, said: Sequence[DeviceStatement]) -> bool:
    """Compare with the device's own entries; none of them is here before its first push."""
    if not is_key_of(row.sign_key, row.fingerprint):
        return False
    if not said:
        return True
    keys = {statement.seal_key for statement in said}
    here = (row.post_id, row.deployment)
    return row.seal_key in keys and (said[-1].post, said[-1].deployment) == here


def _officers(findings: Findings, verdicts: Verdicts) -> None:
    introduced: dict[str, bool] = {}  # key -> whether the centre understood the entry
    for entry in _of_kind(Kind.OFFICER):
        facts = stated_facts(entry)
        try:
            statement = None if facts is None else OfficerStatement.from_facts(facts)
        except Malformed:
            continue
        if statement is not None and statement.action in (Action.ADD, Action.NEW_KEY):
            key = fingerprint(bytes.fromhex(statement.sign_key))
            introduced[key] = introduced.get(key, False) or entry.state == State.STORED
    states = models.Officer.OfficerState
    for row in models.Officer.objects.all():
        verdict = verdicts.get((Confirmed.OFFICER, row.key))
        allowed = {
            None: {states.INTRODUCED, states.REMOVED},
            Verdict.CONFIRM: {states.CONFIRMED, states.REMOVED},
            Verdict.REVOKE: {states.REVOKED},
        }[verdict]
        fits = is_key_of(row.sign_key, row.key) and row.role in tuple(Role)
        if not fits or row.key not in introduced or row.state not in allowed:
            findings.add(Table.OFFICER, row.key, What.OFFICER_STATE)
        introduced.pop(row.key, None)
    for key, is_projected in introduced.items():
        if is_projected:
            findings.add(Table.OFFICER, key, What.MISSING)


def _erasures(findings: Findings) -> None:
    """A part may be gone only because an erasure entry names exactly it."""
    named: dict[str, frozenset[tuple[str, str]]] = {}
    for row in models.Erasure.objects.order_by("by_entry", "entry_id").iterator(PAGE):
        if row.by_entry not in named:
            named = {row.by_entry: _named_by(row.by_entry)}
        if (row.entry_id, row.part) not in named[row.by_entry]:
            findings.add(Table.ERASURE, f"{row.entry_id}/{row.part}", What.ERASURE)


def _named_by(erasure: str) -> frozenset[tuple[str, str]]:
    entry = models.Entry.objects.filter(id=erasure, kind=Kind.ERASURE).first()
    facts = None if entry is None else stated_facts(entry)
    try:
        return frozenset() if facts is None else frozenset(parts_named(facts))
    except Malformed:
        return frozenset()


def _without_entry(findings: Findings) -> None:
    whose = models.Entry.objects.filter(pk=OuterRef("entry_id"))
    for part in models.Part.objects.filter(~Exists(whose)).iterator(PAGE):
        if not findings.concerns(Table.ENTRY, part.entry_id):
            findings.add(Table.PART, f"{part.entry_id}/{part.name}", What.EXTRA)


def _without_place(findings: Findings) -> None:
    """Name entries in no feed, unless as many positions are gone or say something else."""
    lost = sum(
        1
        for found in findings
        if found.table is Table.POSITION and {What.MISSING, What.LEAF} & set(found.what)
    )
    orphans = list(without_place().values_list("id", flat=True)[: lost + PAGE])
    if len(orphans) > lost:
        for id_ in orphans:
            findings.add(Table.ENTRY, id_, What.EXTRA)


def _of_kind(kind: Kind) -> "list[models.Entry]":
    """Give the entries of a kind as the log has them."""
    rows = models.Entry.objects.filter(kind=kind)
    place = models.Position.objects.filter(entry_id=OuterRef("pk")).order_by("-feed_id")
    return list(rows.annotate(place=place.values("position")[:1]).order_by("place"))
