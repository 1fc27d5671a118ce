"""The table of regions as it is packaged; `services.gazetteer` makes it searchable."""

import gzip

from posko_app.paths import resources_dir


def region_lines() -> list[str]:
    """Read the table, one region above the villages a line."""
    packed = (resources_dir() / "regions" / "regions.txt.gz").read_bytes()
    return gzip.decompress(packed).decode().splitlines()
