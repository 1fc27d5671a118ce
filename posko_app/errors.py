"""The three families of failure: a person can act, the machine is in trouble, we broke a rule.

An error carries a message key and coded parameters, never a sentence, a name,
an answer or the path of a person's file; `posko_app.i18n` turns the key into
problem, cause and remedy.
"""

Param = str | int


class PoskoError(Exception):
    """Base of everything we raise on purpose; `key` names the sentence."""

    def __init__(self, key: str, /, **params: Param) -> None:
        super().__init__(key)
        self.key = key
        self.params: dict[str, Param] = params

    def __str__(self) -> str:
        shown = " ".join(f"{name}={value}" for name, value in sorted(self.params.items()))
        return f"{self.key} {shown}".rstrip()


class OperatorError(PoskoError):
    """The person at the desk can act: wrong passphrase, a draft with problems."""


class MachineError(PoskoError):
    """The machine is in trouble: disk full, file locked or damaged."""


class Defect(PoskoError):
    """We broke our own rule; nothing the person does can help."""
