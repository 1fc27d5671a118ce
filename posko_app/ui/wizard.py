"""The first start, step by step and by keyboard; until the last key nothing is written."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from posko_app.errors import PoskoError
from posko_app.i18n import Catalogue
from posko_app.ui import notices
from posko_app.ui.background import deliver
from posko_app.ui.theme import restyle
from posko_app.ui.widgets.card import CardPage
from posko_app.ui.widgets.key_binding import bind_within
from posko_app.ui.widgets.key_button import KeyButton
from posko_app.ui.widgets.panel import roled
from posko_app.ui.widgets.scroller import Scroller
from posko_app.ui.wizard_centre import CentreStep
from posko_app.ui.wizard_model import Step, WizardModel, WizardPorts
from posko_app.ui.wizard_steps import (
    EscrowStep,
    FinishStep,
    OfficerStep,
    PostStep,
    PurposeStep,
    StepView,
)

WIDTH = 720
STEPS_HEIGHT = 290


class WizardPage(CardPage):
    """One question a step; Enter goes on, Esc goes back."""

    finished = Signal()  # the store is made
    cancelled = Signal()

    def __init__(
        self, ports: WizardPorts, *, catalogue: Catalogue, parent: QWidget | None = None
    ) -> None:
        super().__init__(WIDTH, parent)
        self._catalogue = catalogue
        self.model = WizardModel(ports, catalogue=catalogue)
        self._busy = False
        self._views: tuple[StepView, ...] = tuple(
            kind(self.model, catalogue)
            for kind in (PurposeStep, PostStep, OfficerStep, EscrowStep, CentreStep, FinishStep)
        )
        self.centre = next(view for view in self._views if isinstance(view, CentreStep))
        self._build()
        self._show_step()

    def focus_first(self) -> None:
        """Put the keyboard where the step's answer goes."""
        self._view().focus_first()

    def go_on(self) -> None:
        """Take the step's answer and go on, or say what is missing."""
        if self._busy:
            return
        self._view().take()
        fault = self.model.fault()
        if fault:
            self._say(fault, "problem")
            return
        if self.model.is_made:
            self._enrol_or_leave()
            return
        if self.model.step is Step.FINISH:
            self._finish()
            return
        self.model.next()
        self._show_step()

    def go_back(self) -> None:
        """Go one step back; from the first one the wizard is left and nothing was made."""
        if self._busy:
            return
        if self.model.is_made:
            self.finished.emit()
            return
        if self.model.step is Step.PURPOSE:
            self.cancelled.emit()
            return
        self._view().take()
        self.model.back()
        self._show_step()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focus = self.focusWidget()
            if isinstance(focus, QPushButton):
                focus.click()
            elif not self._view().to_next_empty():
                self.go_on()
            return
        super().keyPressEvent(event)

    def _finish(self) -> None:
        self._busy = True
        self._say(self.tr("Membuat penyimpanan…"), "muted")
        deliver(self.model.finish(), self, self._made, self._failed)

    def _made(self, _: None) -> None:
        self._busy = False
        self.model.is_made = True
        self._view().show_choices()
        self._enrol_or_leave()

    def _enrol_or_leave(self) -> None:
        """The store stands: enrol it where a centre was chosen, or open it."""
        if self.model.chosen.centre is None:
            self.finished.emit()
            return
        self._busy = True
        self._say(self._catalogue.text("sinkron.enrol.working"), "muted")
        deliver(self.model.enrol(), self, self._enrolled, self._not_enrolled)

    def _enrolled(self, _: None) -> None:
        self._busy = False
        self.finished.emit()

    def _not_enrolled(self, error: PoskoError) -> None:
        """Go back to address and code only; everything before them is made."""
        self._busy = False
        self.model.step = Step.CENTRE
        self._show_step()
        beside = self.centre.blame_for(error)
        why = "" if beside else notices.sentence(self._catalogue, error)
        text = self._catalogue.text("sinkron.enrol.made_not_enrolled", why=why).rstrip()
        self._say(f"{text} {self._catalogue.text('sinkron.enrol.made_again')}", "problem")
        self.forward.rename(self.tr("Daftarkan"))
        self.back.rename(self.tr("Tanpa pusat"))

    def _failed(self, error: PoskoError) -> None:
        self._busy = False
        self._say(notices.sentence(self._catalogue, error), "problem")

    def _view(self) -> StepView:
        return self._views[self.model.step]

    def _say(self, text: str, role: str) -> None:
        self.trouble.setText(text)
        restyle(self.trouble, role=role)

    def _show_step(self) -> None:
        view = self._view()
        view.show_choices()
        self.steps.setCurrentWidget(view)
        self.title.setText(view.title)
        self.count.setText(
            self._catalogue.text(
                "pages.wizard.step", number=self.model.step + 1, steps=len(self._views)
            )
        )
        last = self.model.step is Step.FINISH
        self.forward.rename(self.tr("Buat penyimpanan") if last else self.tr("Lanjut"))
        first = self.model.step is Step.PURPOSE
        self.back.rename(self.tr("Batal") if first else self.tr("Kembali"))
        self._say("", "problem")
        view.focus_first()

    def _build(self) -> None:
        self.title = roled("", "title", self)
        self.count = roled("", "muted", self)
        self.steps = QStackedWidget(self)
        self.steps.setMinimumHeight(STEPS_HEIGHT)
        for view in self._views:
            self.steps.addWidget(view)
        self.trouble = roled("", "problem", self)
        self.trouble.setWordWrap(True)
        self.trouble.setMinimumHeight(34)
        self.back = KeyButton("Esc", self.tr("Kembali"))
        self.back.clicked.connect(self.go_back)
        self.forward = KeyButton("Enter", self.tr("Lanjut"), primary=True)
        self.forward.clicked.connect(self.go_on)
        bind_within(self, "Esc", self.go_back)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(28, 20, 28, 20)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(roled("POSKO", "brand", self))
        head.addStretch(1)
        head.addWidget(self.count)
        column.addLayout(head)
        column.addWidget(self.title)
        column.addSpacing(6)
        column.addWidget(Scroller(self.steps), 1)
        column.addWidget(self.trouble)
        actions = QHBoxLayout()
        actions.addWidget(self.back)
        actions.addStretch(1)
        actions.addWidget(self.forward)
        column.addLayout(actions)
