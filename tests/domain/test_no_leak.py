from datetime import UTC, date, datetime

from posko_app.domain.day import DayRow
from posko_app.domain.fold import Statement, fold
from posko_app.domain.nik import read_nik
from posko_app.domain.screening import Draft, flatten

NOW = datetime(2026, 3, 9, 23, 55, tzinfo=UTC)
CANARY = {"traveller.name": "CANARY-NAME", "traveller.nik": "9902015711890003"}


def test_no_answer_shows_in_the_repr_of_a_value_that_a_log_or_traceback_may_print():
    rival = {**CANARY, "traveller.name": "CANARY-RIVAL"}
    statements = [Statement("a", (), CANARY), Statement("b", (), rival)]
    row = DayRow("s", NOW, "CANARY-NAME", "9902015711890003", "CANARY-PASSPORT", *"odcbpr", False)
    values = (
        *statements,
        fold(statements),
        fold(statements).conflicts["traveller.name"],
        Draft("d", CANARY, NOW, NOW),
        row,
        read_nik(CANARY["traveller.nik"], today=date(2026, 3, 10)),
        flatten({"traveller": {"dob_ktp": "CANARY-DATE"}, "purpose": "CANARY-CODE"})[1],
    )

    assert fold(statements).conflicts
    for value in values:
        assert "CANARY" not in repr(value)
        assert "9902015711890003" not in repr(value)
        assert "0003" not in repr(value)
