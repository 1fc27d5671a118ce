"""One example of every message, and the golden files that hold them down.

`python -m tests.sync.protocol.wire_examples` writes the files anew. A change to one is a change
of the protocol: it needs a line in docs/protocol.md.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from sync.protocol import messages as m
from sync.protocol.answer_signing import sign_answer
from sync.protocol.challenge import challenge_proof
from sync.protocol.checkpoint import Checkpoint, sign_checkpoint
from sync.protocol.codec import pack
from sync.protocol.enrolment import lease_code, make_code, qr_text
from sync.protocol.entry import Entry
from sync.protocol.head import HeadStatement
from sync.protocol.request_signing import sign_request
from sync.protocol.statements import Confirmation, Confirmed, FeedHead, HeadsStatement, Verdict
from tests.sync.protocol.makers import EPOCH, START_MS, ChainMaker, fixed_key, print_of, public

GOLDEN = Path(__file__).parent / "golden"
DEVICE, CENTRE = fixed_key("perangkat contoh"), fixed_key("pusat contoh")
OFFICER = fixed_key("petugas contoh")
SEAL_KEY = X25519PrivateKey.from_private_bytes(hashlib.sha256(b"segel contoh").digest())
ENTRY: Entry = ChainMaker().screening(OFFICER)
ERASURE = "01a1ee56-5e01-7819-87ef-0f95c0f8f385"
NONCE, PROOF_NONCE = "bm9uY2UgY29udG9o", bytes(range(32))


def _checkpoint(feed: str, size: int) -> m.SignedCheckpoint:
    made = Checkpoint(
        centre=print_of(CENTRE),
        deployment="training",
        feed=feed,
        generation=0,
        size=size,
        root=hashlib.sha256(f"{feed} {size}".encode()).hexdigest(),
        at_ms=START_MS,
    )
    return sign_checkpoint(made, CENTRE)


def _proof() -> bytes:
    made = challenge_proof(PROOF_NONCE, 7, ENTRY, {})
    assert made is not None
    return made


WHOLE = m.WireEntry(ENTRY.header_bytes, ENTRY.signature, dict(ENTRY.parts))
ERASED = m.WireEntry(
    ENTRY.header_bytes,
    ENTRY.signature,
    {"facts": ENTRY.parts["facts"]},
    {"identity": ERASURE},
)
SHOWN = [_checkpoint("el-tari", 7), _checkpoint(m.SHARED, 3)]
LEAVES = m.Leaves("el-tari", 7, ENTRY.leaf)
HEAD = HeadStatement(print_of(DEVICE), EPOCH, 1, ENTRY.hash, "training")
WANTED = m.Wanted("el-tari", 4, 6)

MESSAGES: Mapping[str, msgspec.Struct] = {
    "enrol_request": m.EnrolRequest(b"0123456789", WHOLE),
    "enrol_answer": m.EnrolAnswer(
        at_ms=START_MS,
        nonce=NONCE,
        sign_key=public(CENTRE),
        seal_key=SEAL_KEY.public_key().public_bytes_raw(),
        deployment="training",
        post="el-tari",
        lease_secret=b"s" * 32,
        lease_until_ms=START_MS + 5_184_000_000,
        earlier_keys=[public(DEVICE)],
        checkpoints=SHOWN,
    ),
    "heads_request": m.HeadsRequest(
        HEAD.signed(DEVICE),
        [m.FeedShown("el-tari", 0, 7, SHOWN[0]), m.FeedShown(m.SHARED, 0, 0)],
        START_MS,
        "0.1.0",
        2,
    ),
    "heads_answer": m.HeadsAnswer(
        at_ms=START_MS,
        nonce=NONCE,
        checkpoints=SHOWN,
        heads=[m.ChainHead(print_of(DEVICE), EPOCH, 1, ENTRY.hash)],
        lease_until_ms=START_MS + 5_184_000_000,
        wanted=[WANTED],
        generations={"el-tari": 0},
    ),
    "push_request": m.PushRequest([WHOLE, ERASED], {"el-tari": 6, m.SHARED: 3}),
    "push_answer": m.PushAnswer(
        at_ms=START_MS,
        nonce=NONCE,
        checkpoints=SHOWN,
        results=[
            m.PushResult(ENTRY.header.id, 7, m.State.STORED),
            m.PushResult(ERASURE, 8, m.State.QUARANTINED),
        ],
        leaves=[LEAVES],
        stopped=m.Stopped(ERASURE, "bad_signature"),
    ),
    "pull_request": m.PullRequest("el-tari", 6, 65536, {"el-tari": 6, m.SHARED: 3}),
    "pull_answer": m.PullAnswer(
        at_ms=START_MS,
        nonce=NONCE,
        checkpoints=SHOWN,
        feed="el-tari",
        entries=[m.PlacedEntry(7, ERASED)],
        leaves=[LEAVES],
        more=False,
    ),
    "leaves_request": m.LeavesRequest("el-tari", 6),
    "leaves_answer": m.LeavesAnswer(
        at_ms=START_MS,
        nonce=NONCE,
        checkpoints=SHOWN,
        leaves=LEAVES,
        reached=SHOWN[0],
        consistency=[ENTRY.leaf],
    ),
    "challenge_request": m.ChallengeRequest(PROOF_NONCE, [("el-tari", 7), (m.SHARED, 1)]),
    "challenge_answer": m.ChallengeAnswer(
        at_ms=START_MS, nonce=NONCE, checkpoints=SHOWN, proofs=[_proof(), b""]
    ),
    "offer_request": m.OfferRequest("el-tari", [m.PlacedEntry(7, WHOLE)]),
    "offer_answer": m.OfferAnswer(
        at_ms=START_MS, nonce=NONCE, checkpoints=SHOWN, size=7, wanted=[WANTED]
    ),
    "keys_request": m.KeysRequest(print_of(CENTRE)),
    "keys_answer": m.KeysAnswer(at_ms=START_MS, nonce=NONCE, entries=[WHOLE]),
    "refused": m.Refused(
        at_ms=START_MS, nonce=NONCE, code=m.Refusal.NONCE_EXPIRED.value, detail=""
    ),
    "package_request": m.PackageRequest([m.PackedRequest("heads", b"isi")]),
    "package_answer": m.PackageAnswer(b"h" * 32, [m.PackedAnswer("heads", 200, b"isi")]),
}


def message_file(message: msgspec.Struct) -> str:
    """What stands in a message's golden file: how it reads, and its bytes."""
    packed = pack(message).hex()
    lines = [packed[at : at + 96] for at in range(0, len(packed), 96)]
    shown = json.loads(msgspec.json.encode(message))
    return json.dumps({"reads": shown, "msgpack": lines}, indent=1) + "\n"


def signed_file() -> str:
    """Everything else that is computed or signed: one line each."""
    body = pack(MESSAGES["leaves_request"])
    heads = HeadsStatement((FeedHead("el-tari", 0, 7, "ab" * 32),))
    confirmed = Confirmation(Verdict.CONFIRM, Confirmed.DEVICE, key="ab" * 32, entry=ERASURE)
    code = make_code(b"0123456789", b"sertifikat contoh")
    made = {
        "checkpoint": {"body": SHOWN[0].body.decode(), "signature": SHOWN[0].signature.hex()},
        "request": sign_request(
            path="/sync/v1/leaves",
            body=body,
            centre=print_of(CENTRE),
            key=DEVICE,
            nonce=NONCE,
            request_id="r-1",
        ),
        "answer": sign_answer(
            CENTRE, request_id="r-1", request_body=body, status=200, body=b"jawab"
        ),
        "challenge": _proof().hex(),
        "enrolment": {
            "secret": b"0123456789".hex(),
            "ca_der": b"sertifikat contoh".hex(),
            "code": code,
            "qr": qr_text("https://192.0.2.7:8443", code),
        },
        "lease_code": lease_code(b"s" * 32, print_of(DEVICE), "2026-W48"),
        "heads": heads.facts(),
        "confirmation": confirmed.facts(),
        "head_statement": HEAD.signed(DEVICE).decode(),
    }
    return json.dumps(made, indent=1) + "\n"


def files() -> dict[str, str]:
    """Every golden file of this module by name."""
    made = {f"{name}.json": message_file(message) for name, message in MESSAGES.items()}
    return made | {"signed.json": signed_file()}


if __name__ == "__main__":
    for _name, _text in files().items():
        (GOLDEN / _name).write_text(_text, encoding="utf-8")
