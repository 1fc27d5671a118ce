"""Address and code of an enrolment, read as they are typed."""

import pytest

from posko_app.i18n import load_catalogue
from posko_app.services.enrol_code import address, is_scanned, scanned, typed_code
from posko_app.ui.sinkron_enrol_model import (
    EnrolWish,
    address_fault,
    beside_code,
    code_fault,
    wish_of,
)
from sync.protocol.enrolment import make_code, qr_text

CATALOGUE = load_catalogue()
CODE = make_code(bytes(range(10)), b"an invented certificate")
PLAIN = CODE.replace("-", "")
URL = "https://pusat.contoh:8443"


def test_a_code_is_read_in_any_case_with_any_spacing():
    spoken = " ".join(PLAIN.lower()[at : at + 3] for at in range(0, 42, 3))

    assert typed_code(spoken).characters == PLAIN
    assert typed_code(spoken).is_whole


def test_a_code_shows_in_sixes_while_it_grows():
    assert typed_code("abcdef").grouped == "ABCDEF"
    assert typed_code("abcdefg").grouped == "ABCDEF-G"
    assert typed_code(PLAIN).grouped == CODE


def test_digits_that_only_look_like_letters_become_them():
    assert typed_code("018").characters == "OIB"


@pytest.mark.parametrize(
    ("text", "part", "voice"),
    [
        ("", "42 huruf dan angka", "hint"),
        ("abc", "3 dari 42", "hint"),
        ("abc9", "“9”", "problem"),
        ("abc?", "“?”", "problem"),
        (CODE, "Lengkap", "hint"),
        (CODE + "A", "43", "problem"),
    ],
)
def test_what_is_typed_is_judged_at_once(text, part, voice):
    beside = beside_code(text, CATALOGUE)

    assert part in beside.words
    assert beside.voice == voice


def test_a_last_letter_that_cannot_be_is_found_before_anything_is_sent():
    impossible = PLAIN[:-1] + ("B" if PLAIN[-1] != "B" else "C")

    assert code_fault(impossible, CATALOGUE) == CATALOGUE.text("sinkron.enrol.code_end")
    assert wish_of(URL, impossible) is None


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("pusat.contoh:8443", URL),
        (" https://Pusat.Contoh:8443/ ", URL),
        ("10.0.0.7", "https://10.0.0.7"),
        ("http://pusat.contoh", "http://pusat.contoh"),
        ("ftp://pusat.contoh", ""),
        ("pusat contoh", ""),
        ("pusat.contoh:berapa", ""),
        ("pusat.contoh/jalan", ""),
        ("https://", ""),
    ],
)
def test_an_address_is_completed_or_not_taken(text, url):
    assert address(text) == url


def test_an_address_without_encryption_is_refused_with_its_own_words():
    fault = address_fault("http://pusat.contoh", CATALOGUE)

    assert fault == CATALOGUE.text("sinkron.enrol.address_plain")
    assert wish_of("http://pusat.contoh", CODE) is None


def test_both_whole_make_a_wish():
    assert wish_of("pusat.contoh:8443", CODE.lower()) == EnrolWish(URL, PLAIN)


def test_the_text_of_a_qr_gives_both():
    text = qr_text(URL, PLAIN)

    assert is_scanned(text)
    assert scanned(text) == (URL, PLAIN)
    assert scanned(text.upper()) == (URL.upper(), PLAIN)
    assert not is_scanned(CODE)
