"""Installing signed rulesets: who may, what is checked, what is stated, and what follows."""

import base64
import json

import pytest

from posko_app.domain.detection.ruleset_read import read_ruleset
from posko_app.domain.records import RulesetOrigin
from posko_app.errors import OperatorError
from posko_app.services.ruleset_changes import ParameterChange, is_older
from sync.protocol.entry import Kind
from sync.protocol.people import Role
from sync.protocol.publishers import PublisherTrust
from tests.services.desks import PENYELIA, PETUGAS, SANDI_DUA, opened, record
from tests.services.rules import OTHER, PUBLISHER, changed, published

SECOND = "PENYELIA KEDUA CONTOH"
SHORTER = ('id = "repeats_days"\nvalue = 30', 'id = "repeats_days"\nvalue = 10')
MINOR = {"traveller__dob_ktp": "2010-01-01", "claimed__purpose": "kerja_ln"}
GROWN_UP_AT_15 = ('id = "adult_age"\nvalue = 18', 'id = "adult_age"\nvalue = 15')


def key_of(future) -> str:
    with pytest.raises(OperatorError) as error:
        future.result(timeout=20)
    return error.value.key


def colleague(desk, name=SECOND, role=Role.PENYELIA):
    """Give the keys of somebody else who has unlocked at this desk."""
    desk.officers.add(name, passphrase=SANDI_DUA, role=role).result(timeout=20)
    return desk.officers.unlock(name, passphrase=SANDI_DUA).result(timeout=20).officer


def installed(desk, path, **more):
    return desk.rulesets.install(path, **more).result(timeout=20)


def access_entries(desk):
    return desk.replay._store.read(lambda unit: unit.entries_of(Kind.ACCESS)).result()


def test_two_penyelia_trust_a_publisher_once_and_one_installs_from_then_on(desk, tmp_path):
    second = colleague(desk)
    first = installed(desk, published(tmp_path), second=second)

    later = installed(desk, published(tmp_path, changed(SHORTER, version="9.2"), name="b.json"))

    assert (first.version, later.version) == ("9.1", "9.2")
    assert (first.origin, later.origin) == (RulesetOrigin.INSTALLED, RulesetOrigin.INSTALLED)
    assert desk.rulesets.active.hash == later.hash
    kept = [record.hash for record in desk.rulesets.list().result()]
    assert kept[-2:] == [first.hash, later.hash]
    assert len(access_entries(desk)) == 3
    assert desk.integrity.verify().result(timeout=30).ok


def test_what_is_judged_from_then_on_follows_the_new_rules_and_the_old_keeps_its_own(
    directory, clock, tmp_path
):
    with opened(directory, clock=clock, officer=PENYELIA) as desk:
        before = record(desk, clock, **MINOR)
        packaged = desk.detection.ruleset.hash
        file = published(tmp_path, changed(GROWN_UP_AT_15))
        new = installed(desk, file, second=colleague(desk))
        after = record(desk, clock, **MINOR)

        assert (before.row.level, after.row.level) == ("merah", "hijau")
    with opened(directory, clock=clock, officer=PENYELIA) as desk:
        again = record(desk, clock, **MINOR)
        old = desk.screening.show(before.subject).result()
        stated = desk.screening.show(again.subject).result().statements[0].sets

    assert (again.row.level, stated["ruleset"]) == ("hijau", new.hash)
    assert (old.row.level, old.statements[0].sets["ruleset"]) == ("merah", packaged)


def test_the_window_is_told_of_another_ruleset_until_it_asks_no_more(desk, tmp_path):
    told = []
    end = desk.detection.on_change(lambda ruleset: told.append(ruleset.version))

    installed(desk, published(tmp_path), second=colleague(desk))
    end()
    installed(desk, published(tmp_path, changed(version="9.2"), name="b.json"))

    assert told == ["9.1"]


def test_a_proposal_tells_what_would_change_before_anybody_confirms(desk, tmp_path):
    files = changed(SHORTER)
    records = files["signs_8_records.toml"]
    files["signs_8_records.toml"] = records.replace('strength = "M"', 'strength = "W"', 1)

    proposal = desk.rulesets.propose(published(tmp_path, files)).result()

    assert (proposal.ruleset.version, proposal.is_trusted, proposal.is_active) == (
        *("9.1", False),
        False,
    )
    assert proposal.publisher == PublisherTrust(public(PUBLISHER).hex()).fingerprint
    assert proposal.changes.parameters == (ParameterChange("repeats_days", 30, 10),)
    assert len(proposal.changes.signs_changed) == 1
    assert (proposal.changes.signs_added, proposal.changes.signs_removed) == ((), ())
    assert proposal.changes.files == ("ruleset.toml", "signs_8_records.toml")
    assert not proposal.is_older
    assert access_entries(desk) == ()


def public(key) -> bytes:
    return key.public_key().public_bytes_raw()


def test_an_older_ruleset_is_said_to_be_older_and_may_be_installed(desk, tmp_path):
    file = published(tmp_path, changed(version="0.9"))

    assert desk.rulesets.propose(file).result().is_older
    assert installed(desk, file, second=colleague(desk)).version == "0.9"
    assert desk.rulesets.active.version == "0.9"


@pytest.mark.parametrize(
    ("version", "than", "older"),
    [
        ("1.1-uji", "1.0", False),
        ("1.0-uji", "1.1", True),
        ("1.10", "1.9", False),
        ("v2", "1.9", False),
        ("1.0", "1.0", False),
    ],
)
def test_a_version_is_as_old_as_its_numbers(version, than, older):
    def ruleset(named):
        return read_ruleset(changed(version=named))

    assert is_older(ruleset(version), ruleset(than)) is older


def test_an_earlier_ruleset_can_be_installed_again(directory, clock, tmp_path):
    with opened(directory, clock=clock, officer=PENYELIA) as desk:
        first = published(tmp_path)
        hash_ = installed(desk, first, second=colleague(desk)).hash
        installed(desk, published(tmp_path, changed(version="9.2"), name="b.json"))
        installed(desk, first)
    with opened(directory, clock=clock, officer=PENYELIA) as desk:
        assert desk.rulesets.active.hash == hash_
        assert desk.rulesets.propose(first).result().is_active
        assert key_of(desk.rulesets.install(first)) == "ruleset.already_active"


# Who may


def test_an_untrusted_publisher_needs_a_second_penyelia(desk, tmp_path):
    assert key_of(desk.rulesets.install(published(tmp_path))) == "ruleset.publisher_untrusted"
    assert access_entries(desk) == ()
    assert len(desk.rulesets.list().result()) == 1


def test_trust_in_one_publisher_is_none_in_another(desk, tmp_path):
    installed(desk, published(tmp_path), second=colleague(desk))
    file = published(tmp_path, changed(version="9.2"), key=OTHER, name="b.json")

    assert not desk.rulesets.propose(file).result().is_trusted
    assert key_of(desk.rulesets.install(file)) == "ruleset.publisher_untrusted"


def test_a_petugas_is_no_second_penyelia(desk, tmp_path):
    second = colleague(desk, PETUGAS, Role.PETUGAS)

    refused = desk.rulesets.install(published(tmp_path), second=second)

    assert key_of(refused) == "ruleset.second_not_penyelia"
    assert access_entries(desk) == ()


def test_nobody_is_his_own_second(desk, tmp_path):
    refused = desk.rulesets.install(published(tmp_path), second=desk.session.current)

    assert key_of(refused) == "ruleset.second_same"


def test_a_petugas_installs_nothing(directory, clock, tmp_path):
    with opened(directory, clock=clock, officer=PENYELIA) as desk:
        colleague(desk, PETUGAS, Role.PETUGAS)
    with opened(directory, clock=clock, officer=PETUGAS, passphrase=SANDI_DUA) as desk:
        assert key_of(desk.rulesets.install(published(tmp_path))) == "session.only_penyelia"


def test_the_second_penyelia_is_whoever_types_his_pin(desk):
    desk.session.set_pin("274913")
    desk.officers.add(SECOND, passphrase=SANDI_DUA, role=Role.PENYELIA).result(timeout=20)
    unlocked = desk.officers.unlock(SECOND, passphrase=SANDI_DUA).result(timeout=20)
    desk.session.sign_on(unlocked, pin="580246")

    assert desk.session.witness("274913") != desk.session.current
    assert desk.session.witness("194728") is None
    assert desk.session.current.name == SECOND


# What is wrong with a file


def bent(path, change):
    document = json.loads(path.read_text())
    change(document)
    path.write_text(json.dumps(document))


BROKEN = {
    "another text": (
        lambda d: d["files"].update({"ruleset.toml": d["files"]["ruleset.toml"] + "\n# a"}),
        "ruleset.signature_wrong",
    ),
    "a file left out": (lambda d: d["files"].pop("excluded.toml"), "ruleset.signature_wrong"),
    "another publisher": (
        lambda d: d.update(publisher=base64.b64encode(public(OTHER)).decode()),
        "ruleset.signature_wrong",
    ),
    "a signature cut off": (
        lambda d: d.update(signature=d["signature"][:40]),
        "ruleset.signature_wrong",
    ),
    "a key cut off": (lambda d: d.update(publisher="AAAA"), "ruleset.signature_wrong"),
    "no base64": (lambda d: d.update(signature="%%%"), "ruleset.file_form"),
    "no signature": (lambda d: d.pop("signature"), "ruleset.file_form"),
    "another format": (lambda d: d.update(format="posko-ruleset-2"), "ruleset.file_form"),
    "no files": (lambda d: d.update(files={}), "ruleset.file_form"),
    "files as a list": (lambda d: d.update(files=["a"]), "ruleset.file_form"),
    "a file that is no text": (lambda d: d["files"].update({"a.toml": 1}), "ruleset.file_form"),
    "half a character": (lambda d: d["files"].update({"a.toml": "\ud800"}), "ruleset.file_form"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_file_that_is_not_what_was_signed_is_refused(desk, tmp_path, what):
    path = published(tmp_path)
    change, key = BROKEN[what]
    bent(path, change)

    assert key_of(desk.rulesets.propose(path)) == key
    assert key_of(desk.rulesets.install(path)) == key


def test_a_signed_ruleset_with_faults_names_the_first_and_is_refused(desk, tmp_path):
    files = changed(('id = "repeats_days"', 'id = "repeats_dayz"'))

    with pytest.raises(OperatorError) as refused:
        desk.rulesets.propose(published(tmp_path, files)).result()

    assert refused.value.key == "ruleset.faults"
    assert refused.value.params["count"] >= 1
    assert str(refused.value.params["file"]).endswith(".toml")


@pytest.mark.parametrize(
    ("content", "key"),
    [(b"{", "ruleset.file_form"), (b"[]", "ruleset.file_form"), (b" " * 1_048_577, "too_large")],
)
def test_what_is_no_ruleset_file_is_refused(desk, tmp_path, content, key):
    path = tmp_path / "a.json"
    path.write_bytes(content)

    assert key_of(desk.rulesets.propose(path)).endswith(key)


def test_a_file_that_is_not_there_is_refused(desk, tmp_path):
    assert key_of(desk.rulesets.propose(tmp_path / "tidak_ada")) == "ruleset.file_missing"


def test_a_file_exchanged_after_the_proposal_is_refused(desk, tmp_path):
    confirmed = desk.rulesets.propose(published(tmp_path)).result().ruleset.hash
    file = published(tmp_path, changed(version="9.2"))

    refused = desk.rulesets.install(file, expected=confirmed, second=colleague(desk))

    assert key_of(refused) == "ruleset.file_changed"
