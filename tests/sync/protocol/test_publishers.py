import pytest

from sync.protocol.canonical import Malformed
from sync.protocol.people import Cosignature
from sync.protocol.publishers import PublisherTrust, is_signed_ruleset, sign_ruleset
from tests.sync.protocol.makers import fixed_key, print_of, public

pytestmark = pytest.mark.domain
PUBLISHER, SECOND = fixed_key("penerbit contoh"), fixed_key("penyelia kedua")
RULESET = "5b" * 32


def a_trust() -> PublisherTrust:
    return PublisherTrust(public(PUBLISHER).hex()).cosigned_by(SECOND)


def test_a_ruleset_is_signed_by_one_publisher_over_one_hash():
    signature = sign_ruleset(RULESET, PUBLISHER)

    told = {"signature": signature, "publisher": public(PUBLISHER)}

    assert is_signed_ruleset(RULESET, **told)
    assert not is_signed_ruleset("5c" * 32, **told)
    assert not is_signed_ruleset(RULESET, **told | {"publisher": public(SECOND)})
    assert not is_signed_ruleset(RULESET, **told | {"publisher": public(PUBLISHER)[:-1]})
    assert not is_signed_ruleset(RULESET, **told | {"signature": signature[:-1]})
    bent = bytes([signature[0] ^ 1, *signature[1:]])
    assert not is_signed_ruleset(RULESET, **told | {"signature": bent})


@pytest.mark.parametrize("ruleset", ["", "5B" * 32, "5b" * 31])
def test_what_is_no_hash_is_neither_signed_nor_checked(ruleset):
    with pytest.raises(Malformed):
        sign_ruleset(ruleset, PUBLISHER)
    with pytest.raises(Malformed):
        is_signed_ruleset(ruleset, signature=b"", publisher=public(PUBLISHER))


def test_the_signed_bytes_never_change():
    expected = b"posko/ruleset/v1" + bytes.fromhex(RULESET)

    PUBLISHER.public_key().verify(sign_ruleset(RULESET, PUBLISHER), expected)


def test_trust_reads_back_from_its_facts():
    facts = a_trust().facts()

    assert set(facts) == {"action", "publisher_key", "fingerprint", "cosign"}
    assert facts["fingerprint"] == print_of(PUBLISHER)
    assert PublisherTrust.from_facts(facts) == a_trust()
    assert a_trust().is_cosigned_by(public(SECOND))
    assert not a_trust().is_cosigned_by(public(PUBLISHER))


def test_a_cosignature_does_not_pass_to_another_publisher():
    other = PublisherTrust(public(fixed_key("lain")).hex(), cosign=a_trust().cosign)

    assert not other.is_cosigned_by(public(SECOND))


def test_a_cosignature_in_another_form_does_not_count():
    trust = PublisherTrust(a_trust().publisher_key, cosign=(Cosignature(print_of(SECOND), "zz"),))

    assert not trust.is_cosigned_by(public(SECOND))


@pytest.mark.parametrize(
    "bent",
    [
        {"action": "trust_me"},
        {"publisher_key": "ab"},
        {"publisher_key": None},
        {"fingerprint": "0" * 64},
        {"cosign": [{}]},
        {"cosign": None},
    ],
)
def test_trust_in_another_form_is_refused(bent):
    with pytest.raises(Malformed):
        PublisherTrust.from_facts(a_trust().facts() | bent)


@pytest.mark.parametrize("lost", ["action", "publisher_key", "fingerprint", "cosign"])
def test_trust_without_one_of_its_facts_is_refused(lost):
    facts = a_trust().facts()
    del facts[lost]

    with pytest.raises(Malformed):
        PublisherTrust.from_facts(facts)
