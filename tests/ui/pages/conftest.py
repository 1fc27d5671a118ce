"""A real encrypted store with one officer, and what its pages need."""

import pytest

from posko_app.bootstrap import create_store, open_desk
from posko_app.domain.codes import Post
from posko_app.paths import resources_dir
from posko_app.settings import Language, Settings
from posko_app.store.passphrase import PassphraseContext, check_passphrase
from posko_app.ui.pages import PageContext, Pages
from posko_app.ui.theme import LIGHT
from sync.protocol.entry import Deployment
from tests.support.low_cost import LOW
from tests.ui.pages.makers import CATALOGUE, FIRST, NAMES, SECOND


@pytest.fixture
def desk(tmp_path, clock):
    create_store(
        tmp_path / "data",
        post=Post.EL_TARI,
        deployment=Deployment.TRAINING,
        officer=NAMES[0],
        passphrase=FIRST,
        policy=LOW,
        clock=clock,
    )
    opened = open_desk(tmp_path / "data", officer=None, passphrase=FIRST, policy=LOW, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def saved():
    return []


@pytest.fixture
def context(tmp_path, clock, saved):
    return PageContext(
        catalogue=CATALOGUE,
        theme=lambda: LIGHT,
        now=clock,
        names=lambda: NAMES,
        check=lambda text, names: check_passphrase(
            text, context=PassphraseContext(names=tuple(names))
        ),
        suggest=lambda: SECOND,
        settings=Settings(),
        save=saved.append,
        incomplete=frozenset({Language.ENGLISH}),
        escrow=False,
        data_dir=tmp_path / "data",
        export_dir=tmp_path,
        resources=resources_dir(),
    )


@pytest.fixture
def pages(desk, context):
    return Pages(desk, context)
