"""Invented rows, histories and a real desk for the pages' tests."""

from datetime import UTC, date, datetime, timedelta

from posko_app.domain.fold import Statement, fold
from posko_app.domain.records import HistoryStatement, ScreeningHistory, ScreeningRow, Sending

AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # 09.00 WITA
TODAY = date(2026, 11, 24)


def row(position=1, **changes):
    """One screening of today as lists show it."""
    usual = {
        "position": position,
        "subject": f"{position:032x}",
        "occurred_at": AT + timedelta(minutes=position),
        "occurred_on": TODAY,
        "name": f"CONTOH NAMA {position}",
        "nik": "9902015711890003",
        "passport": None,
        "origin": "Kab. Contoh A",
        "destination": "MY",
        "carrier": "Lion",
        "level": None,
        "decision": "boleh",
        "sending": Sending.SAVED,
        "officer": "CONTOH PETUGAS SATU",
        "corrections": 0,
        "conflict": False,
        "voided": False,
        "receipt": "abcdefghij",
        "complete": True,
    }
    return ScreeningRow(**(usual | changes))


def statement(entry_id, sets, *based_on, **changes):
    """One entry about a screening."""
    usual = {
        "kind": "correction" if based_on else "screening",
        "receipt": f"{entry_id}receipt",
        "recorded_at": AT,
        "officer": "CONTOH PETUGAS SATU",
        "erased": (),
    }
    return HistoryStatement(entry_id=entry_id, based_on=based_on, sets=sets, **(usual | changes))


def history(*statements):
    """What these entries fold to."""
    folded = fold([Statement(s.entry_id, s.based_on, s.sets) for s in statements])
    return ScreeningHistory(row(), statements, folded.values, folded.conflicts, folded.frontier)
