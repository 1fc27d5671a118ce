from datetime import date

import pytest

from posko_app.domain.problem import Problem
from posko_app.domain.scans.check_digits import check_digit
from posko_app.domain.scans.mrz import Mrz, read_mrz
from posko_app.domain.scans.mrz_forms import MrzFormat

ON = date(2026, 11, 24)
TD3 = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"  # the first line of ICAO's passport
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10"
)
TD1 = (
    "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
)
TD2 = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6"
MRV_A = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL8988901C4XXX4009078F96121096ZE184226B<<<<<<"
MRV_B = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL8988901C4XXX4009078F9612109<<<<<<<<"
LONG_TD1 = (
    "I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\nSTEVENSON<<PETER<JOHN<<<<<<<<<"
)
LONG_TD2 = "I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<\nD23145890<UTO3407127M95071227349<<<8"
SPECIMENS = (TD1, TD2, TD3, MRV_A, MRV_B, LONG_TD1, LONG_TD2)
NUMBER = Problem("document_number", "scan_check_digit")


def read(text: str) -> Mrz:
    found = read_mrz(text, on=ON)
    assert isinstance(found, Mrz), found
    return found


def put(text: str, at: int, character: str) -> str:
    assert text[at] != character
    return text[:at] + character + text[at + 1 :]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("520727", "3"),
        ("AB2134<<<", "5"),
        ("HA672242<658022549601086<<<<<<<<<<<<<<0", "8"),
        ("D231458907<<<<<<<<<<<<<<<34071279507122<<<<<<<<<<<", "2"),
        ("HA672242<658022549601086<<<<<<<", "8"),
        ("D23145890734", "9"),
    ],
)
def test_check_digits_are_those_of_the_published_examples(text, expected):
    assert check_digit(text) == expected


def test_the_passport_of_the_standard_is_read():
    assert read(TD3) == Mrz(
        MrzFormat.TD3,
        document_code="P",
        issuing_state="UTO",
        document_number="L898902C3",
        nationality="UTO",
        birth_on=date(1974, 8, 12),
        sex="F",
        expires_on=date(2012, 4, 15),
        surname="ERIKSSON",
        given_names="ANNA MARIA",
        optional="ZE184226B",
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TD1, ("TD1", "I", "D23145890", date(1974, 8, 12), "F", "ERIKSSON", "")),
        (TD2, ("TD2", "I", "D23145890", date(1974, 8, 12), "F", "ERIKSSON", "")),
        (MRV_A, ("MRV-A", "V", "L8988901C", date(1940, 9, 7), "F", "ERIKSSON", "6ZE184226B")),
        (MRV_B, ("MRV-B", "V", "L8988901C", date(1940, 9, 7), "F", "ERIKSSON", "")),
        (LONG_TD1, ("TD1", "I", "D23145890734", date(1934, 7, 12), "M", "STEVENSON", "")),
        (LONG_TD2, ("TD2", "I", "D23145890734", date(1934, 7, 12), "M", "STEVENSON", "")),
    ],
)
def test_the_other_specimens_are_read(text, said):
    mrz = read(text)

    assert mrz.problems == ()
    assert said == (
        *(mrz.format, mrz.document_code, mrz.document_number, mrz.birth_on),
        *(mrz.sex, mrz.surname, mrz.optional),
    )


def test_a_german_card_has_a_state_of_one_letter_and_both_optional_fields():
    lines = ("IDD<<T220001293<<<<<<<<<<<<<<<", "6408125F3103315D<<2108<<<<<<<5")
    card = "\n".join([*lines, "MUSTERMANN<<ERIKA<<<<<<<<<<<<<"])

    mrz = read(card)

    assert (mrz.document_code, mrz.issuing_state, mrz.nationality) == ("ID", "D", "D")
    assert (mrz.optional, mrz.expires_on, mrz.problems) == ("2108", date(2031, 3, 31), ())


@pytest.mark.parametrize(
    ("names", "surname", "given"),
    [
        ("ARKFREITH<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "ARKFREITH", ""),
        ("SATRIYA<SUDARPA<<<<<<<<<<<<<<<<<<<<<<<<", "SATRIYA SUDARPA", ""),
        ("SMITH<JONES<<SUSIE<MARGARET<<<<<<<<<<<<", "SMITH JONES", "SUSIE MARGARET"),
        ("VAN<DER<MUELLEN<<MARTIN<<<<<<<<<<<<<<<<", "VAN DER MUELLEN", "MARTIN"),
        ("PAPANDROPOULOUS<<JONATHON<WARREN<TREVOR", "PAPANDROPOULOUS", "JONATHON WARREN TREVOR"),
        ("BENNELONG<WOOLOOM<WARRAND<W<<DINGO<POTO", "BENNELONG WOOLOOM WARRAND W", "DINGO POTO"),
        ("<<DINGO<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "", "DINGO"),
    ],
)
def test_names_of_the_standard_are_told_apart(names, surname, given):
    mrz = read(TD3[:5] + names + TD3[44:])

    assert (mrz.surname, mrz.given_names, mrz.problems) == (surname, given, ())
    assert mrz.name_may_be_cut == (names[-1] != "<")


@pytest.mark.parametrize("text", SPECIMENS)
@pytest.mark.parametrize(
    "came",
    [
        str.lower,
        lambda text: text.replace("\n", ""),
        lambda text: text.replace("\n", " "),
        lambda text: text.replace("<", "«"),
        lambda text: text.replace("\n", " \n "),
        lambda text: "\n".join(f"{line}<<" if line[-1] == "<" else line for line in text.split()),
        lambda text: "\n".join(line.rstrip("<") for line in text.split()),
    ],
)
def test_what_a_reader_does_to_a_zone_changes_nothing(text, came):
    assert read(came(text)) == read(text)


@pytest.mark.parametrize("text", [TD3, TD1, LONG_TD1])
@pytest.mark.parametrize("typed", ["X", "A", "P", "AB"])
def test_a_letter_typed_before_the_scan_is_left_out(text, typed):
    assert read(typed + text) == read(text)
    assert read(typed + text.replace("\n", "")) == read(text)


@pytest.mark.parametrize("text", [TD1, TD2, TD3])
def test_letters_that_look_like_digits_are_put_right_where_only_digits_stand(text):
    damaged = text.replace("7408122", "74OBIZZ").replace("1204159", "IZ04LS9")

    assert "7408122" not in damaged
    assert "1204159" not in damaged
    assert read(damaged) == read(text)


def test_one_letter_of_a_number_is_put_right_when_its_digit_then_passes():
    assert read(TD3.replace("L898902C3", "L8989O2C3")) == read(TD3)
    assert read(TD1.replace("D23145890", "D2314589O")) == read(TD1)
    assert read(TD1.replace("D23145890", "D23I45890")) == read(TD1)
    assert read(TD2.replace("D23145890", "D23I45890")) == read(TD2)


def test_all_letters_of_a_number_are_put_right_at_once():
    number = "A01002003"
    line = f"{number}{check_digit(number)}UTO7408122F1204159<<<<<<<<<<<<<<0"
    line += check_digit(line[:10] + line[13:20] + line[21:])
    text = f"{TD3[:45]}{line}"

    assert read(text.replace(number, "AOIOO2OO3")) == read(text)
    assert read(text).document_number == number


def test_a_number_of_a_visa_stays_as_read_since_nothing_else_vouches_for_it():
    damaged = read(MRV_A.replace("L8988901C", "L89889O1C"))

    assert (damaged.document_number, damaged.problems) == (None, (NUMBER,))


@pytest.mark.parametrize("digit", [d for d in "0123456789" if d != "6"])
def test_a_wrong_digit_of_a_number_is_never_explained_by_another_number(digit):
    mrz = read(put(TD3, 45 + 9, digit))

    assert (mrz.document_number, mrz.problems) == (None, (NUMBER,))
    assert (mrz.birth_on, mrz.optional) == (date(1974, 8, 12), "ZE184226B")


def test_a_wrong_composite_digit_is_told_and_what_has_its_own_digit_stays():
    mrz = read(put(TD3, 45 + 43, "1"))

    assert mrz.problems == (Problem("", "scan_composite_digit"),)
    assert (mrz.document_number, mrz.optional) == ("L898902C3", "ZE184226B")


@pytest.mark.parametrize("text", [TD1, TD2, LONG_TD1])
def test_without_the_composite_digit_nobody_vouches_for_what_the_state_adds(text):
    composite = text.split("\n")[1][-1]
    at = text.index(composite + "\n") if text.count("\n") == 2 else len(text) - 1

    mrz = read(put(text, at, "5"))

    assert mrz.problems == (Problem("optional", "scan_check_digit"),)
    assert mrz.optional is None


def long_number(digit: str) -> Mrz:
    first, second = f"I<UTO600001795<015{digit}".ljust(30, "<"), "7408122F1204159UTO<<<<<<<<<<<"
    composite = check_digit(first[5:] + second[:7] + second[8:15] + second[18:])
    return read("\n".join([first, second + composite, TD1[-30:]]))


@pytest.mark.parametrize("counted", ["600001795015", "600001795<015"])
def test_a_long_number_may_count_the_filler_that_stands_in_it(counted):
    mrz = long_number(check_digit(counted))

    assert (mrz.document_number, mrz.optional, mrz.problems) == ("600001795015", "", ())


def test_another_digit_of_a_long_number_is_wrong_and_the_composite_must_agree():
    either = {check_digit("600001795015"), check_digit("600001795<015")}
    filler = check_digit("600001795<015")
    text = f"I<UTO600001795<015{filler}".ljust(30, "<") + TD1[30:]

    assert len(either) == 2
    for digit in set("0123456789") - either:
        assert long_number(digit).problems[0] == NUMBER
    assert NUMBER in read(text).problems


def test_a_damaged_number_leaves_nobody_to_vouch_for_what_the_state_adds():
    mrz = read(TD1.replace("D23145890", "D23145899"))

    assert mrz.problems == (NUMBER, Problem("optional", "scan_check_digit"))
    assert read(put(TD1, 14, "8")).problems == (NUMBER,)


def test_all_digits_wrong_still_leaves_the_names():
    line = "L898902C30UTO7408120F1204150ZE184226B<<<<<01"

    mrz = read(f"{TD3[:45]}{line}")

    assert [problem.field for problem in mrz.problems] == [
        *("document_number", "birth_on", "expires_on", "optional"),
    ]
    assert (mrz.surname, mrz.nationality, mrz.sex) == ("ERIKSSON", "UTO", "F")


def test_a_birth_date_known_in_part_is_left_to_the_officer():
    born = "74<<<<"
    line = f"L898902C36UTO{born}{check_digit(born)}F1204159ZE184226B<<<<<1"
    line += check_digit(line[:10] + line[13:20] + line[21:])

    mrz = read(f"{TD3[:45]}{line}")

    assert (mrz.birth_on, mrz.problems) == (None, (Problem("birth_on", "scan_date_partly"),))


def test_a_date_that_is_not_in_the_calendar_is_a_problem_although_its_digit_passes():
    born = "740231"
    line = f"L898902C36UTO{born}{check_digit(born)}F1204159ZE184226B<<<<<1"
    line += check_digit(line[:10] + line[13:20] + line[21:])

    assert read(f"{TD3[:45]}{line}").problems == (Problem("birth_on", "scan_date"),)


@pytest.mark.parametrize(
    ("at", "character", "field"),
    [
        (0, "7", None),
        (2, "1", "issuing_state"),
        (3, "<", "issuing_state"),
        (5, "3", "surname"),
        (18, "0", "given_names"),
        (45 + 11, "2", "nationality"),
        (45 + 20, "K", "sex"),
    ],
)
def test_what_no_digit_vouches_for_must_have_its_form(at, character, field):
    mrz = read(put(TD3, at, character))

    expected = "document_code" if field is None else field
    assert mrz.problems == (Problem(expected, "scan_unreadable"),)
    assert getattr(mrz, expected) is None


def test_a_zone_without_name_or_number_says_so():
    nameless = read(TD3[:5] + "<" * 39 + TD3[44:])
    line = "<<<<<<<<<0UTO7408122F1204159<<<<<<<<<<<<<<0"
    line += check_digit(line[:10] + line[13:20] + line[21:])
    numberless = read(f"{TD3[:45]}{line}")

    assert [problem.field for problem in nameless.problems] == ["surname", "given_names"]
    assert numberless.problems == (Problem("document_number", "scan_unreadable"),)


@pytest.mark.parametrize("filler", ["<", "X"])
def test_sex_may_be_not_stated(filler):
    assert read(TD3.replace("2F1", f"2{filler}1")).sex == "X"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "scan_unknown"),
        ("CONTOH", "scan_unknown"),
        ("9" * 88, "scan_unknown"),
        ("PELNI/0001 CONTOH", "scan_unknown"),
        ("P<UTOERIKSSON<<ANNA", "scan_zone_length"),
        ("<" * 72, "scan_zone_length"),
        ("<" * 200, "scan_zone_length"),
        (TD3 + "\n" + TD3, "scan_zone_length"),
    ],
)
def test_anything_else_is_no_zone_and_the_reason_is_given(text, code):
    assert read_mrz(text, on=ON) == Problem("", code)
