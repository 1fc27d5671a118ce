import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def frozen() -> Path:
    """The frozen folder as of the sources that are here; built only when they changed."""
    subprocess.run([sys.executable, "-m", "tools.installer", "--folder"], cwd=ROOT, check=True)
    return ROOT / "dist" / "posko"
