"""Practice: one case on the real screening page, then the expected reading beside one's own."""

from posko_app.ui.latihan import LatihanPage
from posko_app.ui.window import MainWindow
from tools.demo_form import Form
from tools.demo_keys import Differs, Hands

CASE = "Lowongan dari grup"
NAME = "CONTOH LATIHAN"
# one thing of the story is left out on purpose: that she never met whoever recruits her
ASKED = ("1 Return", "5 6 Return", "1", "Return", "1 Return", "1 Return", "1 Return")
VISIT_VISA, NO_CONTRACT, NO_LEAVE = ("Alt+V",) * 3, ("Alt+K",) * 2, ("Alt+I",) * 2


def practise(window: MainWindow, form: Form, hands: Hands) -> None:
    """Choose a case, capture it, read the result, and go back to the list with its score."""
    hands.press("Ctrl+9")
    page = window.page("latihan")
    if not isinstance(page, LatihanPage):
        raise Differs("no practice")
    hands.until("the cases", lambda: page.cases and page.scores is not None)
    hands.press(*["Down"] * [case.title for case in page.cases].index(CASE))
    hands.picture("latihan")
    hands.press("Return")
    hands.until("the story", form.page.view.practice.isVisible)
    form.fill({"traveller.name": NAME})
    hands.press("Alt+P", *VISIT_VISA, *NO_CONTRACT, *NO_LEAVE)
    form.ask(ASKED)
    form.stands_at("▲ KUNING")
    hands.picture("latihan-kasus")
    hands.press("Alt+T")
    form.fill({"decision_reason": "visa"})
    hands.press("F9")
    hands.until("the result", page.result.isVisible)
    hands.picture("latihan-hasil")
    hands.press("Escape")
    hands.until("the score", lambda: page.scores is not None and page.scores.tried)
    hands.picture("latihan-nilai")
