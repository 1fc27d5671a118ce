"""Airports and harbours that people from NTT leave from and go to.

Basis: SRC-FIELD 1.8 (routes in reports), SRC-CARRIERS (codes and names beside).
"""

from posko_app.domain.carrier_table import Port


def _airports(text: str) -> tuple[Port, ...]:
    """Read lines `KOE Kupang; El Tari`."""
    lines = (line.strip() for line in text.strip().splitlines())
    return tuple(_airport(line) for line in lines)


def _airport(line: str) -> Port:
    places, _, name = line.partition("; ")
    code, _, city = places.partition(" ")
    return Port(code, city, name, "udara", (name.casefold(),) if name else ())


AIRPORTS = _airports(
    """
    KOE Kupang; El Tari
    MOF Maumere; Frans Seda
    LBJ Labuan Bajo; Komodo
    ENE Ende; H. Hasan Aroeboesman
    WGP Waingapu; Umbu Mehang Kunda
    TMC Tambolaka; Lede Kalumbang
    ABU Atambua; A. A. Bere Tallo
    ARD Alor; Mali
    LKA Larantuka; Gewayantana
    LWE Lewoleba; Wunopito
    RTI Rote; D. C. Saudale
    SAU Sabu; Tardamu
    BJW Bajawa; Soa
    RTG Ruteng; Frans Sales Lega
    SUB Surabaya; Juanda
    CGK Jakarta; Soekarno-Hatta
    HLP Jakarta; Halim Perdanakusuma
    DPS Denpasar; Ngurah Rai
    UPG Makassar; Sultan Hasanuddin
    LOP Lombok; Praya
    YIA Yogyakarta; Kulon Progo
    SRG Semarang; Ahmad Yani
    BPN Balikpapan; Sepinggan
    AAP Samarinda; A. P. T. Pranoto
    TRK Tarakan; Juwata
    NNX Nunukan; Nunukan
    BDJ Banjarmasin; Syamsudin Noor
    PKY Palangkaraya; Tjilik Riwut
    PKN Pangkalan Bun; Iskandar
    SMQ Sampit; H. Asan
    PNK Pontianak; Supadio
    KTG Ketapang; Rahadi Oesman
    BTH Batam; Hang Nadim
    TNJ Tanjung Pinang; Raja Haji Fisabilillah
    PKU Pekanbaru; Sultan Syarif Kasim II
    KNO Medan; Kualanamu
    PLM Palembang; S. M. Badaruddin II
    PLW Palu; Mutiara
    KDI Kendari; Haluoleo
    MDC Manado; Sam Ratulangi
    AMQ Ambon; Pattimura
    SOQ Sorong; D. E. Osok
    TIM Timika; Mozes Kilangin
    MKQ Merauke; Mopah
    DJJ Jayapura; Sentani
    DIL Dili; Nicolau Lobato
    KUL Kuala Lumpur; KLIA
    JHB Johor Bahru; Senai
    PEN Pulau Pinang; Bayan Lepas
    KCH Kuching; Kuching
    BKI Kota Kinabalu; Kota Kinabalu
    TWU Tawau; Tawau
    SIN Singapura; Changi
    BWN Bandar Seri Begawan; Brunei
    HKG Hong Kong; Chek Lap Kok
    TPE Taipei; Taoyuan
    MFM Makau; Makau
    ICN Seoul; Incheon
    NRT Tokyo; Narita
    KIX Osaka; Kansai
    BKK Bangkok; Suvarnabhumi
    PNH Phnom Penh; Phnom Penh
    JED Jeddah; King Abdulaziz
    RUH Riyadh; King Khalid
    DXB Dubai; Dubai
    AUH Abu Dhabi; Zayed
    DOH Doha; Hamad
    KWI Kuwait; Kuwait
    """
)

HARBOURS = tuple(
    Port(text, city, name, "laut", aliases)
    for text, city, name, aliases in (
        ("Tenau", "Kupang", "Tenau", ("pelabuhan tenau", "tenau kupang")),
        ("Bolok", "Kupang", "Bolok", ("pelabuhan bolok",)),
        ("Lewoleba", "Lewoleba", "Lewoleba", ()),
        ("Larantuka", "Larantuka", "Larantuka", ()),
        ("Maumere", "Maumere", "Lorens Say", ("lorens say", "l say")),
        ("Ende", "Ende", "Ippi", ("ippi", "ipi")),
        ("Kalabahi", "Kalabahi", "Kalabahi", ()),
        ("Waingapu", "Waingapu", "Waingapu", ()),
        ("Waikelo", "Waikelo", "Waikelo", ()),
        ("Labuan Bajo", "Labuan Bajo", "Labuan Bajo", ("labuhan bajo",)),
        ("Aimere", "Aimere", "Aimere", ()),
        ("Ba'a", "Rote", "Ba'a", ("baa",)),
        ("Pantai Baru", "Rote", "Pantai Baru", ()),
        ("Seba", "Sabu", "Seba", ()),
        ("Atapupu", "Atambua", "Atapupu", ()),
        ("Bima", "Bima", "Bima", ()),
        ("Lembar", "Lombok", "Lembar", ()),
        ("Benoa", "Denpasar", "Benoa", ()),
        ("Tanjung Perak", "Surabaya", "Tanjung Perak", ("perak",)),
        ("Tanjung Priok", "Jakarta", "Tanjung Priok", ("priok",)),
        ("Makassar", "Makassar", "Soekarno-Hatta", ("ujung pandang",)),
        ("Parepare", "Parepare", "Parepare", ("pare-pare", "pare pare")),
        ("Balikpapan", "Balikpapan", "Semayang", ("semayang",)),
        ("Tarakan", "Tarakan", "Malundung", ("malundung",)),
        ("Nunukan", "Nunukan", "Tunon Taka", ("tunon taka",)),
        ("Batulicin", "Batulicin", "Batulicin", ()),
        ("Kumai", "Pangkalan Bun", "Kumai", ()),
        ("Sampit", "Sampit", "Sampit", ()),
        ("Pontianak", "Pontianak", "Dwikora", ("dwikora",)),
        ("Kijang", "Bintan", "Kijang", ()),
        ("Batam Centre", "Batam", "Batam Centre", ("batam center",)),
        ("Sekupang", "Batam", "Sekupang", ()),
        ("Merauke", "Merauke", "Merauke", ()),
        ("Tawau", "Tawau", "Tawau", ()),
        ("Stulang Laut", "Johor Bahru", "Stulang Laut", ()),
    )
)

PORTS = AIRPORTS + HARBOURS
