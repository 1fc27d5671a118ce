"""A table's width goes to its columns by shares, and no head is cut while there is room."""

from posko_app.ui.widgets.shares import shared


def test_shares_divide_the_width():
    assert shared(300, {0: 1, 1: 2}, {0: 10, 1: 10}) == {0: 100, 1: 200}


def test_a_head_that_needs_more_takes_it_from_the_others():
    assert shared(300, {0: 1, 1: 2, 2: 3}, {0: 90, 1: 10, 2: 10}) == {0: 90, 1: 84, 2: 126}


def test_without_room_every_head_keeps_its_least():
    assert shared(30, {0: 1, 1: 1}, {0: 40, 1: 50}) == {0: 40, 1: 50}
