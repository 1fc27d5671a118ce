"""One number is one number, whatever is written around it."""

import pytest

from posko_app.domain.contact_keys import contact_key, contact_keys
from posko_app.domain.detection.prior import prior_query

pytestmark = pytest.mark.domain

MOBILE, OTHER = "+6281299000001", "+6281399000002"


@pytest.mark.parametrize(
    "text",
    [
        "081299000001",
        "6281299000001",
        "+62 812-9900-0001",
        "0812 9900 0001 (Bu Contoh)",
        "Bu Contoh 0812.9900.0001",
        "WA: 0812-9900-0001.",
        "wa.me/6281299000001",
        "0062 812 9900 0001",
        "0812/9900/0001",
        "+62 (0)812 9900 0001",
        "0812_9900_0001",
        "0812–9900–0001",
        "０８１２ ９９００ ０００１",
        "0812\u200b99000001",
        "Bu Contoh 2: 081299000001",
    ],
)
def test_a_number_is_found_however_it_is_written(text):
    assert contact_keys(text) == (MOBILE,)
    assert contact_key(text) == MOBILE


@pytest.mark.parametrize(
    "text",
    [
        "0812 9900 0001 / 0813-9900-0002",
        "081299000001 081399000002",
        "081299000001, 081399000002",
        "081299000001 atau 081399000002",
    ],
)
def test_every_number_of_a_text_counts(text):
    assert contact_keys(text) == (MOBILE, OTHER)
    query = prior_query({"recruiter.contact": text})
    assert query.contacts == query.watched == {MOBILE, OTHER}


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("IG @Contoh_99", ("@contoh_99",)),
        ("Contoh@Contoh.example", ("contoh@contoh.example",)),
        ("contoh99123456@contoh.example 081299000001", (MOBILE, "contoh99123456@contoh.example")),
        ("1234-5678-9012", ("123456789012",)),
        ("K-V04", ("k-v04",)),
        ("021 555", ("021 555",)),
        ("12345678901234567890", ("12345678901234567890",)),
        ("CONTOH NAMA SATU", ()),
        ("", ()),
    ],
)
def test_accounts_and_what_is_no_number(text, keys):
    assert contact_keys(text) == keys
    assert contact_key(text) == (keys[0] if keys else None)


def test_numbers_beside_family_stay_apart_from_it():
    query = prior_query({"pickup.contact": f"{MOBILE} / {OTHER}", "pickup.by": "keluarga"})

    assert (query.contacts, query.watched) == (frozenset(), {MOBILE, OTHER})
