"""Every sentence exists in both languages, and everything shown has one."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from sync.server.people.words import NoSentence, has_sentence, say, sentences
from tests.sync.server.people.routes import routes as every_route

SERVER = Path(__file__).resolve().parents[4] / "sync" / "server"
VALUE = re.compile(r"\{([a-z_]+)\}")


def test_both_languages_have_the_same_sentences_with_the_same_values():
    first, second = sentences("id"), sentences("en")

    assert set(first) == set(second)
    assert len(first) > 200
    differing = [
        key for key in first if set(VALUE.findall(first[key])) != set(VALUE.findall(second[key]))
    ]
    assert differing == []


def test_every_key_in_code_and_templates_has_a_sentence():
    texts = [
        path.read_text() for path in SERVER.rglob("people/*.*") if path.suffix in {".py", ".html"}
    ]
    texts += [path.read_text() for path in (SERVER / "templates").rglob("*.html")]
    whole = re.compile(r"""["'](people(?:\.[a-z0-9_]+){2,})["']""")
    named = {key for text in texts for key in whole.findall(text)}

    assert len(named) > 100
    assert sorted(key for key in named if not has_sentence(key)) == []


def test_every_alarm_of_the_centre_says_what_happened_and_what_to_do(centre_db):
    from sync.server.alarms import CentreAlarm
    from sync.server.people.alarms import alarm_words

    general = alarm_words("a_code_of_a_newer_version")

    assert all(all(alarm_words(code)) for code in CentreAlarm)
    assert [code for code in CentreAlarm if alarm_words(code) == general] == []


@pytest.mark.parametrize(
    "reason",
    ["newer_version", "kind_unknown", "part_unknown", "facts_absent", "facts_unreadable"],
)
def test_every_doubt_of_the_intake_has_words(reason):
    assert f'"{reason}"' in (SERVER / "content.py").read_text()
    assert has_sentence(f"people.quarantine.{reason}")


def test_every_reason_about_a_revoked_signer_has_words(centre_db):
    from sync.server.revocations import REASONS

    assert [one for one in REASONS if not has_sentence(f"people.quarantine.{one}")] == []


def test_indonesian_is_spoken_unless_the_other_language_was_chosen():
    with translation.override("en"):
        assert say("people.name.device") == "Devices"
    with translation.override("id"):
        assert say("people.name.device") == "Perangkat"


def test_a_key_without_a_sentence_is_found_out():
    with pytest.raises(NoSentence):
        say("people.nothing.like.this")


def test_a_browser_set_to_english_still_reads_indonesian(centre_db):
    from tests.sync.server.people.visitors import anybody

    client = anybody()
    first = client.get("/kelola/login/", secure=True, headers={"accept-language": "en"})
    client.post("/bahasa", {"language": "en", "next": "/kelola/login/"}, secure=True)
    second = client.get("/kelola/login/", secure=True)

    assert "Kata sandi" in first.content.decode()
    assert "Password" in second.content.decode()
    assert 'lang="en"' in second.content.decode()


def test_the_page_about_the_console_names_every_address_of_the_edge(centre_db):
    page = (SERVER.parents[1] / "docs" / "console.md").read_text()
    routes = [route for route in every_route() if route.startswith("api/v1/")]

    assert len(routes) > 9
    assert [route for route in routes if f"/{route}" not in page] == []
