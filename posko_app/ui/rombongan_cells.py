"""Turns one row of a group into the words its cells show; pure, no widgets."""

from datetime import date
from enum import IntEnum

from posko_app.domain.civil import parse_date, whole_years
from posko_app.domain.codes import Decision
from posko_app.domain.group import Standing
from posko_app.domain.masking import mask_nik
from posko_app.domain.problem import Problem
from posko_app.domain.screening import Answers
from posko_app.ui.daftar_cells import LEVEL_TONES, UNKNOWN, Cell, Tone
from posko_app.ui.periksa_words import Words
from posko_app.ui.rombongan_exceptions import in_words
from posko_app.ui.rombongan_row import NUMBER, SOURCE, Reading, Row, RowState
from posko_app.ui.widgets.level import SHAPES

SHOWN_DIGITS = 3


class Column(IntEnum):
    """The columns of a group, from left to right."""

    NUMBER = 0
    LEVEL = 1
    NAME = 2
    PAPER = 3
    BORN = 4
    DIFFERS = 5
    STATE = 6


def cell_of(
    row: Row, reading: Reading, column: Column, *, place: int, words: Words, today: date
) -> Cell:
    """Give what one cell says about a row."""
    match column:
        case Column.NUMBER:
            return Cell(str(place + 1), Tone.MUTED)
        case Column.LEVEL:
            return _level(row, reading, words)
        case Column.NAME:
            return _name(row, words)
        case Column.PAPER:
            return _paper(row)
        case Column.BORN:
            return _born(reading.answers, words, today)
        case Column.DIFFERS:
            return Cell(in_words(row.exceptions, words), Tone.MUTED)
        case _:
            return state_cell(row, reading, words)


def _level(row: Row, reading: Reading, words: Words) -> Cell:
    level = row.saved.level if row.saved is not None else reading.shown
    if level is None:
        return Cell(UNKNOWN, Tone.MUTED)
    known = words.rules.levels.get(level)
    said = words.of(known.sentence).rstrip(".") if known else level
    return Cell(f"{SHAPES.get(level, '')} {said}".strip(), LEVEL_TONES.get(level, Tone.STRONG))


def _name(row: Row, words: Words) -> Cell:
    name = row.own.get("traveller.name")
    source = row.own.get(SOURCE)
    remark = ""
    if isinstance(source, str) and (row.faults or not name):
        key = "group.cell.from_row" if source else "group.cell.from_paste"
        remark = words.text(key, number=int(row.own.get(NUMBER) or 0), file=source)
    if not name:
        return Cell(words.text("group.cell.no_name"), Tone.MUTED, remark)
    return Cell(str(name), Tone.PLAIN, remark)


def _paper(row: Row) -> Cell:
    nik, passport = row.own.get("traveller.nik"), row.own.get("traveller.passport")
    if nik:
        return Cell(mask_nik(str(nik)), Tone.MUTED)
    if passport:
        text = str(passport)
        hidden = "•" * max(0, len(text) - SHOWN_DIGITS - 1)
        return Cell(f"{text[:1]}{hidden}{text[-SHOWN_DIGITS:]}", Tone.MUTED)
    return Cell(UNKNOWN, Tone.MUTED)


def _born(answers: Answers, words: Words, today: date) -> Cell:
    paths = ("traveller.dob_ktp", "traveller.dob_other", "traveller.dob_stated")
    born = next((parse_date(str(answers[path])) for path in paths if answers.get(path)), None)
    age = answers.get("traveller.age_stated")
    years = whole_years(born, today) if born and born <= today else age
    sex = answers.get("traveller.sex")
    said = [] if years is None else [words.text("group.cell.years", age=str(years))]
    return Cell(" · ".join((*said, *([str(sex)] if sex else []))) or UNKNOWN, Tone.MUTED)


def state_cell(row: Row, reading: Reading, words: Words) -> Cell:
    """Say what is being done with a row, or what it waits for."""
    if row.state is RowState.SAVED and row.saved is not None:
        decision = words.text(f"code.decision.{row.saved.decision}")
        return Cell(
            words.text("group.state.saved", decision=decision), Tone.ACCENT, row.saved.receipt
        )
    if row.state is not RowState.OPEN:
        return Cell(words.text(f"group.state.{row.state}"), Tone.STRONG)
    if row.error is not None:
        return Cell(words.text("group.state.kept"), Tone.ALARM)
    return _waiting(row, reading, words)


def _waiting(row: Row, reading: Reading, words: Words) -> Cell:
    stands = reading.standing
    if stands is Standing.DECIDED:
        decision = str(row.own.get("decision") or Decision.BELUM_DIPUTUSKAN)
        said = words.text(f"code.decision.{decision}")
        return Cell(words.text("group.state.decided", decision=said), Tone.STRONG)
    if stands is Standing.TWIN and reading.twin is not None:
        return Cell(words.text("group.state.twin", number=reading.twin.other + 1), Tone.WARNING)
    if stands is Standing.EARLIER:
        return Cell(row.earlier, Tone.WARNING)
    if stands is Standing.PROBLEM:
        return Cell(problem_words(reading.problems[0], words), Tone.ALARM)
    tone = {Standing.GREEN: Tone.ACCENT, Standing.EMPTY: Tone.MUTED}.get(stands, Tone.WARNING)
    return Cell(words.text(f"group.state.{stands}"), tone)


def problem_words(problem: Problem, words: Words) -> str:
    """Say what is wrong, with the field it is wrong in."""
    said = words.text(f"problem.{problem.code}")
    return f"{words.label(problem.field)}: {said}" if problem.field else said
