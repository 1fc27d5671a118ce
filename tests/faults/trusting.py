"""The negative control of the line: a client as people write them at first.

It follows redirects, looks at the status and takes 200 for an acknowledgement.
"""

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import requests

from sync.protocol.codec import encode
from sync.protocol.messages import PushRequest, WireEntry
from sync.protocol.request_signing import sign_request
from tests.faults.line_run import Laptop

LONG = 1_000_000


@dataclass
class TrustingLaptop(Laptop):
    """Enrols and talks as the product does, until it pushes by itself."""

    believed: set[str] = field(default_factory=set)

    def try_once(self) -> None:
        if self.desk.journal.link() is None:
            super().try_once()
            self.believed |= self.desk.acknowledged()
            return
        self._push()

    def _push(self) -> None:
        journal = self.desk.journal
        link = journal.link()
        assert link is not None
        waiting = journal.waiting(limit_bytes=LONG)
        entries = [
            WireEntry(w.entry.header_bytes, w.entry.signature, dict(w.entry.parts)) for w in waiting
        ]
        body = encode(PushRequest(entries, {}))
        path = "/sync/v1/push"
        headers = sign_request(
            path=path,
            body=body,
            centre="",
            key=journal.sign_key,
            nonce="",
            request_id="0",
        )
        with tempfile.TemporaryDirectory() as folder:
            ca = Path(folder) / "ca.pem"
            ca.write_text(link.ca_pem, encoding="ascii")
            try:
                answer = requests.post(
                    self.url + path, data=body, headers=headers, verify=str(ca), timeout=2
                )
            except requests.RequestException:
                return
        if answer.ok:
            self.believed |= {w.entry.header.id for w in waiting}

    def acknowledged(self) -> set[str]:
        return self.believed

    def is_level(self) -> bool:
        return set(self.desk.own()) <= self.believed
