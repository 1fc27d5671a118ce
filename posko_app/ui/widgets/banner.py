"""A line that stays until it is answered: what happened, and one remedy."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from posko_app.ui.theme import restyle


class Banner(QFrame):
    """A persistent message of kind `success`, `hint`, `caution` or `problem`.

    With `reserve` it keeps its place when empty, so nothing below it moves.
    """

    def __init__(self, parent: QWidget | None = None, *, reserve: bool = False) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        self._reserve = reserve
        self._on_action: Callable[[], object] | None = None
        self.label = QLabel(self)
        self.label.setWordWrap(not reserve)
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.button = QPushButton(self)
        self.button.setProperty("role", "link")
        self.button.clicked.connect(self._act)
        line = QHBoxLayout(self)
        line.setContentsMargins(10, 2, 10, 2)
        line.addWidget(self.label, 1)
        line.addWidget(self.button)
        self.clear()

    def say(
        self,
        text: str,
        kind: str = "hint",
        *,
        action: str = "",
        on_action: Callable[[], object] | None = None,
    ) -> None:
        """Show a sentence, and at most one thing to do about it."""
        self.label.setText(text)
        self.label.setToolTip(text)
        self.setAccessibleName(text)
        self._on_action = on_action
        self.button.setText(action)
        self.button.setVisible(bool(action))
        restyle(self, state=kind)
        self.setVisible(True)

    def clear(self) -> None:
        """Take the line away."""
        self.say("", "empty")
        self.setVisible(self._reserve)

    def text(self) -> str:
        """Say what the line reads now."""
        return self.label.text()

    def _act(self) -> None:
        if self._on_action is not None:
            self._on_action()
