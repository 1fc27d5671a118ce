"""The ticket's name beside the card's, in words; what an officer says about it goes by one key."""

from posko_app.domain.names import Verdict
from posko_app.domain.screening import Answers, Value
from posko_app.domain.ticket_name import ticket_likeness
from posko_app.ui.periksa_findings import Message
from posko_app.ui.periksa_words import Words

CAUTION = "caution.ticket_name_"
TICKET, DIFFERS = "ticket.name", "ticket.name_differs"


def doubt(message: Message, words: Words) -> str:
    """Say what is doubtful about a ticket's name in one line, with the key that records it."""
    code = message.key.removeprefix(CAUTION)
    return words.text(f"periksa.ticket.hint.{'different' if code == 'differs' else code}")


def without_caution(answers: Answers, words: Words) -> str:
    """Say what was recorded, or that the names are the same; `""` while a name is missing."""
    said = answers.get(DIFFERS)
    if said is not None:
        return words.text("periksa.ticket.differs" if said is True else "periksa.ticket.agrees")
    found = ticket_likeness(answers)
    if found is None or found.verdict is not Verdict.SAME:
        return ""  # what is doubtful about it is a caution, once the field is left
    if not found.reasons:
        return words.text("periksa.ticket.same")
    reasons = ", ".join(words.text(f"periksa.ticket.reason.{code}") for code in found.reasons)
    return words.text("periksa.ticket.same_but", reasons=reasons)


def next_answer(answers: Answers) -> dict[str, Value]:
    """Give what the next press of the key records; nothing without a ticket's name."""
    if answers.get(TICKET) is None:
        return {}
    after: dict[Value, Value] = {None: True, True: False, False: None}
    return {DIFFERS: after[answers.get(DIFFERS)]}
