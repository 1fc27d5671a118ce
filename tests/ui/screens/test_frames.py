"""First start, lock page, PIN and veil: names, way of the Tab key, no cut word at any size."""

import pytest

from posko_app.i18n import load_catalogue
from posko_app.ui.theme import apply_theme
from tests.support.focus_walk import walk_faults
from tests.support.frames import WIZARD_STEPS, lock_page, veil, wizard
from tests.support.keys import show, type_text
from tests.support.pseudo import PseudoTranslator, pseudo_catalogue
from tests.support.screen_faults import cut_words, nameless, too_large, twice
from tests.ui.pages.makers import FIRST

USUAL, LEAST = (1366, 690), (910, 445)


def faults(window, size):
    return [*cut_words(window), *nameless(window), *twice(window), *too_large(window, *size)]


def lock_steps(qtbot, catalogue, clock, size):
    page = lock_page(catalogue, clock)
    page.resize(*size)
    show(qtbot, page)
    page.focus_first()
    yield "lock", page
    type_text(page, f"\n{FIRST}\n")
    qtbot.waitUntil(lambda: page.steps.currentWidget() is page.pin)
    yield "PIN", page


def veil_steps(qtbot, catalogue, clock, size):
    page = veil(catalogue, clock)
    page.resize(*size)
    show(qtbot, page)
    page.cover()
    yield "veil", page


def wizard_steps(qtbot, catalogue, _clock, size):
    page = wizard(catalogue)
    page.resize(*size)
    show(qtbot, page)
    page.focus_first()
    for number, keys in enumerate(WIZARD_STEPS):
        type_text(page, keys)
        yield f"step {number}", page


FRAMES = {"lock": lock_steps, "veil": veil_steps, "wizard": wizard_steps}


@pytest.mark.parametrize("frame", FRAMES)
def test_every_frame_can_be_used_by_keys_alone(qtbot, clock, frame):
    found = {}
    for name, page in FRAMES[frame](qtbot, load_catalogue(), clock, USUAL):
        wrong = faults(page, USUAL) + (walk_faults(page) if frame != "wizard" else [])
        if wrong:
            found[name] = wrong

    assert found == {}


@pytest.mark.parametrize("frame", FRAMES)
def test_every_frame_has_room_for_longer_texts_in_large_letters(qtbot, qapp, clock, frame):
    translator = PseudoTranslator(qapp)
    qapp.installTranslator(translator)
    apply_theme(qapp, "light", 1.25)
    steps = FRAMES[frame](qtbot, pseudo_catalogue(), clock, USUAL)
    found = {name: wrong for name, page in steps if (wrong := faults(page, USUAL))}
    qapp.removeTranslator(translator)
    apply_theme(qapp, "light")

    assert found == {}


@pytest.mark.parametrize("frame", FRAMES)
def test_every_frame_fits_a_display_at_150_percent(qtbot, clock, frame):
    steps = FRAMES[frame](qtbot, load_catalogue(), clock, LEAST)

    assert {n: wrong for n, page in steps if (wrong := faults(page, LEAST))} == {}
