from posko_app.store.storekey import StoreKey, new_store_key

KEY = StoreKey(bytes(range(32)))


def test_derived_keys_are_the_same_for_ever():
    assert KEY.database_hex() == (
        "f7f69dc8b6f244b61820ac99c96e891aaed6340a331a0d82c8a4c61e2cd415c7"
        "f553c3ba7e67c5ba5076605c902a3433"
    )
    assert (
        KEY.mac(b"contoh").hex()
        == "77daafd2bf88a7cdd3348d950c8176388fa92f9f841db02231806d33c600b604"
    )


def test_database_key_has_96_digits_of_its_own(random_bytes):
    one, other = new_store_key(random_bytes), new_store_key(random_bytes)

    assert len(one.database_hex()) == 96
    assert one.database_hex() != other.database_hex()
    assert one.secret.hex() not in one.database_hex()


def test_repr_shows_the_generation_only():
    assert repr(KEY) == "StoreKey(generation=1)"
