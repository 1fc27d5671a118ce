from datetime import UTC, datetime

from posko_app.domain.day import DayRow, DayTotals, day_totals


def row(decision, *, voided=False):
    return DayRow(
        subject="00" * 16,
        occurred_at=datetime(2026, 3, 9, 23, 55, tzinfo=UTC),
        name="CONTOH NAMA SATU",
        nik="9902015711890003",
        passport=None,
        origin="Kab. Contoh",
        destination="Kota Contoh",
        carrier="Maskapai Contoh",
        decision=decision,
        officer="PETUGAS CONTOH",
        receipt="abcdefghij",
        voided=voided,
    )


def test_decisions_are_counted_and_voided_rows_stand_apart():
    rows = [
        row("boleh"),
        row("boleh"),
        row("tunda"),
        row("belum_diputuskan"),
        row(None),
        row("keputusan_baru"),
        row("rujuk", voided=True),
    ]

    totals = day_totals(rows)

    assert totals == DayTotals(
        screened=6,
        voided=1,
        by_decision={
            "boleh": 2,
            "tunda": 1,
            "rujuk": 0,
            "serah_terima": 0,
            "belum_diputuskan": 2,
            "keputusan_baru": 1,
        },
    )
    assert list(totals.by_decision)[:2] == ["boleh", "tunda"]
    assert totals.screened == sum(totals.by_decision.values())


def test_an_empty_day_has_every_decision_at_zero():
    assert set(day_totals([]).by_decision.values()) == {0}
