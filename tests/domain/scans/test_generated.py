"""Five hundred of every form come back as they were made; a wrong digit never passes."""

from random import Random

import pytest

from posko_app.domain.scans.scan import ScanKind, read_scan, scan_fields
from tests.domain.scans.bcbp_maker import made_bcbp
from tests.domain.scans.mrz_maker import FORMATS, ON, made_mrz

pytestmark = pytest.mark.no_cover
EACH = 500
SEED = 20261124


@pytest.mark.parametrize("kind", FORMATS)
def test_a_made_zone_is_read_as_it_was_made(kind):
    rng = Random(f"{SEED} {kind}")
    for _ in range(EACH):
        made = made_mrz(kind, rng)
        for text in (made.text, made.together, made.text.lower()):
            scan = read_scan(text, on=ON)

            assert scan_fields(scan) == made.fields, made.text
            assert (scan.kind, scan.problems) == (ScanKind.MRZ, ())


def test_a_made_pass_is_read_as_it_was_made():
    rng = Random(SEED)
    for _ in range(EACH):
        text, fields = made_bcbp(rng)
        scan = read_scan(text, on=ON)

        assert scan_fields(scan) == fields, text
        assert (scan.kind, scan.problems) == (ScanKind.BCBP, ())


@pytest.mark.parametrize("kind", FORMATS)
def test_a_wrong_check_digit_is_a_problem_and_its_field_is_left_out(kind):
    rng = Random(f"{SEED} wrong {kind}")
    for _ in range(EACH):
        made = made_mrz(kind, rng)
        for field, at in made.digits.items():
            right = made.together[at]
            wrong = rng.choice(
                [d for d in "0123456789" if d not in {right, right.replace("<", "0")}]
            )
            scan = read_scan(made.together[:at] + wrong + made.together[at + 1 :], on=ON)

            assert scan.kind is ScanKind.MRZ
            assert {problem.field for problem in scan.problems} == left_out(kind, field), made.text
            assert scan_fields(scan) == {
                name: value
                for name, value in made.fields.items()
                if name not in left_out(kind, field)
            }


def left_out(kind: str, field: str) -> set[str]:
    """Name the field a digit vouches for; that of TD3 for all fields has none of its own."""
    if field != "composite":
        return {field}
    return {""} if kind == "TD3" else {"optional"}


@pytest.mark.parametrize(("kind", "first"), [("TD1", 5), ("TD2", 36), ("TD3", 44)])
def test_one_look_alike_is_put_right_or_left_out_and_never_read_as_another(kind, first):
    rng = Random(f"{SEED} repair {kind}")
    swaps = {"0": "O", "O": "0", "1": "I", "I": "1"}
    right = tried = 0
    for _ in range(EACH):
        made = made_mrz(kind, rng)
        text, number = made.together, made.fields["document_number"]
        places = [at for at in range(first, first + 9) if text[at] in swaps]
        if not places:
            continue
        at = rng.choice(places)
        told = scan_fields(read_scan(text[:at] + swaps[text[at]] + text[at + 1 :], on=ON))

        assert told.get("document_number") in {None, number}, made.text
        tried += 1
        right += "document_number" in told
    assert tried > EACH / 4
    assert right / tried > 0.8
