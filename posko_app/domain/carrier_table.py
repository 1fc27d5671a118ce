"""Airlines, ships and the places they leave from and go to, with what else people call them.

A table of help, never a list of what is allowed: what is not in it is kept as it was typed.

Basis: SRC-FIELD 1.8 and 7 (what stands in reports), SRC-CARRIERS (codes, ships and ports beside).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Airline:
    """An airline by its two-character designator."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ship:
    """A ship by the name everybody knows it by; aliases stand without KM and KMP."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Port:
    """An airport by its three letters, or a harbour by its name; `text` is what is recorded."""

    text: str
    city: str
    name: str
    kind: str  # udara, laut
    aliases: tuple[str, ...] = ()


AIRLINES = (
    Airline("JT", "Lion Air", ("lion", "lionair")),
    Airline("ID", "Batik Air", ("batik",)),
    Airline("IW", "Wings Air", ("wings", "wing air", "wingsair")),
    Airline("GA", "Garuda Indonesia", ("garuda",)),
    Airline("QG", "Citilink", ("citylink", "citi link")),
    Airline("IN", "NAM Air", ("nam",)),
    Airline("SJ", "Sriwijaya Air", ("sriwijaya",)),
    Airline("IU", "Super Air Jet", ("super jet", "superairjet")),
    Airline("QZ", "Indonesia AirAsia", ("airasia indonesia", "airasia", "air asia")),
    Airline("IP", "Pelita Air", ("pelita",)),
    Airline("8B", "TransNusa", ("trans nusa",)),
    Airline("SI", "Susi Air", ("susi",)),
    Airline("AK", "AirAsia Malaysia", ("air asia malaysia",)),
    Airline("OD", "Batik Air Malaysia", ("malindo", "malindo air")),
    Airline("MH", "Malaysia Airlines", ("malaysia air",)),
    Airline("SQ", "Singapore Airlines", ()),
    Airline("TR", "Scoot", ()),
    Airline("CX", "Cathay Pacific", ("cathay",)),
    Airline("CI", "China Airlines", ()),
    Airline("BR", "EVA Air", ("eva",)),
    Airline("SV", "Saudia", ("saudi airlines", "saudia airlines")),
    Airline("EK", "Emirates", ()),
    Airline("QR", "Qatar Airways", ("qatar",)),
    Airline("EY", "Etihad Airways", ("etihad",)),
)

PELNI = (
    Ship("KM Bukit Siguntang", ("siguntang", "bukit siguntang", "b siguntang", "sguntang")),
    Ship("KM Umsini", ("umsini", "umsisni", "umsimi")),
    Ship("KM Sirimau", ("sirimau", "serimau")),
    Ship("KM Awu", ("awu",)),
    Ship("KM Wilis", ("wilis", "willis")),
    Ship("KM Lawit", ("lawit",)),
    Ship("KM Tidar", ("tidar",)),
    Ship("KM Lambelu", ("lambelu", "lambelo")),
    Ship("KM Bukit Raya", ("bukit raya",)),
    Ship("KM Ciremai", ("ciremai", "ceremai")),
    Ship("KM Dobonsolo", ("dobonsolo",)),
    Ship("KM Dorolonda", ("dorolonda",)),
    Ship("KM Nggapulu", ("nggapulu", "gapulu")),
    Ship("KM Gunung Dempo", ("gunung dempo", "dempo")),
    Ship("KM Kelimutu", ("kelimutu",)),
    Ship("KM Kelud", ("kelud",)),
    Ship("KM Labobar", ("labobar",)),
    Ship("KM Leuser", ("leuser",)),
    Ship("KM Binaiya", ("binaiya",)),
    Ship("KM Egon", ("egon",)),
    Ship("KM Jetliner", ("jetliner",)),
    Ship("KM Pangrango", ("pangrango",)),
    Ship("KM Sangiang", ("sangiang",)),
    Ship("KM Sinabung", ("sinabung",)),
    Ship("KM Tatamailau", ("tatamailau",)),
    Ship("KM Tilongkabila", ("tilongkabila",)),
)

FERRIES = (
    Ship("KMP Ile Labalekan", ("ile labalekan", "ile labalekang", "labalekan", "lebalekan")),
    Ship("KMP Ile Mandiri", ("ile mandiri",)),
    Ship("KMP Ile Boleng", ("ile boleng",)),
    Ship("KMP Ile Ape", ("ile ape",)),
    Ship("KMP Inerie II", ("inerie ii", "inerie 2", "inerie")),
    Ship("KMP Lakaan", ("lakaan",)),
    Ship("KMP Namparnos", ("namparnos",)),
    Ship("KMP Pulau Sabu", ("pulau sabu",)),
    Ship("KMP Ranaka", ("ranaka",)),
    Ship("KMP Rokatenda", ("rokatenda",)),
    Ship("KMP Sirung", ("sirung",)),
    Ship("KMP Uma Kalada", ("uma kalada", "umakalada")),
    Ship("KMP Cakalang", ("cakalang",)),
)

SHIPS = PELNI + FERRIES
