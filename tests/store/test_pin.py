import os

import pytest

from posko_app.errors import OperatorError
from posko_app.store.pin import Veil, VeilBroken, is_trivial

ANN, BEN = "a" * 32, "b" * 32


@pytest.fixture
def veil(random_bytes):
    veil = Veil(random_bytes)
    veil.set_pin(ANN, "380917")
    veil.set_pin(BEN, "617204")
    return veil


def refusal(veil, pin, person=ANN) -> str:
    with pytest.raises(OperatorError) as caught:
        veil.set_pin(person, pin)
    return str(caught.value)


def test_pin_picks_its_officer(veil):
    assert veil.open("380917") == ANN
    assert veil.open("617204") == BEN


def test_wrong_pin_opens_nothing(veil):
    assert veil.open("380918") is None
    assert veil.open("") is None
    assert veil.open("\ud800") is None


def test_fifth_miss_in_a_row_breaks_the_veil(veil):
    assert [veil.open("000001") for _ in range(4)] == [None] * 4
    assert veil.tries_left == 1
    with pytest.raises(VeilBroken) as caught:
        veil.open("000001")

    assert caught.value.key == "vault.veil_broken"


def test_broken_veil_stays_broken_even_for_the_right_pin(veil):
    for _ in range(4):
        veil.open("000001")
    with pytest.raises(VeilBroken):
        veil.open("000001")

    with pytest.raises(VeilBroken):
        veil.open("380917")


def test_right_pin_starts_the_count_anew(veil):
    for _ in range(4):
        veil.open("000001")
    assert veil.open("617204") == BEN

    assert [veil.open("000001") for _ in range(4)] == [None] * 4


@pytest.mark.parametrize(
    "pin", ["000000", "123456", "654321", "987654", "012345", "567890", "111111", "121212",
            "123123", "112233", "454545", "907907"]
)  # fmt: skip
def test_simple_pins_are_refused(veil, pin):
    assert refusal(veil, pin) == "vault.pin_unusable"


@pytest.mark.parametrize(
    "pin", ["", "38091", "3809170", "38091a", "٣٨٠٩١٧", "３８０９１７", "380 91"]
)
def test_pin_is_six_ascii_digits(veil, pin):
    assert refusal(veil, pin) == "vault.pin_form"


def test_pin_of_a_colleague_is_refused_in_the_words_for_a_simple_one(veil):
    assert refusal(veil, "617204") == refusal(veil, "123456")


def test_officer_may_choose_his_own_pin_again_or_another(veil):
    veil.set_pin(ANN, "380917")
    veil.set_pin(ANN, "904138")

    assert veil.open("904138") == ANN
    assert veil.open("380917") is None


def test_officer_who_signed_off_has_no_pin(veil):
    veil.drop(ANN)

    assert veil.open("380917") is None
    assert veil.open("617204") == BEN


def test_veil_nobody_chose_a_pin_for_says_so(random_bytes):
    veil = Veil(random_bytes)

    assert not veil.has_pins
    veil.set_pin(ANN, "380917")
    assert veil.has_pins


def test_pin_itself_is_not_kept(veil):
    kept = repr(vars(veil))

    assert "380917" not in kept
    assert os.fsencode("380917") not in b"".join(veil._hashes.values())


def test_few_of_all_pins_are_too_simple():
    simple = sum(is_trivial(f"{number:06}") for number in range(1_000_000))

    assert 1_000 < simple < 1_200
