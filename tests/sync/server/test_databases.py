"""The fixture itself: each test has a centre of its own, on the database it is meant for."""

import pytest


@pytest.mark.parametrize("round_", [1, 2])
def test_every_test_begins_with_an_empty_centre(centre_db, round_):
    from django.db import connection
    from django.utils.timezone import now

    from sync.server.models import Post

    Post.objects.create(id="el-tari", created_at=now())

    assert connection.vendor == centre_db.vendor
    assert Post.objects.count() == 1
