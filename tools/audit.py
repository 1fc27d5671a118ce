"""Ask the advisory service about every locked package; say so in one line when it cannot answer.

Exit 0: no known hole, or nobody to ask. Exit 1: a known hole, or a package nobody could judge.
"""

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

CANARY = "pip==26.3"  # a release that every working service knows
TIMEOUT_S = "15"


def audit(requirements: Sequence[Path]) -> int:
    """Audit the lists strictly, if the service answers for a release it must know."""
    if not _service_answers():
        names = ", ".join(str(path) for path in requirements)
        print(f"audit: the advisory service did not answer; {names} NOT checked for known holes")
        return 0
    worst = 0
    for path in requirements:
        print(f"audit: {path}")
        worst = max(worst, _pip_audit("--require-hashes", "-r", str(path)).returncode)
    return worst


def _service_answers() -> bool:
    with tempfile.TemporaryDirectory() as place:
        listed = Path(place) / "canary.txt"
        listed.write_text(f"{CANARY}\n", encoding="utf-8")
        answer = _pip_audit("--no-deps", "-r", str(listed), quiet=True)
    # a hole found in the canary is an answer too; "could not be audited" is none
    return answer.returncode == 0 or CANARY.partition("==")[0] in answer.stdout


def _pip_audit(*arguments: str, quiet: bool = False) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pip_audit", "--strict", "--disable-pip"]
    command += ["--progress-spinner", "off", "--timeout", TIMEOUT_S, *arguments]
    return subprocess.run(command, text=True, check=False, capture_output=quiet)


if __name__ == "__main__":
    sys.exit(audit([Path(name) for name in sys.argv[1:]]))
