"""Rincian: one screening, what holds now beside everything stated about it."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from functools import partial
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posko_app.domain.person_links import PairState
from posko_app.domain.records import ScreeningHistory
from posko_app.domain.screening import Answers
from posko_app.errors import PoskoError
from posko_app.i18n import Catalogue
from posko_app.services.screening import Recorded
from posko_app.ui import notices
from posko_app.ui.background import deliver
from posko_app.ui.daftar_cells import decision_state
from posko_app.ui.periksa_ports import DetectionPort
from posko_app.ui.rincian_model import Rival, conflicts_of, groups_of, timeline_of
from posko_app.ui.rincian_people import PeopleSection
from posko_app.ui.rincian_reading import Readings, reading_view
from posko_app.ui.rincian_reason import ReasonBar
from posko_app.ui.rincian_views import Scroll, conflict_view, event_view, group_view, shortened
from posko_app.ui.theme import restyle
from posko_app.ui.widgets.banner import Banner
from posko_app.ui.widgets.elided import TitleLabel
from posko_app.ui.widgets.key_binding import bind_within
from posko_app.ui.widgets.key_button import KeyButton
from posko_app.ui.widgets.key_hints import KeyHints
from posko_app.ui.widgets.level import LevelPill
from posko_app.ui.widgets.panel import Panel, roled

NINE = 9  # digits that can take a value
CONFLICT_HEIGHT = 76


class ScreeningDesk(Protocol):
    """The part of the screening service this page uses."""

    def show(self, subject: str) -> "Future[ScreeningHistory]":
        """Read everything stated about one screening."""

    def correct(
        self, subject: str, *, changes: Answers, reason: str, based_on: tuple[str, ...]
    ) -> "Future[Recorded]":
        """State changed fields."""

    def void(self, subject: str, *, reason: str) -> "Future[Recorded]":
        """State that the screening is void."""


class DetailPage(QWidget):
    """Read, settle what disagrees, correct, void; each statement asks for its reason."""

    closed = Signal()
    correction_asked = Signal(object)  # ScreeningHistory
    changed = Signal(object)  # what the service gave back

    def __init__(
        self,
        desk: ScreeningDesk,
        *,
        detection: DetectionPort,
        people: PeopleSection,
        catalogue: Catalogue,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self.people = people
        self._readings = Readings(detection, catalogue)
        self._catalogue = catalogue
        self._subject = ""
        self._history: ScreeningHistory | None = None
        self._rivals: Mapping[str, Rival] = {}
        self._act: Callable[[str], None] | None = None
        self._build()
        self._bind_keys()

    @property
    def history(self) -> ScreeningHistory | None:
        """What is shown now."""
        return self._history

    def show_subject(self, subject: str) -> None:
        """Read a screening and show it."""
        self._subject = subject
        self.reason.hide()
        self.notice.clear()
        self.reload()

    def reload(self) -> None:
        """Read the shown screening again."""
        subject = self._subject
        deliver(
            self._desk.show(subject),
            self,
            lambda history: self._take(subject, history),
            self._say,
        )

    def focus_first(self) -> None:
        """Put the keyboard on the present values."""
        self.now.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self, subject: str, history: ScreeningHistory) -> None:
        if subject != self._subject:
            return
        self._history = history
        self._show_head(history)
        self._show_conflicts(history)
        groups = [group_view(group) for group in groups_of(history, self._catalogue)]
        self.now.show_content([self._reading(history), *groups])
        self.people.show_subject(subject)
        events = timeline_of(history, self._catalogue)
        self.timeline.show_content([event_view(event) for event in events])

    def _reading(self, history: ScreeningHistory) -> QWidget:
        reading = self._readings.read(history)
        self.level.show_level(reading.level, reading.sentence)
        return reading_view(reading, self.tr("Penilaian"))

    def _show_head(self, history: ScreeningHistory) -> None:
        row, word = history.row, self._catalogue.text
        self.name.say(row.name or word("pages.list.no_name"))
        held = f"code.decision.{row.decision}"
        self.decision.setText(word("pages.detail.kind.void" if row.voided else held))
        restyle(self.decision, state="plain" if row.voided else decision_state(row.decision))
        marks = [word("pages.detail.receipt", receipt=row.receipt)]
        if not row.complete and not row.voided:
            marks.insert(0, word("pages.list.incomplete"))
        self.marks.setText(" · ".join(marks))

    def _show_conflicts(self, history: ScreeningHistory) -> None:
        conflicts = conflicts_of(history, self._catalogue)
        self._rivals = {rival.key: rival for conflict in conflicts for rival in conflict.rivals}
        views = []
        for conflict in conflicts:
            buttons = [self._rival_button(rival) for rival in conflict.rivals]
            views.append(conflict_view(conflict, buttons))
        self.conflicts.show_content(views)
        self.disagreement.setFixedHeight(min(3, len(conflicts)) * CONFLICT_HEIGHT + 46)
        self.disagreement.setVisible(bool(conflicts))

    def _rival_button(self, rival: Rival) -> KeyButton:
        button = KeyButton(rival.key, self.tr("Pakai “%1”").replace("%1", shortened(rival.words)))
        button.setToolTip(rival.words)
        button.clicked.connect(lambda: self.settle(rival.key))
        return button

    def settle(self, key: str) -> None:
        """Take one of the values that disagree; asks why."""
        rival = self._rivals.get(key)
        if rival is None:
            return
        question = self._catalogue.text("pages.detail.settle", value=rival.words, who=rival.who)
        self._ask(question, self.tr("Pakai nilai ini"), lambda reason: self._settle(rival, reason))

    def _settle(self, rival: Rival, reason: str) -> None:
        if self._history is not None:
            change = self._desk.correct(
                self._subject,
                changes={rival.path: rival.value},
                reason=reason,
                based_on=self._history.frontier,
            )
            deliver(change, self, self._done, self._say)

    def void(self) -> None:
        """Ask why the screening is to be void; it stays readable."""
        if self._history is not None and not self._history.row.voided:
            question = self._catalogue.text("pages.detail.void")
            self._ask(question, self.tr("Batalkan pemeriksaan"), self._void)

    def _void(self, reason: str) -> None:
        deliver(self._desk.void(self._subject, reason=reason), self, self._done, self._say)

    def correct(self) -> None:
        """Ask for the correction form."""
        if self._history is not None:
            self.correction_asked.emit(self._history)

    def _ask(self, question: str, verb: str, act: Callable[[str], None]) -> None:
        self._act = act
        self.reason.ask(question, verb=verb)

    def _confirmed(self, reason: str) -> None:
        if self._act is not None:
            self._act(reason)

    def _done(self, recorded: Recorded) -> None:
        self.reason.hide()
        self.notice.say(
            self._catalogue.text("pages.detail.saved", receipt=recorded.receipt), "success"
        )
        self.focus_first()
        self.changed.emit(recorded)
        self.reload()

    def _answered(self) -> None:
        self.notice.say(self._catalogue.text("earlier.stated"), "success")
        self.changed.emit(None)

    def _say(self, error: PoskoError) -> None:
        words = notices.sentence(self._catalogue, error)
        if self.reason.isVisible():
            self.reason.say(words)
        else:
            self.notice.say(words, "problem")

    def _bind_keys(self) -> None:
        for key, act in (
            ("Ctrl+D", self.correct),
            ("Ctrl+B", self.void),
            ("Alt+Y", partial(self.people.answer, PairState.SAME)),
            ("Alt+X", partial(self.people.answer, PairState.NOT_SAME)),
            ("Alt+H", self.people.mark_next),
            ("Alt+O", self.people.open_marked),
            ("Esc", self.closed.emit),
        ):
            bind_within(self, key, act)
        for digit in range(1, NINE + 1):
            key = f"Alt+{digit}"
            bind_within(self, key, self._settler(str(digit)))

    def _settler(self, key: str) -> Callable[[], None]:
        return lambda: self.settle(key)

    def _build(self) -> None:
        self.name = TitleLabel(parent=self)
        self.level = LevelPill(self)
        self.decision = roled("", "total", self)
        self.marks = roled("", "muted", self)
        self.notice = Banner(self)
        self.reason = ReasonBar(self)
        self.reason.confirmed.connect(self._confirmed)
        self.reason.left.connect(self.focus_first)
        self.people.answered.connect(self._answered)
        self.people.failed.connect(self._say)
        self.people.opened.connect(self.show_subject)
        self.conflicts = Scroll(self.tr("Catatan yang berbeda"), self)
        self.disagreement = Panel(
            self.tr("Catatan berbeda"), self.tr("Alt+angka memilih yang berlaku"), self
        )
        self.disagreement.body.addWidget(self.conflicts)
        self.now = Scroll(self.tr("Yang berlaku sekarang"), self)
        self.timeline = Scroll(self.tr("Riwayat"), self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 10, 12, 10)
        whole.setSpacing(8)
        whole.addLayout(self._head())
        whole.addWidget(self.notice)
        whole.addWidget(self.disagreement)
        whole.addLayout(self._columns(), 1)
        whole.addWidget(self.reason)
        whole.addWidget(self._hints())

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(4, 0, 4, 0)
        head.setSpacing(12)
        head.addWidget(self.name)
        head.addWidget(self.level)
        head.addWidget(self.decision)
        head.addStretch(1)
        head.addWidget(self.marks)
        return head

    def _columns(self) -> QHBoxLayout:
        left = Panel(self.tr("Yang berlaku sekarang"), "", self)
        left.body.addWidget(self.now)
        right = Panel(self.tr("Riwayat"), self.tr("terbaru di atas"), self)
        right.body.addWidget(self.timeline)
        columns = QHBoxLayout()
        columns.setSpacing(10)
        columns.addWidget(left, 3)
        beside = QVBoxLayout()
        beside.setSpacing(10)
        beside.addWidget(right, 3)
        beside.addWidget(self.people, 2)
        columns.addLayout(beside, 2)
        return columns

    def _hints(self) -> KeyHints:
        return KeyHints(
            (
                ("Ctrl+D", self.tr("koreksi")),
                ("Ctrl+B", self.tr("batalkan")),
                ("Tab", self.tr("pindah panel")),
                ("↑ ↓", self.tr("gulir")),
                ("Esc", self.tr("kembali ke daftar")),
            ),
            self,
        )
