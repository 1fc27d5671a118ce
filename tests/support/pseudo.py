"""A language that does not exist: every text 30 % longer, to see which places have no room."""

from PySide6.QtCore import QTranslator

from posko_app.i18n import Catalogue, load_catalogue

MORE = 0.3
FILLER = "aiu eon "


def longer(text: str) -> str:
    """Give a text with a third more letters; its placeholders and mnemonic stay."""
    extra = round(len(text) * MORE)
    return text + (FILLER * (extra // len(FILLER) + 1))[:extra].rstrip()


def pseudo_catalogue() -> Catalogue:
    """Give all sentences, each longer."""
    known = load_catalogue()
    return Catalogue("id", {key: longer(text) for key, text in known.sentences.items()})


class PseudoTranslator(QTranslator):
    """Lengthens the fixed texts of the windows."""

    def translate(
        self, _context: str, text: str, _disambiguation: str | None = None, _n: int = -1
    ) -> str:
        """Give the longer text."""
        return longer(text)

    def isEmpty(self) -> bool:
        """Qt asks no translator that has nothing."""
        return False
