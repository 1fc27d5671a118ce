"""Papers a way of being placed never owes: recorded as not needed, and taken back with it.

Basis: SRC-RULES (`doc_akad_spp_missing`: a lone job-seeker owes no SPP, and the screen says so).
"""

from posko_app.domain.detection.ruleset import Ruleset
from posko_app.domain.fields import field_at
from posko_app.domain.screening import Answers, Value

NOT_NEEDED = "tidak_perlu"
MISSING = frozenset({None, "tidak_ada"})
ALONE = "akad_mandiri"
SPP = "spp_akad"
STATED = "placement.scheme"
NOBODY = frozenset({"tidak_ada", "keluarga"})  # channels that say it: nobody organises
ORGANISED = "organised_channels"  # the parameter


class NotOwed:
    """Remembers what it recorded for the present draft, and what stood there before."""

    def __init__(self, ruleset: Ruleset) -> None:
        self._ruleset = ruleset
        self._before: dict[str, Value] = {}
        self._own: set[str] = set()

    def begin(self, answers: Answers, scheme: str | None) -> None:
        """Start with another draft; what was recorded in it earlier may be taken back."""
        self._own = set()
        wanted = self._wanted(answers, scheme)
        self._before = {p: None for p in wanted if answers.get(p) == NOT_NEEDED}

    def typed(self, path: str) -> None:
        """The officer said it himself: from now on it is his."""
        if path.startswith("docs."):
            self._own.add(path)
            self._before.pop(path, None)

    def follow(self, answers: Answers, scheme: str | None) -> dict[str, Value]:
        """Give what has to be recorded or taken back now that this is the scheme."""
        wanted = self._wanted(answers, scheme)
        changes: dict[str, Value] = {}
        for path in wanted:
            fresh = path not in self._before and path not in self._own
            if fresh and answers.get(path) in MISSING:
                self._before[path] = answers.get(path)
                changes[path] = NOT_NEEDED
        for path in [path for path in self._before if path not in wanted]:
            changes[path] = self._before.pop(path)
        return changes

    def _wanted(self, answers: Answers, scheme: str | None) -> tuple[str, ...]:
        """Name the papers: an SPP only for who is alone, since rules read more into it."""
        found = self._ruleset.schemes.get(scheme or "")
        if found is None:
            return ()
        required = self._ruleset.parameters.get(f"required_{answers.get('purpose')}")
        listed = required.value if required is not None else ()
        papers = [p for p in found.not_owed if isinstance(listed, tuple) and p in listed]
        if scheme == ALONE and SPP in found.not_owed and self._nobody_organises(answers):
            papers.append(SPP)
        paths = (f"docs.{paper}" for paper in papers if paper != SPP or scheme == ALONE)
        return tuple(p for p in paths if (f := field_at(p)) and NOT_NEEDED in f.codes)

    def _nobody_organises(self, answers: Answers) -> bool:
        """Say whether it is known that no company or agency arranges the work."""
        if answers.get("ticket.unrelated") is True:
            return False
        channel = answers.get("recruiter.channel")
        if answers.get(STATED) != ALONE:
            return channel in NOBODY
        organised = self._ruleset.parameters.get(ORGANISED)
        listed = organised.value if organised is not None else ()
        return not (isinstance(listed, tuple) and channel in listed)
