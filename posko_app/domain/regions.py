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
