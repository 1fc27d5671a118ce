from posko_app.domain.placement import CompanyCount, company_counts
from tests.domain.moves import move


def of(position, company="PT CONTOH", **changes):
    return move(position, company=company, **changes)


def test_companies_are_counted_with_schemes_decisions_levels_and_papers():
    moves = [
        of(1, scheme="akad_rombongan"),
        of(2, "Contoh, PT.", scheme="akad_rombongan", decision="tunda", level="kuning"),
        of(3, "CV LAIN", level=""),
        move(4, purpose="kerja_dn"),
        move(5, purpose="keluarga"),
    ]
    papers = {
        1: {"spp_akad": "ada", "ktp": "terverifikasi", "visa": "kerja"},
        2: {"ktp": "tidak_ada"},
    }

    counts = company_counts(moves, papers)

    assert counts[0] == CompanyCount(
        name="Contoh, PT.",
        people=2,
        schemes={"akad_rombongan": 2},
        decisions={"boleh": 1, "tunda": 1},
        levels={"hijau": 1, "kuning": 1},
        seen={"ktp": 1, "visa": 1, "spp_akad": 1},
        missing={"ktp": 1},
    )
    assert (counts[0].papers_seen, counts[0].papers_asked) == (3, 4)
    assert [(one.name, one.people) for one in counts[1:]] == [("CV LAIN", 1), ("", 1)]
    assert counts[1].levels == {}
