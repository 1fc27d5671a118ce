"""How far a number to call is trusted, in words."""

from posko_app.domain.detection.ruleset import Contact, Text
from posko_app.i18n import load_catalogue
from posko_app.ui.bantuan_model import in_order, trust

INDONESIAN = load_catalogue("id")


def contact(*, numbers=("0800-0000",), tested_on=""):
    return Contact("contoh", "CONTOH", Text("Contoh", "Sample"), numbers, "", "", tested_on)


def test_number_that_nobody_called_says_so():
    assert trust(contact(), INDONESIAN) == INDONESIAN.text("pages.help.unverified")


def test_number_that_was_called_tells_the_day():
    said = trust(contact(tested_on="2026-11-05"), INDONESIAN)

    assert said == INDONESIAN.text("pages.help.tested", on="Kamis, 5 November 2026")


def test_contact_without_a_number_asks_for_one_even_if_a_day_stands_there():
    said = trust(contact(numbers=(), tested_on="2026-11-05"), INDONESIAN)

    assert said == INDONESIAN.text("contacts.no_number")


def test_those_that_can_be_called_come_first_in_the_order_of_the_rules():
    unknown, first, second = contact(numbers=()), contact(), contact(numbers=("129",))

    assert in_order((unknown, first, second)) == (first, second, unknown)
