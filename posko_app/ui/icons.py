"""The picture of the program in task bars and window lists."""

from PySide6.QtGui import QIcon

from posko_app.paths import resources_dir


def app_icon() -> QIcon:
    """Give the program's icon."""
    return QIcon(str(resources_dir() / "icons" / "posko.svg"))
