"""The first start: the wizard with what it needs to make a store."""

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from pathlib import Path

from posko_app.bootstrap import create_store, open_desk
from posko_app.errors import Defect
from posko_app.i18n import Catalogue
from posko_app.passphrases import checker, suggest
from posko_app.store.escrow import read_custodians
from posko_app.store.kdf import KdfPolicy
from posko_app.ui.wizard import WizardPage
from posko_app.ui.wizard_model import NewStore, WizardPorts
from sync.protocol.entry import Deployment

Submit = Callable[[Callable[[], None]], "Future[None]"]


def make_wizard(
    directory: Path, policy: KdfPolicy, *, submit: Submit, catalogue: Catalogue
) -> WizardPage:
    """Give the wizard for a folder without a store; `submit` runs the making elsewhere."""
    ports = WizardPorts(
        check=checker(Deployment.LIVE),
        suggest=suggest,
        create=lambda new: submit(partial(create, directory, new, policy)),
        enrol=lambda new: submit(partial(enrol, directory, new, policy)),
        folder=str(directory),
    )
    return WizardPage(ports, catalogue=catalogue)


def create(directory: Path, new: NewStore, policy: KdfPolicy) -> None:
    """Make the store that was chosen (raises as `bootstrap.create_store`)."""
    if new.post is None:
        raise Defect("wizard.no_post")
    create_store(
        directory,
        post=new.post,
        deployment=Deployment.TRAINING if new.training else Deployment.LIVE,
        officer=new.officer,
        passphrase=new.passphrase,
        custodians=read_custodians(new.escrow.read_bytes()) if new.escrow else (),
        policy=policy,
    )


def enrol(directory: Path, new: NewStore, policy: KdfPolicy) -> None:
    """Let the chosen centre take the made store in (raises as `SyncService.enrol`)."""
    if new.centre is None:
        raise Defect("wizard.no_centre")
    desk = open_desk(directory, officer=new.officer, passphrase=new.passphrase, policy=policy)
    try:
        desk.sync.enrol(new.centre.url, new.centre.code).result()
    finally:
        desk.close()
