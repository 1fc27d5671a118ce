"""One transaction, brought to its end: again where PostgreSQL asks for it, never half."""

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from sync.server.rows import TRIES, in_transaction
from tests.sync.server.people_at_posts import NOW


class Asked(Exception):
    """What the driver raises when a transaction must begin again."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__(sqlstate)
        self.sqlstate = sqlstate


class Work:
    """Makes a post, after as many refusals as it is told."""

    def __init__(self, refusals: int, sqlstate: str = "40001", kind=OperationalError) -> None:
        self.refusals, self.sqlstate, self.kind, self.tries = refusals, sqlstate, kind, 0

    def __call__(self) -> str:
        from sync.server.models import Post

        self.tries += 1
        Post.objects.create(id="tenau", created_at=NOW)
        if self.tries <= self.refusals:
            raise self.kind("begin again") from Asked(self.sqlstate)
        return "done"


def posts():
    from sync.server.models import Post

    return list(Post.objects.values_list("id", flat=True))


ON_POSTGRESQL = pytest.mark.parametrize("centre_db", ["postgresql"], indirect=True)


@ON_POSTGRESQL
@pytest.mark.parametrize("kind", [OperationalError, IntegrityError])
@pytest.mark.parametrize("sqlstate", ["40001", "40P01", "23505"])
def test_a_transaction_begins_again_where_the_database_asks(centre, sqlstate, kind):
    work = Work(3, sqlstate, kind)

    assert in_transaction(centre, work) == "done"
    assert (work.tries, posts()) == (4, ["tenau"])


@ON_POSTGRESQL
def test_the_last_try_counts_too(centre):
    work = Work(TRIES - 1)

    assert in_transaction(centre, work) == "done"
    assert (work.tries, posts()) == (TRIES, ["tenau"])


@ON_POSTGRESQL
def test_it_gives_up_after_a_few_tries_and_leaves_nothing(centre):
    work = Work(TRIES + 1)

    with pytest.raises(OperationalError):
        in_transaction(centre, work)
    assert (work.tries, posts()) == (TRIES, [])


def test_another_error_is_not_tried_again(centre):
    work = Work(1, "08006")

    with pytest.raises(OperationalError):
        in_transaction(centre, work)
    assert (work.tries, posts()) == (1, [])


def test_inside_a_transaction_it_is_part_of_it(centre):
    with transaction.atomic():
        in_transaction(centre, Work(0))
        transaction.set_rollback(True)

    assert posts() == []


def test_many_rows_are_inserted_in_order(centre):
    from sync.server.models import Post
    from sync.server.rows import insert_missing, insert_rows, stored_moment

    at = stored_moment(NOW)
    rows = [(f"pos-{number:03d}", "", at) for number in range(450)]

    insert_rows(Post, ("id", "name", "created_at"), rows)
    insert_missing(Post, ("id", "name", "created_at"), [*rows, ("tenau", "", at)])

    assert sorted(posts()) == sorted([*(row[0] for row in rows), "tenau"])
    assert connection.in_atomic_block is False
