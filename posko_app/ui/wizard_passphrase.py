"""Choosing a passphrase: typed twice, or four words made by chance and written down."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from posko_app.ui.theme import restyle
from posko_app.ui.widgets.panel import roled
from posko_app.ui.widgets.pickers import TickBox

Check = Callable[[str], tuple[str, ...]]  # sentences about a passphrase; none when it will do


class PassphraseForm(QWidget):
    """Two fields, a judgement in words under them, and a button that makes four words."""

    edited = Signal()

    def __init__(
        self,
        check: Check,
        *,
        suggest: Callable[[], str],
        label: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._check = check
        self._suggest = suggest
        self._build(label or self.tr("Kata sandi"))

    def value(self) -> str:
        """What is typed in the first field."""
        return self.first.text()

    def repeated(self) -> str:
        """What is typed in the second."""
        return self.second.text()

    def clear(self) -> None:
        """Forget both."""
        for editor in (self.first, self.second):
            editor.clear()
        self._say("", "hint")

    def _make_words(self) -> None:
        words = self._suggest()
        self.shown.setChecked(True)
        self.first.setText(words)
        self.second.clear()
        self._judge()
        self.second.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _judge(self) -> None:
        typed = self.first.text()
        faults = self._check(typed) if typed else ()
        if not typed:
            self._say(self.tr("Minimal 15 huruf, atau empat kata acak."), "hint")
        elif faults:
            self._say(faults[0], "caution")
        elif self.second.text() and self.second.text() != typed:
            self._say(self.tr("Ulangan belum sama."), "caution")
        else:
            done = (
                self.tr("Cukup kuat.")
                if not self.second.text()
                else self.tr("Cukup kuat, dan sama.")
            )
            self._say(done, "hint")

    def _say(self, text: str, role: str) -> None:
        self.hint.setText(text)
        restyle(self.hint, role=role)

    def _changed(self) -> None:
        self._judge()
        self.edited.emit()

    def _show_letters(self, shown: bool) -> None:  # noqa: FBT001 - the signal's own argument
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.first.setEchoMode(mode)
        self.second.setEchoMode(mode)

    def _build(self, label: str) -> None:
        self.first, self.second = QLineEdit(self), QLineEdit(self)
        self.shown = TickBox(self.tr("&Tampilkan"), self)
        self.shown.toggled.connect(self._show_letters)
        self.words = QPushButton(self.tr("&Buatkan 4 kata"), self)
        self.words.clicked.connect(self._make_words)
        self.hint = roled("", "hint", self)
        self.hint.setWordWrap(True)
        self.hint.setMinimumHeight(18)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for text, editor in ((label, self.first), (self.tr("Ulangi"), self.second)):
            head = roled(text, "label", self)
            head.setBuddy(editor)
            editor.setAccessibleName(text)
            editor.textEdited.connect(self._changed)
            column.addWidget(head)
            column.addWidget(editor)
        column.addWidget(self.hint)
        line = QHBoxLayout()
        line.addWidget(self.words)
        line.addWidget(self.shown)
        line.addStretch(1)
        column.addLayout(line)
        self._show_letters(False)
        self._judge()
