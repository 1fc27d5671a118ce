"""The first start: what was chosen and what stands in the way; nothing is made before the end."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from enum import IntEnum
from pathlib import Path

from posko_app.domain.codes import Post
from posko_app.i18n import Catalogue
from posko_app.ui.sinkron_enrol_model import EnrolWish

LONGEST_NAME = 80


class Step(IntEnum):
    """The steps, in order."""

    PURPOSE = 0
    POST = 1
    OFFICER = 2
    ESCROW = 3
    CENTRE = 4
    FINISH = 5


@dataclass(frozen=True, slots=True)
class NewStore:
    """Everything needed to make a store; `training` never turns into live later."""

    training: bool = True
    post: Post | None = None
    officer: str = ""
    passphrase: str = field(default="", repr=False)
    escrow: Path | None = None
    centre: EnrolWish | None = None  # None: later, from Pusat sinkron


@dataclass(frozen=True, slots=True)
class WizardPorts:
    """What the first start needs from outside.

    `check` gives message keys for a passphrase that will not do, with words
    that must not be its substance; `suggest` makes four words; `create` makes
    the store whole or not at all; `enrol` lets the chosen centre take the made
    store in, or raises why not.
    """

    check: Callable[[str, Sequence[str]], tuple[str, ...]]
    suggest: Callable[[], str]
    create: "Callable[[NewStore], Future[None]]"
    enrol: "Callable[[NewStore], Future[None]]"
    folder: str  # where the data will be, for the person to see


class WizardModel:
    """Holds the choices; moving on is refused with a sentence until a step is whole."""

    def __init__(self, ports: WizardPorts, *, catalogue: Catalogue) -> None:
        self._ports = ports
        self._catalogue = catalogue
        self.step = Step.PURPOSE
        self.chosen = NewStore()
        self._repeated = ""
        self._without_escrow = False
        self._half_typed = False
        self.is_made = False  # the store stands; only the centre is open

    def choose_purpose(self, *, training: bool) -> None:
        """Training with invented people, or work with real ones."""
        self.chosen = replace(self.chosen, training=training)

    def choose_post(self, post: Post) -> None:
        """Where this laptop stands."""
        self.chosen = replace(self.chosen, post=post)

    def choose_officer(self, name: str, *, passphrase: str, repeated: str) -> None:
        """The first officer, a penyelia, and his passphrase typed twice."""
        self.chosen = replace(self.chosen, officer=" ".join(name.split()), passphrase=passphrase)
        self._repeated = repeated

    def choose_escrow(self, file: Path | None, *, without: bool) -> None:
        """The custodians' file, or the plain decision to go without."""
        self.chosen = replace(self.chosen, escrow=file)
        self._without_escrow = without

    def choose_centre(self, wish: EnrolWish | None, *, half_typed: bool = False) -> None:
        """The centre to enrol with; none at all is a choice too, half of one is not."""
        self.chosen = replace(self.chosen, centre=wish)
        self._half_typed = half_typed

    def suggest(self) -> str:
        """Four words, made by chance."""
        return self._ports.suggest()

    def passphrase_faults(self) -> tuple[str, ...]:
        """Sentences about the passphrase; empty when it will do."""
        keys = self._ports.check(self.chosen.passphrase, [self.chosen.officer])
        return tuple(self._catalogue.text(key) for key in keys)

    def fault(self, step: Step | None = None) -> str:
        """The sentence that keeps one from leaving the step, or nothing."""
        return _FAULTS.get(self.step if step is None else step, _no_fault)(self)

    def next(self) -> str:
        """Go one step on; gives the sentence that refuses it, or nothing."""
        fault = self.fault()
        if not fault and self.step is not Step.FINISH:
            self.step = Step(self.step + 1)
        return fault

    def back(self) -> None:
        """Go one step back; what was chosen stays."""
        self.step = Step(max(0, self.step - 1))

    def finish(self) -> "Future[None]":
        """Make the store: the first and only thing that touches the disk."""
        return self._ports.create(self.chosen)

    def enrol(self) -> "Future[None]":
        """Let the chosen centre take the made store in."""
        return self._ports.enrol(self.chosen)

    @property
    def folder(self) -> str:
        """Where the data will be."""
        return self._ports.folder

    def _post_fault(self) -> str:
        return "" if self.chosen.post else self._catalogue.text("pages.wizard.choose_post")

    def _officer_fault(self) -> str:
        if not self.chosen.officer:
            return self._catalogue.text("pages.wizard.name_missing")
        if len(self.chosen.officer) > LONGEST_NAME:
            return self._catalogue.text("pages.wizard.name_too_long", largest=LONGEST_NAME)
        faults = self.passphrase_faults()
        if faults:
            return faults[0]
        if self.chosen.passphrase != self._repeated:
            return self._catalogue.text("pages.wizard.passphrase_differs")
        return ""

    def _escrow_fault(self) -> str:
        if self.chosen.escrow is None and not self._without_escrow:
            return self._catalogue.text("pages.wizard.choose_escrow")
        if self.chosen.escrow is not None and not self.chosen.escrow.is_file():
            return self._catalogue.text("pages.wizard.escrow_missing")
        return ""

    def _centre_fault(self) -> str:
        return self._catalogue.text("sinkron.enrol.half") if self._half_typed else ""


def _no_fault(model: WizardModel) -> str:
    del model
    return ""


_FAULTS: dict[Step, Callable[[WizardModel], str]] = {
    Step.POST: WizardModel._post_fault,  # noqa: SLF001
    Step.OFFICER: WizardModel._officer_fault,  # noqa: SLF001
    Step.ESCROW: WizardModel._escrow_fault,  # noqa: SLF001
    Step.CENTRE: WizardModel._centre_fault,  # noqa: SLF001
}
