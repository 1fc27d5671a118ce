"""What is wrong with a ruleset: file, line, code, and the word that shows where."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing to repair; sentence ruleset_fault.<code> with file, line and detail."""

    file: str
    line: int
    code: str
    detail: str = ""


class RulesetFaults(ValueError):
    """The files make no ruleset; every fault that was found, in order of file and line."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("ruleset_faults")
        self.faults = faults
