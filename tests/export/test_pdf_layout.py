"""Pages laid out with letters two millimetres wide and four high."""

import textwrap

import pytest

from posko_app.export.pdf_layout import (
    BOTTOM,
    MARGIN,
    TALLEST,
    TOP,
    WIDTH,
    Layout,
    Style,
    share,
)
from posko_app.export.sheet import Block, Sheet

CUT = "[dipotong]"


class Letters:
    def width(self, text, style):
        return 2.0 * len(text)

    def lines(self, text, style, *, within):
        return tuple(textwrap.wrap(text, max(1, int(within / 2)))) or ("",)

    def line_height(self, style):
        return 4.0


def sheet(**changes) -> Sheet:
    usual = {
        "title": "Log contoh",
        "watermark": "",
        "head": (("Pos", "El Tari"),),
        "columns": ("No", "Nama"),
        "rows": (("1", "CONTOH SATU"),),
        "totals": (("Diperiksa", "1"),),
    }
    return Sheet(**(usual | changes))


def pages(**changes):
    return Layout(sheet(**changes), Letters(), cut=CUT).pages()


def words(page) -> list[str]:
    return [" ".join(found.lines) for found in page.words]


def test_everything_of_a_short_sheet_stands_on_one_page():
    (page,) = pages(
        attention=("Perhatian", "1 belum"),
        blocks=(Block("Lewat", (("Lain", "3"),)),),
        legend=(Block("Arti", (("A", "arti a"),)),),
    )

    found = [*("Perhatian", "1 belum", "Pos", "El Tari", "Diperiksa", "1"), *("Lewat", "Lain", "3")]
    rows = ["No", "Nama", "1", "CONTOH SATU"]
    assert words(page) == [*found, *rows, "Arti", "A", "arti a"]


def test_the_head_of_the_table_is_repeated_and_no_row_is_lost():
    rows = tuple((str(number), f"CONTOH {number}") for number in range(1, 101))

    made = pages(rows=rows)

    assert len(made) > 2
    assert all(words(page).count("Nama") == 1 for page in made)
    assert [band.is_head for band in made[1].bands][:2] == [True, False]
    shown = [text for page in made for text in words(page) if text.startswith("CONTOH")]
    assert shown == [f"CONTOH {number}" for number in range(1, 101)]


def test_nothing_stands_below_the_end_of_a_page():
    rows = tuple((str(number), "CONTOH " * (number % 90)) for number in range(1, 101))
    legend = (Block("Arti", tuple((f"tanda {n}", "kata " * 60) for n in range(40))),)

    for page in pages(rows=rows, legend=legend):
        assert all(band.top + band.height <= BOTTOM for band in page.bands)
        for found in page.words:
            assert found.top + 4.0 * len(found.lines) <= BOTTOM
            assert found.top >= TOP


def test_no_line_is_wider_than_its_column():
    (page,) = pages(rows=(("1", "CONTOH " * 40),))

    left, nama = MARGIN, next(w for w in page.words if w.lines == ("Nama",)).left
    cells = [found for found in page.words if found.style is Style.CELL]
    assert all(2.0 * len(line) <= nama - left for line in cells[0].lines)
    assert all(2.0 * len(line) <= MARGIN + WIDTH - nama for line in cells[1].lines)
    assert " ".join(cells[1].lines).split() == ["CONTOH"] * 40


def test_a_text_that_no_page_holds_is_cut_where_everybody_sees_it():
    made = pages(head=(("Alasan", "kata " * 5000),), rows=(("1", "nama " * 5000),))

    texts = [found.lines for page in made for found in page.words if len(found.lines) > 5]
    assert len(texts) == 2
    assert all(lines[-1] == CUT and len(lines) == TALLEST / 4 for lines in texts)


def test_a_legend_that_goes_on_says_again_what_it_is_about():
    legend = (Block("Arti tanda", tuple((f"tanda {n}", "arti") for n in range(100))),)

    made = pages(legend=legend)

    assert len(made) > 2
    assert all("Arti tanda" in words(page) for page in made)


def test_figures_stand_beside_each_other_and_numbers_end_at_one_edge():
    blocks = tuple(Block(f"blok {n}", (("satu", "1"), ("dua", "22"))) for n in range(2))

    (page,) = pages(blocks=blocks)

    numbers = [found for found in page.words if found.is_right]
    assert len({found.left for found in numbers}) == 3
    assert len({found.top for found in page.words if found.lines[0].startswith("blok")}) == 1


def test_a_table_that_starts_too_low_starts_on_the_next_page():
    head = tuple((f"baris {number}", "kata") for number in range(44))

    first, second = pages(head=head)

    assert first.bands == []
    assert second.bands[0].is_head


@pytest.mark.parametrize(
    ("wanted", "least", "room", "given"),
    [
        ([10, 30], [1, 1], 80, [20, 60]),
        ([10, 20], [1, 1], 30, [10, 20]),
        ([10, 90, 90], [0, 0, 0], 100, [10, 45, 45]),
        ([20, 25, 200], [20, 5, 50], 100, [20, 17.5, 62.5]),
        ([90, 90], [60, 20], 100, [70, 30]),
        ([90, 90], [60, 60], 60, [30, 30]),
    ],
)
def test_width_is_shared_by_what_is_wanted_and_what_is_needed(wanted, least, room, given):
    assert share(wanted, least, room) == pytest.approx(given)


def test_no_word_is_broken_while_there_is_room_for_it():
    columns = tuple(f"kolom {n}" for n in range(10))
    row = ("9901016001080001", *("kata " * 9,) * 9)

    (page,) = pages(columns=columns, rows=(row,))

    assert ("9901016001080001",) in [found.lines for found in page.words]
