"""What a ruleset file would change, in words, before anybody confirms it."""

from collections.abc import Iterable, Mapping, Sequence

from posko_app.domain.civil import date_text, parse_date
from posko_app.domain.detection.ruleset import Indicator, Ruleset
from posko_app.i18n import Catalogue
from posko_app.services.ruleset_changes import RulesetChanges
from posko_app.services.ruleset_effect import RulesetEffect
from posko_app.services.rulesets import RulesetProposal
from posko_app.ui.aturan_model import grouped, value_words
from posko_app.ui.widgets.reading import Told


def proposal_told(
    proposal: RulesetProposal, active: Ruleset, catalogue: Catalogue
) -> tuple[Told, ...]:
    """Say who publishes a file, whether he is trusted, and all it would change."""
    word, offered = catalogue.text, proposal.ruleset
    issued = parse_date(offered.issued_on)
    trust = "rules.install.trusted" if proposal.is_trusted else "rules.install.untrusted"
    lines = [
        Told(f"{offered.id} {offered.version}", "", "departure"),
        Told("", offered.title.in_language(catalogue.language)),
        Told(word("rules.issued"), date_text(issued) if issued else offered.issued_on),
        Told(word("rules.install.publisher"), grouped(proposal.publisher), "strong"),
        Told("", word(trust), "muted" if proposal.is_trusted else "caution"),
    ]
    if proposal.is_older:
        lines.append(Told("", word("ruleset.older", active=active.version), "caution"))
    lines += _effect(proposal.effect, catalogue)
    lines.append(Told(word("rules.install.changes"), "", "strong"))
    changes = tuple(_changes(proposal.changes, active, offered, catalogue))
    lines += changes or (Told("", word("rules.install.no_changes")),)
    return tuple(lines)


def _effect(effect: RulesetEffect, catalogue: Catalogue) -> Iterable[Told]:
    """Say what it would do: names of rules do not tell whether they still find anything."""
    word = catalogue.text
    yield Told(word("rules.install.effect"), "", "strong")
    for key, found in (("screenings", effect.screenings), ("practice", effect.practice)):
        said = word(
            "rules.install.moves",
            number=found.looked_at,
            lower=found.lower,
            higher=found.higher,
        )
        yield Told(word(f"rules.install.{key}"), said, "caution" if found.lower else "muted")


def _changes(
    changes: RulesetChanges, active: Ruleset, offered: Ruleset, catalogue: Catalogue
) -> Iterable[Told]:
    word = catalogue.text
    for key, ids, signs in (
        ("added", changes.signs_added, offered.indicators),
        ("removed", changes.signs_removed, active.indicators),
        ("changed", changes.signs_changed, offered.indicators),
    ):
        if ids:
            names = _labels(ids, signs, catalogue.language)
            yield Told(word(f"rules.install.{key}", number=len(ids)), names)
    for change in changes.parameters:
        parameter = offered.parameters.get(change.id) or active.parameters[change.id]
        moved = word(
            "rules.install.from_to",
            before=value_words(change.before, catalogue),
            after=value_words(change.after, catalogue),
        )
        yield Told(f"{parameter.label.in_language(catalogue.language)}:", moved)
    for kind, ids in changes.others:
        yield Told(word(f"rules.install.other.{kind}", number=len(ids)), ", ".join(ids))
    if changes.files:
        yield Told(word("rules.install.files"), ", ".join(changes.files), "hint")


def _labels(ids: Sequence[str], signs: Mapping[str, Indicator], language: str) -> str:
    return "; ".join(signs[id_].label.in_language(language) for id_ in ids)
