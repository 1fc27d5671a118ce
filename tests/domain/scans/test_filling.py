"""What a scan does to a form: fills what is empty, keeps both where they differ, tells others."""

from datetime import date

import pytest

from posko_app.domain.fields import field_at
from posko_app.domain.fields_scanned import SCANNED, SCANNED_AT
from posko_app.domain.scans.bcbp import BoardingPass
from posko_app.domain.scans.filling import Outcome, Told, answers_of, fill, full_name
from posko_app.domain.scans.scan import Scan, ScanKind, read_scan
from posko_app.domain.scans.stuck import typed_before
from posko_app.i18n import LANGUAGES, load_catalogue
from tests.domain.scans.mrz_maker import digit
from tests.domain.scans.test_mrz import MRV_A, SPECIMENS, TD1, TD3

ON = date(2026, 11, 24)
NIK = "9902015711890003"
PASS = f"M1{'ERIKSSON/ANNA MARIA':20}E{'ABC123':7}KOESUBJT 0691 328Y021A0042 100"


def filled(raw, answers=None, on=ON):
    return fill(read_scan(raw, on=on), answers or {}, on=on)


def test_a_passport_fills_who_the_person_is():
    told = answers_of(read_scan(TD3, on=ON), on=ON)

    assert told == {
        "traveller.name": "ANNA MARIA ERIKSSON",
        "traveller.sex": "P",
        "traveller.dob_other": "1974-08-12",
        "traveller.dob_other_source": "paspor",
        "traveller.passport": "L898902C3",
        "traveller.passport_expires_on": "2012-04-15",
        "docs.paspor": "ada",
    }


def test_a_card_or_visa_is_no_passport():
    card, visa = (answers_of(read_scan(raw, on=ON), on=ON) for raw in (TD1, MRV_A))

    assert "traveller.passport" not in {*card, *visa}
    assert card["traveller.dob_other_source"] == visa["traveller.dob_other_source"] == "lain"
    assert filled(TD1).changes["scanned.document_number"] == "D23145890"


def test_a_card_with_a_damaged_number_asks_for_no_passport():
    at = TD1.index("D23145890") + 9
    damaged = TD1[:at] + ("1" if TD1[at] != "1" else "2") + TD1[at + 1 :]

    assert [path for path in filled(damaged).asks if path.startswith("traveller.passport")] == []


def test_a_name_that_fills_its_room_is_asked_for():
    assert "ticket.name" in filled(f"{PASS[:2]}CONTOHREKAANLAM/ANNA{PASS[22:]}").asks


def test_a_name_of_which_a_part_cannot_be_read_is_not_made_up():
    assert full_name("CONTOH", None) is full_name(None, "ANNA") is None


def test_a_boarding_pass_without_a_flight_fills_the_name():
    bare = Scan(ScanKind.BCBP, BoardingPass("CONTOH/ANNA", ()))

    assert answers_of(bare, on=ON) == {"ticket.name": "CONTOH/ANNA"}


def test_a_boarding_pass_fills_ticket_and_departure():
    assert answers_of(read_scan(PASS, on=ON), on=ON) == {
        "ticket.name": "ERIKSSON/ANNA MARIA",
        "ticket.booking_code": "ABC123",
        "ticket.seat": "21A",
        "ticket.sequence": "42",
        "departure.carrier": "Lion Air",
        "departure.number": "JT691",
        "departure.from": "KOE",
        "departure.to": "SUB",
        "departure.departs_on": "2026-11-24",
    }


def test_of_two_flights_the_one_nearest_to_today_counts():
    second = f"{'ABC123':7}SUBKULAK 0360 330Y001A0007 100"
    both = PASS.replace("M1", "M2", 1) + second

    tomorrow = answers_of(read_scan(both, on=date(2026, 11, 26)), on=date(2026, 11, 26))

    assert (tomorrow["departure.from"], tomorrow["departure.number"]) == ("SUB", "AK360")


def test_a_nik_gives_no_birth_date_and_asks_for_it():
    done = filled(NIK)

    assert dict(done.changes) == {
        "traveller.nik": NIK,
        "traveller.sex": "P",
        "scanned.nik": NIK,
        "scanned.sex": "P",
    }
    assert done.asks == ("traveller.dob_ktp",)


def test_sixteen_digits_without_a_date_are_kept_and_fill_nothing():
    done = filled("9999999999999999")

    assert dict(done.changes) == {"scanned.nik": "9999999999999999"}
    assert (done.told, done.outcome, done.asks) == (
        Told.NO_NIK,
        Outcome.ATTENTION,
        ("traveller.nik",),
    )


def test_an_unknown_code_is_the_ticket_number():
    done = filled("PELNI 00012345")

    assert done.changes["ticket.booking_code"] == "PELNI 00012345"
    assert (done.told, done.outcome) == (Told.TICKET, Outcome.ATTENTION)


@pytest.mark.parametrize("raw", ["", "P<UTOERIKSSON<<ANNA", "x" * 300, "x" * 5000])
def test_what_is_damaged_fills_nothing(raw):
    done = filled(raw)

    assert (done.outcome, dict(done.changes)) == (Outcome.UNREAD, {})


def test_what_stands_there_and_differs_stays_and_both_are_kept():
    done = filled(TD3, {"traveller.name": "ANNA CONTOH", "traveller.sex": "P"})

    assert done.differs == ("traveller.name",)
    assert "traveller.name" not in done.changes
    assert done.changes["scanned.name"] == "ANNA MARIA ERIKSSON"
    assert done.outcome is Outcome.ATTENTION
    assert "traveller.sex" in done.same


@pytest.mark.parametrize("typed", ["ann", "Anna Maria", "ANNA MARIA E"])
def test_half_a_name_is_completed(typed):
    assert filled(TD3, {"traveller.name": typed}).changes["traveller.name"] == "ANNA MARIA ERIKSSON"


def test_the_order_of_a_name_is_no_difference():
    assert filled(TD3, {"traveller.name": "Eriksson Anna Maria"}).differs == ()


def test_a_place_by_its_name_and_a_flight_written_otherwise_are_no_difference():
    stands = {
        "departure.from": "Kupang",
        "departure.number": "Lion Air 691",
        "departure.carrier": "lion",
        "departure.to": "DPS",
    }

    assert filled(PASS, stands).differs == ("departure.to",)


def test_an_airline_that_is_not_known_is_filled_by_its_code():
    told = answers_of(read_scan(PASS.replace("JT 0691", "ZX 0691"), on=ON), on=ON)

    assert (told["departure.carrier"], told["departure.number"]) == ("ZX", "ZX691")


def test_another_persons_passport_fills_nothing():
    stands = {"traveller.name": "BUDI CONTOH", "traveller.passport": "X0000000"}

    done = filled(TD3, stands)

    assert (done.told, dict(done.changes)) == (Told.OTHER_PERSON, {})


def test_a_birth_date_and_a_booking_in_common_make_nobody_the_same():
    stands = {
        "traveller.name": "BUDI CONTOH",
        "traveller.passport": "X0000000",
        "traveller.dob_other": "1974-08-12",
    }
    ticket = {"ticket.name": "CONTOH/BUDI", "ticket.booking_code": "ABC123", "ticket.seat": "3C"}

    assert filled(TD3, stands).told is Told.OTHER_PERSON
    assert filled(PASS, ticket).told is Told.OTHER_PERSON


def test_a_name_spelt_otherwise_and_a_number_typed_wrongly_make_nobody_else():
    stands = {"traveller.name": "ANNA MARYA ERIKSON", "traveller.passport": "L898902C8"}

    assert set(filled(TD3, stands).differs) == {"traveller.name", "traveller.passport"}


def test_one_field_typed_wrongly_makes_nobody_else():
    stands = {"traveller.name": "ANNA MARIA ERIKSSON", "traveller.passport": "L898902C8"}

    assert filled(TD3, stands).differs == ("traveller.passport",)


def test_another_passengers_boarding_pass_fills_nothing():
    stands = {"ticket.name": "CONTOH/BUDI", "ticket.seat": "3C"}

    assert filled(PASS, stands).told is Told.OTHER_PERSON


def test_a_ticket_in_another_name_is_filled_and_told():
    done = filled(PASS, {"traveller.name": "BUDI CONTOH"})

    assert done.ticket_differs
    assert done.changes["ticket.name"] == "ERIKSSON/ANNA MARIA"
    assert done.outcome is Outcome.ATTENTION


def test_a_number_that_fails_its_digit_is_left_empty_and_asked_for():
    at = TD3.index("L898902C3") + 9
    done = filled(TD3[:at] + "0" + TD3[at + 1 :])

    assert done.told is Told.NUMBER_DAMAGED
    assert "traveller.passport" not in done.changes
    assert "traveller.passport" in done.asks
    assert done.changes["traveller.name"] == "ANNA MARIA ERIKSSON"


def test_a_second_scan_of_the_same_changes_nothing():
    first = dict(filled(TD3).changes)

    again = filled(TD3, first)

    assert {**first, **again.changes} == first
    assert (again.filled, again.differs, again.outcome) == ((), (), Outcome.OK)


@pytest.mark.parametrize("raw", [*SPECIMENS, PASS, NIK, "PELNI 1"])
def test_every_change_has_a_field_that_stores_it(raw):
    assert {path for path in filled(raw).changes if field_at(path) is None} == set()


def test_every_field_a_scan_fills_has_one_beside_it():
    paths = {field.path for field in SCANNED}

    assert set(SCANNED_AT.values()) <= paths
    assert all(field_at(path) is not None for path in SCANNED_AT)


@pytest.mark.parametrize("raw", [*SPECIMENS, PASS])
@pytest.mark.parametrize("typed", ["", "a", "P", "1<", "ibu"])
def test_letters_typed_before_a_scan_are_told_apart(raw, typed):
    assert typed_before(typed + raw, on=ON) == len(typed)


@pytest.mark.parametrize("raw", ["CONTOH BEKU", "ibu contoh\nd'rekaan"])
def test_words_without_a_number_were_typed(raw):
    assert typed_before(raw, on=ON) == len(raw)


@pytest.mark.parametrize("raw", [NIK, "PELNI 00012345", "", "aP<UTOERIKSSON<<ANNA"])
def test_where_no_digit_vouches_for_a_cut_nothing_is_cut(raw):
    assert typed_before(raw, on=ON) == 0


def test_a_cut_with_a_wrong_digit_is_not_taken():
    at = TD3.index("L898902C3") + 9

    assert typed_before("a" + TD3[:at] + "0" + TD3[at + 1 :], on=ON) == 0


def test_names_of_one_word_and_check_digits_of_the_maker_agree():
    line = f"X0000000<{digit('X0000000<')}IDN9807059F3001159".ljust(42, "<")
    line += "0" + digit(line[:10] + line[13:20] + line[21:42] + "0")
    raw = "P<IDNCONTOH".ljust(44, "<") + "\n" + line
    told = answers_of(read_scan(raw, on=ON), on=ON)

    assert told["traveller.name"] == "CONTOH"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_scan_has_its_sentence(language):
    catalogue = load_catalogue(language)

    assert [told for told in Told if not catalogue.has(f"scan.told.{told}")] == []
