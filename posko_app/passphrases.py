"""Judging and suggesting passphrases for the window's forms, with what this store forbids."""

import os
from collections.abc import Callable, Sequence

from posko_app import training
from posko_app.store.passphrase import PassphraseContext, check_passphrase, generate_words
from sync.protocol.entry import Deployment

SUGGESTED_WORDS = 4


def checker(deployment: Deployment) -> Callable[[str, Sequence[str]], tuple[str, ...]]:
    """Give the judge of new passphrases; published ones serve in training stores only."""
    live = deployment is Deployment.LIVE
    published = training.published_passphrases() if live else ()

    def check(passphrase: str, names: Sequence[str]) -> tuple[str, ...]:
        context = PassphraseContext(names=tuple(names), published=published)
        return check_passphrase(passphrase, context=context)

    return check


def suggest() -> str:
    """Make four words by chance."""
    return generate_words(SUGGESTED_WORDS, os.urandom)
