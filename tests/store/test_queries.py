import random
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posko_app.domain.records import BoundedCount, ListQuery, Sending
from posko_app.store.queries import list_screenings
from posko_app.store.search import match_expression, phone_words, search_words
from posko_app.store.store import Store
from tests.support.stores import correction, found_desk, raw, save, screening


def listed(store: Store, **query):
    return store.read(lambda unit: unit.list_screenings(ListQuery(**query))).result()


def names(store: Store, **query) -> list[str]:
    return [row.name for row in listed(store, **query).rows]


@pytest.fixture
def three(desk, store):
    """Three travellers, the oldest first."""
    return save(
        store,
        screening(
            desk,
            {
                "traveller.name": "CONTOH MARIA BERE",
                "traveller.nik": "9902011203990001",
                "traveller.phone": "+6281200000001",
                "traveller.origin": "Kab. Belu",
                "journey.final_city": "Batam",
                "recruiter.name": "CONTOH PERANTARA",
                "recruiter.contact": "081300000009",
                "decision": "boleh",
            },
        ),
        screening(
            desk,
            {
                "traveller.name": "CONTOH JOSÉ SERAN",
                "traveller.passport": "X0000017",
                "decision": "tunda",
                "occurred_at": "2026-11-22T23:30:00Z",
            },
        ),
        screening(desk, {"traveller.name": "CONTOH MARIA OKI", "decision": "boleh"}),
    )


MARIA_BERE, JOSE, MARIA_OKI = "CONTOH MARIA BERE", "CONTOH JOSÉ SERAN", "CONTOH MARIA OKI"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [MARIA_OKI, JOSE, MARIA_BERE]),
        ("maria", [MARIA_OKI, MARIA_BERE]),
        ("mar", [MARIA_OKI, MARIA_BERE]),
        ("maria be", [MARIA_BERE]),
        ("be maria", []),  # only the last word may be a beginning
        ("bere maria", [MARIA_BERE]),
        ("jose", [JOSE]),
        ("JOSÉ", [JOSE]),
        ("9902011203990001", [MARIA_BERE]),
        ("9902 0112 0399 0001", [MARIA_BERE]),
        ("990201", [MARIA_BERE]),
        ("9902011203990002", []),
        ("x0000017", [JOSE]),
        ("081200000001", [MARIA_BERE]),
        ("+62 812-0000-0001", [MARIA_BERE]),
        ("0813", [MARIA_BERE]),  # the recruiter's
        ("perantara", [MARIA_BERE]),
        ("belu", [MARIA_BERE]),
        ("bata", [MARIA_BERE]),
        ("m", []),  # one letter is a word, not a beginning
        ("AND", []),
        ('maria" OR "jose', []),
        ("name:maria", []),
        ("maria*", [MARIA_OKI, MARIA_BERE]),
        ("-maria", [MARIA_OKI, MARIA_BERE]),
        ("!!!", [MARIA_OKI, JOSE, MARIA_BERE]),
    ],
)
def test_typed_text_finds(three, store, text, found):
    assert names(store, text=text) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"on": date(2026, 11, 24)}, [MARIA_OKI, MARIA_BERE]),
        ({"on": date(2026, 11, 23)}, [JOSE]),
        ({"on": date(2026, 11, 22)}, []),
        ({"on": date(2026, 11, 24), "text": "maria"}, [MARIA_OKI, MARIA_BERE]),
        ({"on": date(2026, 11, 23), "text": "maria"}, []),
        ({"on": date(2026, 11, 22), "text": "maria"}, []),
        ({"decision": "tunda"}, [JOSE]),
        ({"decision": "boleh"}, [MARIA_OKI, MARIA_BERE]),
        ({"decision": "boleh", "text": "oki"}, [MARIA_OKI]),
        ({"level": "merah"}, []),
        ({"sending": Sending.SAVED}, [MARIA_OKI, JOSE, MARIA_BERE]),
        ({"sending": Sending.SENT}, []),
        ({"sending": Sending.NEEDS_PERSON}, []),
    ],
)
def test_filters_find(three, store, query, found):
    assert names(store, **query) == found


def test_sending_follows_every_entry_of_a_screening(desk, three, store):
    save(store, correction(desk, three[0], {"traveller.origin": "Kab. Malaka"}))
    raw(store, "DROP TRIGGER outbox_left_by_receipt_only")
    raw(store, "DELETE FROM outbox WHERE position IN (3, 4)")
    raw(store, "UPDATE outbox SET state = 'needs_person' WHERE position = 5")

    assert names(store, sending=Sending.SAVED) == [MARIA_BERE]  # its correction still waits
    assert names(store, sending=Sending.SENT) == [JOSE]
    assert names(store, sending=Sending.NEEDS_PERSON) == [MARIA_OKI]
    assert names(store, sending=Sending.NEEDS_PERSON, text="jose") == []

    raw(store, "UPDATE outbox SET state = 'needs_person' WHERE position = 6")

    assert names(store, sending=Sending.NEEDS_PERSON) == [MARIA_OKI, MARIA_BERE]


@pytest.mark.parametrize("query", [{}, {"text": "contoh"}, {"decision": "boleh"}])
def test_pages_follow_each_other_without_gap_or_repetition(desk, store, query):
    save(
        store,
        *(
            screening(desk, {"traveller.name": f"CONTOH {n}", "decision": "boleh"})
            for n in range(7)
        ),
    )

    pages = [listed(store, limit=3, **query)]
    while pages[-1].next_before is not None:
        pages.append(listed(store, limit=3, before=pages[-1].next_before, **query))

    assert [[row.name[-1] for row in page.rows] for page in pages] == [
        ["6", "5", "4"],
        ["3", "2", "1"],
        ["0"],
    ]
    assert [page.matches for page in pages] == [BoundedCount(7), None, None]


def test_new_row_does_not_move_the_next_page(desk, store):
    save(store, *(screening(desk, {"traveller.name": f"CONTOH {n}"}) for n in range(4)))
    first = listed(store, limit=2)

    save(store, screening(desk, {"traveller.name": "CONTOH BARU"}))

    assert names(store, limit=2, before=first.next_before) == ["CONTOH 1", "CONTOH 0"]


def test_count_stops_at_its_bound(three, store):
    def matches(**query):
        wanted = ListQuery(limit=1, **query)
        task = store.read(lambda u: list_screenings(u.connection, wanted, count_up_to=2))
        return task.result().matches

    assert matches() == BoundedCount(2, exact=False)
    assert matches(text="maria") == BoundedCount(2)
    assert matches(sending=Sending.SAVED) == BoundedCount(2, exact=False)


def test_day_reads_only_its_own_stretch_of_the_index(three, store):
    plan = raw(
        store,
        "EXPLAIN QUERY PLAN SELECT decision, count(*) FROM screenings"
        " WHERE occurred_on = '2026-11-24' AND voided = 0 GROUP BY decision",
    )

    assert any("USING COVERING INDEX screenings_by_day" in row[3] for row in plan)


def test_changed_name_is_found_and_the_old_one_is_not(desk, three, store):
    save(store, correction(desk, three[0], {"traveller.name": "CONTOH ROSA"}))

    assert names(store, text="rosa") == ["CONTOH ROSA"]
    assert names(store, text="bere") == []


def test_rival_names_are_both_shown_and_found(desk, three, store):
    save(
        store,
        correction(desk, three[0], {"traveller.name": "CONTOH ROSA"}),
        correction(desk, three[0], {"traveller.name": "CONTOH RITA"}),
    )

    (row,) = listed(store, text="rita").rows
    assert (row.name, row.conflict) == ("CONTOH RITA ≠ CONTOH ROSA", True)
    assert names(store, text="rosa") == [row.name]


@pytest.fixture(scope="module")
def one_store(tmp_path_factory):
    desk = found_desk(
        tmp_path_factory.mktemp("search"),
        clock=lambda: datetime(2026, 11, 24, 1, tzinfo=UTC),
        random_bytes=random.Random(7).randbytes,
    )
    opened = desk.open()
    save(opened, screening(desk, {"traveller.name": "CONTOH SATU"}))
    yield opened
    opened.close()


TYPED = st.text(max_size=40) | st.text(
    alphabet=st.sampled_from("contoh satu\"'*:^+-(){}[]\x00\ud800ẞ̈AND OR NOT NEAR"), max_size=30
)


@settings(deadline=None)
@given(text=TYPED)
def test_no_text_is_a_syntax_error(one_store, text):
    listed(one_store, text=text)


@settings(deadline=None)
@given(text=TYPED)
def test_expression_holds_nothing_but_quoted_words(text):
    expression = match_expression(text)

    quoted = "".join(f'"{word}" ' for word in search_words(text)).strip()
    assert expression in {None, quoted, quoted + "*"}
    assert not any(sign in word for word in search_words(text) for sign in '"*:^ \x00')


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (None, None),
        ("tidak ada", None),
        ("+6281200000001", "6281200000001 081200000001"),
        ("0812 0000 0001", "081200000001 6281200000001"),
        ("60123", "60123"),
    ],
)
def test_phone_is_indexed_in_both_ways_people_write_it(number, words):
    assert phone_words(number) == words
