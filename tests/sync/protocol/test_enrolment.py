from datetime import date
from random import Random

import pytest

from sync.protocol.canonical import Malformed
from sync.protocol.enrolment import (
    iso_week,
    lease_code,
    make_code,
    qr_text,
    read_code,
    read_qr,
)

pytestmark = pytest.mark.domain
SECRET, CA = b"0123456789", b"sertifikat contoh"
CODE = make_code(SECRET, CA)


def test_code_is_42_characters_in_groups_of_six():
    assert CODE == "GAYTEM-ZUGU3D-OOBZ7O-3YFEAC-IAIXST-OECMLD-U4E3JQ"
    assert [len(group) for group in CODE.split("-")] == [6] * 7


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        CODE.lower(),
        CODE.replace("-", ""),
        f"  {CODE.replace('-', ' - ')}\n",
        CODE.replace("-", "\N{EN DASH}"),
        CODE.replace("O", "0").replace("I", "1").replace("B", "8"),
    ],
)
def test_code_is_read_however_it_was_typed(typed):
    code = read_code(typed)

    assert code.secret == SECRET
    assert code.is_of(CA)


def test_code_names_the_one_certificate_it_was_made_for():
    assert not read_code(CODE).is_of(b"sertifikat lain")


@pytest.mark.parametrize(
    "typed", ["", CODE[:-1], CODE + "A", CODE[:-1] + "9", CODE[:-1] + "é", CODE[:-1] + "3", "posko"]
)
def test_anything_else_is_no_code(typed):
    with pytest.raises(Malformed, match="code_form"):
        read_code(typed)


def test_one_wrong_character_is_never_read_as_the_same_code():
    random = Random(6)
    plain = CODE.replace("-", "")
    for _ in range(500):
        at, put = random.randrange(42), random.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        typed = plain[:at] + put + plain[at + 1 :]
        try:
            code = read_code(typed)
        except Malformed:
            continue
        assert (typed == plain) == (code.secret == SECRET and code.is_of(CA))


def test_secret_is_not_shown_by_accident():
    assert "0123456789" not in repr(read_code(CODE))


def test_secret_of_another_length_makes_no_code():
    with pytest.raises(ValueError, match="secret"):
        make_code(b"short", CA)


def test_qr_says_where_the_centre_is():
    text = qr_text("https://192.0.2.7:8443", CODE)

    assert text == f"posko:https://192.0.2.7:8443#{CODE}"
    assert read_qr(f" {text}\n") == ("https://192.0.2.7:8443", CODE)


@pytest.mark.parametrize("scanned", ["", "posko:", "posko:#", "posko:x#", f"posko:#{CODE}", CODE])
def test_another_qr_is_refused(scanned):
    with pytest.raises(Malformed, match="qr_form"):
        read_qr(scanned)


def test_lease_code_is_good_for_one_device_and_week():
    codes = {
        lease_code(b"s" * 32, "ab" * 32, "2026-W48"),
        lease_code(b"s" * 32, "ab" * 32, "2026-W49"),
        lease_code(b"s" * 32, "cd" * 32, "2026-W48"),
        lease_code(b"t" * 32, "ab" * 32, "2026-W48"),
    }

    assert len(codes) == 4
    assert {len(code) for code in codes} == {8}


@pytest.mark.parametrize(
    ("on", "week"), [(date(2026, 11, 24), "2026-W48"), (date(2027, 1, 1), "2026-W53")]
)
def test_week_is_the_iso_week(on, week):
    assert iso_week(on) == week
