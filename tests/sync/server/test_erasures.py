"""Parts go only by an erasure, and what went otherwise comes back."""

from sync.protocol.entry import Kind
from sync.protocol.messages import State
from tests.sync.server.operations.tampering import disarm, run
from tests.sync.server.people_at_posts import Laptop
from tests.sync.server.tables import erased_of, ids_of, part_names, placed_ids, standing


def test_an_erasure_that_cannot_be_read_erases_nothing(laptop):
    target = laptop.screening()
    facts = {"ground": "x", "items": [{"entry": target.header.id, "parts": "identity"}]}
    laptop.keep(laptop.maker.entry(Kind.ERASURE, laptop.penyelia, {"facts": facts}))

    answer = laptop.push(*laptop.said)

    assert answer.results[-1].state is State.QUARANTINED
    assert part_names(target) == {"facts", "identity"}


def test_an_erasure_takes_exactly_what_it_names(laptop):
    one, two = laptop.screenings(2)
    facts = {"ground": "expired", "items": [{"entry": one.header.id, "parts": ["identity"]}]}
    erasure = laptop.keep(laptop.maker.entry(Kind.ERASURE, laptop.penyelia, {"facts": facts}))

    laptop.push(*laptop.said)

    assert part_names(one) == {"facts"}
    assert erased_of(one) == {"identity": erasure.header.id}
    assert part_names(two) == {"facts", "identity"}


def test_an_erasure_that_came_first_keeps_the_part_away(laptop):
    from sync.server.models import Erasure

    one = laptop.screening()
    Erasure.objects.create(
        entry_id=one.header.id, part="identity", by_entry=laptop.opening.header.id
    )

    assert laptop.push(*laptop.said).stopped is None
    assert part_names(one) == {"facts"}


def test_no_erasure_takes_the_facts_that_say_who_signs(laptop):
    items = [{"entry": said.header.id, "parts": ["facts"]} for said in laptop.said]
    facts = {"ground": "x", "items": items}
    erasure = laptop.keep(laptop.maker.entry(Kind.ERASURE, laptop.penyelia, {"facts": facts}))

    laptop.push(*laptop.said)

    assert all("facts" in part_names(said) for said in laptop.said)
    assert erased_of(erasure) == {}


def test_no_post_erases_what_another_one_holds(laptop):
    target = laptop.screening()
    laptop.push(*laptop.said)
    other = Laptop(laptop.centre, "laptop dua", post="tenau").settle()
    facts = {"ground": "x", "items": [{"entry": target.header.id, "parts": ["identity"]}]}

    answer = other.push(
        other.keep(other.maker.entry(Kind.ERASURE, other.penyelia, {"facts": facts}))
    )

    assert answer.stopped is None
    assert part_names(target) == {"facts", "identity"}


def test_names_are_sealed_in_the_database_and_facts_are_not(laptop):
    from sync.server.models import Part

    laptop.screening()
    laptop.push(*laptop.said)

    stored = {part.name: bytes(part.stored) for part in Part.objects.all()}
    assert b"CONTOH SATU" not in b"".join(bytes(part.stored) for part in Part.objects.all())
    assert b"wisata" in b"".join(bytes(part.stored) for part in Part.objects.all())
    assert set(stored) == {"facts", "identity"}


def test_a_deleted_entry_comes_back_when_its_device_sends_it_again(laptop):
    laptop.screenings(2)
    first = laptop.push(*laptop.said)
    lost = laptop.said[3].header.id
    disarm()
    run("DELETE FROM centre_entry WHERE id = %s", lost)
    run("DELETE FROM centre_part WHERE entry_id = %s", lost)

    again = laptop.push(*laptop.said)

    assert (again.results, again.stopped) == (first.results, None)
    assert placed_ids() == ids_of(laptop.said)
    assert part_names(laptop.said[3]) == {"facts", "identity"}
    assert standing() == ["put_back"]


def test_a_deleted_part_comes_back_when_its_device_sends_it_again(laptop):
    one = laptop.screening()
    laptop.push(*laptop.said)
    disarm()
    run("DELETE FROM centre_part WHERE entry_id = %s AND name = 'identity'", one.header.id)

    laptop.push(*laptop.said)

    assert part_names(one) == {"facts", "identity"}
    assert standing() == ["put_back"]
