"""A label of one line that ends in … instead of growing; its tooltip has the whole."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class ElidedLabel(QLabel):
    """Takes the width it is given and nothing more."""

    def __init__(self, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = ""
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def say(self, text: str) -> None:
        """Show a sentence; the same one costs nothing."""
        if text == self._whole:
            return
        self._whole = text
        self.setToolTip(text)
        self._fit()

    def setText(self, text: str) -> None:
        """Show a sentence, as any other label does."""
        self.say(text)

    def text(self) -> str:
        """Give the sentence, as any other label does."""
        return self._whole

    def whole(self) -> str:
        """Give the sentence, also where it is cut on the screen."""
        return self._whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the sentence to the new width."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Cut it again when the letters grow or shrink, as a mark in bold does."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        room = max(0, self.width())
        super().setText(
            self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        )


class TitleLabel(ElidedLabel):
    """As wide as its words while there is room, so that what follows stands right behind them."""

    def __init__(self, role: str = "title", parent: QWidget | None = None) -> None:
        super().__init__(role, parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def say(self, text: str) -> None:
        """Show a sentence and ask for its room."""
        if text != self._whole:
            super().say(text)
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """The whole sentence."""
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 2, self._height())

    def minimumSizeHint(self) -> QSize:
        """Nothing: a long name must not push the window off the screen."""
        return QSize(0, self._height())

    def _height(self) -> int:
        return super().sizeHint().height()
