from datetime import date

import pytest

from posko_app.domain.cautions import cautions
from posko_app.domain.cross_checks import cross_checks
from posko_app.domain.problem import Caution

NIK, BELU_NIK = "9902015711890003", "5304011711890003"


@pytest.mark.parametrize(
    ("nik", "card", "region"),
    [
        (NIK, "9902011503200007", None),
        (NIK, "99.02.01-1503200007", None),
        (NIK, "9971011503200007", "9971"),
        (NIK, "5371011503200007", "Kota Kupang"),
        (BELU_NIK, "5321011503200007", None),  # Malaka was part of Belu
        (NIK, "53710115032000", None),  # not whole: another caution
        ("", "5371011503200007", None),
        (NIK, "53710115032000AB", None),
    ],
)
def test_another_area_on_the_family_card_is_a_question(nik, card, region):
    found = list(cross_checks({"traveller.nik": nik, "traveller.kk": card}))

    expected = [Caution("traveller.kk", "kk_region_differs", {"region": region})] if region else []
    assert found == expected


@pytest.mark.parametrize(
    ("name", "ticket", "code"),
    [
        ("Maria CONTOH Nama", "NAMA/MARIA CONTOH MRS", None),
        ("CONTOH", "CONTOH CONTOH", None),
        ("CONTOH NAMA SANGAT PANJANGNYA", "PANJANGNYA/CONTOH NA", "ticket_name_cut_at_20"),
        ("YOHANES CONTOH", "CONTOH/JOHANES MR", "ticket_name_spelling"),
        ("PAULINA CONTOH", "CONTOH/PAULINE MS", "ticket_name_slip"),
        ("MARIA CONTOH", "CONTOH/M", "ticket_name_initials"),
        ("CONTOH NAMA", "CONTOH", "ticket_name_missing_word"),
        ("CONTOH NAMA", "CONTOH LAIN", "ticket_name_differs"),
        ("CONTOH NAMA", "MISAL LAIN", "ticket_name_differs"),
        ("", "CONTOH", None),
        ("CONTOH", "", None),
    ],
)
def test_a_ticket_s_name_is_asked_about_with_the_reason(name, ticket, code):
    found = list(cross_checks({"traveller.name": name, "ticket.name": ticket}))

    assert found == ([] if code is None else [Caution("ticket.name", code)])


def test_another_name_on_the_ticket_is_asked_once():
    answers = {"traveller.name": "CONTOH NAMA", "ticket.name": "CONTOH LAIN"}

    assert list(cross_checks(answers)) == [Caution("ticket.name", "ticket_name_differs")]
    assert list(cross_checks(answers | {"ticket.name_differs": False})) == []
    assert list(cross_checks(answers | {"ticket.name_differs": True})) == []


@pytest.mark.parametrize(
    ("answers", "codes"),
    [
        ({}, []),
        ({"docs.surat_desa": "tidak_ada"}, []),
        ({"docs.surat_desa": "ada"}, ["letter_no_number", "letter_no_signer"]),
        ({"docs.surat_desa": "terverifikasi", "village_letter.number": "4"}, ["letter_no_signer"]),
        ({"village_letter.signer": "CONTOH LURAH"}, ["letter_no_number"]),
        ({"village_letter.number": "4"}, ["letter_no_signer"]),
        ({"village_letter.number": "4", "village_letter.signer": "CONTOH LURAH"}, []),
    ],
)
def test_a_village_letter_has_a_number_and_a_signer(answers, codes):
    assert [caution.code for caution in cross_checks(answers)] == codes


def test_they_stand_among_the_other_cautions():
    answers = {"traveller.nik": NIK, "traveller.kk": "5371011503200007"}

    found = cautions(answers, today=date(2026, 11, 24))

    assert Caution("traveller.kk", "kk_region_differs", {"region": "Kota Kupang"}) in found
