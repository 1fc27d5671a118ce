"""Names and numbers shortened for screens and for files that leave without names."""

DOTS = "\N{BULLET}" * 4
_LONG_ENOUGH = 16  # characters; less of a shorter number would stay hidden
_CONTACT_LONG_ENOUGH = 10


def mask_nik(text: str) -> str:
    """Give 9902 •••• •••• 0003 for the screen; a short or odd number shows less."""
    if len(text) < _LONG_ENOUGH:
        return DOTS if text else ""
    return f"{text[:4]} {DOTS} {DOTS} {text[-4:]}"


def mask_nik_ascii(text: str) -> str:
    """Give 9902********0003 for files."""
    if len(text) < _LONG_ENOUGH:
        return "****" if text else ""
    return f"{text[:4]}********{text[-4:]}"


def mask_contact(text: str) -> str:
    """Give 0812 •••• 01 for a list on the screen; a short contact shows less."""
    if len(text) < _CONTACT_LONG_ENOUGH:
        return DOTS if text else ""
    return f"{text[:4]} {DOTS} {text[-2:]}"


def initials(name: str) -> str:
    """Give C.N.S. for CONTOH NAMA SATU; empty for no name."""
    letters = (next((c for c in word if c.isalnum()), "") for word in name.split())
    return "".join(f"{letter.upper()}." for letter in letters if letter)
