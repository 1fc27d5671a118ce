"""The console on a real log: what people decide stands in it, and `verify` finds it whole."""

import pytest

from tests.sync.server.people.visitors import signed_on
from tests.sync.server.people_at_posts import TRAINING, Laptop

REASON = {"reason": "contoh alasan yang cukup"}


@pytest.fixture
def centre(centre_db):
    """A centre for training, the one that the console of this process belongs to."""
    from sync.server.centre import open_centre  # only after Django is configured
    from sync.server.current import the_centre

    open_centre(centre_db.data_dir, deployment=TRAINING)
    return the_centre()


@pytest.fixture
def supervisors(centre):
    """Two of them."""
    return signed_on("contoh-satu", "pengawas"), signed_on("contoh-dua", "pengawas")


def faults(centre):
    from sync.server.verify import verify

    return verify(centre).findings


def do(client, name, key, deed):
    client.post(f"/kelola/people/{name}/{key}/{deed}/", REASON, secure=True)


def test_an_officer_whom_two_confirmed_is_confirmed_for_every_post(centre, supervisors):
    from sync.server.models import Officer
    from sync.server.people.models import Approval

    first, second = supervisors
    Laptop(centre, "laptop satu").settle(3)
    officer = Officer.objects.get()
    before = first.get("/kelola/people/officer/", secure=True).content.decode()

    do(first, "officer", officer.key, "confirm_officer")
    do(second, "approval", Approval.objects.get().pk, "approve")

    after = first.get("/kelola/people/officer/", secure=True).content.decode()
    assert "▲</span> belum dikonfirmasi pusat" in before
    assert "●</span> dikonfirmasi" in after
    assert faults(centre) == ()


def test_a_revoked_laptop_is_refused_and_the_log_says_so(centre, supervisors):
    from sync.protocol.messages import Refusal
    from sync.protocol.request_signing import RequestRefused
    from sync.server.device_auth import check_state

    laptop = Laptop(centre, "laptop satu").settle(3)

    do(supervisors[0], "device", laptop.fingerprint, "revoke_device")

    with pytest.raises(RequestRefused) as refused:
        check_state(laptop.row)
    assert refused.value.code == Refusal.DEVICE_REVOKED
    assert faults(centre) == ()


def test_a_row_changed_behind_the_consoles_back_is_named(centre, supervisors):
    from sync.server.models import Officer

    Laptop(centre, "laptop satu").settle(3)

    Officer.objects.update(state="confirmed")

    assert [str(finding.table) for finding in faults(centre)] == ["officer"]


def test_health_shows_the_log_as_it_is(centre, supervisors):
    from sync.server.models import Feed

    Laptop(centre, "laptop satu").settle(3)

    shown = supervisors[0].get("/api/v1/health", secure=True).json()

    feed = Feed.objects.get(pk="el-tari")
    line = next(one for one in shown["feeds"] if one["feed"] == "el-tari")
    assert (line["size"], line["root"], line["devices"]) == (feed.size, feed.root, 1)
    assert feed.size >= 5
