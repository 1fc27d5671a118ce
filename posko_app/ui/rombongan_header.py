"""What is said once for the whole group: two lines to read, and a form behind Ctrl+K."""

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from posko_app.domain.fields import field_at
from posko_app.domain.group import Pattern, Shared
from posko_app.domain.screening import Answers
from posko_app.ui.periksa_columns import Fields
from posko_app.ui.periksa_focus import before, focus_on, focused, next_empty
from posko_app.ui.periksa_form import PeriksaForm
from posko_app.ui.periksa_words import Words, departure_day, departure_route, departure_title
from posko_app.ui.rombongan_model import Totals
from posko_app.ui.widgets.elided import ElidedLabel
from posko_app.ui.widgets.panel import Panel, heading, roled
from posko_app.ui.widgets.scroller import Scroller

COLUMNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "departure",
        (
            "departure.carrier",
            "departure.number",
            "departure.from",
            "departure.to",
            "departure.departs_on",
            "departure.departs_time",
        ),
    ),
    (
        "who",
        (
            "group.leader",
            "group.leader_contact",
            "recruiter.channel",
            "recruiter.name",
            "recruiter.contact",
            "recruiter.company",
        ),
    ),
    (
        "where",
        (
            "claimed.purpose",
            "journey.final_country",
            "journey.final_city",
            "job.kind",
            "employer.name",
            "docs.spp_akad",
        ),
    ),
    (
        "payer",
        (
            "ticket.payer",
            "ticket.payer_name",
            "ticket.payer_contact",
            "pickup.by",
            "pickup.name",
            "pickup.contact",
        ),
    ),
)
BESIDE = ("doc_numbers.spp_akad", "docs.daftar_nama")  # the last row of all
MOST_SHOWN = 4


def label_of(path: str, words: Words) -> str:
    """Give a field's label on this screen, where a short one is needed."""
    short = f"group.label.{path}"
    return words.text(short) if words.has(short) else words.label(path)


class HeaderForm(Panel):
    """The header as fields; Enter goes on to the next empty one, the last one closes.

    Signals:
        edited: path and value.
        closed: the officer is done.
    """

    edited = Signal(str, object)
    closed = Signal()

    def __init__(
        self, words: Words, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(words.text("group.header.title"), parent=parent)
        self.form = PeriksaForm(self)
        self.form.edited.connect(self.edited)
        self.form.filled.connect(self._filled)
        self.fields = Fields(self.form, words, today)
        self.head.hint.say(words.text("group.header.keys"))
        across = QHBoxLayout()
        across.setSpacing(18)
        for key, paths in COLUMNS:
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(heading(words.text(f"group.header.{key}")))
            column.addSpacing(6)
            for path in paths:
                column.addWidget(self.fields.row(path, label=label_of(path, words)))
            if key == "where":
                column.addWidget(self.fields.row(BESIDE[0], label=label_of(BESIDE[0], words)))
            if key == "payer":
                column.addWidget(self.fields.row(BESIDE[1], label=label_of(BESIDE[1], words)))
            column.addStretch(1)
            across.addLayout(column, 1)
        inside = QWidget()
        inside.setLayout(across)
        self.body.addWidget(Scroller(inside), 1)

    def _filled(self, changes: Answers) -> None:
        for path, value in changes.items():
            self.edited.emit(path, value)

    def show_header(self, answers: Answers) -> None:
        """Show what is said of all."""
        self.form.show(answers)

    def begin(self) -> None:
        """Go to the first empty field."""
        stops = self.form.stops()
        focus_on(next_empty(stops, None, last=stops[0][1]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Shift+Enter back, Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self._enter(back=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            event.ignore()

    def set_low(self, *, low: bool) -> None:
        """Use the smaller measures of a low screen."""
        self.set_tight(tight=low)
        self.fields.set_low(low=low)

    def _enter(self, *, back: bool) -> None:
        stops = self.form.stops()
        now = focused()
        target = before(stops, now) if back else next_empty(stops, now, last=self)
        if target is self:
            self.closed.emit()
        elif target is not None:
            focus_on(target)


class HeaderStrip(QFrame):
    """The header in words, what rows have in common, and how many stand where."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self._words = words
        self.title, self.said = roled("", "departure"), ElidedLabel("plain", self)
        self.more = ElidedLabel("muted", self)
        self.shared = ElidedLabel("muted", self)
        self.key = roled(words.text("group.header.change"), "hint")
        self.totals = {name: roled("", "total") for name in ("green", "person", "aside", "saved")}
        for name, look in (("green", "hijau"), ("person", "kuning"), ("saved", "plain")):
            self.totals[name].setProperty("state", look)
        self.totals["aside"].setProperty("state", "plain")
        self._lay_out()

    def show_header(self, answers: Answers, _now: datetime) -> None:
        """Say what is said of all."""
        words = self._words
        clock = str(answers.get("departure.departs_time") or "").replace(":", ".")
        leaves = words.text("periksa.leaves", clock=clock) if clock else ""
        day = departure_day(answers, words.catalogue)
        self.title.setText(departure_title(answers) or words.text("periksa.no_departure"))
        self.said.say(" · ".join(p for p in (departure_route(answers), day, leaves) if p))
        known = [next((p for p in paths if answers.get(p)), paths[0]) for paths in SAID]
        told = [self._told(path, answers) for path in known]
        self.more.say(" · ".join(t for t in told if t) or words.text("group.header.nothing"))

    def show_shared(self, shared: tuple[Shared, ...], *, rows: int) -> None:
        """Say what several rows have in common; what the header gave everybody comes last."""
        own = [each for each in shared if not each.by_header]
        of_all = [each for each in shared if each.by_header]
        said = [self._pattern(each) for each in (*own, *of_all)[:MOST_SHOWN]]
        self.shared.say(" · ".join(said))
        self.shared.setVisible(bool(rows))

    def show_totals(self, totals: Totals) -> None:
        """Count the rows."""
        counts = {
            "green": ("●", totals.to_save),
            "person": ("▲", totals.person),
            "aside": ("→", totals.aside),
            "saved": ("✓", totals.saved),
        }
        for name, (shape, count) in counts.items():
            word = self._words.text(f"group.total.{name}")
            self.totals[name].setText(f"{shape} {count} {word}")
            self.totals[name].setVisible(bool(count) or name in {"green", "person"})

    def _told(self, path: str, answers: Answers) -> str:
        value = answers.get(path)
        field = field_at(path)
        if value is None or field is None:
            return ""
        word = self._words.codes(field).get(str(value), str(value)) if field.codes else str(value)
        return f"{label_of(path, self._words)}: {word.lower() if field.codes else word}"

    def _pattern(self, shared: Shared) -> str:
        name = self._words.text(f"group.shared.{shared.pattern}")
        if shared.by_header or shared.pattern is Pattern.PHONE:
            said = f"{name} {len(shared.rows)}×"
        else:
            said = f"{name} {shared.shown} {len(shared.rows)}×"
        if shared.by_header:
            return said
        numbers = ", ".join(str(place + 1) for place in shared.rows[:5])
        more = "…" if len(shared.rows) > 5 else ""
        return self._words.text("group.shared.rows", said=said, numbers=numbers + more)

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(14)
        first.addWidget(self.title)
        first.addWidget(self.said, 1)
        for label in self.totals.values():
            first.addWidget(label)
        second = QHBoxLayout()
        second.setSpacing(14)
        second.addWidget(self.more, 1)
        second.addWidget(self.key)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 6, 16, 6)
        whole.setSpacing(2)
        whole.addLayout(first)
        whole.addLayout(second)
        whole.addWidget(self.shared)


# the first of each that is known speaks for it
SAID = (
    ("claimed.purpose",),
    ("journey.final_city", "journey.final_country"),
    ("group.leader",),
    ("recruiter.name", "recruiter.company", "recruiter.channel"),
    ("ticket.payer_name", "ticket.payer"),
    ("docs.spp_akad",),
)
