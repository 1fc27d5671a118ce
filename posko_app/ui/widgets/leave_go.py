"""The two keys under a panel at the side: Esc leaves it, F9 does what it is for."""

from PySide6.QtWidgets import QHBoxLayout

from posko_app.ui.widgets.key_button import KeyButton


class LeaveGo(QHBoxLayout):
    """Both buttons at the right edge; `leave` and `go` are there to connect."""

    def __init__(self, leave: str, go: str) -> None:
        super().__init__()
        self.leave = KeyButton("Esc", leave)
        self.go = KeyButton("F9", go, primary=True)
        self.addStretch(1)
        self.addWidget(self.leave)
        self.addWidget(self.go)
