import hashlib

import pytest

from sync.protocol import merkle
from sync.protocol.merkle import (
    EMPTY,
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    grow,
    leaf_hash,
    root_of,
    verify_consistency,
)

pytestmark = pytest.mark.domain
# The leaves, roots and proofs that the reference implementation of RFC 6962 is tested with.
REFERENCE_LEAVES = [
    leaf_hash(bytes.fromhex(text), b"")
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
REFERENCE_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
REFERENCE_PROOFS = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
MANY = [hashlib.sha256(bytes([n])).digest() for n in range(200)]
MANY_ROOTS = (EMPTY_ROOT, *grow(EMPTY, MANY)[1])


def accepted(old: int, new: int, proof: list[bytes], **bent: bytes) -> bool:
    roots = {"old_root": MANY_ROOTS[old], "new_root": MANY_ROOTS[new]} | bent
    return verify_consistency(old, roots["old_root"], new, roots["new_root"], proof)


def test_empty_log_has_the_root_of_nothing():
    assert root_of([]) == EMPTY.root() == EMPTY_ROOT == hashlib.sha256(b"").digest()


def test_roots_are_those_of_the_reference_implementation():
    _, roots = grow(EMPTY, REFERENCE_LEAVES)

    assert [root.hex() for root in roots] == REFERENCE_ROOTS
    assert [root_of(REFERENCE_LEAVES[:n]).hex() for n in range(1, 9)] == REFERENCE_ROOTS


@pytest.mark.parametrize(("sizes", "proof"), REFERENCE_PROOFS.items())
def test_consistency_proofs_are_those_of_the_reference_implementation(sizes, proof):
    old, new = sizes

    assert [h.hex() for h in consistency_proof(REFERENCE_LEAVES[:new], old)] == proof


def test_leaf_covers_header_and_signature():
    assert leaf_hash(b"head", b"sign") == hashlib.sha256(b"\x00headsign").digest()


def test_frontier_root_and_whole_root_agree_at_every_size():
    assert [root_of(MANY[:n]) for n in range(201)] == list(MANY_ROOTS)


@pytest.mark.no_cover
def test_every_consistency_proof_up_to_200_leaves_is_accepted():
    pairs = [(old, new) for new in range(201) for old in range(new + 1)]

    proved = sum(accepted(old, new, consistency_proof(MANY[:new], old)) for old, new in pairs)

    assert proved == len(pairs) == 20_301


def test_no_bent_proof_is_accepted():
    tried = wrong = 0
    for new in range(2, 40):
        for old in range(1, new):
            proof = consistency_proof(MANY[:new], old)
            flipped = [bytes([proof[0][0] ^ 1]) + proof[0][1:], *proof[1:]]
            bent = [proof[:-1], [*proof, MANY[0]], flipped, [*proof, b"short"], proof[:0]]
            verdicts = [accepted(old, new, other) for other in bent]
            verdicts.append(accepted(old, new, proof, old_root=MANY_ROOTS[old - 1]))
            verdicts.append(accepted(old, new, proof, new_root=MANY_ROOTS[new - 1]))
            tried, wrong = tried + len(verdicts), wrong + sum(verdicts)

    assert (tried, wrong) == (5187, 0)


def test_log_that_was_rewritten_has_no_proof():
    rewritten = [MANY[1], *MANY[1:]]

    proof = consistency_proof(rewritten, 5)

    assert not verify_consistency(5, MANY_ROOTS[5], 9, root_of(rewritten[:9]), proof)


@pytest.mark.parametrize(
    ("old", "new", "proof", "verdict"),
    [
        (0, 0, [], True),
        (0, 7, [], True),
        (7, 7, [], True),
        (0, 7, [MANY[0]], False),
        (7, 7, [MANY[0]], False),
        (7, 3, [], False),
        (3, 7, [], False),
    ],
)
def test_proof_of_nothing_is_empty(old, new, proof, verdict):
    assert accepted(old, new, proof) is verdict


def test_nothing_follows_from_an_empty_log_that_was_not_empty():
    assert not verify_consistency(0, MANY_ROOTS[1], 5, MANY_ROOTS[5], [])
    assert not verify_consistency(-1, MANY_ROOTS[1], 5, MANY_ROOTS[5], [MANY[0]])


def test_proof_from_a_size_the_log_never_had_is_not_made():
    for old in (-1, 4):
        with pytest.raises(ValueError, match="old_size"):
            consistency_proof(MANY[:3], old)


@pytest.mark.parametrize(("size", "peaks"), [(1, ()), (0, (MANY[0],)), (-1, ()), (3, (MANY[0],))])
def test_frontier_whose_peaks_do_not_fit_its_size_is_refused(size, peaks):
    with pytest.raises(ValueError, match="frontier"):
        Frontier(size, peaks)


def test_frontier_goes_on_where_it_was_kept():
    kept, _ = grow(EMPTY, MANY[:77])

    after, roots = grow(Frontier(kept.size, kept.peaks), MANY[77:80])

    assert after.size == 80
    assert roots == MANY_ROOTS[78:81]
    assert merkle.grow(after, []) == (after, ())
