"""The packaged ruleset, and others made from it: whole ones, each with a hash of its own."""

from collections.abc import Mapping
from functools import cache

from posko_app.catalogue_files import packaged_catalogue
from posko_app.domain.detection.ruleset_read import ruleset_hash

VALUE = "value = "


@cache
def packaged() -> Mapping[str, str]:
    """The files of the ruleset that comes with the program."""
    return packaged_catalogue()


def packaged_hash() -> str:
    """Its hash."""
    return ruleset_hash(packaged())


def with_version(version: str) -> dict[str, str]:
    """The same rules under another version."""
    files = dict(packaged())
    files["ruleset.toml"] = files["ruleset.toml"].replace(
        'version = "', f'version = "{version}.', 1
    )
    return files


def with_parameter(name: str, value: int) -> dict[str, str]:
    """The same rules with one threshold changed."""
    files = dict(packaged())
    before, found, after = files["ruleset.toml"].partition(f'id = "{name}"\n')
    line, _, rest = after.partition("\n")
    assert found
    assert line.startswith(VALUE)
    files["ruleset.toml"] = f"{before}{found}value = {value}\n{rest}"
    return files
