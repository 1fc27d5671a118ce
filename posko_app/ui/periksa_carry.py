"""What one Periksa page hands to the next when the window is made anew in another language."""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtWidgets import QWidget

from posko_app.domain.screening import Answers, Draft
from posko_app.ui.periksa_actions import PeriksaActions
from posko_app.ui.periksa_form import PeriksaForm
from posko_app.ui.periksa_model import PeriksaModel
from posko_app.ui.periksa_rooms import PeriksaRooms
from posko_app.ui.periksa_saver import PeriksaSaver
from posko_app.ui.periksa_view import PeriksaView
from posko_app.ui.widgets.line_edit import LineEdit


class Page(Protocol):
    """What a Periksa page is made of, as far as this needs it."""

    model: PeriksaModel
    view: PeriksaView
    saver: PeriksaSaver
    acts: PeriksaActions
    rooms: PeriksaRooms

    def show_all(self) -> None:
        """Show the whole record anew."""
        ...


@dataclass(frozen=True, slots=True)
class Carried:
    """The draft and the person before, drafts that wait, and where the officer was."""

    belongings: tuple[Draft, Answers]
    waiting: tuple[Draft, ...]
    path: str  # the field with the keyboard, `""` for something else
    place: int  # and where in its text
    question: int
    further: bool  # whether the further fields were open


def carry_from(page: Page, focus: QWidget | None) -> Carried | None:
    """Give everything; None while a save is under way or something asks on the page.

    A save that fails must bring its record back to the page that sent it.
    """
    asks = page.rooms.now is not None or page.acts.asking
    if page.saver.running or asks or not page.view.practice.isHidden():
        return None
    page.saver.keep_now()
    view = page.view
    return Carried(
        belongings=page.model.belongings(),
        waiting=page.acts.waiting(),
        path=view.form.path_of(focus),
        place=focus.left_at() if isinstance(focus, LineEdit) else 0,
        question=view.questions.question.number,
        further=view.more_is_open(),
    )


def carry_to(page: Page, carried: object) -> QWidget | None:
    """Show it, and give the field the keyboard comes back to; None for another page's things."""
    if not isinstance(carried, Carried):
        return None
    page.model.go_on_with(carried.belongings)
    page.acts.wait_for(carried.waiting)
    page.show_all()
    view = page.view
    view.questions.go_to(carried.question)
    if carried.further:
        view.show_more(shown=True)
    return _back_to(view.form, carried)


def _back_to(form: PeriksaForm, carried: Carried) -> QWidget | None:
    editors = [editor for path, editor in form.all_stops() if path == carried.path]
    if editors and isinstance(editors[0], LineEdit):
        editors[0].go_on_at(carried.place)
    return editors[0] if editors else None
