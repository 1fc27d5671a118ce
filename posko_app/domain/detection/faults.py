"""What is wrong with a ruleset: file, line, code, and the word that shows where."""

from dataclasses import dataclass

# what can be wrong; each has a sentence ruleset_fault.<code>
CODES = frozenset(
    {
        "not_toml",
        "missing_file",
        "unknown_file",
        "missing_key",
        "unknown_key",
        "wrong_type",
        "unknown_code",
        "not_a_date",
        "duplicate_id",
        "unknown_id",
        "unknown_field",
        "excluded_field",
        "missing_source",
        "unknown_source",
        "bad_expression",
        "too_costly",
        "too_long",
        "out_of_range",
        "unknown_name",
        "unknown_parameter",
        "unguarded",
        "not_boolean",
        "not_evaluated",
        "never_fires",
        "never_calmed",
        "missing_parameter",
        "other_kind",
        "missing_step",
        "missing_referral",
        "missing_level",
    }
)


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
