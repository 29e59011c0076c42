"""The first line that a server process prints, with a time-out."""

import select
import subprocess
from typing import Final

START_SECONDS: Final = 60


def first_line(process: "subprocess.Popen[str]", seconds: float = START_SECONDS) -> str:
    """Return the first line of a process's output, or "" after a time-out. Kill it then."""
    assert process.stdout
    if select.select([process.stdout], [], [], seconds)[0]:
        return process.stdout.readline()
    process.kill()
    return ""
