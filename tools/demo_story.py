"""The main job as a story of keys: two officers, eight travellers, a log, practice, the line."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from posko_app.app import Shell
from posko_app.ui.window import MainWindow
from tools import demo_desk as desk
from tools.demo_control import control
from tools.demo_form import Form
from tools.demo_keys import Differs, Hands
from tools.demo_log import export_all
from tools.demo_practice import practise
from tools.demo_sync import Synced, SyncStory
from tools.demo_travellers import all_travellers

LIGHT, DARK = 1, 2  # places in the list of looks
MISTYPED_ROW = 5  # of eight, the newest first


@dataclass(frozen=True, slots=True)
class Told:
    """What the story leaves behind, to be checked from outside."""

    receipts: tuple[str, ...]
    passwords: Mapping[str, str]  # by file name
    synced: Synced


def tell(shell: Shell, hands: Hands, *, folder: Path) -> Told:
    """Play the story; raises Differs at the first step that goes another way."""
    desk.unlock(hands)
    hands.until("the desk is open", lambda: isinstance(shell.window, MainWindow))
    window = shell.window
    if not isinstance(window, MainWindow):
        raise Differs("no main window")
    desk.start_shift(hands)
    desk.set_departure(hands)
    form = Form(window, hands)
    receipts = all_travellers(
        form,
        dark=lambda: desk.choose_look(window, hands, DARK),
        light=lambda: desk.choose_look(window, hands, LIGHT),
    )
    desk.count_two(hands)
    desk.veil_and_back(window, hands)
    desk.second_officer(window, hands)
    desk.correct(window, hands, row=MISTYPED_ROW, rows=len(receipts))
    desk.veil_and_back(window, hands)
    control(window, hands, folder)
    passwords = export_all(window, hands, folder, rows=len(receipts))
    practise(window, form, hands)
    synced = SyncStory(window, form, hands, folder).tell()
    return Told(tuple(receipts), passwords, synced)
