"""The log of the day, and the files in which it leaves: each locked, each password shown once."""

from collections.abc import Mapping
from pathlib import Path

from posko_app.services.exports import ExportFormat
from posko_app.ui.log_harian import LogHarianPage
from posko_app.ui.window import MainWindow
from tools.demo_form import tab_to
from tools.demo_keys import Differs, Hands

FILES = {ExportFormat.XLSX: "log.xlsx", ExportFormat.PDF: "log.pdf"}


def export_all(window: MainWindow, hands: Hands, folder: Path, *, rows: int) -> Mapping[str, str]:
    """Export today in both forms; give file name → password."""
    hands.press("Ctrl+4")
    page = window.page("log_harian")
    if not isinstance(page, LogHarianPage):
        raise Differs("no log")
    hands.until(f"{rows} rows", lambda: page.model.rowCount() == rows)
    hands.picture("log")
    return {name: export(page, hands, form, folder / name) for form, name in FILES.items()}


def export(page: LogHarianPage, hands: Hands, form: ExportFormat, out: Path) -> str:
    """Export in one form; give the password."""
    panel = page.export
    hands.press("Ctrl+E")
    hands.until("the form", panel.format.hasFocus)
    hands.press("Home")
    for _ in range(panel.format.count()):
        if panel.kind() is form:
            break
        hands.press("Down")
    tab_to(hands, panel.place.hasFocus, "the file's place")
    hands.press("Ctrl+A")
    hands.type(str(out))
    hands.press("F9")
    hands.until("the file", lambda: out.exists() and panel.password.text())
    hands.picture(f"ekspor-{form.value}")
    password = panel.password.text()
    hands.press("Escape")
    return password
