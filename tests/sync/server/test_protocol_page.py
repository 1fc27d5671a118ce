"""docs/protocol.md says what the edge does: its names, and the status of each refusal."""

import re
from pathlib import Path

from sync.protocol.messages import ENDPOINTS, Refusal

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "protocol.md").read_text(encoding="utf-8")


def test_every_refusal_has_the_status_that_the_page_says(centre_db):
    from sync.server.views import STATUS

    rows = re.findall(r"^\| `([a-z_]+)` \| (\d{3}) ", PAGE, re.MULTILINE)

    assert {code: int(status) for code, status in rows} == {
        code.value: int(STATUS.get(code, 403)) for code in Refusal
    }


def test_every_endpoint_is_answered_and_no_other(centre_db):
    from sync.server.views import ENROL, EXCHANGES, KEYS

    assert {ENROL, KEYS, *EXCHANGES} == set(ENDPOINTS)
    assert {name: exchange.message for name, exchange in EXCHANGES.items()} == {
        name: asked for name, (asked, _) in ENDPOINTS.items() if name not in (ENROL, KEYS)
    }
