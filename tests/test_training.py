from posko_app.store.passphrase import PassphraseContext, check_passphrase
from posko_app.training import DemoOfficer, demo_officers, published_passphrases


def test_two_invented_officers_of_both_roles():
    found = demo_officers()

    assert [officer.role for officer in found] == ["penyelia", "petugas"]
    assert all(officer.name.startswith("CONTOH ") for officer in found)


def test_their_passphrases_follow_the_rules():
    for officer in demo_officers():
        context = PassphraseContext(names=(officer.name,))
        assert check_passphrase(officer.passphrase, context=context) == ()


def test_a_live_store_refuses_them():
    context = PassphraseContext(published=published_passphrases())

    for passphrase in published_passphrases():
        assert check_passphrase(passphrase, context=context) == ("vault.passphrase_known",)


def test_passphrase_stays_out_of_what_is_printed():
    assert "rahasia" not in repr(DemoOfficer("CONTOH", "petugas", "rahasia"))
