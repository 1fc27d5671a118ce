"""Paper forms typed in later: one form, one screening, however often its file is read."""

from dataclasses import dataclass
from datetime import date

from posko_app.domain.records import PaperMatch
from posko_app.store.connection import Connection

HOLDERS = (
    "SELECT k.subject, k.content_hash, s.voided FROM paper_keys k"
    " JOIN screenings s ON s.position = k.position"
    " WHERE k.paper_on = ? AND k.paper_no = ? AND k.post = ? ORDER BY k.position"
)


@dataclass(frozen=True, slots=True)
class PaperKey:
    """What makes a paper form one of its kind: post, civil date, number on the form."""

    post: str
    on: date
    paper_no: str


def paper_match(connection: Connection, key: PaperKey, *, content_hash: str) -> PaperMatch | None:
    """Find who holds a form's key: the same content first, else one that is not voided.

    None when the key is free, also after the only holder with other content was
    voided: that is how a form typed wrongly is put right.
    """
    params = (key.on.isoformat(), key.paper_no, key.post)
    holders: list[tuple[str, str | None, int]] = connection.execute(HOLDERS, params).fetchall()
    for subject, held_hash, _ in holders:
        if held_hash == content_hash:
            return PaperMatch(subject, same=True)
    standing = (subject for subject, _, voided in holders if not voided)
    return next((PaperMatch(subject, same=False) for subject in standing), None)
