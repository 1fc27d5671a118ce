"""Makes resources/locale/*/countries.toml: names of countries that are not already worded by hand.

Provenance: CLDR names as the PyPI package babel 2.18.0 carries them (BSD-3-Clause; the names are
under the Unicode licence). The package is no dependency; fetch it only to run this again:

    pip install --no-deps --target build/babel babel==2.18.0
    PYTHONPATH=build/babel python -m tools.make_countries

It prints the codes for `codes.OTHER_COUNTRY`, in order of the Indonesian names.
"""

import importlib
import re
from collections.abc import Mapping
from pathlib import Path

from posko_app.domain.codes import USUAL_COUNTRY

TARGET = Path(__file__).resolve().parent.parent / "resources" / "locale"
# codes of CLDR that are no code of ISO 3166-1
NO_COUNTRY = frozenset(
    ["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"]
)
HEAD = {
    "id": "# Nama negara selain yang lazim; dibuat oleh tools/make_countries.py dari CLDR.",
    "en": "# Names of countries beside the usual; made by tools/make_countries.py from CLDR.",
}


def others(names: Mapping[str, str]) -> dict[str, str]:
    """Give the countries that are worded nowhere else, by code, in order of their names."""
    found = {
        code: name
        for code, name in names.items()
        if re.fullmatch("[A-Z]{2}", code) and code not in NO_COUNTRY | set(USUAL_COUNTRY)
    }
    return dict(sorted(found.items(), key=lambda pair: pair[1].casefold()))


def table(names: Mapping[str, str], codes: list[str], head: str) -> str:
    """Lay the names out as a file of sentences."""
    lines = [f'{code} = "{names[code]}"' for code in codes]
    return "\n".join([head, "", "[code.country]", *lines]) + "\n"


def main(target: Path = TARGET) -> None:
    """Write both files and print the codes."""
    locale = importlib.import_module("babel").Locale
    codes = list(others(locale("id").territories))
    for language, head in HEAD.items():
        text = table(locale(language).territories, codes, head)
        (target / language / "countries.toml").write_text(text, encoding="utf-8")
    print(" ".join(codes))


if __name__ == "__main__":
    main()
