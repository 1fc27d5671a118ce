"""The search is there at once and the table a moment later; a broken one leaves free text."""

import gzip
import threading

import pytest

from posko_app.services.gazetteer import PlaceSearch, places

LINES = (
    "53\tNusa Tenggara Timur",
    "5301\tKabupaten Contoh",
    "530101\tContoh Barat\t2001 Contoh Satu\t2002 Contoh Dua",
)
LONG = 30  # seconds, never waited for


def test_before_the_table_is_there_a_search_finds_nothing_and_does_not_wait():
    may_go_on = threading.Event()

    def slowly():
        may_go_on.wait(LONG)
        return LINES

    search = PlaceSearch(slowly)
    early = search.search("contoh")
    may_go_on.set()

    assert early == ()
    assert search.wait(LONG)
    assert [place.label for place in search.search("dua")] == [
        "Contoh Dua, Contoh Barat, Kab. Contoh"
    ]


def test_the_table_is_read_once():
    reads = []

    def counted():
        reads.append(1)
        return LINES

    search = PlaceSearch(counted)
    search.begin()
    search.begin()
    search.wait(LONG)
    search.search("contoh")
    search.begin()

    assert reads == [1]


@pytest.mark.parametrize("error", [OSError(), gzip.BadGzipFile(), EOFError(), KeyError("code")])
def test_a_table_that_cannot_be_read_finds_nothing(error, expected_log_errors):
    expected_log_errors.add("regions.unreadable")

    def broken():
        raise error

    search = PlaceSearch(broken)

    assert not search.wait(LONG)
    assert search.search("contoh") == ()


def test_the_packaged_table_is_one_for_the_process():
    assert places() is places()
    assert places().wait(LONG)
    assert places().search("oesapa")[0].code == "5371031010"
