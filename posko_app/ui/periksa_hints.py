"""What stands under a field: its problem, its caution, or what can be read from its value."""

from datetime import datetime

from posko_app.domain.screening import Answers
from posko_app.ui.periksa_findings import Findings
from posko_app.ui.periksa_model import STAMPED
from posko_app.ui.periksa_ticket import CAUTION, TICKET, doubt, without_caution
from posko_app.ui.periksa_words import Words
from posko_app.ui.scanner_marks import birth_on_passport, scanned_otherwise

NIK, BIRTH = "traveller.nik", "traveller.dob_ktp"
ORIGIN, KECAMATAN = "traveller.origin", "traveller.kecamatan"


def beside(
    path: str, *, answers: Answers, findings: Findings, words: Words, now: datetime
) -> tuple[str, str]:
    """Give the words under a field and their kind, `("", "hint")` for none."""
    message = findings.beside(path)
    other = scanned_otherwise(path, answers, words)
    if message is not None:
        is_ticket = message.key.startswith(CAUTION)
        told = doubt(message, words) if is_ticket else words.sentence(message)
        return " · ".join(filter(None, (told, other))), message.kind
    if other:
        return other, "caution"
    return _reading(path, answers, words, now), "hint"


def _reading(path: str, answers: Answers, words: Words, now: datetime) -> str:
    if path == BIRTH and answers.get(BIRTH) is None:
        return birth_on_passport(answers, words)
    if path == NIK:
        return words.nik_reading(str(answers.get(NIK) or ""), today_at=now)
    if path == TICKET:
        return without_caution(answers, words)
    if path == ORIGIN and answers.get(KECAMATAN):
        return words.text("places.kecamatan", name=str(answers[KECAMATAN]))
    if path in STAMPED:
        clock = words.stamp(answers.get(STAMPED[path]))
        return words.text("periksa.said_at", clock=clock) if clock else ""
    return ""
