"""The texts of a ruleset's files: those packaged with the program, or a folder of somebody's."""

from collections.abc import Mapping
from pathlib import Path

from posko_app.errors import OperatorError
from posko_app.paths import resources_dir

RULESET_BYTES = 1024 * 1024  # all files together
SUFFIX = ".toml"


def packaged_catalogue() -> Mapping[str, str]:
    """Read the ruleset that comes with the program."""
    return read_catalogue(resources_dir() / "catalogue")


def read_catalogue(directory: Path) -> dict[str, str]:
    """Read the ruleset files of a folder as text by file name; other files are passed over.

    Line ends are those of Unix whatever the disk says, so that one ruleset has one hash.

    Raises:
        OperatorError: `ruleset.folder_unreadable`, `ruleset.file_not_utf8` (file),
            `ruleset.too_large`.
    """
    try:
        paths = sorted(path for path in directory.iterdir() if path.suffix == SUFFIX)
        size = sum(path.stat().st_size for path in paths)
        if size > RULESET_BYTES:
            raise OperatorError("ruleset.too_large")
        return {path.name: _text(path) for path in paths}
    except OSError as error:
        raise OperatorError("ruleset.folder_unreadable") from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise OperatorError("ruleset.file_not_utf8", file=path.name) from error
