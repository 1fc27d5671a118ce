"""The sign of a scanned value, the words for it, and what to say where a person typed another."""

from posko_app.domain.civil import date_text, parse_date
from posko_app.domain.fields_scanned import SCANNED_AT
from posko_app.domain.nik import PATH as NIK
from posko_app.domain.scans.filling import agree, contradicts
from posko_app.domain.screening import Answers
from posko_app.ui.periksa_form import PeriksaForm
from posko_app.ui.periksa_words import Words
from posko_app.ui.widgets.line_edit import LineEdit
from posko_app.ui.widgets.nik_edit import grouped

SIGN = "⌁"
BIRTH, SOURCE = "traveller.dob_other", "traveller.dob_other_source"


def is_scanned(path: str, answers: Answers) -> bool:
    """Say whether a field holds what was scanned for it."""
    scanned = _scanned(path, answers)
    stands = answers.get(path)
    return scanned is not None and stands is not None and agree(path, stands, scanned)


def scanned_otherwise(path: str, answers: Answers, words: Words) -> str:
    """Give what was scanned where the field holds something else, as a sentence; else nothing."""
    scanned = _scanned(path, answers)
    stands = answers.get(path)
    if scanned is None or stands is None or not contradicts(path, stands, scanned):
        return ""
    return words.text("scan.mark.differs", value=_shown(path, scanned, words))


def birth_on_passport(answers: Answers, words: Words) -> str:
    """Give the birth date of the passport, for the field of the card's; nothing without one."""
    born = answers.get(BIRTH)
    if born is None or answers.get(SOURCE) != "paspor":
        return ""
    sign = f" {SIGN}" if is_scanned(BIRTH, answers) else ""
    return words.text("scan.mark.other_field", value=_shown(BIRTH, str(born), words)) + sign


def show_marks(form: PeriksaForm, answers: Answers, words: Words) -> None:
    """Put the sign on every editor that holds a scanned value, and say it to screen readers."""
    said = words.text("scan.mark.scanned")
    for path in SCANNED_AT:
        marked = is_scanned(path, answers)
        for editor in form.editors_of(path):
            if isinstance(editor, LineEdit):
                _mark(editor, said, marked=marked)


def _mark(editor: LineEdit, said: str, *, marked: bool) -> None:
    editor.set_marked(marked=marked)
    now = editor.accessibleDescription()
    parts = [part for part in now.split(" · ") if part and part != said]
    wanted = " · ".join([*parts, said] if marked else parts)
    if wanted != now:
        editor.setAccessibleDescription(wanted)


def _scanned(path: str, answers: Answers) -> str | None:
    kept = SCANNED_AT.get(path)
    value = answers.get(kept) if kept is not None else None
    return value if isinstance(value, str) else None


def _shown(path: str, value: str, words: Words) -> str:
    if path == NIK:
        return grouped(value)
    if path == "traveller.sex":
        return words.text(f"code.sex.{value}")
    day = parse_date(value) if len(value) == len("YYYY-MM-DD") else None
    return value if day is None else date_text(day)
