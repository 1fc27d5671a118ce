"""What of a burst of keys a person typed: letters that stick to a scan, or all of it.

A window that was busy gets the keys of a person all at once, as fast as a scanner's.
"""

from datetime import date

from posko_app.domain.scans.bcbp import BoardingPass, read_bcbp
from posko_app.domain.scans.incoming import tidy_scan
from posko_app.domain.scans.mrz import Mrz, read_mrz
from posko_app.domain.scans.mrz_forms import FORMS

MOST_TYPED = 4  # nobody types more between two characters of a scanner
_DOCUMENTS = range(60, 800)  # characters of any that can be told by itself
_IN_WORDS = frozenset(" .,'-\n\t")
_LENGTHS = {form.format: form.length for form in FORMS}


def typed_before(raw: str, *, on: date) -> int:
    """Count the characters that a person typed before a scan; 0 where none can be told.

    No paper that is scanned here is without a digit: words alone were typed, all of them.
    Otherwise a rest counts only where nothing is wrong with it: all check digits of a zone pass,
    or every field and length of a boarding pass fits. What can be read as it came is left alone.

    Args:
        raw: as it came from the keyboard.
        on: civil date at the posko.
    """
    if all(sign.isalpha() or sign in _IN_WORDS for sign in raw):
        return len(raw)
    if len(raw) not in _DOCUMENTS or _is_whole(raw, on):
        return 0
    cuts = range(1, min(MOST_TYPED, len(raw)) + 1)
    return next((cut for cut in cuts if _is_whole(raw[cut:], on)), 0)


def _is_whole(raw: str, on: date) -> bool:
    text = tidy_scan(raw)
    zone = read_mrz(text, on=on)
    if isinstance(zone, Mrz):
        return not zone.problems and len(text.replace("\n", "")) == _LENGTHS[zone.format]
    boarding = read_bcbp(text, on=on)
    return isinstance(boarding, BoardingPass) and not boarding.problems
