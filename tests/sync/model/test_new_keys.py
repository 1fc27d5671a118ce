"""The centre's key is changed while laptops are away: they follow what the old key announced."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.device.ports import Outcome
from sync.protocol.announcement import CentreKeys
from sync.protocol.answer_signing import ANSWER_HEADER, sign_answer
from sync.protocol.codec import decode, encode
from sync.protocol.entry import Kind, fingerprint, sign_entry
from sync.protocol.messages import KeysAnswer, WireEntry
from sync.protocol.request_signing import REQUEST_ID_HEADER
from tests.sync.model.world import Break, BrokenWire, copy_world, make_template
from tests.sync.protocol.makers import ChainMaker, fixed_key, public

FORGER = fixed_key("bukan pusat")


@pytest.fixture
def world(tmp_path):
    laptops = make_template(tmp_path / "template", seed=1)
    world = copy_world(tmp_path / "template", laptops, tmp_path / "world")
    yield world
    world.close()


def rotate(world) -> bytes:
    """Change the key; give the new public one."""
    from sync.server.current import the_centre
    from sync.server.rotate import rotate_keys

    centre = the_centre()
    rotate_keys(centre, now=centre.clock())
    world.centre.restart()
    return the_centre().keys.sign_public


def confirm_everybody(world) -> None:
    from sync.server.confirm import confirm_officer
    from sync.server.current import the_centre
    from sync.server.models import Officer

    centre = the_centre()
    for officer in Officer.objects.order_by("key"):
        confirm_officer(officer, centre, centre.clock())


def confirmed(world, name: str) -> list[int]:
    store = world.laptops[name].open()
    sql = "SELECT confirmed FROM officers"
    return [row[0] for row in store.read(lambda u: u.connection.execute(sql).fetchall()).result()]


def is_clean(world) -> bool:
    from sync.server.current import the_centre
    from sync.server.verify import verify

    return verify(the_centre()).findings == ()


def stands(world, name: str) -> bool:
    """Say whether the whole store verifies and no alarm stands."""
    laptop = world.laptops[name]
    found = laptop.open().verify().result(timeout=60)
    return found.ok and not world.standing()[name]


def link_of(world, name: str):
    return world.laptops[name].journal.link()


def test_laptops_that_were_away_for_two_changes_follow_and_everything_verifies(world):
    for name in world.laptops:
        world.laptops[name].screen()
        assert world.sync(name).outcome is Outcome.DONE
    first = link_of(world, "satu").sign_key

    confirm_everybody(world)
    second = rotate(world)
    third = rotate(world)
    for name in world.laptops:
        world.laptops[name].screen()
        report = world.sync(name)
        assert (report.outcome, report.waiting) == (Outcome.DONE, 0)
        link = link_of(world, name)
        assert (link.sign_key, link.earlier_keys) == (third, (first, second))

    assert world.sync("satu").outcome is Outcome.DONE
    assert set(confirmed(world, "tiga")) == {1}
    assert all(stands(world, name) for name in world.laptops)
    assert is_clean(world)


def test_a_checkpoint_of_the_old_key_stays_good_where_nothing_new_came(world):
    assert world.sync("tiga").outcome is Outcome.DONE
    before = world.laptops["tiga"].journal.feed("tenau").checkpoint

    rotate(world)
    assert world.sync("tiga").outcome is Outcome.DONE

    assert world.laptops["tiga"].journal.feed("tenau").checkpoint == before
    assert stands(world, "tiga")


def test_a_laptop_that_dies_right_after_the_change_goes_on_under_the_new_key(world):
    entry = world.laptops["satu"].screen()
    assert world.sync("satu").outcome is Outcome.DONE
    first, second = link_of(world, "satu").sign_key, rotate(world)
    later = world.laptops["satu"].screen()

    broken = world.sync("satu", Break.NONE, Break.NONE, Break.LOST_REQUEST)
    world.laptops["satu"].close()

    assert (broken.outcome, broken.waiting) == (Outcome.NO_LINE, 1)
    assert (link_of(world, "satu").sign_key, link_of(world, "satu").earlier_keys) == (
        second,
        (first,),
    )
    assert stands(world, "satu")
    report = world.sync("satu")
    assert (report.outcome, report.waiting) == (Outcome.DONE, 0)
    assert world.sync("dua").outcome is Outcome.DONE
    held = {one.header.id for one in world.laptops["dua"].screenings()}
    assert {entry.header.id, later.header.id} <= held


@pytest.mark.parametrize("broken", [Break.LOST_REQUEST, Break.LOST_ANSWER, Break.CUT_ANSWER])
def test_a_question_for_the_key_that_breaks_off_is_asked_again_next_time(world, broken):
    assert world.sync("satu").outcome is Outcome.DONE
    before, second = link_of(world, "satu"), rotate(world)

    report = world.sync("satu", Break.NONE, broken)

    assert (report.outcome, link_of(world, "satu")) == (Outcome.NOT_OURS, before)
    assert world.sync("satu").outcome is Outcome.DONE
    assert link_of(world, "satu").sign_key == second


@dataclass
class Changing:
    """A wire that lets something happen once, after the first answer to a request."""

    wire: BrokenWire
    name: str
    happens: Callable[[], object]
    asked: list[str] = field(default_factory=list)

    def post(self, path, body, headers):
        answered = self.wire.post(path, body, headers)
        self.asked.append(path.rpartition("/")[2])
        if self.asked.count(self.name) == 1 and self.asked[-1] == self.name:
            self.happens()
        return answered

    def close(self) -> None:
        """Nothing is held open."""

    def interrupt(self) -> None:
        """Nothing waits."""


def test_what_was_sent_before_the_key_changed_under_a_round_is_counted(world):
    laptop = world.laptops["satu"]
    assert world.sync("satu").outcome is Outcome.DONE
    laptop.screen()
    changing = Changing(world.wires["satu"], "push", lambda: rotate(world))
    laptop.line._wire = changing

    report = world.sync("satu")

    assert changing.asked.count("keys") == 1
    assert (report.outcome, report.waiting) == (Outcome.DONE, 0)
    assert (report.pushed, report.acknowledged) == (1, 1)
    assert stands(world, "satu")


def test_a_centre_put_back_before_the_change_is_made_whole_and_followed_again(world):
    for name in world.laptops:
        assert world.sync(name).outcome is Outcome.DONE
    confirm_everybody(world)
    before = world.centre.snapshot()
    first = link_of(world, "satu").sign_key
    world.laptops["satu"].screen()
    second = rotate(world)
    assert world.sync("satu").outcome is Outcome.DONE

    world.centre.put_back(before)  # the announcement is gone, the keys are not
    world.centre.say_restored()
    assert world.sync("dua").outcome is Outcome.NOT_OURS
    for _ in range(3):
        for name in world.laptops:
            world.sync(name)

    for name in world.laptops:
        link = link_of(world, name)
        assert (link.sign_key, link.earlier_keys) == (second, (first,))
        assert world.sync(name).outcome is Outcome.DONE
        assert stands(world, name)
    assert is_clean(world)
    assert set(confirmed(world, "tiga")) == {1}


class Forging:
    """Stands between laptop and centre with a key of its own, and answers as the centre would."""

    def __init__(self, wire, announcements) -> None:
        self.wire, self.announcements, self.asked = wire, announcements, []

    def post(self, path, body, headers):
        self.asked.append(path.rpartition("/")[2])
        status, answered, content = self.wire.post(path, body, headers)
        if path.endswith("/keys"):
            answer = decode(content, KeysAnswer)
            content = encode(
                KeysAnswer(at_ms=answer.at_ms, nonce=answer.nonce, entries=self.announcements)
            )
            status = 200
        lowered = {name.lower(): value for name, value in headers.items()}
        signature = sign_answer(
            FORGER,
            request_id=lowered[REQUEST_ID_HEADER],
            request_body=body,
            status=status,
            body=content,
        )
        return status, {**answered, ANSWER_HEADER: signature}, content

    def close(self) -> None:
        """Nothing is held open."""

    def interrupt(self) -> None:
        """Nothing waits."""


def wired(entry) -> WireEntry:
    return WireEntry(entry.header_bytes, entry.signature, dict(entry.parts))


def announced_by(key: Ed25519PrivateKey, *, as_whom: str = "") -> WireEntry:
    """Announce the forger's key, signed with this one, in its own name or another's."""
    maker = ChainMaker()
    maker.device = key
    facts = CentreKeys(public(FORGER), bytes(range(32))).facts()
    made = maker.entry(Kind.SYSTEM, key, {"facts": facts})
    if as_whom:
        header = replace(made.header, device=as_whom, signer=as_whom)
        made = sign_entry(header, dict(made.parts), key)
    return wired(made)


@pytest.mark.parametrize("case", ["none", "by itself", "in the centre's name"])
def test_whoever_lacks_the_old_key_gains_nothing(world, case):
    laptop = world.laptops["satu"]
    assert world.sync("satu").outcome is Outcome.DONE
    link, entry = link_of(world, "satu"), laptop.screen()
    centre = fingerprint(link.sign_key)
    said = {
        "none": [],
        "by itself": [announced_by(FORGER)],
        "in the centre's name": [
            announced_by(FORGER, as_whom=centre),
        ],
    }[case]
    forging = Forging(world.wires["satu"], said)
    laptop.line._wire = forging

    report = world.sync("satu")

    assert (report.outcome, report.reason) == (Outcome.NOT_OURS, "answer_forged")
    assert forging.asked.count("keys") == 1
    assert (link_of(world, "satu").sign_key, link_of(world, "satu").earlier_keys) == (
        link.sign_key,
        (),
    )
    assert report.waiting > 0
    laptop.line._wire = world.wires["satu"]
    assert world.sync("satu").waiting == 0
    assert entry.header.id in laptop.saved


def test_control_whoever_has_the_old_key_is_followed(world):
    from sync.server.current import the_centre

    laptop = world.laptops["satu"]
    assert world.sync("satu").outcome is Outcome.DONE
    old = the_centre().keys.sign
    named = announced_by(old)
    laptop.line._wire = Forging(world.wires["satu"], [named])

    world.sync("satu")

    assert link_of(world, "satu").sign_key == public(FORGER)


def test_a_laptop_that_comes_later_counts_what_the_earlier_key_confirmed(world):
    assert world.sync("satu").outcome is Outcome.DONE
    first = link_of(world, "satu").sign_key
    confirm_everybody(world)
    second = rotate(world)

    world.centre.enrol(world.laptops["dua"])
    assert world.sync("dua").outcome is Outcome.DONE

    link = link_of(world, "dua")
    assert (link.sign_key, link.earlier_keys) == (second, (first,))
    assert 1 in confirmed(world, "dua")
    assert stands(world, "dua")
