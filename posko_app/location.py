"""Where a store lies and whether there is one: all that can be known before anything is loaded."""

import os
from pathlib import Path

from posko_app.errors import OperatorError
from posko_app.paths import DataPaths, data_paths
from posko_app.program import program_folder
from posko_app.store.keyfile_disk import has_key_file

UNFINISHED = "unfinished"  # stands in a data directory until its store is whole


def store_paths(data_dir: Path) -> DataPaths:
    """Say where the files of a data directory lie, and its state directory apart from it."""
    return data_paths(os.environ, home=Path.home(), directory=data_dir)


def store_exists(data_dir: Path) -> bool:
    """Say whether a store was made here; one whose making was cut short does not count."""
    begun = (data_dir / UNFINISHED).exists() and not store_paths(data_dir).database.exists()
    return has_key_file(data_dir) and not begun


def refuse_program_folder(data_dir: Path) -> None:
    """Keep new data out of the folder that an upgrade replaces and an uninstaller empties.

    Raises:
        OperatorError: `program.data_inside`.
    """
    folder = program_folder()
    if folder is not None and data_dir.resolve().is_relative_to(folder):
        raise OperatorError("program.data_inside")
