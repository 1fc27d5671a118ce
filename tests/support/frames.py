"""The windows before and over the desk: first start, lock page, PIN, veil."""

from concurrent.futures import Future

from posko_app.i18n import Catalogue
from posko_app.store.status_file import LockStatus
from posko_app.ui.unlock import LockPorts, UnlockPage
from posko_app.ui.unlock_model import SignOnPorts
from posko_app.ui.veil import VeilPage, VeilPorts
from posko_app.ui.wizard import WizardPage
from posko_app.ui.wizard_model import WizardPorts
from tests.ui.pages.makers import FIRST, NAMES


def _done(value):
    future = Future()
    future.set_result(value)
    return future


def lock_page(catalogue: Catalogue, now) -> UnlockPage:
    """Build the lock page of a training store that was locked by itself."""
    ports = LockPorts(
        SignOnPorts(lambda: NAMES, lambda name, _passphrase: _done(name), {NAMES[0]: FIRST}),
        note=lambda: LockStatus("el-tari", "training", 12, 1, 1, now(), now()),
        choose_pin=lambda _desk, _pin: None,
        place=catalogue.text("post.el-tari"),
        training=True,
        why_locked=catalogue.text("shell.locked"),
    )
    return UnlockPage(ports, catalogue=catalogue, now=now)


def veil(catalogue: Catalogue, now) -> VeilPage:
    """Build the veil over a desk with a PIN."""
    ports = VeilPorts(
        switch=lambda _pin: None,
        tries_left=lambda: 5,
        has_pin=lambda: True,
        sign_on=SignOnPorts(lambda: NAMES, lambda name, _passphrase: _done(name)),
        welcome=lambda opened, _pin: opened,
    )
    return VeilPage(ports, catalogue=catalogue, now=now)


def wizard(catalogue: Catalogue) -> WizardPage:
    """Build the first start; nothing it makes is kept."""
    ports = WizardPorts(
        check=lambda _passphrase, _known: (),
        suggest=lambda: FIRST,
        create=lambda _wanted: _done(None),
        enrol=lambda _wanted: _done(None),
        folder="data",
    )
    return WizardPage(ports, catalogue=catalogue)


# keys that lead from one step of the first start to the next
WIZARD_STEPS = (
    "",
    "\n",
    "1\n",
    f"CONTOH PETUGAS\t{FIRST}\t{FIRST}\n",
    "\n",
    "\n",
)
