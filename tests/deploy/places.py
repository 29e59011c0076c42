"""The files of deploy/, with the guide's paths replaced by a test's own."""

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
BIN = Path(sys.executable).parent


def program(name: str) -> str:
    """Return the program's path. A test without it fails and says what to install."""
    found = shutil.which(name, path=f"{BIN}:/usr/local/sbin:/usr/sbin:/usr/bin:/bin")
    assert found, f"{name} is missing: sh tests/install.sh"
    return found
