"""What a revoked officer signs is taken and kept, and set aside for a person."""

import pytest

from sync.protocol.entry import Kind, Seen
from tests.sync.protocol.makers import fixed_key, print_of
from tests.sync.server.people_at_posts import NOW, Laptop
from tests.sync.server.tables import part_names

ROOT = "ab" * 32


@pytest.fixture
def revoked(laptop):
    """Its one officer was revoked after he had pushed one screening."""
    laptop.screening()
    laptop.push(*laptop.said)
    revoke(laptop, laptop.penyelia)
    return laptop


def revoke(laptop, key) -> None:
    from sync.server.confirm import revoke_officer
    from sync.server.models import Officer

    revoke_officer(Officer.objects.get(pk=print_of(key)), laptop.centre, NOW)


def shared_size() -> int:
    from sync.server.models import Feed

    return Feed.objects.get(pk="shared").size


def states(answer) -> list[str]:
    return [str(result.state) for result in answer.results]


def reasons(*entries) -> list[str]:
    from sync.server.models import Entry

    found = dict(Entry.objects.values_list("id", "reason"))
    return [found[entry.header.id] for entry in entries]


def test_an_entry_that_was_signed_after_the_revocation_was_known_is_kept_and_set_aside(revoked):
    entry = revoked.screening(seen=(Seen("shared", shared_size(), ROOT),))

    answer = revoked.push(entry)

    assert (answer.stopped, states(answer)) == (None, ["quarantined"])
    assert reasons(entry) == ["signer_revoked"]
    assert part_names(entry) == {"facts", "identity"}


@pytest.mark.parametrize("known", [0, 1])
def test_an_entry_that_came_too_late_to_tell_says_so(revoked, known):
    seen = (Seen("shared", shared_size() - 1, ROOT),) if known else ()
    entry = revoked.screening(seen=seen)

    revoked.push(entry)

    assert reasons(entry) == ["signer_revoked_late"]


def test_what_came_before_the_revocation_stays_as_it_is(revoked):
    again = revoked.push(*revoked.said)

    assert states(again) == ["stored"] * 3


def test_another_officer_of_the_laptop_and_the_laptop_itself_go_on(laptop):
    laptop.keep(laptop.maker.added(laptop.penyelia, fixed_key("rekan")))
    laptop.push(*laptop.said)
    revoke(laptop, laptop.penyelia)
    own = laptop.maker.entry(Kind.SYSTEM, laptop.maker.device, {"facts": {"what": "uji"}})

    answer = laptop.push(own, laptop.maker.screening(fixed_key("rekan")))

    assert states(answer) == ["stored", "stored"]


def test_the_same_answer_is_given_at_every_try(revoked):
    entry = revoked.screening()

    assert states(revoked.push(entry)) == states(revoked.push(entry)) == ["quarantined"]


@pytest.mark.parametrize("batches", [1, 2])
def test_whom_a_revoked_officer_introduces_shares_his_lot(revoked, batches):
    from sync.server.models import Officer

    friend = fixed_key("kawan")
    introduced = revoked.keep(revoked.maker.added(revoked.penyelia, friend))
    work = revoked.maker.screening(friend)
    if batches == 1:
        revoked.push(introduced, work)
    else:
        revoked.push(introduced)
        revoked.push(work)

    assert reasons(introduced, work) == ["signer_revoked_late"] * 2
    assert not Officer.objects.filter(pk=print_of(friend)).exists()


def test_a_revoked_officer_erases_nothing_at_the_centre(revoked):
    old = revoked.said[2]
    items = [{"entry": old.header.id, "parts": ["identity"]}]
    erasing = revoked.maker.entry(Kind.ERASURE, revoked.penyelia, {"facts": {"items": items}})

    revoked.push(erasing)

    assert reasons(erasing) == ["signer_revoked_late"]
    assert part_names(old) == {"facts", "identity"}


def test_an_officer_of_another_post_is_not_concerned(revoked):
    other = Laptop(revoked.centre, "laptop lain", post="tenau").settle(2)

    assert reasons(*other.said) == [""] * 4


def test_a_lost_row_comes_back_as_it_was(revoked):
    from tests.sync.server.operations.tampering import disarm, run

    lost = revoked.said[2]
    disarm()
    run("DELETE FROM centre_entry WHERE id = %s", lost.header.id)

    revoked.push(lost)

    assert reasons(lost) == [""]
