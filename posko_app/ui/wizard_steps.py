"""The steps of the first start: each shows one question and hands its answer to the model."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from posko_app.domain.codes import Post
from posko_app.i18n import Catalogue
from posko_app.ui.widgets.banner import Banner
from posko_app.ui.widgets.key_binding import bind_within
from posko_app.ui.widgets.panel import roled
from posko_app.ui.widgets.pickers import TickBox
from posko_app.ui.wizard_model import LONGEST_NAME, WizardModel
from posko_app.ui.wizard_passphrase import PassphraseForm

ARROWS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)


class StepView(QWidget):
    """One step: `take` hands over the answer, `show_choices` shows what the model holds."""

    title = ""

    def __init__(self, model: WizardModel, catalogue: Catalogue) -> None:
        super().__init__()
        self._model = model
        self._catalogue = catalogue
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)
        self._build()
        self.column.addStretch(1)

    def take(self) -> None:
        """Hand the answer to the model."""

    def show_choices(self) -> None:
        """Show what was chosen so far."""

    def to_next_empty(self) -> bool:
        """Move on within the step: from a field that is filled to one that is not."""
        return False

    def focus_first(self) -> None:
        """Put the keyboard where the answer goes."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        raise NotImplementedError

    def _explain(self, text: str, role: str = "value") -> QLabel:
        label = roled(text, role, self)
        label.setWordWrap(True)
        self.column.addWidget(label)
        return label

    def _options(self, choices: Sequence[tuple[str, str]]) -> tuple[QRadioButton, ...]:
        group = QButtonGroup(self)
        buttons = []
        for number, (text, why) in enumerate(choices, start=1):
            button = OptionButton(f"{number}   {text}", self)
            button.setAccessibleName(text)
            button.setAccessibleDescription(why)
            bind_within(self, str(number), button.click)
            group.addButton(button)
            self.column.addWidget(button)
            if why:
                label = self._explain(why, "muted")
                label.setContentsMargins(43, 0, 0, 6)
            buttons.append(button)
        return tuple(buttons)


class OptionButton(QRadioButton):
    """One of a few; the arrow keys choose it, whether or not something was chosen before."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        now = QApplication.focusWidget()
        if event.key() in ARROWS and isinstance(now, OptionButton):
            now.setChecked(True)


class PurposeStep(StepView):
    """Training or real work."""

    def _build(self) -> None:
        self.title = self.tr("Latihan atau tugas?")
        self._explain(
            self.tr(
                "Pilihan ini tetap. Data latihan tidak pernah menjadi data tugas, dan sebaliknya."
            )
        )
        self.training, self.live = self._options(
            (
                (
                    self.tr("Latihan"),
                    self.tr(
                        "Untuk belajar dengan orang-orang contoh. Semua layar diberi tanda LATIHAN."
                    ),
                ),
                (
                    self.tr("Tugas"),
                    self.tr("Untuk bekerja di posko dengan data orang sungguhan."),
                ),
            )
        )

    def take(self) -> None:
        """Hand the answer to the model."""
        self._model.choose_purpose(training=self.training.isChecked())

    def show_choices(self) -> None:
        """Show what was chosen so far."""
        (self.training if self._model.chosen.training else self.live).setChecked(True)

    def focus_first(self) -> None:
        """Put the keyboard on the choice."""
        chosen = self.training if self.training.isChecked() else self.live
        chosen.setFocus(Qt.FocusReason.OtherFocusReason)


class PostStep(StepView):
    """Where this laptop stands."""

    def _build(self) -> None:
        self.title = self.tr("Di pos mana laptop ini bertugas?")
        self.airport, self.port = self._options(
            (
                (
                    self._catalogue.text("pages.post.el-tari"),
                    self.tr("Bandara, keberangkatan udara"),
                ),
                (
                    self._catalogue.text("pages.post.tenau"),
                    self.tr("Pelabuhan, keberangkatan laut"),
                ),
            )
        )

    def take(self) -> None:
        """Hand the answer to the model."""
        if self.airport.isChecked() or self.port.isChecked():
            self._model.choose_post(Post.EL_TARI if self.airport.isChecked() else Post.TENAU)

    def focus_first(self) -> None:
        """Put the keyboard on the choice."""
        chosen = self.port if self.port.isChecked() else self.airport
        chosen.setFocus(Qt.FocusReason.OtherFocusReason)


class OfficerStep(StepView):
    """The first officer and his passphrase."""

    def _build(self) -> None:
        self.title = self.tr("Petugas pertama, seorang penyelia")
        self._explain(
            self.tr(
                "Penyelia menambah petugas lain dan boleh mengekspor nama. "
                "Kata sandinya membuka data."
            ),
            "muted",
        )
        self.name = QLineEdit(self)
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setAccessibleName(self.tr("Nama"))
        label = roled(self.tr("Nama"), "label", self)
        label.setBuddy(self.name)
        self.column.addWidget(label)
        self.column.addWidget(self.name)
        self.passphrase = PassphraseForm(self._faults, suggest=self._model.suggest)
        self.column.addWidget(self.passphrase)

    def _faults(self, passphrase: str) -> tuple[str, ...]:
        self._model.choose_officer(
            self.name.text(), passphrase=passphrase, repeated=self.passphrase.repeated()
        )
        return self._model.passphrase_faults()

    def take(self) -> None:
        """Hand the answer to the model."""
        self._model.choose_officer(
            self.name.text(),
            passphrase=self.passphrase.value(),
            repeated=self.passphrase.repeated(),
        )

    def to_next_empty(self) -> bool:
        """Name, passphrase, passphrase again: Enter goes to what is still empty."""
        fields = (self.name, self.passphrase.first, self.passphrase.second)
        empty = [field for field in fields if not field.text().strip()]
        filled = any(field.hasFocus() and field not in empty for field in fields)
        if filled and empty:
            empty[0].setFocus(Qt.FocusReason.TabFocusReason)
        return filled and bool(empty)

    def focus_first(self) -> None:
        """Put the keyboard into the name."""
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)


class EscrowStep(StepView):
    """Custodians who can open the store when every officer is gone."""

    def _build(self) -> None:
        self.title = self.tr("Kustodian cadangan")
        self._explain(
            self.tr(
                "Bila semua kata sandi hilang, hanya kustodian yang dapat membuka data. "
                "Pengelola memberikan satu berkas berisi kunci mereka."
            )
        )
        self.file = QLineEdit(self)
        self.file.setAccessibleName(self.tr("Berkas kustodian"))
        self.file.setPlaceholderText(self.tr("Berkas kustodian (JSON)"))
        self.browse = QPushButton(self.tr("Pilih &berkas…"), self)
        self.browse.clicked.connect(self._browse)
        line = QHBoxLayout()
        line.addWidget(self.file, 1)
        line.addWidget(self.browse)
        self.column.addLayout(line)
        self.without = TickBox(self.tr("&Lanjut tanpa kustodian"), self)
        self.column.addWidget(self.without)
        warning = Banner(self)
        warning.label.setWordWrap(True)
        warning.say(
            self.tr(
                "Tanpa kustodian, data yang semua kata sandinya hilang tidak bisa dibuka "
                "siapa pun, untuk selamanya. Peringatan ini tetap tampil di Setelan."
            ),
            "caution",
        )
        self.column.addWidget(warning)

    def _browse(self) -> None:
        options = QFileDialog.Option.DontUseNativeDialog
        chosen, _ = QFileDialog.getOpenFileName(self, self.title, self.file.text(), options=options)
        if chosen:
            self.file.setText(chosen)

    def take(self) -> None:
        """Hand the answer to the model."""
        text = self.file.text().strip()
        file = Path(text).expanduser() if text else None
        self._model.choose_escrow(file, without=self.without.isChecked())

    def focus_first(self) -> None:
        """Put the keyboard into the file's name."""
        self.file.setFocus(Qt.FocusReason.OtherFocusReason)


class FinishStep(StepView):
    """What will be made, to be read once more."""

    def _build(self) -> None:
        self.title = self.tr("Siap dibuat")
        self.summary = self._explain("")
        self.unwritten = self._explain(
            self.tr("Belum ada yang ditulis ke disk. Enter membuat penyimpanan; Esc kembali."),
            "muted",
        )

    def show_choices(self) -> None:
        """Say what was chosen, the passphrase excepted."""
        chosen, word = self._model.chosen, self._catalogue.text
        self.unwritten.setVisible(not self._model.is_made)
        self.summary.setText(
            "\n".join(
                (
                    word(
                        "pages.wizard.kind_training"
                        if chosen.training
                        else "pages.wizard.kind_live"
                    ),
                    word("pages.wizard.at_post", post=word(f"pages.post.{chosen.post}")),
                    word("pages.wizard.first_officer", name=chosen.officer),
                    word("pages.wizard.with_escrow" if chosen.escrow else "pages.wizard.no_escrow"),
                    word("sinkron.enrol.chosen", url=chosen.centre.url)
                    if chosen.centre
                    else word("sinkron.enrol.skipped"),
                    word("pages.wizard.folder", folder=self._model.folder),
                )
            )
        )

    def focus_first(self) -> None:
        """Nothing to answer: Enter makes the store."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        super().focus_first()
