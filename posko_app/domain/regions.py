"""The kabupaten and kota of NTT by the Kemendagri code a NIK begins with.

The statistics office numbers them otherwise; never mix the two.

Basis: SRC-NIK (order agreed in two of three public files; check against the decree).
"""

from collections.abc import Mapping
from types import MappingProxyType

NTT: Mapping[str, str] = MappingProxyType(
    {
        "5301": "Kab. Kupang",
        "5302": "Kab. Timor Tengah Selatan",
        "5303": "Kab. Timor Tengah Utara",
        "5304": "Kab. Belu",
        "5305": "Kab. Alor",
        "5306": "Kab. Flores Timur",
        "5307": "Kab. Sikka",
        "5308": "Kab. Ende",
        "5309": "Kab. Ngada",
        "5310": "Kab. Manggarai",
        "5311": "Kab. Sumba Timur",
        "5312": "Kab. Sumba Barat",
        "5313": "Kab. Lembata",
        "5314": "Kab. Rote Ndao",
        "5315": "Kab. Manggarai Barat",
        "5316": "Kab. Nagekeo",
        "5317": "Kab. Sumba Tengah",
        "5318": "Kab. Sumba Barat Daya",
        "5319": "Kab. Manggarai Timur",
        "5320": "Kab. Sabu Raijua",
        "5321": "Kab. Malaka",
        "5371": "Kota Kupang",
    }
)


def kabupaten_label(code: str) -> str | None:
    """Give the label of a four-digit code, or None when it is not one of NTT."""
    return NTT.get(code)


# Where the regent sits: people name the town, and in some cases no village is called so.
# General knowledge, for looking up only; nothing is ever counted or filled in by it.
SEATS: Mapping[str, str] = MappingProxyType(
    {
        "5301": "Oelamasi",
        "5302": "Soe",
        "5303": "Kefamenanu",
        "5304": "Atambua",
        "5305": "Kalabahi",
        "5306": "Larantuka",
        "5307": "Maumere",
        "5308": "Ende",
        "5309": "Bajawa",
        "5310": "Ruteng",
        "5311": "Waingapu",
        "5312": "Waikabubak",
        "5313": "Lewoleba",
        "5314": "Ba'a",
        "5315": "Labuan Bajo",
        "5316": "Mbay",
        "5317": "Waibakul",
        "5318": "Tambolaka",
        "5319": "Borong",
        "5320": "Seba",
        "5321": "Betun",
    }
)

# Short forms that are no initials and mean one kabupaten only.
SPOKEN: Mapping[str, str] = MappingProxyType(
    {"5306": "flotim", "5311": "sumtim", "5315": "mabar", "5317": "sumteng", "5319": "matim"}
)
