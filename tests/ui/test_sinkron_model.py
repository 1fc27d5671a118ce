"""Pusat sinkron in words, without a window."""

from datetime import timedelta

import pytest

from posko_app.i18n import LANGUAGES, load_catalogue
from posko_app.services.sync_state import (
    AlarmCode,
    FeedKept,
    LeaseState,
    Outcome,
    Phase,
    StepForPerson,
    SyncState,
)
from posko_app.ui.sinkron_history import history_told, technical_text
from posko_app.ui.sinkron_model import (
    age_words,
    clock_warning,
    kept_figures,
    sending_figures,
    state_line,
)
from posko_app.ui.sinkron_problems_model import Act, alarm_title, problems
from tests.support.fake_sync import (
    DEVICE,
    HISTORY,
    NOW,
    SUBJECT,
    ago,
    alarm,
    connected,
    offline,
    report,
    running,
    stopped,
)

CATALOGUE = load_catalogue()
NAMES = {SUBJECT: "CONTOH NAMA TIGA"}
FEEDS = ("el-tari", "shared")


def line(state):
    return state_line(state, CATALOGUE, NOW)


def found(state, names=NAMES):
    return problems(state, CATALOGUE, NOW, names=names)


@pytest.mark.parametrize(
    ("state", "text", "loud"),
    [
        (SyncState(), "◌ Belum terdaftar ke pusat", ""),
        (connected(), "✓ Tersambung, semua sudah terkirim", ""),
        (connected(waiting=3), "✓ Tersambung, 3 menunggu putaran berikut", ""),
        (connected(last_contact_at=None), "◌ Belum pernah tersambung", ""),
        (offline(), "◌ Luring sejak 07.42", ""),
        (offline(offline_since=ago(hours=20)), "◌ Luring sejak 23-11-2026 12.04", ""),
        (running(), "↻ Menyinkronkan: 34 dari 120 terkirim", ""),
        (
            offline(oldest_waiting_at=ago(hours=25)),
            "▲ 12 catatan belum terkirim lebih dari 24 jam",
            "caution",
        ),
        (connected(phase=Phase.ALARM, alarms=(alarm(),)), "■ 1 tanda bahaya dari pusat", "problem"),
        (connected(needs_person_count=2), "! 2 catatan perlu tindakan", "problem"),
        (connected(phase=Phase.REFUSED), "▲ Pusat belum menerima laptop ini", "caution"),
        (connected(phase=Phase.NOT_OURS), "▲ Yang menjawab bukan pusat", "caution"),
        (connected(phase=Phase.FAILED), "▲ Laptop ini belum bisa menyinkronkan", "caution"),
    ],
)
def test_one_line_says_how_sync_stands_and_only_trouble_is_loud(state, text, loud):
    assert (line(state).text, line(state).state) == (text, loud)


def test_an_alarm_is_said_even_while_there_is_no_line():
    assert line(offline(alarms=(alarm(),))).state == "problem"


def test_offline_says_when_it_tries_again_and_why_it_failed():
    told = line(offline())

    assert told.beside == "Mencoba lagi otomatis 08.12 (percobaan ke-4)"
    assert told.why == CATALOGUE.text("sync.no_line.timeout")


def test_an_answer_on_a_stick_does_not_hide_why_there_is_no_line():
    lost, by_stick = report(Outcome.NO_LINE, minutes=9, reason="timeout"), report(minutes=1)

    told = line(offline(last=by_stick, history=(by_stick, lost)))

    assert told.why == CATALOGUE.text("sync.no_line.timeout")


def test_a_centre_that_is_rebuilt_is_why_entries_wait_although_rounds_go_well():
    put_off = report(minutes=1, waiting=2, reason="rebuilding")
    state = connected(last=put_off, history=(put_off, *HISTORY), waiting=2)
    words = CATALOGUE.text("sync.refused.rebuilding")

    first, second = history_told(state, CATALOGUE, NOW)[:2]

    assert line(state).why == words
    assert words in first.words
    assert words not in second.words
    assert line(connected()).why == ""


def test_a_clock_that_is_years_off_ends_no_lease_and_ages_no_feed():
    ahead = timedelta(days=400)
    state = connected(clock_offset_ms=-int(ahead.total_seconds() * 1000))

    right = kept_figures(connected(clock_offset_ms=0), CATALOGUE, NOW)
    wrong = kept_figures(state, CATALOGUE, NOW + ahead)

    assert wrong[:2] == right[:2]
    assert wrong[-1] == right[-1]
    assert problems(state, CATALOGUE, NOW + ahead, names={}) == problems(
        connected(), CATALOGUE, NOW, names={}
    )


def test_a_good_round_is_never_claimed_while_something_waits():
    assert "semua" not in line(connected(waiting=1)).text


def test_what_waits_says_since_when_and_is_amber_after_a_day():
    fresh, old = (
        sending_figures(offline(oldest_waiting_at=at), CATALOGUE, NOW)[0]
        for at in (ago(minutes=41), ago(hours=25))
    )

    assert (fresh.value, fresh.remark, fresh.state) == ("12", "tertua 41 menit", "")
    assert (old.remark, old.state) == ("tertua 25 jam", "caution")


def test_sent_today_names_the_last_real_answer():
    sent = sending_figures(connected(), CATALOGUE, NOW)[1]

    assert (sent.value, sent.remark) == ("203", "jawaban terakhir 08.00")


def test_what_is_set_aside_is_shown_only_where_there_is_some():
    quiet = kept_figures(connected(), CATALOGUE, NOW)
    (told,) = set(kept_figures(connected(set_aside=2), CATALOGUE, NOW)) - set(quiet)

    assert (told.label, told.value, told.state) == ("Disisihkan", "2 catatan", "caution")
    assert "belum terbaca" in told.remark


def test_each_feed_says_its_age_and_that_its_signature_holds():
    post, shared, clock, lease = kept_figures(connected(), CATALOGUE, NOW)

    assert (post.label, post.value, post.remark) == (
        "Pos ini",
        "per 08.00 (4 menit)",
        "✓ tanda sah",
    )
    assert shared.label == "Bersama"
    assert (clock.value, lease.value) == ("selisih 2 detik", "sampai 23-01-2027")


def test_a_feed_without_checkpoint_claims_no_signature():
    empty = connected(feeds=(FeedKept("el-tari", 0, 0, None),))

    assert kept_figures(empty, CATALOGUE, NOW)[0].remark == ""


def test_a_feed_that_is_not_all_fetched_says_how_much_is_missing():
    behind = connected(feeds=(FeedKept("shared", 41, 30, ago(hours=3)),))

    assert kept_figures(behind, CATALOGUE, NOW)[0].value == "per 05.04 (3 jam), 11 belum diambil"


@pytest.mark.parametrize(
    ("offset_ms", "warned"),
    [(None, False), (120_000, False), (121_000, True), (-7_500_000, True)],
)
def test_a_clock_off_by_more_than_two_minutes_has_its_banner(offset_ms, warned):
    state = connected(clock_offset_ms=offset_ms)

    assert bool(clock_warning(state, CATALOGUE)) is warned
    assert (kept_figures(state, CATALOGUE, NOW)[2].state == "caution") is warned


@pytest.mark.parametrize(
    ("lease", "state", "acts"),
    [
        (LeaseState(), "", []),
        (LeaseState(NOW + timedelta(days=30)), "", []),
        (LeaseState(NOW + timedelta(days=6)), "caution", [Act.LEASE]),
        (LeaseState(ago(days=1), True, NOW.date()), "problem", [Act.LEASE]),
    ],
)
def test_a_lease_that_ends_asks_for_the_code_in_time(lease, state, acts):
    shown = connected(lease=lease)

    assert kept_figures(shown, CATALOGUE, NOW)[3].state == state
    assert [problem.act for problem in found(shown)] == acts


def test_being_offline_is_no_problem_until_a_day_has_passed():
    assert found(offline()) == ()
    assert [p.act for p in found(offline(oldest_waiting_at=ago(hours=25)))] == [Act.PACKAGE]


def test_a_record_that_needs_a_person_names_who_and_the_one_thing_to_do():
    entries = (stopped(), stopped("bad_signature", StepForPerson.TELL_CENTRE, entry_id="e2"))
    retry, tell = found(connected(needs_person=entries, needs_person_count=2))

    assert retry.title == "CONTOH NAMA TIGA · 24-11-2026 07.51"
    assert (retry.act, retry.entry_id) == (Act.RETRY, "e1")
    assert tell.act is Act.COPY
    assert tell.words == CATALOGUE.text("sync.stopped.bad_signature")


def test_a_record_whose_person_is_hidden_is_named_by_its_kind():
    (problem,) = found(connected(needs_person=(stopped(),)), names={})

    assert problem.title == "Pemeriksaan · 24-11-2026 07.51"


def test_kinds_of_a_newer_program_have_a_name_too():
    (problem,) = found(connected(needs_person=(stopped(kind="ramalan"),)))

    assert problem.title.startswith("Catatan · ")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", AlarmCode)
def test_every_alarm_says_what_it_is_and_what_to_do(language, code):
    words = load_catalogue(language)
    (problem,) = problems(connected(alarms=(alarm(code),)), words, NOW, names={})

    assert alarm_title(code, words) in problem.title
    assert len(problem.words) > 60
    assert problem.state == "problem"
    assert words.has(f"sinkron.act.{problem.act}")


def test_an_alarm_of_a_newer_centre_has_the_general_name():
    assert alarm_title("ramalan", CATALOGUE) == CATALOGUE.text("sinkron.alarm.other")


@pytest.mark.parametrize(
    ("outcome", "reason", "act"),
    [
        (Outcome.NOT_OURS, "portal", Act.SYNC_NOW),
        (Outcome.REFUSED, "device_unknown", Act.ENROL),
        (Outcome.REFUSED, "device_revoked", Act.COPY),
        (Outcome.FAILED, "sync.failed", Act.COPY),
    ],
)
def test_a_round_that_no_retry_mends_has_one_action(outcome, reason, act):
    phase = Phase(outcome.value)
    (problem,) = found(connected(phase=phase, last=report(outcome, reason=reason)))

    assert problem.act is act
    assert problem.words.count(".") >= 1


def test_the_worst_problem_stands_first():
    state = offline(
        alarms=(alarm(),),
        needs_person=(stopped(),),
        oldest_waiting_at=ago(hours=25),
        lease=LeaseState(NOW + timedelta(days=2)),
    )

    assert [p.act for p in found(state)] == [Act.COPY, Act.RETRY, Act.LEASE, Act.PACKAGE]


def test_history_says_each_round_and_why_one_was_refused():
    refused = report(Outcome.REFUSED, reason="device_revoked", waiting=4)
    told = history_told(connected(history=(refused, *HISTORY)), CATALOGUE, NOW)

    assert told[0].words == "belum diterima pusat (4 tersisa)\n" + CATALOGUE.text(
        "sync.refused.device_revoked"
    )
    assert told[1].plain == "08.00 selesai: 34 kirim, 2 terima"
    assert told[3].words == "luring (12 tersisa)"


def test_technical_detail_holds_codes_and_hashes_but_no_name():
    state = connected(alarms=(alarm(),), needs_person=(stopped(),), needs_person_count=1)
    text = technical_text(state, device=DEVICE, program="0.4.0", now=NOW)

    for part in (DEVICE, "data_missing", "position 118", "size=203", "entry e1", "chain_gap"):
        assert part in text
    assert "CONTOH" not in text
    assert SUBJECT not in text


@pytest.mark.parametrize(
    ("span", "words"),
    [
        ({"seconds": 70}, "baru saja"),
        ({"minutes": 59}, "59 menit"),
        ({"minutes": 60}, "1 jam"),
        ({"hours": 47}, "47 jam"),
        ({"hours": 48}, "2 hari"),
    ],
)
def test_ages_are_said_in_the_largest_unit_that_is_fair(span, words):
    assert age_words(timedelta(**span), CATALOGUE) == words


def test_a_new_log_is_the_one_alarm_that_a_person_may_end():
    acts = {
        code: problems(connected(alarms=(alarm(code),)), CATALOGUE, NOW, names={})[0].act
        for code in AlarmCode
    }

    assert [code for code, act in acts.items() if act is Act.ACKNOWLEDGE] == [
        AlarmCode.NEW_GENERATION
    ]


def test_new_logs_are_told_apart_by_their_names():
    logs = [alarm(AlarmCode.NEW_GENERATION, feed=f, position=1, detail={}) for f in FEEDS]
    titles = [p.title for p in problems(connected(alarms=tuple(logs)), CATALOGUE, NOW, names={})]

    assert titles == [
        "Catatan pusat dibuka baru: Pos ini · sejak 07.44",
        "Catatan pusat dibuka baru: Bersama · sejak 07.44",
    ]
