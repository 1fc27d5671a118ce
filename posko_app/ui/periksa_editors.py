"""Makes the editor that fits a field's type; all of them share `value` and `set_value`."""

from collections.abc import Callable
from datetime import date

from posko_app.domain.codes import USUAL_COUNTRY
from posko_app.domain.fields import Field, FieldType
from posko_app.ui.periksa_completers import completer_for
from posko_app.ui.periksa_layout import CAPITALS
from posko_app.ui.periksa_words import Words
from posko_app.ui.widgets.chip import ChipState
from posko_app.ui.widgets.code_box import CodeBox
from posko_app.ui.widgets.date_edit import DateEdit
from posko_app.ui.widgets.line_edit import LineEdit
from posko_app.ui.widgets.nik_edit import NikEdit
from posko_app.ui.widgets.notes_edit import NotesEdit
from posko_app.ui.widgets.typed import NumberEdit, PhoneEdit, TimeEdit, YesNoBox

Editor = LineEdit | NotesEdit
ALWAYS_CAPITALS = {FieldType.PASSPORT, FieldType.DEPARTURE_NUMBER}
BIRTH = ".dob_"
RUPIAH = "_idr"
PAPER_LOOKS = {
    "ada": " ✓",
    "terverifikasi": " ✓✓",
    "kerja": " ✓",
}


def editor_for(field: Field, *, words: Words, today: Callable[[], date]) -> Editor:
    """Make the editor of one field."""
    match field.type:
        case FieldType.NIK:
            return NikEdit()
        case FieldType.DATE:
            return DateEdit(today, show_age=BIRTH in field.path)
        case FieldType.TIME:
            return TimeEdit()
        case FieldType.PHONE:
            return PhoneEdit()
        case FieldType.INTEGER:
            return NumberEdit()
        case FieldType.BOOLEAN:
            return YesNoBox(words.text("periksa.yes"), words.text("periksa.no"))
        case FieldType.COUNTRY:
            return CodeBox(field.codes, words.codes(field), usual=len(USUAL_COUNTRY))
        case FieldType.CODE | FieldType.CODES:
            return CodeBox(field.codes, words.codes(field))
        case FieldType.LONG_TEXT:
            return NotesEdit()
        case _:
            return completer_for(field.path, words) or _free_text(field)


def paper_states(field: Field, words: Words) -> tuple[ChipState, ...]:
    """Give the states a paper's chip goes through: not recorded first, then the list's order."""
    return (
        ChipState(None),
        *(_paper_state(code, words.codes(field)[code]) for code in field.codes),
    )


def _paper_state(code: str, label: str) -> ChipState:
    if code in PAPER_LOOKS:
        return ChipState(code, PAPER_LOOKS[code], "yes")
    look = "no" if code in {"tidak_ada", "kedaluwarsa"} else "doubt"
    quiet = code in {"tidak_perlu", "tahap_berikut"}
    return ChipState(code, f" — {label.lower()}", "" if quiet else look)


def _free_text(field: Field) -> LineEdit:
    return LineEdit(capitals=field.path in CAPITALS or field.type in ALWAYS_CAPITALS)
