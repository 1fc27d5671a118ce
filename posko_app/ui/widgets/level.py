"""The level as shape and sentence; the code word itself is never the label."""

from PySide6.QtWidgets import QLabel, QWidget

from posko_app.ui.theme import restyle

SHAPES = {"hijau": "●", "kuning": "▲", "merah": "■"}


class LevelPill(QLabel):
    """A pill in the level's colour, or a plain one while there is no level."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "level")

    def show_level(self, level: str | None, sentence: str) -> None:
        """Show a level code with its sentence; None means nothing has been judged."""
        shape = SHAPES.get(level or "", "")
        self.setText(f"{shape} {sentence}".strip())
        restyle(self, state=level or "none")
