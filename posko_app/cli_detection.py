"""Commands that need both a store and its rules: judging again, and installing a ruleset."""

from argparse import Namespace
from pathlib import Path

from posko_app.cli_console import Console, Json
from posko_app.cli_desk import desk_of
from posko_app.cli_folder import ruleset_in
from posko_app.domain.records import RulesetRecord
from posko_app.services.desk import Desk
from posko_app.services.replay import ReplayDifference
from posko_app.services.ruleset_changes import RulesetChanges
from posko_app.services.ruleset_effect import Moves
from posko_app.services.rulesets import RulesetProposal
from posko_app.services.session import OfficerKeys

OK, SOME_DIFFERENCES = 0, 1


def replay(asked: Namespace, data_dir: Path, console: Console) -> int:
    """Judge everything stored again; each difference is a line, the last line is the sum."""
    given = None if asked.ruleset is None else ruleset_in(asked.ruleset)
    screenings = statements = differences = without = 0
    unknown: set[str] = set()
    unvouched: set[str] = set()
    with desk_of(asked, data_dir, console) as desk:
        for page in desk.replay.pages(given):
            for difference in page.differences:
                console.give(_difference(difference))
            screenings += page.screenings
            statements += page.statements
            differences += len(page.differences)
            without += page.without_level
            unknown |= page.unknown_rulesets
            unvouched |= page.unvouched_rulesets
    console.give(
        {
            "screenings": screenings,
            "statements": statements,
            "differences": differences,
            "without_level": without,
            "unknown_rulesets": [*sorted(unknown)],
            "unvouched_rulesets": [*sorted(unvouched)],
        }
    )
    return SOME_DIFFERENCES if differences else OK


def ruleset_install(asked: Namespace, data_dir: Path, console: Console) -> int:
    """Install a signed ruleset; an untrusted publisher needs a second penyelia."""
    with desk_of(asked, data_dir, console) as desk:
        proposal = desk.rulesets.propose(asked.file).result()
        if not proposal.is_trusted:
            console.say("ruleset.publisher", fingerprint=proposal.publisher)
        if proposal.is_older:
            console.say("ruleset.older", active=desk.rulesets.active.version)
        _tell(proposal, console)
        installing = desk.rulesets.install(
            asked.file,
            second=_second(asked.second, desk, console),
            expected=proposal.ruleset.hash,
        )
        record = installing.result()
    console.give(_installed(record, proposal))
    console.say("ruleset.installed", version=record.version)
    return OK


def _tell(proposal: RulesetProposal, console: Console) -> None:
    """Say what is about to be confirmed, before anybody types his passphrase for it."""
    changes, effect = proposal.changes, proposal.effect
    console.say(
        "ruleset.about_to",
        version=proposal.ruleset.version,
        publisher=proposal.publisher,
        added=len(changes.signs_added),
        removed=len(changes.signs_removed),
        changed=len(changes.signs_changed),
        numbers=len(changes.parameters),
    )
    console.say(
        "ruleset.effect",
        lower=effect.screenings.lower,
        of=effect.screenings.looked_at,
        practice_lower=effect.practice.lower,
        practice_of=effect.practice.looked_at,
    )


def _second(name: str | None, desk: Desk, console: Console) -> OfficerKeys | None:
    if name is None:
        return None
    return desk.officers.unlock(name, passphrase=console.second_passphrase()).result().officer


def _difference(found: ReplayDifference) -> Json:
    return {
        "id": found.subject,
        "entry": found.entry,
        "receipt": found.receipt,
        "level_then": found.level_then,
        "level_now": found.level_now,
        "rule": found.rule,
        "gained": list(found.gained),
        "lost": list(found.lost),
    }


def _installed(record: RulesetRecord, proposal: RulesetProposal) -> Json:
    return {
        "hash": record.hash,
        "id": record.id,
        "version": record.version,
        "issued_on": record.issued_on,
        "publisher": proposal.publisher,
        "newly_trusted": not proposal.is_trusted,
        "older": proposal.is_older,
        "changes": _changes(proposal.changes),
        "effect": {
            "screenings": _moves(proposal.effect.screenings),
            "practice": _moves(proposal.effect.practice),
        },
    }


def _moves(found: Moves) -> Json:
    return {"looked_at": found.looked_at, "lower": found.lower, "higher": found.higher}


def _changes(changes: RulesetChanges) -> Json:
    return {
        "signs_added": list(changes.signs_added),
        "signs_removed": list(changes.signs_removed),
        "signs_changed": list(changes.signs_changed),
        "parameters": [change.id for change in changes.parameters],
        "others": {kind: list(ids) for kind, ids in changes.others},
        "files": list(changes.files),
    }
