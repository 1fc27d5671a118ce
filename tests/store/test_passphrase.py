import random
from collections import Counter

import pytest

from posko_app.store.passphrase import (
    PassphraseContext,
    check_passphrase,
    generate_words,
    load_words,
)
from tools.make_words import LEFT_OUT, TWO_SYLLABLES

CONTEXT = PassphraseContext(
    names=("CONTOH NAMA SATU", "el-tari"), published=("pelita angin sawah tenang",)
)


def checked(text, context=CONTEXT):
    return check_passphrase(text, context=context)


@pytest.mark.parametrize(
    "text",
    [
        "jeruk bukit perahu lontar",
        "korek-api-basah-di-teras",
        "Naik ojek ke rumah nenek!",
        "kx7Tq9vLmw2Zr5Yp",
        "tidak ada angka atau huruf besar",
        "perahu tari jeruk el bukit lontar",
        "ééééé jalan setapak menuju telaga",
    ],
)
def test_long_and_unguessable_will_do_whatever_it_is_made_of(text):
    assert checked(text) == ()


@pytest.mark.parametrize("text", ["", "jeruk", "kx7Tq9vLmw2Zr5", "ｅ" * 3, "e\u0301" * 14])
def test_fewer_than_15_characters_are_too_short(text):
    assert checked(text) == ("vault.passphrase_short",)


def test_characters_are_counted_after_normalising():
    assert checked("e\u0301" * 14) == ("vault.passphrase_short",)
    assert checked("\ufb01" * 8) != ("vault.passphrase_short",)


def test_endless_text_is_refused_before_it_is_scored():
    assert checked("jeruk bukit " * 10_000) == ("vault.passphrase_long",)


@pytest.mark.parametrize(
    "text",
    [
        "contoh nama satu",
        "CONTOH-NAMA-SATU-2026",
        "posko el tari 2026",
        "poskoeltari2026!",
        "kupang kupang kupang kupang",
        "jeruk jeruk jeruk jeruk",
        "rahasia kata sandi 123",
        "Ｐｏｓｋｏ Ｅｌ Ｔａｒｉ ２０２６",
    ],
)
def test_what_anybody_knows_about_the_officer_is_no_passphrase(text):
    assert checked(text) == ("vault.passphrase_known",)


@pytest.mark.parametrize(
    "text", ["aaaaaaaaaaaaaaaaaa", "passwordpasswordletmein", "1234567890123456789"]
)
def test_what_a_guesser_tries_first_is_refused(text):
    assert checked(text) in (("vault.passphrase_weak",), ("vault.passphrase_known",))


def test_scorer_refuses_what_no_list_of_ours_names():
    assert checked("abcdefghijklmnopqrstuvwxyz", PassphraseContext()) == ("vault.passphrase_weak",)


@pytest.mark.parametrize(
    "text", ["pelita angin sawah tenang", "Pelita-Angin-Sawah-Tenang", "pelitaanginsawahtenang"]
)
def test_published_example_is_refused_where_real_people_are_recorded(text):
    assert checked(text) == ("vault.passphrase_known",)
    assert checked(text, PassphraseContext()) == ()


def test_generated_words_always_will_do():
    drawn = random.Random(20261124).randbytes
    context = PassphraseContext(names=("CONTOH NAMA SATU",))

    refused = [
        words
        for words in (generate_words(4, drawn) for _ in range(300))
        if check_passphrase(words, context=context)
    ]

    assert refused == []


def test_generated_words_come_from_the_list(random_bytes):
    words = generate_words(5, random_bytes).split(" ")

    assert len(words) == 5
    assert set(words) <= set(load_words())


def test_every_word_has_the_same_chance(random_bytes):
    words = tuple("abcdef")

    drawn = Counter(generate_words(60_000, random_bytes, words=words).split(" "))

    assert set(drawn) == set(words)
    assert all(9_600 < count < 10_400 for count in drawn.values())


def test_high_draws_are_thrown_away_and_not_folded():
    """2^32 is no multiple of 7,776: what lies above the last whole multiple would favour some."""
    draws = iter([b"\xff\xff\xff\xff", b"\x00\x00\x00\x05"])

    assert generate_words(1, lambda _count: next(draws)) == load_words()[5]


def test_list_is_what_five_dice_choose_from():
    words = load_words()

    assert len(words) == len(set(words)) == 6**5
    assert list(words) == sorted(words)
    assert all(4 <= len(word) <= 6 and TWO_SYLLABLES.fullmatch(word) for word in words)
    assert not LEFT_OUT & set(words)
