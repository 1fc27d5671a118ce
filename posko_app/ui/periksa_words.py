"""Every word of the Periksa screen that is data: labels of fields and codes, sentences."""

from collections.abc import Sequence
from datetime import datetime

from posko_app.domain.civil import (
    WITA,
    clock_text,
    date_text,
    parse_date,
    parse_instant,
    parse_time,
)
from posko_app.domain.detection.ruleset import Ruleset, Text
from posko_app.domain.fields import Field
from posko_app.domain.nik import read_nik
from posko_app.domain.screening import Answers
from posko_app.errors import Defect
from posko_app.i18n import Catalogue
from posko_app.ui.periksa_findings import Message

SHORT = 3  # letters of a weekday or a month
MOST_NAMED = 4
SOON_MINUTES = 180
ALONE = 10  # the question nobody is asked within earshot


class Words:
    """Looks words up; the short label of this screen goes before the full one."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._rules: Ruleset | None = None

    @property
    def rules(self) -> Ruleset:
        """The rules whose words are shown."""
        if self._rules is None:
            raise Defect("periksa.no_rules")
        return self._rules

    def use_rules(self, rules: Ruleset) -> None:
        """Take the words of these rules from now on."""
        self._rules = rules

    def of(self, text: Text) -> str:
        """Give a text of the rules in the language of the screens."""
        return text.in_language(self.catalogue.language)

    def label(self, path: str) -> str:
        """Give a field's short label."""
        short = f"periksa.label.{path}"
        return self.text(short if self.catalogue.has(short) else f"field.{path}")

    def codes(self, field: Field) -> dict[str, str]:
        """Give the labels of a field's codes."""
        return {code: self.text(f"code.{field.group}.{code}") for code in field.codes}

    def text(self, key: str, /, **params: str | int) -> str:
        """Give any sentence."""
        return self.catalogue.text(key, **params)

    def has(self, key: str) -> bool:
        """Say whether there is such a sentence."""
        return self.catalogue.has(key)

    def sentence(self, message: Message) -> str:
        """Give the words beside a field."""
        return self.text(message.key, **dict(message.params))

    def names(self, paths: Sequence[str]) -> str:
        """Name some fields in one line; beyond four only how many more."""
        shown = ", ".join(self.label(path) for path in paths[:MOST_NAMED])
        more = len(paths) - MOST_NAMED
        return f"{shown} {self.text('periksa.and_more', count=more)}" if more > 0 else shown

    def nik_reading(self, digits: str, *, today_at: datetime) -> str:
        """Say what a NIK tells: sex, birth date, place of first registration."""
        read = read_nik(digits, today=today_at.astimezone(WITA).date())
        parts = []
        if read.sex:
            parts.append(self.text(f"code.sex.{read.sex}"))
        if read.born_on:
            parts.append(self.text("periksa.nik_born", on=date_text(read.born_on)))
        if read.kabupaten:
            parts.append(self.text("periksa.nik_first", place=read.kabupaten))
        return " · ".join(parts)

    def stamp(self, instant: object) -> str:
        """Give the time of day of a stored moment, `""` when there is none."""
        at = parse_instant(instant) if isinstance(instant, str) else None
        return "" if at is None else clock_text(at)

    def option(self, key: str) -> str:
        """Give the caption of an option; codes have a shorter one here than in lists."""
        short = f"periksa.option.{key.removeprefix('code.')}"
        return self.text(short if self.has(short) else key)

    def question(self, number: int) -> str:
        """Give a question as rich text, the words that matter in bold."""
        known = None if self._rules is None else self._rules.questions.get(f"Q{number}")
        text = self.of(known.text) if known else self.text(f"question.Q{number}")
        stress = f"periksa.stress.q{number}"
        key = self.text(stress) if self.has(stress) else ""
        alone = f"({self.text('periksa.alone')}) " if number == ALONE else ""
        return f"{alone}“{text.replace(key, f'<b>{key}</b>') if key else text}”"


def departure_title(answers: Answers) -> str:
    """Give the number of a flight, else the ship or carrier."""
    number, carrier = answers.get("departure.number"), answers.get("departure.carrier")
    if isinstance(number, str) and number:
        return f"{number[:2]} {number[2:]}" if number[2:].isdigit() else number
    return str(carrier or "")


def departure_route(answers: Answers) -> str:
    """Give from and to."""
    ends = (answers.get("departure.from"), answers.get("departure.to"))
    return " → ".join(str(end) for end in ends if end)


def departure_day(answers: Answers, catalogue: Catalogue) -> str:
    """Give the day the way it is spoken: `Sel, 24 Nov`."""
    on = parse_date(str(answers.get("departure.departs_on") or ""))
    if on is None:
        return ""
    weekday = catalogue.text(f"pages.weekday.{on.isoweekday()}")[:SHORT]
    return f"{weekday}, {on.day} {catalogue.text(f'pages.month.{on.month}')[:SHORT]}"


def minutes_left(answers: Answers, now: datetime) -> int | None:
    """Count the minutes to the departure; None when unknown, past, or hours away."""
    on = parse_date(str(answers.get("departure.departs_on") or ""))
    clock = parse_time(str(answers.get("departure.departs_time") or ""))
    if on is None or clock is None:
        return None
    leaves = datetime.combine(on, clock, tzinfo=WITA)
    minutes = int((leaves - now).total_seconds() // 60)
    return minutes if 0 <= minutes <= SOON_MINUTES else None
