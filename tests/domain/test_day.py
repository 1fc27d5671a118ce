from datetime import UTC, datetime

from posko_app.domain.day import DayRow, DayTotals, day_totals, undecided_rows


def row(decision, *, voided=False, **judged):
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
        **judged,
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
        by_level={"hijau": 0, "kuning": 0, "merah": 0, "tidak_dinilai": 6},
    )
    assert list(totals.by_decision)[:2] == ["boleh", "tunda"]
    assert totals.screened == sum(totals.by_decision.values())


def test_an_empty_day_has_every_decision_at_zero():
    assert set(day_totals([]).by_decision.values()) == {0}


def test_levels_add_up_to_all_screened_and_a_voided_one_counts_for_none():
    rows = [
        row("boleh", level="hijau"),
        row("boleh", level="kuning"),
        row("tunda", level="kuning", priority=True),
        row("rujuk", level="merah"),
        row("boleh"),
        row("rujuk", level="merah", priority=True, voided=True),
    ]

    totals = day_totals(rows)

    assert totals.by_level == {"hijau": 1, "kuning": 2, "merah": 1, "tidak_dinilai": 1}
    assert totals.priority == 1
    assert sum(totals.by_level.values()) == totals.screened == 5


def test_a_day_that_was_judged_names_every_level_and_nothing_else():
    assert list(day_totals([row("boleh", level="merah")]).by_level) == ["hijau", "kuning", "merah"]


def test_undecided_rows_are_named_by_their_place_in_the_log():
    rows = [row("boleh"), row(None), row("belum_diputuskan"), row(None, voided=True)]

    assert undecided_rows(rows) == (2, 3)
