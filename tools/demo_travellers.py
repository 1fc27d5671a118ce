"""Eight travellers, one for each thing the screening page does about signs and papers."""

from collections.abc import Callable

from tools import demo_people as people
from tools.demo_form import Form

HIJAU, KUNING, STARRED, MERAH = "● HIJAU", "▲ KUNING", "▲ KUNING*", "■ MERAH"
SPP_VERIFIED, BY_PHONE = "2", "1"
OFFICE = "Disnakertrans Contoh"


def all_travellers(form: Form, *, dark: Callable[[], None], light: Callable[[], None]) -> list[str]:
    """Screen them all; give the receipts in order. One of them is met with the dark look."""
    receipts = [on_holiday(form), decided_otherwise(form), two_signs(form)]
    dark()
    receipts.append(papers_missing(form))
    light()
    return [*receipts, fact_verified(form), talked_to(form), combined(form), child(form)]


def on_holiday(form: Form) -> str:
    """HIJAU: F9 alone records that she may go."""
    form.fill(people.HOLIDAY)
    form.stands_at(HIJAU)
    form.hands.picture("hijau")
    return form.save("hijau", "boleh")


def decided_otherwise(form: Form) -> str:
    """A decision other than the suggestion: one reason, by one digit."""
    form.fill(people.TIRED)
    form.stands_at(HIJAU)
    form.hands.press("Alt+T")
    form.is_in(lambda: form.page.view.middle.ask)
    form.hands.picture("beda-saran")
    form.hands.press("4")
    form.fill({"decision_reason": "permintaan sendiri"})
    form.hands.picture("tunda")
    return form.save("tunda", "tunda")


def two_signs(form: Form) -> str:
    """KUNING by two signs of medium weight."""
    form.fill(people.TWO_SIGNS)
    form.stands_at(KUNING)
    form.hands.picture("kuning")
    form.hands.press("Alt+B")
    return form.save("kuning", "boleh")


def papers_missing(form: Form) -> str:
    """KUNING by papers alone, and the checklist that says which, with its legal basis."""
    form.fill(people.PAPERS_MISSING)
    form.fill_further({"recruiter.company": people.COMPANY})
    form.hands.press("Alt+P", "Alt+V", "Alt+K", "Alt+I", "Alt+I")
    form.stands_at(KUNING)
    form.hands.press("Alt+C")
    form.is_in(lambda: form.page.view.middle.checklist)
    form.hands.picture("ceklis-surat")
    form.hands.press("Escape", "Alt+T")
    form.fill({"decision_reason": "dokumen"})
    form.hands.picture("surat-kurang")
    return form.save("surat-kurang", "tunda")


def fact_verified(form: Form) -> str:
    """KUNING until an officer has verified the company's permit: two signs fall, HIJAU."""
    form.fill(people.GROUP)
    form.fill_further({"recruiter.company": people.GROUP_COMPANY})
    form.stands_at(KUNING)
    form.hands.press("Alt+F")
    form.is_in(lambda: form.page.view.middle.calming)
    form.hands.picture("fakta-penenang")
    form.hands.press(SPP_VERIFIED, BY_PHONE)
    form.hands.type(OFFICE)
    form.hands.picture("bukti-fakta")
    form.hands.press("Return", "Escape")
    form.stands_at(HIJAU)
    form.hands.picture("tanda-gugur")
    return form.save("tanda-gugur", "boleh")


def talked_to(form: Form) -> str:
    """KUNING*: a private talk comes before any decision."""
    form.fill(people.THREE_SIGNS)
    form.ask(people.THREE_SIGNS_ASKED)
    form.stands_at(STARRED)
    form.hands.picture("kuning-bintang")
    form.hands.press("Alt+T")
    form.is_in(lambda: form.page.view.middle.talk)
    form.hands.picture("bicara-berdua")
    form.hands.press("1")
    first, *others = people.THREE_SIGNS_TALK
    form.hands.press(*first.split())
    form.hands.picture("pertanyaan-berdua")
    for keys in others:
        form.hands.press(*keys.split())
    form.fill({"decision_reason": "menunggu"})
    return form.save("kuning-bintang", "tunda")


def combined(form: Form) -> str:
    """MERAH by a combination; nobody but the officer refers her."""
    form.fill(people.COMBINED)
    form.ask(people.COMBINED_ASKED)
    form.stands_at(MERAH)
    form.hands.picture("merah")
    form.hands.press("Alt+R")
    form.fill({"decision_reason": "ada tanda", "handed_to": "bp3mi"})
    form.hands.picture("rujuk")
    return form.save("merah", "rujuk")


def child(form: Form) -> str:
    """MERAH because of the age: four steps that cannot be skipped, then the referral."""
    form.fill(people.child())
    form.stands_at(MERAH)
    form.hands.press("Alt+R")
    form.is_in(lambda: form.page.view.middle.child)
    form.hands.picture("alur-anak")
    form.hands.press("1", "1", "2", "1")
    form.fill({"decision_reason": "anak", "handed_to": "uptd"})
    form.hands.picture("anak-dirujuk")
    return form.save("anak", "rujuk")
