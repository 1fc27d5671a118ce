"""The ruleset of a folder that a command was given."""

from pathlib import Path

from posko_app.catalogue_files import packaged_catalogue, read_catalogue
from posko_app.domain.detection.ruleset import Ruleset
from posko_app.domain.detection.ruleset_read import RulesetFaults, read_ruleset
from posko_app.errors import OperatorError


def ruleset_in(directory: Path | None) -> Ruleset:
    """Read the ruleset of a folder; without one, that of the program.

    Raises:
        OperatorError: `ruleset.folder_faults` (count, first file and line), and as
            `catalogue_files.read_catalogue`.
    """
    try:
        return read_ruleset(
            packaged_catalogue() if directory is None else read_catalogue(directory)
        )
    except RulesetFaults as faulty:
        first, count = faulty.faults[0], len(faulty.faults)
        raise OperatorError(
            "ruleset.folder_faults", count=count, file=first.file, line=first.line
        ) from faulty
