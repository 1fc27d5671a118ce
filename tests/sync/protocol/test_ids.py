import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.protocol.ids import COUNTER_LIMIT, Hlc, is_hex, new_epoch, new_subject, new_uuid7
from tests.sync.protocol.makers import START_MS, counted_bytes

pytestmark = pytest.mark.domain


@given(st.integers(0, 2**48 - 1), st.binary(min_size=10, max_size=10))
def test_uuid7_carries_its_milliseconds_version_and_variant(now_ms, tail):
    made = uuid.UUID(new_uuid7(now_ms, lambda _count: tail))

    assert (made.int >> 80, made.version, made.variant) == (now_ms, 7, uuid.RFC_4122)


def test_later_uuids_sort_after_earlier_ones():
    random = counted_bytes()

    made = [new_uuid7(START_MS + n, random) for n in range(50)]

    assert made == sorted(made)


def test_subject_and_epoch_have_their_lengths():
    random = counted_bytes()

    assert is_hex(new_subject(random), 32)
    assert is_hex(new_epoch(random), 16)
    assert not is_hex("G" * 16, 16)


@given(st.lists(st.integers(0, 2**40), min_size=1, max_size=60))
def test_stamps_only_grow_whatever_the_clock_does(clock):
    stamps, now = [], Hlc(0, 0)
    for tick in clock:
        now = now.tick(tick)
        stamps.append(str(now))

    assert stamps == sorted(set(stamps))


def test_full_counter_borrows_a_millisecond():
    assert Hlc(5, COUNTER_LIMIT).tick(5) == Hlc(6, 0)


def test_stamp_reads_back_and_refuses_other_text():
    assert Hlc.parse(str(Hlc(START_MS, 7))) == Hlc(START_MS, 7)
    with pytest.raises(ValueError, match="hlc"):
        Hlc.parse("x" * 16)
