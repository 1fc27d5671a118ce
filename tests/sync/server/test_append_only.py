"""What somebody with SQL but without dropping the triggers can do: nothing that matters."""

import pytest
from django.db import DatabaseError, connection, transaction

from sync.protocol.entry import Kind
from tests.sync.server.operations.tampering import disarm
from tests.sync.server.tables import part_names

REFUSED = [
    "DELETE FROM centre_entry",
    "DELETE FROM centre_part",
    "DELETE FROM centre_position",
    "DELETE FROM centre_erasure",
    "UPDATE centre_entry SET header = signature",
    "UPDATE centre_entry SET seq = seq + 100",
    "UPDATE centre_entry SET received_at = NULL",
    "UPDATE centre_part SET sealed = 0",
    "UPDATE centre_part SET entry_id = 'x'",
    "UPDATE centre_position SET leaf = root",
    "UPDATE centre_position SET position = position + 100",
    "UPDATE centre_erasure SET by_entry = 'x'",
]


def attempt(statement: str) -> bool:
    """Say whether the database let it pass."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        if "append_only" in str(error):
            return False
        raise
    return True


@pytest.fixture
def with_an_erasure(laptop):
    target = laptop.screening()
    laptop.screening()
    facts = {"ground": "x", "items": [{"entry": target.header.id, "parts": ["identity"]}]}
    laptop.keep(laptop.maker.entry(Kind.ERASURE, laptop.penyelia, {"facts": facts}))
    laptop.push(*laptop.said)
    return laptop


@pytest.mark.parametrize("statement", REFUSED)
def test_the_database_refuses(with_an_erasure, statement):
    assert not attempt(statement)


@pytest.mark.parametrize("centre_db", ["postgresql"], indirect=True)  # SQLite has no TRUNCATE
@pytest.mark.parametrize("table", ["entry", "part", "position", "erasure", "fork"])
def test_the_tables_cannot_be_emptied_at_once(with_an_erasure, table):
    assert not attempt(f"TRUNCATE centre_{table}")


def test_the_triggers_are_what_refuses(with_an_erasure):
    disarm()

    assert attempt("UPDATE centre_position SET leaf = root")
    assert attempt("DELETE FROM centre_part")


def test_a_person_may_take_an_entry_out_of_quarantine(with_an_erasure):
    assert attempt("UPDATE centre_entry SET state = 'stored', reason = ''")


def test_a_part_goes_only_where_an_erasure_says_so(with_an_erasure):
    one, two = with_an_erasure.said[2:4]

    assert part_names(one) == {"facts"}
    assert not attempt(f"DELETE FROM centre_part WHERE entry_id = '{two.header.id}'")
