"""The window's enrolment and Pusat sinkron against a real centre in a process of its own."""

import os

import pytest
from PySide6.QtCore import Qt

from posko_app.bootstrap import open_desk
from posko_app.domain.codes import Post
from posko_app.domain.records import ListQuery, Sending
from posko_app.domain.screening import Draft
from posko_app.errors import OperatorError
from posko_app.first_run import create, enrol
from posko_app.i18n import load_catalogue
from posko_app.paths import resources_dir
from posko_app.settings import Settings
from posko_app.system import utc_now
from posko_app.ui.pages import PageContext, Pages
from posko_app.ui.sinkron_enrol_model import EnrolWish
from posko_app.ui.theme import LIGHT
from posko_app.ui.wizard_model import NewStore
from tests.support.centres import Centre
from tests.support.keys import CTRL, press, show, type_text
from tests.support.low_cost import LOW
from tests.ui.pages.makers import FIRST, NAMES

pytestmark = pytest.mark.end_to_end
CATALOGUE = load_catalogue()
WITHIN_MS = 30_000


@pytest.fixture(scope="module")
def centre(tmp_path_factory):
    made = Centre(tmp_path_factory.mktemp("centre"))
    made.code("el-tari")
    made.start()
    yield made
    made.stop()


def new_store(centre=None, code=""):
    wish = EnrolWish(centre.url, code) if centre else None
    return NewStore(True, Post.EL_TARI, NAMES[0], FIRST, centre=wish)


def opened(folder):
    return open_desk(folder, officer=NAMES[0], passphrase=FIRST, policy=LOW)


@pytest.fixture
def desk(tmp_path):
    create(tmp_path / "data", new_store(), LOW)
    made = opened(tmp_path / "data")
    yield made
    made.close()


@pytest.fixture
def page(qtbot, desk, tmp_path):
    context = PageContext(
        catalogue=CATALOGUE,
        theme=lambda: LIGHT,
        now=utc_now,
        names=lambda: NAMES,
        check=lambda *_: (),
        suggest=str,
        settings=Settings(),
        save=lambda _: None,
        incomplete=frozenset(),
        escrow=False,
        data_dir=tmp_path / "data",
        export_dir=tmp_path,
        resources=resources_dir(),
    )
    made = show(qtbot, Pages(desk, context).sinkron())
    made.resize(1366, 620)
    made.focus_first()
    return made


def test_the_first_start_leaves_an_enrolled_store(tmp_path, centre):
    new = new_store(centre, centre.code("el-tari")["code"])
    create(tmp_path / "data", new, LOW)
    enrol(tmp_path / "data", new, LOW)
    desk = opened(tmp_path / "data")
    state = desk.sync.refresh().result()
    desk.close()

    assert (state.enrolled, state.centre_url) == (True, centre.url)


def test_a_code_for_another_post_is_refused_and_the_store_stays_as_it_was(tmp_path, centre):
    new = new_store(centre, centre.code("tenau")["code"])
    create(tmp_path / "data", new, LOW)
    with pytest.raises(OperatorError, match="post_differs"):
        enrol(tmp_path / "data", new, LOW)
    desk = opened(tmp_path / "data")
    state = desk.sync.refresh().result()
    desk.close()

    assert not state.enrolled


def test_what_waits_arrives_once_enrolled_by_keys_and_again_when_the_line_returns(
    qtbot, page, desk, centre
):
    record(desk, "CONTOH NAMA SATU")
    press(page, Qt.Key.Key_N, CTRL)
    type_text(page, f"{centre.url}\n{centre.code('el-tari')['code']}\n")
    qtbot.waitUntil(lambda: "terdaftar" in page.state.notice.text(), timeout=WITHIN_MS)
    round_by_key(qtbot, page)
    first = sendings(desk)
    centre.stop()
    record(desk, "CONTOH NAMA DUA")
    round_by_key(qtbot, page)
    without_line, told = sendings(desk), page.state.text.whole()
    centre.start()
    round_by_key(qtbot, page)

    assert first == [Sending.SENT]
    assert without_line == [Sending.SAVED, Sending.SENT]
    assert told.startswith("◌ Luring sejak")
    assert sendings(desk) == [Sending.SENT, Sending.SENT]
    assert page.state.text.whole() == CATALOGUE.text("sinkron.state.idle")


def record(desk, name):
    known = {"traveller.name": name, "decision": "boleh"}
    desk.screening.record(Draft(os.urandom(16).hex(), known, utc_now(), utc_now())).result()


def round_by_key(qtbot, page):
    """Press the button that F5 is the key of, and wait until the round has ended."""
    with qtbot.waitSignal(page.changed, timeout=WITHIN_MS):
        page.state.button.click()


def sendings(desk):
    return [row.sending for row in desk.screening.search(ListQuery()).result().rows]
